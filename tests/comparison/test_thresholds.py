from __future__ import annotations

import math

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.kinds import GMM, UNKNOWN
from edgeanomaly_nb.block.thresholds_text import change_text
from tests.bodies import config, threshold
from tests.comparison.comparing import changed, one_threshold


@pytest.mark.parametrize(
    ("before", "after", "in_words"),
    [
        (0.3, 0.45, "0.3 → 0.45: 0.15 higher, so it flags less"),
        (0.5, 0.3, "0.5 → 0.3: 0.2 lower, so it flags more"),
        (0, -1.5, "0 → -1.5: 1.5 lower, so it flags more"),
        ("0.5", 0.25, "“0.5” → 0.25: 0.25 lower, so it flags more"),
        ("max", "mean", "“max” → “mean”"),
        ("max", 3, "“max” → 3"),
        ("nan", "NaN", "“nan” → “NaN”"),
        (0.3, "", "0.3 → “”"),
        (1e300, 1, "1e+300 → 1: 1e+300 lower, so it flags more"),
    ],
)
def test_another_value_is_told_with_its_direction(before, after, in_words):
    assert changed(one_threshold(value=before), one_threshold(value=after)) == [
        ("threshold", "min_score", "value", "changed", before, after, in_words)
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [(0.5, "0.5"), ("0.5", "0.50"), (1, 1.0), (0.1 + 0.2, 0.3), ("1e0", 1), (0, -0.0), ("max", "max")],
)
def test_another_spelling_of_a_value_is_no_change(before, after):
    assert changed(one_threshold(value=before), one_threshold(value=after)) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({}, {"suggestedValue": 0}, (None, 0, "none → 0")),
        ({"suggestedValue": 0.5}, {"suggestedValue": 0.7}, (0.5, 0.7, "0.5 → 0.7")),
        ({"suggestedValue": 0.5}, {"suggestedValueText": "0.5"}, (0.5, "0.5", "0.5 → “0.5”")),
        ({"suggestedValueText": "low"}, {}, ("low", None, "“low” → none")),
    ],
)
def test_another_suggestion_is_told(before, after, told):
    assert changed(one_threshold(**before), one_threshold(**after)) == [
        ("threshold", "min_score", "suggestion", "changed", *told)
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"suggestedValue": 0.1 + 0.2}, {"suggestedValue": 0.3}),
        ({"suggestedValue": 1}, {"suggestedValue": 1.0}),
        ({"suggestedValue": None}, {}),
        ({"suggestedValue": 0.5, "suggestedValueText": "0.5"}, {"suggestedValue": 0.5}),
        ({"description": "Old"}, {"description": "New"}),
        ({"helpText": "Old"}, {"helpText": "New"}),
    ],
)
def test_other_words_for_the_same_are_no_change(before, after):
    assert changed(one_threshold(**before), one_threshold(**after)) == []


def options(*pairs):
    return one_threshold(value="a", dropdownOptions=[{"value": v, "description": d} for v, d in pairs])


@pytest.mark.parametrize(
    ("before", "after", "in_words"),
    [
        ([("a", "A")], [], "1 option → 0 options"),
        ([], [("a", "A"), ("b", "B")], "0 options → 2 options"),
        ([("a", "A")], [("b", "A")], "other options, or other names for them"),
        ([("a", "A"), ("b", "B")], [("a", "A"), ("b", "C")], "other options, or other names for them"),
    ],
)
def test_other_options_are_told(before, after, in_words):
    assert changed(options(*before), options(*after)) == [
        ("threshold", "min_score", "options", "changed", tuple(before), tuple(after), in_words)
    ]


def test_another_order_of_options_or_thresholds_is_no_change():
    pairs = [("a", "A"), ("b", "B"), ("a", "C")]
    assert changed(options(*pairs), options(*pairs[::-1])) == []
    keys = [threshold("a", 1), threshold("b", 2), threshold("a", 3)]
    assert changed({"thresholds": keys}, {"thresholds": [keys[1], keys[0], keys[2]]}) == []


def test_thresholds_come_and_go_by_key():
    assert changed({"thresholds": [threshold("a", 1), threshold("b", "x")]}, {"thresholds": []}) == [
        ("threshold", "a", "threshold", "removed", 1, None, "was 1"),
        ("threshold", "b", "threshold", "removed", "x", None, "was “x”"),
    ]
    assert changed({"thresholds": []}, {"thresholds": [threshold("", 0.5)]}) == [
        ("threshold", "", "threshold", "added", None, 0.5, "is 0.5")
    ]


def test_of_repeated_keys_the_first_goes_with_the_first():
    before = {"thresholds": [threshold("k", 1), threshold("k", 2)]}
    after = {"thresholds": [threshold("k", 1), threshold("k", 3), threshold("k", 4)]}
    assert changed(before, after) == [
        ("threshold", "k", "value", "changed", 2, 3, "2 → 3: 1 higher, so it flags less"),
        ("threshold", "k", "threshold", "added", None, 4, "is 4"),
    ]


def test_the_threshold_of_an_older_server_is_another_one():
    assert changed({"thresholds": ...}, {}) == [
        ("threshold", "minimumConfidenceRating", "threshold", "removed", 0.3, None, "was 0.3"),
        ("threshold", "min_score", "threshold", "added", None, 0.3, "is 0.3"),
    ]


def test_two_older_servers_compare_by_position_and_rating():
    def older(rating, *labels):
        return {
            "axes": [{"label": label, "selected": False, "favourite": False} for label in labels],
            "thresholds": ...,
            "minimumConfidenceRating": rating,
            "selectedAxes": [],
        }

    assert changed(older(0.3, "a", "b"), older(0.5, "b", "c"))[1:] == [
        ("threshold", "minimumConfidenceRating", "value", "changed", 0.3, 0.5,
         "0.3 → 0.5: 0.2 higher, so it flags less"),
        ("axis", "a", "axis", "removed", "neither selected nor favourite", None,
             "removed; it was neither selected nor favourite"),
        ("axis", "c", "axis", "added", None, "neither selected nor favourite",
             "added; it is neither selected nor favourite"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (0.3, 0.5, "0.2 higher, so it flags less"),
        (0.5, -0.5, "1 lower, so it flags more"),
        (0.3, 0.1 + 0.2, ""),
        (0, 0.0, ""),
        (math.nan, 1, ""),
        (1, math.nan, ""),
        (math.inf, math.inf, ""),
        (0, math.inf, "inf higher, so it flags less"),
    ],
)
def test_a_shift_in_words(old, new, words):
    assert change_text(old, new, GMM, GMM) == words
    unknown = words and "it is not known whether these scores compare"
    assert change_text(old, new, UNKNOWN, UNKNOWN) == unknown


@pytest.mark.parametrize("kinds", [("anomaly", "anomaly-gmm"), (None, None)])
def test_a_value_that_is_text_is_not_a_score(kinds):
    before, after = (
        config(kind, thresholds=[threshold(value=value)])
        for kind, value in zip(kinds, ("max", "mean"), strict=True)
    )
    assert ea.compare(before, after).in_words.iloc[-1] == "“max” → “mean”"
