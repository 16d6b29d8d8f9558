from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeanomaly_nb.labels import LabelParts, parse_label, parse_labels

FLATTEN = ["Average", "Minimum", "Maximum", "RMS", "Stdev", "Skewness", "Kurtosis"]
WAVELET = ["entropy", "zcross", "mcross", "n5", "n25", "n75", "n95", "median", "mean", "std", "var", "rms"]
PLAIN_FEATURES = [
    *FLATTEN,
    "Spectral Skewness",
    "Spectral Kurtosis",
    *(f"Peak {n} {what}" for n in (1, 2, 3) for what in ("Freq", "Height")),
    *(f"L{level}-{name}" for level in (0, 1, 7) for name in [*WAVELET, "skew", "kurtosis"]),
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


def test_a_feature_without_a_sensor_has_no_sensor():
    assert parse_label("RMS") == LabelParts(None, "RMS", None, None)


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
                st.sampled_from(["accX", "accY", "a b", "acc", "Spectral", "x Spectral Power"]),
                st.sampled_from(["RMS", "Kurtosis", "1 - 2 Hz", "Spectral Kurtosis"]),
            ),
            st.sampled_from(
                ["", "?", "RMS", "accX RMS\naccY RMS", "accX  RMS", "accX accX RMS", "a Spectral Skewness"]
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
