from __future__ import annotations

from collections import Counter
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import edgeanomaly_nb as ea
from edgeanomaly_nb.comparison.changes import describe_changes
from edgeanomaly_nb.studio.samples import SAMPLES
from tests.bodies import axis, config, threshold
from tests.comparison.comparing import check_mirror, of_axes, one_threshold, rows, rows_of, uses

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
