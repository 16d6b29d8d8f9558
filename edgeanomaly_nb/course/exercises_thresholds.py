"""Exercises of the notebook about thresholds."""

from __future__ import annotations

from math import dist
from typing import TYPE_CHECKING

from ..studio.load_sample import load_sample
from .exercise import Exercise

if TYPE_CHECKING:
    from collections.abc import Callable

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


def _beyond_nearest_centre() -> float:
    distances = _distances()
    return _beyond()[distances.index(min(distances))]


def _samples_where(holds: Callable[[float], bool]) -> set[str]:
    return {name for name in COMPARED if holds(load_sample(name).thresholds.difference.iloc[0])}


def _flag_more() -> set[str]:
    return _samples_where(lambda difference: difference < 0)


def _flagged_by_device() -> int:
    return sum(score >= THRESHOLD for score in SCORES)


def _flagged_by_runner() -> int:
    return sum(score > THRESHOLD for score in SCORES)


EXERCISES = (
    Exercise(
        "thresholds-score",
        _score,
        hint="For each cluster: the distance to the centre minus that of the edge. The smaller is the score.",
        because="The window lies this far outside the edge of the first cluster, although the centre of the "
        "second one is nearer.",
        traps={
            "That is the distance from the nearest centre. The score starts at the edge.": lambda: min(
                _distances()
            ),
            "That is the distance from the first centre. The score starts at the edge.": lambda: _distances()[
                0
            ],
            "That is the distance from the edge of the cluster with the nearest centre. Is another edge "
            "nearer?": _beyond_nearest_centre,
            "The size is right, but the window is outside the cluster, where scores are above 0.": lambda: (
                -_score()
            ),
        },
    ),
    Exercise(
        "thresholds-more",
        _flag_more,
        hint="A value below the suggestion flags more: find the negative numbers in the column difference.",
        because="Their value is below the suggestion, and a lower threshold flags more.",
        traps={
            "These are above the suggestion, so they flag less than it would.": lambda: _samples_where(
                lambda difference: difference > 0
            ),
            "These are the right rows. Use the names of the samples alone, without the keys.": lambda: {
                (name, "min_score") for name in _flag_more()
            },
            "One of these is exactly at its suggestion, so it flags the same.": lambda: _samples_where(
                lambda difference: difference <= 0
            ),
            "These are all that differ. Some of them flag less than the suggestion would.": lambda: (
                _samples_where(lambda difference: difference != 0)
            ),
        },
    ),
    Exercise(
        "thresholds-boundary",
        lambda: _flagged_by_device() - _flagged_by_runner(),
        hint="Count the scores that are exactly at the threshold: >= flags them, > does not.",
        because="Only for a score that equals the threshold do >= and > differ.",
        traps={
            "The C++ code flags that many. How many more is that than the runner flags?": _flagged_by_device,
            "The runner flags that many. How many more does the C++ code flag?": _flagged_by_runner,
        },
    ),
)
