"""Exercises of the notebook about choosing a threshold."""

from __future__ import annotations

from functools import cache

import pandas as pd

from ..scores.threshold_for import threshold_for
from ..scores.what_if import what_if
from ..studio.load_sample import load_sample_model, load_sample_windows
from .exercise import Exercise


@cache
def _scores(name: str, category: str = "testing") -> pd.DataFrame:
    return load_sample_model(name).score(load_sample_windows(name, category))


def _threshold() -> float:
    return threshold_for(_scores("one-class"), at_most=0.02).threshold


def _threshold_traps() -> dict[str, object]:
    every_window = threshold_for(_scores("one-class")["score"], at_most=0.02).threshold
    return {
        "That is the threshold for 1 %. Two normal windows in a hundred may be flagged.": threshold_for(
            _scores("one-class"), at_most=0.01
        ).threshold,
        "That flags 2 % of all windows, but the anomalies should be flagged: pass the frame, which has the "
        "outcomes.": every_window,
        "That comes from the training windows, of which none scores above 0.": threshold_for(
            _scores("one-class", "training"), at_most=0.02
        ).threshold,
    }


def _false_alarms(in_a_row: int = 3) -> int:
    return int(what_if(_scores("one-class"), [-1], in_a_row=in_a_row)["fp"].iloc[0])


def _false_alarm_traps() -> dict[str, object]:
    flagged = what_if(_scores("one-class"), [-1], in_a_row=3).iloc[0]
    return {
        "So many are flagged one at a time. How many with three windows in a row?": _false_alarms(1),
        "That counts all flagged windows. The anomalies among them are no false alarms: look at fp.": int(
            flagged["n_flagged"]
        ),
    }


def _found() -> int:
    scores = _scores("fan")
    choice = threshold_for(scores, at_most=0.05)
    return int(what_if(scores, [choice.threshold])["tp"].iloc[0])


def _found_traps() -> dict[str, object]:
    scores = _scores("fan")
    row = what_if(scores, [threshold_for(scores, at_most=0.05).threshold]).iloc[0]
    return {
        "Those are all flagged windows. Some of them are false alarms.": int(row["n_flagged"]),
        "Those are the misses. How many anomalies are flagged?": int(row["fn"]),
    }


EXERCISES = (
    Exercise(
        "choosing-share",
        _threshold,
        hint="Use ea.threshold_for(scores, at_most=...) with a share, which is a number from 0 to 1.",
        because="It is the lowest threshold that keeps the promise, so it misses the fewest anomalies.",
        traps=_threshold_traps,
    ),
    Exercise(
        "choosing-row",
        _false_alarms,
        hint="Use ea.what_if(scores, [-1], in_a_row=3), and look at the column for false alarms.",
        because="One window at a time, 41 would be flagged.",
        traps=_false_alarm_traps,
    ),
    Exercise(
        "choosing-found",
        _found,
        hint="First threshold_for with at_most=0.05, then what_if with that threshold, and its column tp.",
        because="The other anomalies look like normal windows to this block: no threshold separates them.",
        traps=_found_traps,
    ),
)
