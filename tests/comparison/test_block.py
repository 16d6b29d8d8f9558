from __future__ import annotations

import json

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.source import Source
from tests.bodies import axis, body, config, threshold
from tests.comparison.comparing import changed, rows, uses


@pytest.mark.parametrize(
    ("field", "before", "after", "told"),
    [
        ("name", {"name": "Fan"}, {"name": "Pump"}, ("Fan", "Pump", "“Fan” → “Pump”")),
        ("name", {"name": "1"}, {"name": "1.0"}, ("1", "1.0", "“1” → “1.0”")),
        ("trained", {}, {"trained": False}, (True, False, "yes → no")),
        ("clusters", {}, {"clusterCount": 8}, (5, 8, "5 → 8")),
        ("clusters", {"clusterCount": ...}, {"clusterCount": 1}, (None, 1, "none → 1")),
        ("clusters", {}, {"clusterCount": 10**30}, (5, 10**30, f"5 → {10**30:,}")),
        (
            "minimum confidence rating",
            {},
            {"minimumConfidenceRating": 0},
            (0.3, 0, "0.3 → 0"),
        ),
        ("features", {}, uses(featureCount=1234), (2, 1234, "2 → 1,234")),
        ("samples", {}, uses(sampleCount=0), (100, 0, "100 → 0")),
    ],
)
def test_what_changed_of_the_block_is_told(field, before, after, told):
    assert changed(before, after) == [("block", field, field, "changed", *told)]


@pytest.mark.parametrize(
    ("field", "name"),
    [("classes", "classes"), ("input blocks", "blockNames"), ("output classes", "outputClasses")],
)
def test_lists_gain_and_lose_members(field, name):
    assert changed(uses(**{name: ["a", "b", "b"]}), uses(**{name: ["c", "b", "c"]})) == [
        ("block", field, field, "lost", "a", None, "no longer “a”"),
        ("block", field, field, "lost", "b", None, "no longer “b”"),
        ("block", field, field, "gained", None, "c", "now also “c”"),
        ("block", field, field, "gained", None, "c", "now also “c”"),
    ]
    assert changed(uses(**{name: ["a", "b"]}), uses(**{name: ["b", "a"]})) == []


def test_flags_and_selected_axes_that_disagree_are_a_change_of_the_block():
    one = {"axes": [axis(0, "a", True), axis(1, "b"), axis(2, "", True)], "selectedAxes": [0, 2]}
    field = "flags against selectedAxes"
    assert changed(one, {**one, "selectedAxes": [1, 9, 9]}) == [
        ("block", field, field, "gained", None, name, f"now also “{name}”") for name in ("a", "b", "2", "9")
    ]
    assert changed(one, {**one, "selectedAxes": [2, 0, 0]}) == []


def test_what_is_not_of_the_configuration_is_no_change():
    one = config()
    other = ea.AnomalyConfig.from_json(
        json.dumps(body(future=1, error=None), indent=2), source=ea.Source("other", 1, 2)
    )
    assert one != other
    assert rows(one, other) == []


def test_another_type_is_a_change_and_its_scores_get_no_direction():
    kmeans, mixture = (
        ea.AnomalyConfig.from_json(json.dumps(body(thresholds=[threshold(value=value)])), source=source)
        for value, source in ((0.3, Source(block_type="anomaly")), (3.4, Source(block_type="anomaly-gmm")))
    )
    told = ea.compare(kmeans, mixture)
    assert told[["subject", "before", "after", "in_words"]].values.tolist() == [
        ["type", "K-means", "GMM", "K-means → GMM: scores of K-means and GMM do not compare"],
        ["min_score", 0.3, 3.4, "0.3 → 3.4: scores of K-means and GMM do not compare"],
    ]
    unknown = ea.AnomalyConfig.from_json(kmeans.to_json())
    assert ea.compare(unknown, mixture).in_words.tolist() == [
        "0.3 → 3.4: it is not known whether these scores compare"
    ]


@pytest.mark.parametrize(
    ("was", "is_now", "words"),
    [
        ("anomaly", "anomaly-2030", ["K-means → anomaly-2030"]),
        ("anomaly-2029", "anomaly-2030", ["anomaly-2029 → anomaly-2030"]),
        ("anomaly-2030", "anomaly-2030", []),
        ("anomaly", None, []),
        (None, None, []),
    ],
)
def test_the_type_is_a_change_where_both_have_one(was, is_now, words):
    assert ea.compare(config(was), config(is_now)).in_words.tolist() == words


@pytest.mark.parametrize(
    ("was", "is_now", "noun"),
    [
        ("anomaly", "anomaly", "clusters"),
        ("anomaly-gmm", "anomaly-gmm", "components"),
        ("anomaly", "anomaly-gmm", "clusters or components"),
        (None, None, "clusters or components"),
    ],
)
def test_the_count_has_the_noun_of_the_kind(was, is_now, noun):
    told = ea.compare(config(was, clusterCount=3), config(is_now, clusterCount=4))
    assert told[told.in_words == "3 → 4"].subject.tolist() == [noun]


def test_the_rating_of_a_block_without_axes_is_not_compared():
    surface, autoencoder = ea.load_sample("surface"), ea.load_sample("autoencoder")
    assert surface.minimum_confidence_rating != autoencoder.minimum_confidence_rating
    assert "minimum confidence rating" not in set(ea.compare(surface, autoencoder)["subject"])
