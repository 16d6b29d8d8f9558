from __future__ import annotations

import json
import math
import re
from collections import Counter
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.kinds import GMM, UNKNOWN
from edgeanomaly_nb.block.source import Source
from edgeanomaly_nb.block.thresholds import change_text
from edgeanomaly_nb.comparison.changes import describe_changes
from edgeanomaly_nb.studio.samples import SAMPLES
from tests.bodies import HOSTILE, axis, body, config, threshold

COLUMNS = ["part", "subject", "what", "change", "before", "after", "in_words"]
PARTS = ["block", "threshold", "axis"]
AXIS = {"selected": ("gained", "lost"), "favourite": ("gained", "lost"), "axis": ("added", "removed")}


@pytest.fixture(scope="module")
def samples():
    return {name: ea.load_sample(name) for name in SAMPLES}


@pytest.fixture(scope="module")
def compared(samples):
    """Every sample compared with every sample."""
    return {
        (before, after): ea.compare(samples[before], samples[after])
        for before, after in product(SAMPLES, repeat=2)
    }


def rows_of(changes):
    return list(changes.itertuples(index=False, name=None))


def rows(before, after):
    return rows_of(ea.compare(before, after))


def changed(before, after):
    """Compare two bodies that differ in these fields only."""
    return rows(config(**before), config(**after))


def of_axes(before, after):
    """Compare lists of axes whose flags and ``selectedAxes`` agree, and leave out what is of the block."""
    told = changed(*({"axes": axes, "selectedAxes": flagged(axes)} for axes in (before, after)))
    return [row[1:] for row in told if row[0] != "block"]


def flagged(axes):
    return [one["ix"] for one in axes if one["selected"]]


def uses(**changes):
    return {"dependencies": {**body()["dependencies"], **changes}}


def one_threshold(**changes):
    return {"thresholds": [threshold(**changes)]}


# --- the frame ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_changes_from_a_block_to_itself(compared, name):
    changes = compared[name, name]
    assert changes.empty
    assert describe_changes(changes) == "Nothing changed."


@pytest.mark.parametrize(
    ("before", "after"), [("motion", "motion"), ("motion", "fan"), ("raw", "legacy"), ("dropdown", "faulty")]
)
def test_columns_and_dtypes_never_vary(samples, before, after):
    changes = ea.compare(samples[before], samples[after])
    text = samples["motion"].axes["label"].dtype
    assert changes.columns.tolist() == COLUMNS
    assert [str(dtype) for dtype in changes.dtypes] == [
        "object" if name in {"before", "after"} else str(text) for name in COLUMNS
    ]
    assert changes.index.equals(pd.RangeIndex(len(changes)))


def test_the_block_comes_first_then_thresholds_then_axes(compared):
    for changes in compared.values():
        parts = [PARTS.index(part) for part in changes.part]
        assert parts == sorted(parts)


def test_neither_config_is_changed(samples):
    before, after = samples["motion"], samples["motion-later"]
    kept = before.axes, after.axes, before.thresholds, after.thresholds
    ea.compare(before, after)
    now = before.axes, after.axes, before.thresholds, after.thresholds
    assert all(one.equals(other) for one, other in zip(kept, now, strict=True))


def mirrored(told):
    swap = {"gained": "lost", "lost": "gained", "added": "removed", "removed": "added", "changed": "changed"}
    return Counter(
        (part, subject, what, swap[change], after, before)
        for part, subject, what, change, before, after, _words in told
    )


def check_mirror(told, back):
    assert mirrored(told) == Counter(row[:-1] for row in back)
    for *_, in_words in told:
        assert re.sub("[\u00ad\u200c\u200d]", "", in_words).isprintable()
        assert 0 < len(in_words) < 300


def test_the_way_back_is_the_mirror_of_the_way_there(compared):
    for before, after in compared:
        check_mirror(rows_of(compared[before, after]), rows_of(compared[after, before]))


LABELS = st.sampled_from(["", " ", "a", "b", "a b", "0", "шум"])
AXES = st.lists(
    st.fixed_dictionaries({"label": LABELS, "selected": st.booleans(), "favourite": st.booleans()}),
    max_size=8,
)
VALUES = st.sampled_from([0, 0.3, 0.5, "0.5", 0.1 + 0.2, -1, 10**30, "max", "", "nan"])
SUGGESTIONS = st.none() | st.sampled_from([0, 0.3, 0.5])
OPTIONS = st.lists(
    st.fixed_dictionaries({"value": st.sampled_from("ab"), "description": st.sampled_from("AB")}), max_size=2
)
THRESHOLDS = st.lists(
    st.builds(
        lambda key, value, suggested, text, options: threshold(
            key, value, suggestedValue=suggested, suggestedValueText=text, dropdownOptions=options
        ),
        st.sampled_from(["min_score", "k", ""]),
        VALUES,
        SUGGESTIONS,
        st.none() | st.sampled_from(["0.5", "about 3"]),
        OPTIONS,
    ),
    max_size=3,
)
CONFIGS = st.builds(
    lambda **changes: config(**{**changes, "dependencies": uses(**changes["dependencies"])["dependencies"]}),
    axes=AXES,
    thresholds=THRESHOLDS | st.just(...),
    name=st.sampled_from(["a", "b"]),
    trained=st.booleans(),
    clusterCount=st.none() | st.integers(1, 3),
    selectedAxes=st.lists(st.integers(0, 9), max_size=4),
    minimumConfidenceRating=st.sampled_from([0.3, 0.5]),
    dependencies=st.fixed_dictionaries(
        {"classes": st.lists(st.sampled_from("xyz"), max_size=3), "featureCount": st.integers(0, 3)}
    ),
)


