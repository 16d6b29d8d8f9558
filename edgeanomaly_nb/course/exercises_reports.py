"""Exercises of the notebook about reports and checks."""

from __future__ import annotations

import pandas as pd

from ..comparison.changes import compare
from ..studio.load_sample import load_sample
from .exercise import Exercise

_SHARE = {"threshold_share": 0.7}


def _axes_that(what: str, change: str) -> list[str]:
    changes = compare(load_sample("motion"), load_sample("motion-later"))
    chosen = (changes["part"] == "axis") & (changes["what"] == what) & (changes["change"] == change)
    return list(changes.loc[chosen, "subject"])


def _newly_selected() -> list[str]:
    return _axes_that("selected", "gained")


def _selected_traps() -> dict[str, object]:
    new, added, lost = _newly_selected(), _axes_that("axis", "added"), _axes_that("selected", "lost")
    axes = load_sample("motion-later").axes
    later = axes.loc[axes["selected"], "label"]
    return {
        "That axis is new in the list, but it is not selected: read its in_words.": added,
        "That axis was selected before and no longer is: look at the column change.": lost,
        "An added axis is not selected yet: use only the rows where what is selected.": new + added,
        "Some of these are no longer selected: look at the column change.": new + lost,
        "Those are all axes that are selected later. Which of them were not selected before?": later,
    }


def _findings(**settings: object) -> pd.DataFrame:
    return load_sample("faulty").findings(**settings)  # type: ignore[arg-type]  # passed on as they are


def _far(**settings: object) -> list[str]:
    found = _findings(**settings)
    return list(found.loc[found["code"] == "threshold-far", "subject"])


def _far_traps() -> dict[str, object]:
    by_default = _far()
    return {
        "The threshold_share is a share of the suggestion: |value − suggestion| / suggestion. Compute "
        "it for both thresholds.": {*by_default} - {*_far(limits=_SHARE)},
        "Those are found with the default limit of 0.5: set limits.": by_default,
    }


def _exit_code() -> int:
    found = _findings(leave_out=["selected-axis-missing"])
    return int((found["severity"] == "error").any())


def _exit_traps() -> dict[str, object]:
    return {
        "The ignored rule is not the only one with an error here: read the findings.": 0,
        "2 means wrong usage. The code is not the number of errors.": 2,
        "3 means that the service or the network failed.": 3,
    }


EXERCISES = (
    Exercise(
        "reports-newly-selected",
        _newly_selected,
        hint="Select the rows of changes where part is axis, what is selected, and change is gained. The "
        "answer is their subject.",
        because="These are the axes that the block did not use before and uses now.",
        traps=_selected_traps,
    ),
    Exercise(
        "reports-far-threshold",
        lambda: _far(limits=_SHARE),
        hint="Call findings with the limit as a mapping, select the rows where code is threshold-far, and "
        "read their subject.",
        because="Its distance is more than 0.7 of the suggestion. The other distance is more than 0.5, but "
        "not more than 0.7.",
        traps=_far_traps,
    ),
    Exercise(
        "reports-exit-code",
        _exit_code,
        hint="Three things matter: which errors remain, whether they are at or above --fail-on, and which "
        "exit code the table has for that.",
        because="One rule is ignored, but one error remains. The code shows that there are findings, not how "
        "many.",
        traps=_exit_traps,
    ),
)
