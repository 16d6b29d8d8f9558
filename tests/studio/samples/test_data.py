"""The bundled blocks, decoded from the responses of the sample service."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec import UNSET

from edgeanomaly_nb.block.kinds import kind_of
from edgeanomaly_nb.studio.samples.catalogue import SAMPLES
from tests.studio.samples.service import fetch_raw

ROOT = Path(__file__).parents[3]


def labels(body):
    return [axis.label for axis in body.axes]


def favourites(body):
    return [axis.label for axis in body.axes if axis.favourite]


def flagged(body):
    return [position for position, axis in enumerate(body.axes) if axis.selected]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_block_decodes_and_is_sane(block, name):
    body, has_axes = block(name), kind_of(SAMPLES[name].type).has_axes
    assert body.success
    assert body.name
    assert len(body.axes) == SAMPLES[name].n_axes == (body.dependencies.feature_count if has_axes else 0)
    assert body.dependencies.sample_count in ((450, 612) if has_axes else (214, 360))
    assert body.trained is (name != "untrained")
    if body.thresholds is not UNSET:
        assert (body.thresholds[0].value == body.minimum_confidence_rating) is (name != "faulty")
        assert all(threshold.description and threshold.help_text for threshold in body.thresholds)
    if name != "legacy":
        assert [axis.ix for axis in body.axes] == list(range(len(body.axes)))
    assert (list(body.selected_axes) == flagged(body)) is (name not in {"disagree", "faulty"})
    assert body.selected_axes or name == "untrained" or not has_axes


@pytest.mark.parametrize(
    ("name", "n_axes"),
    [
        ("motion", 33),
        ("spectral", 39),
        ("low-pass", 18),
        ("peaks", 33),
        ("wavelet", 84),
        ("two-blocks", 46),
        ("raw", 375),
        ("legacy", 33),
        ("motion-later", 34),
        ("faulty", 21),
    ],
)
def test_number_of_axes(block, name, n_axes):
    assert len(block(name).axes) == n_axes


def test_motion_is_as_published_projects_are(block):
    body = block("motion")
    names = labels(body)
    assert [names[ix] for ix in (0, 11, 22)] == ["accX RMS", "accY RMS", "accZ RMS"]
    edges = ["0.49", "1.46", "2.44", "3.42", "4.39", "5.37", "6.35", "7.32", "8.3"]
    bands = [f"accX Spectral Power {a} - {b} Hz" for a, b in pairwise(edges)]
    assert names[3:11] == bands
    assert (body.cluster_count, body.minimum_confidence_rating) == (5, 0.3)
    assert body.thresholds[0].suggested_value == 0.5


def test_motion_selects_other_axes_than_the_suggested_ones(block):
    body = block("motion")
    selected = {body.axes[ix].label for ix in body.selected_axes}
    assert len(selected) == 6
    assert len(selected - set(favourites(body))) == 1
    assert len(set(favourites(body)) - selected) == 2


def test_current_spectral_features(block):
    names = labels(block("spectral"))
    assert names[:6] == [
        "accX RMS",
        "accX Skewness",
        "accX Kurtosis",
        "accX Spectral Skewness",
        "accX Spectral Kurtosis",
        "accX Spectral Power 1.95 - 5.86 Hz",
    ]
    assert names[13] == "accY RMS"


def test_low_pass_leaves_one_band_and_suggests_zero(block):
    body = block("low-pass")
    assert labels(body)[5] == "accX Spectral Power 1.95 - 5.86 Hz"
    assert labels(body)[6] == "accY RMS"
    assert body.thresholds[0].suggested_value == 0


def test_first_version_has_peaks_and_fixed_bands(block):
    assert labels(block("peaks"))[:11] == [
        "accX RMS",
        "accX Peak 1 Freq",
        "accX Peak 1 Height",
        "accX Peak 2 Freq",
        "accX Peak 2 Height",
        "accX Peak 3 Freq",
        "accX Peak 3 Height",
        "accX Spectral Power 0.1 - 0.5 Hz",
        "accX Spectral Power 0.5 - 1.0 Hz",
        "accX Spectral Power 1.0 - 2.0 Hz",
        "accX Spectral Power 2.0 - 5.0 Hz",
    ]


def test_wavelet_levels_and_a_suggestion_as_text_only(block):
    body = block("wavelet")
    names = labels(body)
    assert [names[ix] for ix in (0, 13, 14, 28)] == [
        "accX L0-entropy",
        "accX L0-kurtosis",
        "accX L1-entropy",
        "accY L0-entropy",
    ]
    assert body.thresholds[0].suggested_value is None
    assert body.thresholds[0].suggested_value_text


def test_two_blocks_follow_each_other(block):
    body = block("two-blocks")
    assert body.dependencies.block_names == ("Spectral features", "Flatten")
    assert labels(body)[39:] == [
        f"temperature (C) {what}"
        for what in ("Average", "Minimum", "Maximum", "RMS", "Stdev", "Skewness", "Kurtosis")
    ]


def test_fan_is_a_gmm_with_a_suggestion(block):
    assert SAMPLES["fan"].type == "anomaly-gmm"
    assert [(t.value, t.suggested_value) for t in block("fan").thresholds] == [(3.4, 3.0)]


def test_favourites_are_a_handful_and_need_two_classes(block):
    assert favourites(block("one-class")) == []
    assert block("one-class").dependencies.classes == ("normal",)
    for name in SAMPLES:
        body = block(name)
        several = len(body.dependencies.classes) > 1
        assert 0 < len(favourites(body)) <= 15 if several else not favourites(body)


def test_raw_axes_have_no_labels(block):
    assert set(labels(block("raw"))) == {""}


def test_large_has_over_2000_different_labels(block):
    names = labels(block("large"))
    assert len(set(names)) == len(names) > 2000


def test_dropdown_stands_beside_two_numbers_of_different_scale(block):
    score, fan_score, method = block("dropdown").thresholds
    assert (score.value, fan_score.value, method.value) == (0.3, 35, "max")
    assert method.key == "anomaly_scoring_aggregation_method"
    assert [(o.value, o.description) for o in method.dropdown_options] == [
        ("max", "Maximum over all fans"),
        ("mean", "Mean over all fans"),
    ]


def test_disagree_differs_both_ways_and_names_a_missing_axis(block):
    body = block("disagree")
    flags, configured = set(flagged(body)), set(body.selected_axes)
    assert flags - configured
    assert configured - flags
    assert max(configured) >= len(body.axes)


def test_motion_later_is_motion_after_some_work(block):
    before, later = block("motion"), block("motion-later")
    assert labels(later) == ["battery (V) Average", *labels(before)]  # so every index has moved
    assert before.name == later.name
    assert (before.cluster_count, later.cluster_count) == (5, 8)
    assert [(t.key, t.value, t.suggested_value) for t in later.thresholds] == [("min_score", 0.45, 0.5)]
    assert favourites(later) == favourites(before)
    was, is_now = ({body.axes[ix].label for ix in body.selected_axes} for body in (before, later))
    assert len(is_now - was) == 2
    assert len(was - is_now) == 1
    assert is_now <= set(favourites(later))
    assert later.dependencies.block_names == ("Flatten", *before.dependencies.block_names)
    assert (SAMPLES["motion"].project_id, SAMPLES["motion"].type) == (
        SAMPLES["motion-later"].project_id,
        SAMPLES["motion-later"].type,
    )


def test_faulty_has_faults_of_every_kind(block):
    body = block("faulty")
    assert SAMPLES["faulty"].type == "anomaly-gmm"
    assert body.trained
    score, fan_score, method = body.thresholds
    assert (score.value, score.suggested_value) == (1.1, 3.2)
    assert fan_score.value > 1.5 * fan_score.suggested_value
    assert method.value not in [option.value for option in method.dropdown_options]
    assert body.minimum_confidence_rating not in [score.value, fan_score.value]
    assert max(body.selected_axes) >= len(body.axes)
    assert set(flagged(body)) - set(body.selected_axes)
    assert set(favourites(body)) - {body.axes[ix].label for ix in flagged(body)}


def test_legacy_fields_are_absent(session, block):
    sent = json.loads(fetch_raw(session, "legacy"))
    assert "thresholds" not in sent
    assert "outputClasses" not in sent["dependencies"]
    assert all("ix" not in axis for axis in sent["axes"])
    assert sent["minimumConfidenceRating"] == 0.3
    assert block("legacy").thresholds is UNSET
