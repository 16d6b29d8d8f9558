from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.plots.changes.matched import changed_thresholds
from edgeanomaly_nb.plots.changes.threshold import has_scale, threshold_change_text
from tests.bodies import config, threshold
from tests.plots.changes.conftest import scales
from tests.plots.conftest import OPTIONS, drawn, marks_of, texts_of


def test_a_threshold_moves_from_its_old_value_to_its_new_one():
    (ax,) = scales([threshold(value=0.5, suggestedValue=0.4)], [threshold(value=0.3, suggestedValue=0.4)])
    assert ax.get_title(loc="left") == "Score threshold (min_score)"
    assert "0.5 → 0.3: 0.2 lower, so it flags more" in texts_of(ax)
    assert {"was 0.5", "now 0.3", "suggested 0.4", "flagged →"} <= set(texts_of(ax))
    assert marks_of(ax) == {"suggested": 0.4, "before": 0.5, "after": 0.3}
    looks = {line.get_label(): line for line in ax.lines}
    assert (looks["before"].get_marker(), looks["before"].get_markerfacecolor()) == ("o", "none")
    assert (looks["after"].get_marker(), looks["suggested"].get_marker()) == ("o", "*")
    (arrow,) = [text for text in ax.texts if text.arrow_patch]
    assert (arrow.xyann[0], arrow.xy[0]) == (0.5, 0.3)


def test_a_suggestion_that_changed_is_two_stars():
    (ax,) = scales([threshold(value=3, suggestedValue=1)], [threshold(value=3, suggestedValue=5)])
    assert marks_of(ax) == {"suggested before": 1, "suggested": 5, "after": 3}
    assert "3, as before; suggested: 1 → 5" in texts_of(ax)
    assert {"threshold 3", "suggested before 1", "suggested 5"} <= set(texts_of(ax))


def test_names_that_would_touch_become_one():
    (ax,) = scales([threshold(value=0.1, suggestedValue=30)], [threshold(value=0.3, suggestedValue=30)])
    assert "threshold 0.1 → 0.3" in texts_of(ax)
    assert "was 0.1" not in texts_of(ax)


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (threshold(value="max"), threshold(value="mean"), "“max” → “mean”"),
        (
            threshold(value="max", dropdownOptions=OPTIONS),
            threshold(value="gone", dropdownOptions=OPTIONS),
            "Maximum → “gone”",
        ),
        (
            threshold(value="max", dropdownOptions=OPTIONS),
            threshold(value="max", dropdownOptions=OPTIONS[:1]),
            "Maximum, as before; its options changed",
        ),
        (
            threshold(suggestedValueText="about 1"),
            threshold(),
            "0.3, as before; suggested: “about 1” → none",
        ),
    ],
)  # fmt: skip
def test_the_text_of_a_change(old, new, text):
    (change,) = changed_thresholds(config(thresholds=[old]), config(thresholds=[new]))
    assert threshold_change_text(change) == text


def test_what_is_not_a_number_has_no_scale():
    (ax,) = scales([threshold(value="max")], [threshold(value="mean")])
    assert not ax.lines
    assert not ax.patches


def test_removed_and_added_thresholds_are_shown():
    gone, new = scales([threshold("old", 3)], [threshold("new", 35, suggestedValue=30)])
    assert texts_of(gone)[0] == "removed; it was 3"
    assert marks_of(gone) == {"before": 3}
    assert not gone.patches  # nothing is flagged by it any more
    assert texts_of(new)[0] == "added: 35 (suggested 30)"
    assert marks_of(new) == {"suggested": 30, "after": 35}
    assert "threshold 35" in texts_of(new)


NUMBERS = [0, -0.0, 1e-320, 1e-279, 1e279, -1e279, 1e308, 12345678, "inf", "nan", 10**400]


@pytest.mark.slow
@pytest.mark.parametrize("old", NUMBERS, ids=lambda v: str(v)[:8])
@pytest.mark.parametrize("new", [0, 0.5, 1e279, 1e308, "x"])
def test_no_number_warns_or_fails(old, new):
    drawn(
        ea.plot_changes,
        config(thresholds=[threshold(value=old, suggestedValue=1)]),
        config(thresholds=[threshold(value=new, suggestedValue=0.5)]),
    )


def test_scores_that_do_not_compare_share_no_scale():
    (change,) = changed_thresholds(ea.load_sample("motion"), ea.load_sample("fan"))
    assert not has_scale(change)
    assert threshold_change_text(change).startswith("0.3 → 3.4: scores of K-means and GMM do not compare")
