"""Exercises of the notebook on reports and checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .checking import Exercise

if TYPE_CHECKING:
    import pandas as pd

_SHARE = {"threshold_share": 0.7}


def _axes_that(what: str, change: str) -> list[str]:
    from ..comparison.changes import compare
    from ..studio.load_sample import load_sample

    changes = compare(load_sample("motion"), load_sample("motion-later"))
    chosen = (changes["part"] == "axis") & (changes["what"] == what) & (changes["change"] == change)
    return list(changes.loc[chosen, "subject"])


def _newly_selected() -> list[str]:
    return _axes_that("selected", "gained")


def _selected_later() -> list[str]:
    from ..studio.load_sample import load_sample

    axes = load_sample("motion-later").axes
    return list(axes.loc[axes["selected"], "label"])


def _findings(**settings: object) -> pd.DataFrame:
    from ..studio.load_sample import load_sample

    return load_sample("faulty").findings(**settings)  # type: ignore[arg-type]  # passed on as they are


def _far(**settings: object) -> list[str]:
    found = _findings(**settings)
    return list(found.loc[found["code"] == "threshold-far", "subject"])


def _errors_left() -> int:
    found = _findings(leave_out=["selected-axis-missing"])
    return int((found["severity"] == "error").sum())


EXERCISES = (
    Exercise(
        "reports-newly-selected",
        _newly_selected,
        hint="Keep the rows of changes whose part is axis, whose what is selected, and whose change is "
        "gained; then take the subject.",
        because="These are the axes that the block did not use before and uses now.",
        traps={
            "That axis is new in the list, which does not make it selected: read its in_words.": lambda: (
                _axes_that("axis", "added")
            ),
            "That axis was selected before and no longer is: look at the column change.": lambda: _axes_that(
                "selected", "lost"
            ),
            "An added axis is not selected by that: keep the rows whose what is selected.": lambda: (
                _newly_selected() + _axes_that("axis", "added")
            ),
            "Some of these lost their place: look at the column change.": lambda: (
                _newly_selected() + _axes_that("selected", "lost")
            ),
            "Those are all axes that are selected later; which of them were not selected before?": (
                _selected_later
            ),
        },
    ),
    Exercise(
        "reports-far-threshold",
        lambda: _far(limits=_SHARE),
        hint="Give findings the limit as a mapping, keep the rows whose code is threshold-far, and read "
        "their subject.",
        because="Its distance is more than 0.7 of the suggestion; the other's is more than 0.5, but not 0.7.",
        traps={
            "The threshold_share is a share of the suggestion: |value − suggestion| / suggestion. Work it "
            "out for both thresholds.": lambda: sorted({*_far()} - {*_far(limits=_SHARE)}),
            "Those are found with the limit as it stands, 0.5: give limits.": _far,
        },
    ),
    Exercise(
        "reports-exit-code",
        lambda: int(_errors_left() > 0),
        hint="Three things matter: which errors are left, whether they are at or over --fail-on, and what "
        "the table of exit codes says of that.",
        because="A rule was left out, and still one error is there. The code says that something was found, "
        "not how much.",
        traps={
            "The rule that was left out is not the only one that gives an error here: read the findings.": (
                lambda: 0
            ),
            "2 stands for wrong usage. The code does not count the errors.": lambda: 2,
            "3 stands for a service or a network that failed.": lambda: 3,
        },
    ),
)
