from __future__ import annotations

from collections import Counter

import pytest

import edgeanomaly_nb as ea
from tests.bodies import HOSTILE, axis, body, config, threshold
from tests.comparison.comparing import check_mirror, of_axes, rows, rows_of


def test_an_index_that_moved_is_no_change():
    before = [axis(0, "a", True), axis(1, "b", False, True), axis(2, "c")]
    assert of_axes(before, [{**one, "ix": one["ix"] + 100} for one in before]) == []
    assert of_axes(before, [{**one, "ix": 2 - one["ix"]} for one in before]) == []


def test_another_order_is_no_change():
    before = [axis(ix, f"a{ix}", ix % 2 == 0, ix % 3 == 0) for ix in range(9)]
    assert of_axes(before, before[::-1]) == []
    assert of_axes(before, before[4:] + before[:4]) == []


@pytest.mark.parametrize("what", ["selected", "favourite"])
def test_flags_are_gained_and_lost(what):
    before = [axis(0, "a"), {**axis(1, "b"), what: True}, axis(2, "c"), {**axis(3, "d"), what: True}]
    after = [{**axis(9, "a"), what: True}, axis(8, "b"), axis(7, "c"), {**axis(6, "d"), what: True}]
    assert of_axes(before, after) == [
        ("a", what, "gained", False, True, f"now {what}"),
        ("b", what, "lost", True, False, f"no longer {what}"),
    ]


def test_axes_are_added_and_removed_with_what_they_are():
    before = [axis(0, "a"), axis(1, "b", True), axis(2, "c", True, True), axis(3, "d", False, True)]
    assert of_axes(before, []) == [
        ("a", "axis", "removed", "neither selected nor favourite", None,
         "removed; it was neither selected nor favourite"),
        ("b", "axis", "removed", "selected but not favourite", None,
         "removed; it was selected but not favourite"),
        ("c", "axis", "removed", "selected and favourite", None, "removed; it was selected and favourite"),
        ("d", "axis", "removed", "favourite but not selected", None,
         "removed; it was favourite but not selected"),
    ]  # fmt: skip
    assert of_axes([], before[1:2]) == [
        ("b", "axis", "added", None, "selected but not favourite", "added; it is selected but not favourite")
    ]


def test_an_axis_in_front_moves_all_others_and_changes_none():
    before = [axis(0, "a", True), axis(1, "b")]
    after = [axis(0, "new"), axis(1, "a", True), axis(2, "b")]
    assert of_axes(before, after) == [
        (
            "new",
            "axis",
            "added",
            None,
            "neither selected nor favourite",
            "added; it is neither selected nor favourite",
        )
    ]


def test_of_repeated_and_empty_labels_the_first_goes_with_the_first():
    before = [axis(0, ""), axis(1, "a", True), axis(2, ""), axis(3, "a")]
    after = [axis(0, "a", True), axis(1, "", True), axis(2, "a", True), axis(3, ""), axis(4, "")]
    assert of_axes(before, after) == [
        ("", "selected", "gained", False, True, "now selected (index 1)"),
        ("a", "selected", "gained", False, True, "now selected (index 2)"),
        (
            "",
            "axis",
            "added",
            None,
            "neither selected nor favourite",
            "added; it is neither selected nor favourite (index 4)",
        ),
    ]


def test_a_label_is_compared_to_the_letter():
    assert len(of_axes([axis(0, "accX RMS")], [axis(0, "accx RMS")])) == 2
    assert len(of_axes([axis(0, "a")], [axis(0, "a ")])) == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_a_subject_as_sent_and_breaks_no_words(text):
    before = config(
        axes=[axis(0, text)],
        name=text,
        thresholds=[threshold(text, text)],
        selectedAxes=[0],
        dependencies={**body()["dependencies"], "classes": [text]},
    )
    after = config(axes=[axis(0, text, True)], thresholds=[threshold(text, "plain")])
    told = ea.compare(before, after)
    check_mirror(rows_of(told), rows(after, before))
    assert told.loc[told.part != "block", "subject"].tolist() == [text, text]
    assert told.loc[told.part == "threshold", "before"].tolist() == [text]


def test_many_axes_compare():
    count = 20_000
    before = [axis(ix, f"sensor{ix // 7} {ix}", ix % 5 == 0, ix % 3 == 0) for ix in range(count)]
    after = [axis(ix, f"sensor{ix // 7} {ix}", ix % 4 == 0, ix % 3 == 0) for ix in range(count - 1, 10, -1)]
    told = Counter(row[1:3] for row in of_axes(before, after))
    gained = sum(ix % 4 == 0 and ix % 5 != 0 for ix in range(11, count))
    lost = sum(ix % 4 != 0 and ix % 5 == 0 for ix in range(11, count))
    assert told == {("selected", "gained"): gained, ("selected", "lost"): lost, ("axis", "removed"): 11}


def test_canonically_equal_labels_are_one_label():
    def of(label, selected):
        axes = [axis(0, label, selected), axis(1, "accX RMS")]
        return config(axes=axes, selectedAxes=[])

    assert ea.compare(of("caf\u00e9 RMS", True), of("cafe\u0301 RMS", True)).empty
    changes = ea.compare(of("caf\u00e9 RMS", False), of("cafe\u0301 RMS", True))
    gained = changes[changes.what == "selected"]
    assert gained.subject.tolist() == ["cafe\u0301 RMS"]
    assert "index" not in gained.in_words.iloc[0]


def test_canonically_equal_labels_of_one_block_are_matched_one_by_one():
    two = config(axes=[axis(0, "caf\u00e9 RMS"), axis(1, "cafe\u0301 RMS")], selectedAxes=[])
    one = config(axes=[axis(0, "cafe\u0301 RMS")], selectedAxes=[])
    assert ea.compare(two, one).in_words.str.contains("index 1").sum() == 1
