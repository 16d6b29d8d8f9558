"""Exercises of the notebook about K-means."""

from __future__ import annotations

import math
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .exercise import Exercise

if TYPE_CHECKING:
    from collections.abc import Callable

# The invented windows of the notebook: the middle of each motion in m/s², and how many windows it has.
_MIDDLES = ((1.0, 1.2, 1.0), (5.2, 2.4, 1.8), (3.0, 5.6, 3.4))
_TRAINING, _LATER = (60, 0.36), (20, 0.48)


class _Block(NamedTuple):
    """The numbers of a K-means block on a device."""

    mean: np.ndarray
    scale: np.ndarray
    centres: np.ndarray
    max_error: np.ndarray

    def to_centres(self, window: np.ndarray) -> np.ndarray:
        z = (window - self.mean) / self.scale
        return np.asarray(np.linalg.norm(z[..., None, :] - self.centres, axis=-1))

    def score(self, window: np.ndarray) -> np.ndarray:
        return np.asarray(np.min(self.to_centres(window) - self.max_error, axis=-1))


# The block of the first exercise, and the window to score.
_SMALL = _Block(np.array([2, 2]), np.array([1, 2]), np.array([[0, 0], [5, 0.5]]), np.array([0.8, 2.5]))
_WINDOW = np.array([4, 3])


def _nearest_centre() -> float:
    to_centres = _SMALL.to_centres(_WINDOW)
    nearest = to_centres.argmin()
    return float(to_centres[nearest] - _SMALL.max_error[nearest])


def _unscaled() -> float:
    to_centres = np.linalg.norm(_WINDOW - _SMALL.centres, axis=1)
    return float(np.min(to_centres - _SMALL.max_error))


def _only_shifted() -> float:
    return float(_SMALL._replace(scale=np.array([1, 1])).score(_WINDOW))


def make_motions() -> tuple[np.ndarray, np.ndarray]:
    """Return the training windows and the later ones, in m/s²: motions × windows × axes."""
    rng = np.random.default_rng(4)
    training, later = (
        np.array([rng.normal(middle, spread, (n, 3)).round(2) for middle in _MIDDLES])
        for n, spread in (_TRAINING, _LATER)
    )
    return training, later


def _later_scores() -> np.ndarray:
    """Return the scores of the later windows; the clusters are the three motions, so means are centres."""
    training, later = (windows[..., :2] for windows in make_motions())
    mean, scale = training.mean(axis=(0, 1)), training.std(axis=(0, 1))
    z = (training - mean) / scale
    centres = z.mean(axis=1)
    max_error = np.linalg.norm(z - centres[:, None], axis=2).max(axis=1)
    return _Block(mean, scale, centres, max_error).score(later).ravel()


def _count(counts: Callable[[np.ndarray], np.ndarray]) -> int:
    return int(counts(_later_scores()).sum())


def _first_outside(distance: Callable[[int], float]) -> int:
    return next(axes for axes in count(1) if distance(axes) > 2)


EXERCISES = (
    Exercise(
        "kmeans-score",
        lambda: float(_SMALL.score(_WINDOW)),
        hint="Scale the window first. Then compute its distance from each centre, and from each edge.",
        because="It is the distance to the nearest edge, which is not always the edge of the nearest centre.",
        traps={
            "That is the distance from a centre. The score starts at the edge, which lies maxError further "
            "out.": lambda: float(_SMALL.to_centres(_WINDOW).min()),
            "That is the distance from the edge of the cluster with the nearest centre. Is another edge "
            "nearer?": (_nearest_centre),
            "The centres are in z, the window is in m/s²: scale the window first.": _unscaled,
            "The mean is subtracted, but each axis must also be divided by its scale.": _only_shifted,
        },
    ),
    Exercise(
        "kmeans-flagged",
        lambda: _count(lambda scores: (scores > 0) & (scores <= 0.3)),
        hint="Compare score(later, block) with both thresholds, and count where only the lower one flags.",
        because="Each of them is one more false alarm, caused by the lower threshold.",
        traps={
            "That many windows are flagged at 0. Some of them are also flagged at 0.3.": lambda: _count(
                lambda scores: scores > 0
            ),
            "That many windows are flagged at 0.3. Which are added when the threshold is lowered?": lambda: (
                _count(lambda scores: scores > 0.3)
            ),
            "Those are the windows below both thresholds. Scores above a threshold are flagged.": (
                lambda: _count(lambda scores: scores <= 0)
            ),
        },
    ),
    Exercise(
        "kmeans-axes",
        lambda: _first_outside(lambda axes: 0.9 * math.sqrt(axes)),
        hint="The distance is the root of the sum of the squares: compute it, adding one axis at a time.",
        because="On any two axes nothing changes, but the distance over all axes grows.",
        traps={
            "A distance is not the sum of the differences or of their squares: it is the root of the sum of "
            "squares.": lambda: _first_outside(lambda axes: 0.9 * axes),
            "With that many axes it is still just inside the edge.": lambda: (
                _first_outside(lambda axes: 0.9 * math.sqrt(axes)) - 1
            ),
        },
    ),
)