@settings(max_examples=50)
@given(before=CONFIGS, after=CONFIGS)
def test_any_two_blocks_compare_both_ways(before, after):
    told = ea.compare(before, after)
    check_mirror(rows_of(told), rows(after, before))
    assert rows(before, before) == []
    assert (describe_changes(told) == "Nothing changed.") is told.empty


@settings(max_examples=50)
@given(before=AXES, after=AXES)
def test_the_changes_of_axes_lead_from_the_one_list_to_the_other(before, after):
    def told_apart(axes):
        return Counter((one["label"], one["selected"], one["favourite"]) for one in axes)

    told = of_axes(*([{"ix": ix, **one} for ix, one in enumerate(axes)] for axes in (before, after)))
    counts = Counter(one["label"] for one in before)
    for label, _what, change, *_ in told:
        counts[label] += {"added": 1, "removed": -1}.get(change, 0)
    assert +counts == Counter(one["label"] for one in after)
    for what in ("selected", "favourite"):
        balance = Counter()
        for label, field, change, *_ in told:
            balance[label] += (field == what) * {"gained": 1, "lost": -1}.get(change, 0)
        for label, field, _change, was, now, _words in told:
            if field == "axis":
                balance[label] += has(what, now) - has(what, was)
        for (label, selected, favourite), count in told_apart(before).items():
            balance[label] += count * (selected if what == "selected" else favourite)
        for (label, selected, favourite), count in told_apart(after).items():
            balance[label] -= count * (selected if what == "selected" else favourite)
        assert not any(balance.values())


def has(what, state):
    """Tell whether an axis that was added or removed is selected or a favourite, from its state in words."""
    return (
        state
        in {
            "selected": ("selected and favourite", "selected but not favourite"),
            "favourite": ("selected and favourite", "favourite but not selected"),
        }[what]
    )


# --- the block ----------------------------------------------------------------------------------------------


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


# --- thresholds ---------------------------------------------------------------------------------------------


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


# --- axes ---------------------------------------------------------------------------------------------------


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


# --- in words -----------------------------------------------------------------------------------------------


def test_a_comparison_in_words(compared):
    assert describe_changes(compared["motion", "motion-later"]) == (
        "2 axes newly selected · 1 axis no longer selected · 1 axis added · 1 threshold changed · "
        "4 changes of the block"
    )
    assert describe_changes(compared["motion-later", "motion"]) == (
        "1 axis newly selected · 2 axes no longer selected · 1 axis removed · 1 threshold changed · "
        "4 changes of the block"
    )


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({}, {"name": "x"}, "1 change of the block"),
        ({}, {"name": "x", "trained": False}, "2 changes of the block"),
        ({}, one_threshold(value=1, suggestedValue=2), "1 threshold changed"),
        ({}, {"thresholds": [threshold(value=1), threshold("k", 1)]}, "2 thresholds changed"),
        ({}, {"axes": [axis(0, "accX RMS", True)]}, "1 fewer favourite · 1 axis removed"),
        (
            {"axes": [axis(0, "accX RMS", True), axis(1, "accX Kurtosis")]},
            {"axes": [axis(0, "accX RMS", True, True), axis(1, "accX Kurtosis", False, True)]},
            "2 more favourites",
        ),
    ],
)
def test_counts_in_words(before, after, words):
    assert describe_changes(ea.compare(config(**before), config(**after))) == words


def test_words_count_what_the_frame_holds(compared):
    for told in compared.values():
        words = describe_changes(told)
        counted = sum(
            int(part.split()[0].replace(",", "")) for part in words.split(" · ") if part[0].isdigit()
        )
        keys = told.loc[told.part == "threshold", "subject"].nunique()
        assert counted == (told.part != "threshold").sum() + keys


def test_every_change_is_of_a_kind_that_the_docstring_names(compared):
    for changes in compared.values():
        for part, _subject, what, change, *_ in rows_of(changes):
            assert part in PARTS
            if part == "axis":
                assert change in AXIS[what]
            elif part == "threshold":
                assert what in {"threshold", "value", "suggestion", "options"}
                assert change in ({"added", "removed"} if what == "threshold" else {"changed"})


def test_a_path_in_place_of_a_config_is_told():
    with pytest.raises(TypeError, match=r"AnomalyConfig\.load"):
        ea.compare(config(), "before.json")


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


@pytest.mark.parametrize("kinds", [("anomaly", "anomaly-gmm"), (None, None)])
def test_a_value_that_is_text_is_not_a_score(kinds):
    before, after = (
        config(kind, thresholds=[threshold(value=value)])
        for kind, value in zip(kinds, ("max", "mean"), strict=True)
    )
    assert ea.compare(before, after).in_words.iloc[-1] == "“max” → “mean”"


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
