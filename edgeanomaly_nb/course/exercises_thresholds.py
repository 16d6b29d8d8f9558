"""Exercises of the notebook about thresholds."""

from __future__ import annotations

from math import dist

import pandas as pd

from ..studio.load_sample import load_sample
from .exercise import Exercise

#: Two clusters, each with its centre and the distance of its edge, and a window, in standard deviations.
CLUSTERS = (((1.0, 2.0), 1.5), ((4.0, 4.0), 1.0))
WINDOW = (2.2, 3.6)

COMPARED = ("motion", "low-pass", "two-blocks", "fan", "large")

SCORES = (-0.2, 0.1, 0.3, 0.31, 0.3, 0.3, 0.8)
THRESHOLD = 0.3


def _distances() -> list[float]:
    return [dist(WINDOW, centre) for centre, _ in CLUSTERS]


def _beyond() -> list[float]:
    return [dist(WINDOW, centre) - edge for centre, edge in CLUSTERS]


def _score() -> float:
    return min(_beyond())


def _score_traps() -> dict[str, object]:
    distances = _distances()
    nearest = min(distances)
    return {
        "That is the distance from the nearest centre. The score starts at the edge.": nearest,
        "That is the distance from the first centre. The score starts at the edge.": distances[0],
        "That is the distance from the edge of the cluster with the nearest centre. Is another edge "
        "nearer?": _beyond()[distances.index(nearest)],
        "The size is right, but the window is outside the cluster, where scores are above 0.": -_score(),
    }


def _differences() -> pd.Series:
    return pd.Series({name: load_sample(name).thresholds.difference.iloc[0] for name in COMPARED})


def _flag_more() -> set[str]:
    found = _differences()
    return set(found.index[found < 0])


def _more_traps() -> dict[str, object]:
    found = _differences()
    with_keys = {(name, "min_score") for name in _flag_more()}
    return {
        "These are above the suggestion, so they flag less than it would.": found.index[found > 0],
        "These are the right rows. Use the names of the samples alone, without the keys.": with_keys,
        "One of these is exactly at its suggestion, so it flags the same.": found.index[found <= 0],
        "These are all that differ. Some of them flag less than the suggestion would.": found.index[
            found != 0
        ],
    }


def _flagged_by_device() -> int:
    return sum(score >= THRESHOLD for score in SCORES)


def _flagged_by_runner() -> int:
    return sum(score > THRESHOLD for score in SCORES)


def _boundary_traps() -> dict[str, object]:
    by_device, by_runner = _flagged_by_device(), _flagged_by_runner()
    return {
        "The C++ code flags that many. How many more is that than the runner flags?": by_device,
        "The runner flags that many. How many more does the C++ code flag?": by_runner,
    }


EXERCISES = (
    Exercise(
        "thresholds-score",
        _score,
        hint="For each cluster: the distance to the centre minus that of the edge. The smaller is the score.",
        because="The window lies this far outside the edge of the first cluster, although the centre of the "
        "second one is nearer.",
        traps=_score_traps,
    ),
    Exercise(
        "thresholds-more",
        _flag_more,
        hint="A value below the suggestion flags more: find the negative numbers in the column difference.",
        because="Their value is below the suggestion, and a lower threshold flags more.",
        traps=_more_traps,
    ),
    Exercise(
        "thresholds-boundary",
        lambda: _flagged_by_device() - _flagged_by_runner(),
        hint="Count the scores that are exactly at the threshold: >= flags them, > does not.",
        because="Only for a score that equals the threshold do >= and > differ.",
        traps=_boundary_traps,
    ),
)
