from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeanomaly_nb.block.labels import LabelParts, parse_label, parse_labels

FLATTEN = ["Average", "Minimum", "Maximum", "RMS", "Stdev", "Skewness", "Kurtosis"]
WAVELET = ["entropy", "zcross", "mcross", "n5", "n25", "n75", "n95", "median", "mean", "std", "var", "rms"]
WAVELET_FEATURES = [f"L{level}-{name}" for level in (0, 1, 7) for name in [*WAVELET, "skew", "kurtosis"]]
SPECTRAL = ["RMS", "Stdev", "Skewness", "Kurtosis", "Spectral Skewness", "Spectral Kurtosis"]
PLAIN_FEATURES = [
    *FLATTEN,
    *("Moving Average", "Moving average", "Moving Average 5", "Moving Average (5 windows)", "Moving Avg"),
    *SPECTRAL,
    *(f"{feature} LF" for feature in SPECTRAL),
    *("Mean", "Median", "StDev", "Std", "Min", "Max", "Skew", "Var", "Variance", "Peak-to-peak", "ZCR"),
    *(f"Peak {n} {what}" for n in (1, 2, 3) for what in ("Freq", "Height")),
    *WAVELET_FEATURES,
]
SENSORS = ["accX", "acc.x", "temperature (C)", "Ωmega 7", "a  b", "gyro RMS"]


@pytest.mark.parametrize("sensor", SENSORS)
@pytest.mark.parametrize("feature", PLAIN_FEATURES)
def test_every_feature_of_the_families_is_read(sensor, feature):
    assert parse_label(f"{sensor} {feature}") == LabelParts(sensor, feature, None, None)


@pytest.mark.parametrize(
    "typed",
    [
        "Spectral Power 0.49 - 1.46 Hz",
        "Spectral Power 0.49-1.46Hz",
        "Spectral Power 0.49 – 1.46 Hz",
        "Spectral Power 0.49 - 1.46",
        "0.49-1.46Hz",
        "0.49 - 1.46 Hz",
    ],
)
def test_bands_are_read_in_every_spelling_and_spelt_in_one(typed):
    expected = LabelParts("accX", "Spectral Power 0.49 - 1.46 Hz", 0.49, 1.46)
    assert parse_label(f"accX {typed}") == expected


@pytest.mark.parametrize("feature", PLAIN_FEATURES)
def test_a_feature_without_a_sensor_has_no_sensor(feature):
    assert parse_label(feature) == LabelParts(None, feature, None, None)


@pytest.mark.parametrize("label", ["Spectral Power 1 - 2 Hz", "1-2Hz", "Spectral Power 1 - 2"])
def test_a_band_without_a_sensor_has_no_sensor(label):
    assert parse_label(label) == LabelParts(None, "Spectral Power 1 - 2 Hz", 1, 2)


def band(low, high, suffix=""):
    return f"Spectral Power {low} - {high} Hz{suffix}"


@pytest.mark.parametrize(
    "features",
    [
        # What the sources print for one sensor: spectral analysis with the extra low frequencies, which round
        # to the same edges, and band edges as Python prints small numbers.
        [*SPECTRAL[2:], band(0.49, 1.46), *(f"{name} LF" for name in SPECTRAL[2:]), band(0.05, 0.15)],
        ["RMS", *(band("0.0", edge) for edge in ("0.0", "0.0", "0.01"))],
        [band("1e-05", 0.5), band(0.5, 2.0)],
        [*FLATTEN, "Moving Average"],
        ["Skewness", "Kurtosis", "Mean", "Median", "StDev", "StDev"],
        ["RMS", "Peak-to-peak", "ZCR"],
        WAVELET_FEATURES,
    ],
)
@pytest.mark.parametrize("sensors", [["accX", "accY"], ["temperature (C)", "acc.x"], ["Spectral", "Moving"]])
def test_the_lists_of_the_processing_blocks_are_read_file(features, sensors):
    labels = [f"{sensor} {feature}" for sensor in sensors for feature in features]
    for order in (labels, sorted(labels), labels[::-1]):
        parts = read_back(order)
        assert parts == [parse_label(label) for label in order]
        assert all(part.feature for part in parts)
    if sensors[0] != "Spectral":  # "Spectral Kurtosis" is a feature, and no sensor named "Spectral"
        parts = read_back(labels)
        assert [part.feature for part in parts] == features * 2
        assert {part.sensor for part in parts} == set(sensors)


def test_a_small_edge_is_a_number():
    assert parse_label("x " + band("1e-05", 0.5)) == LabelParts("x", band("1e-05", 0.5), 1e-05, 0.5)


def test_the_same_text_behind_a_sensor_and_alone_is_read_apart():
    assert [part.feature for part in read_back([" RMS", "accX RMS", " RMS"])] == [None, "RMS", None]


@pytest.mark.parametrize(
    "label",
    [
        *("", " ", "accX", "accX rms", "accXRMS", "RMS accX", "feature 12", "accX RMS ", "acc\nX RMS"),
        *("<b>x</b>", "x" * 10_000, "accX L-rms", "accX L0-unknown"),
        *("accX Spectral Power", "accX Peak Freq", "0.49 - 1.46"),
    ],
)
def test_other_labels_are_left_alone(label):
    assert parse_label(label) == LabelParts(None, None, None, None)


def read_back(labels):
    """What the table says of each label, in the form of parse_label."""
    table = parse_labels(labels)
    rows = []
    for sensor, tail, label in zip(table.sensor_codes, table.tail_codes, labels, strict=True):
        name = table.sensors[sensor] if sensor >= 0 else None
        assert (name or "") + table.tails[tail] == label
        band = [None if math.isnan(edge) else edge for edge in table.bands[tail]]
        rows.append(LabelParts(name, table.features[tail], *band))
    return rows


@given(
    st.lists(
        st.one_of(
            st.builds(
                "{} {}".format,
                st.sampled_from(
                    ["accX", "accY", "a b", "acc", "Spectral", "Moving", "x Spectral Power", "s 1"]
                ),
                st.sampled_from(
                    ["RMS", "Kurtosis", "1 - 2 Hz", "Spectral Kurtosis", "Average", "RMS LF", "7"]
                ),
            ),
            st.sampled_from(
                [
                    "",
                    "?",
                    "RMS",
                    " RMS",
                    "accX\t RMS",
                    "Spectral Power 1 - 2 Hz",
                    "accX RMS\naccY RMS",
                    "accX  RMS",
                    "accX accX RMS",
                    "a Spectral Skewness",
                ]
            ),
        )
    )
)
def test_many_labels_are_read_like_each_alone(labels):
    assert read_back(labels) == [parse_label(label) for label in labels]


def test_runs_of_equal_sensors_are_read_like_each_alone():
    labels = [f"s{n} {feature}" for n in range(20) for feature in PLAIN_FEATURES]
    labels[300:303] = ["?", "s5 RMS extra", ""]
    assert read_back(labels) == [parse_label(label) for label in labels]
