"""Exercises of the notebook about K-means."""

from __future__ import annotations

import math
from itertools import count

import numpy as np

from ..scores.kmeans import Clusters, kmeans_scores
from .exercise import Exercise

# The invented windows of the notebook: the middle of each motion in m/s², and how many windows it has.
_MIDDLES = ((1.0, 1.2, 1.0), (5.2, 2.4, 1.8), (3.0, 5.6, 3.4))
_TRAINING, _LATER = (60, 0.36), (20, 0.48)


# The block of the first exercise, and the window to score.
_SMALL = Clusters(
    *(np.array(numbers, np.float32) for numbers in ([2, 2], [1, 2], [[0, 0], [5, 0.5]], [0.8, 2.5]))
)
_WINDOW = np.array([[4, 3]], np.float32)


def _score(block: Clusters = _SMALL) -> float:
    return float(kmeans_scores(_WINDOW, block)[0][0])


def _to_centres() -> np.ndarray:
    """Return the distance of the window from each centre: the score by a cluster without extent."""
    alone = [Clusters(*_SMALL[:2], centre[None], np.zeros(1, np.float32)) for centre in _SMALL.centers]
    return np.array([_score(cluster) for cluster in alone])


def _score_traps() -> dict[str, object]:
    to_centres = _to_centres()
    nearest = to_centres.argmin()
    shifted = _SMALL._replace(scale=np.ones(2, np.float32))
    unscaled = shifted._replace(mean=np.zeros(2, np.float32))
    return {
        "That is the distance from a centre. The score starts at the edge, which lies maxError further "
        "out.": to_centres.min(),
        "That is the distance from the edge of the cluster with the nearest centre. Is another edge "
        "nearer?": to_centres[nearest] - _SMALL.radii[nearest],
        "The centres are in z, the window is in m/s²: scale the window first.": _score(unscaled),
        "The mean is subtracted, but each axis must also be divided by its scale.": _score(shifted),
    }


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
    block = Clusters(*(numbers.astype(np.float32) for numbers in (mean, scale, centres, max_error)))
    return kmeans_scores(later.reshape(-1, 2).astype(np.float32), block)[0]


def _flagged(threshold: float) -> int:
    return int((_later_scores() > threshold).sum())


def _flagged_traps() -> dict[str, object]:
    at_0, at_0_3, below = _flagged(0), _flagged(0.3), int((_later_scores() <= 0).sum())
    return {
        "That many windows are flagged at 0. Some of them are also flagged at 0.3.": at_0,
        "That many windows are flagged at 0.3. Which are added when the threshold is lowered?": at_0_3,
        "Those are the windows below both thresholds. Scores above a threshold are flagged.": below,
    }


def _axes_outside() -> int:
    return next(axes for axes in count(1) if 0.9 * math.sqrt(axes) > 2)


def _axes_traps() -> dict[str, object]:
    return {
        "A distance is not the sum of the differences or of their squares: it is the root of the sum of "
        "squares.": next(axes for axes in count(1) if 0.9 * axes > 2),
        "With that many axes it is still just inside the edge.": _axes_outside() - 1,
    }


EXERCISES = (
    Exercise(
        "kmeans-score",
        _score,
        hint="Scale the window first. Then compute its distance from each centre, and from each edge.",
        because="It is the distance to the nearest edge, which is not always the edge of the nearest centre.",
        traps=_score_traps,
    ),
    Exercise(
        "kmeans-flagged",
        lambda: _flagged(0) - _flagged(0.3),
        hint="Compare score(later, block) with both thresholds, and count where only the lower one flags.",
        because="Each of them is one more false alarm, caused by the lower threshold.",
        traps=_flagged_traps,
    ),
    Exercise(
        "kmeans-axes",
        _axes_outside,
        hint="The distance is the root of the sum of the squares: compute it, adding one axis at a time.",
        because="On any two axes nothing changes, but the distance over all axes grows.",
        traps=_axes_traps,
    ),
)
