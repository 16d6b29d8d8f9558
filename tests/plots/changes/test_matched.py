from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edgeanomaly_nb as ea
from edgeanomaly_nb.plots.changes.matched import axes_of_both, changed_thresholds
from tests.bodies import config, threshold
from tests.plots.changes.conftest import PAIRS, of_axes
from tests.plots.conftest import OPTIONS


def test_repeated_labels_are_matched_in_their_order():
    axes = axes_of_both(of_axes(("a", True), ("a",), ("b",)), of_axes(("a",), ("b",), ("a", True)))
    assert axes["label"].tolist() == ["a", "a", "b"]
    assert axes["was_selected"].tolist() == [True, False, False]
    assert axes["selected"].tolist() == [False, True, False]


labels = st.lists(st.sampled_from(["a RMS", "b RMS", "a", ""]), max_size=6)
flags = st.lists(st.booleans(), min_size=6, max_size=6)


@pytest.mark.slow
@given(labels, labels, flags, flags, flags)
def test_axes_are_matched_as_compare_does(old, new, was, now, favourite):
    before, after = (
        of_axes(*zip(names, chosen, favourite, strict=False)) for names, chosen in ((old, was), (new, now))
    )
    axes = axes_of_both(before, after)
    found = ea.compare(before, after)
    found = found[found["part"] == "axis"]
    stays = axes["was_there"] & axes["there"]
    expected = {
        ("axis", "added"): ~axes["was_there"],
        ("axis", "removed"): ~axes["there"],
        ("selected", "gained"): axes["selected"] & ~axes["was_selected"] & stays,
        ("selected", "lost"): axes["was_selected"] & ~axes["selected"] & stays,
    }
    for (what, change), which in expected.items():
        rows = found[(found["what"] == what) & (found["change"] == change)]
        assert sorted(rows["subject"]) == sorted(axes.loc[which, "label"])


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_there_is_a_scale_for_each_threshold_that_compare_finds(pair):
    before, after = map(ea.load_sample, pair)
    found = ea.compare(before, after)
    keys = found.loc[found["part"] == "threshold", "subject"]
    assert [change.row.Index for change in changed_thresholds(before, after)] == keys.unique().tolist()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (threshold(value=0.3), threshold(value=0.1 + 0.2)),
        (threshold(value="0.3"), threshold(value=0.3)),
        (
            threshold(value="max", dropdownOptions=OPTIONS),
            threshold(value="max", dropdownOptions=OPTIONS[::-1]),
        ),
    ],
)
def test_what_compare_does_not_find_is_not_drawn(old, new):
    before, after = config(thresholds=[old]), config(thresholds=[new])
    assert ea.compare(before, after).empty
    assert changed_thresholds(before, after) == []
