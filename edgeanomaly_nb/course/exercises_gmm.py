"""Exercises of the notebook on Gaussian mixtures."""

from __future__ import annotations

import numpy as np

from .checking import Exercise
from .exercises_kmeans import make_motions

_MEAN_LL, _SD_LL, _LL = -3.0, 1.2, -0.6


def _deviation() -> float:
    return (_LL - _MEAN_LL) / _SD_LL


def _above_one() -> tuple[int, int]:
    """Count the training windows that score above 1: those less likely than average, and those more."""
    ll = _log_likelihoods(make_motions()[0])
    score = (ll - ll.mean()) / ll.std()
    return int((score < -1).sum()), int((score > 1).sum())


def _log_likelihoods(motions: np.ndarray) -> np.ndarray:
    """Score the windows by a mixture: the motions lie far apart, so each is a component by itself."""
    windows = motions.reshape(-1, motions.shape[-1])
    dense = np.zeros(len(windows))
    for motion in motions:
        off, covariance = windows - motion.mean(axis=0), np.cov(motion.T, ddof=0)
        squares = np.einsum("wi,ij,wj->w", off, np.linalg.inv(covariance), off)
        dense += np.exp(-squares / 2) / np.sqrt(np.linalg.det(2 * np.pi * covariance)) / len(motions)
    return np.asarray(np.log(dense))


def _size() -> tuple[int, int]:
    """Give components and selected axes of the sample."""
    from ..studio.load_sample import load_sample

    block = load_sample("dropdown")
    return block.cluster_count or 0, int(block.axes["selected"].sum())


def _parameters(covariances: float | None = None, weights: int = -1) -> float:
    components, axes = _size()
    each = axes * (axes + 1) / 2 if covariances is None else covariances
    return components * (axes + each) + (components + weights)


def _all_axes() -> float:
    from ..studio.load_sample import load_sample

    components, axes = _size()[0], len(load_sample("dropdown").axes)
    return components * (axes + axes * (axes + 1) / 2) + components - 1


EXERCISES = (
    Exercise(
        "gmm-score",
        lambda: abs(_deviation()),
        hint="Subtract the mean from the log-likelihood, divide by the deviation, and drop the sign.",
        because="A very likely window scores above 0, too: only the distance from the mean counts.",
        traps={
            "A score of a mixture is never below 0: the sign is dropped.": lambda: -abs(_deviation()),
            "0 is the score of the average training window only. This one is more likely than that.": (
                lambda: 0.0
            ),
            "That is the distance from the mean. Divide it by the standard deviation.": lambda: abs(
                _LL - _MEAN_LL
            ),
            "That log-likelihood is divided by the standard deviation, but the mean is still in it.": (
                lambda: abs(_LL) / _SD_LL
            ),
        },
    ),
    Exercise(
        "gmm-likely",
        lambda: _above_one()[1],
        hint="Combine two conditions: gmm_score(training) > 1, and ll_training > mean_ll.",
        because="They lie in the very middle of a component. A threshold of 1 is too low for this block.",
        traps={
            "Those are all that are flagged. Some are less likely than average, and rightly looked at.": (
                lambda: sum(_above_one())
            ),
            "Those are less likely than average: the left arm of the V. The right arm is asked for.": (
                lambda: _above_one()[0]
            ),
        },
    ),
    Exercise(
        "gmm-parameters",
        _parameters,
        hint="Use k · (m + m(m + 1)/2) + k − 1 with the components k and the selected axes m of the sample.",
        because="That is what many-gmm-axes warns of: the number grows with the square of the axes.",
        traps={
            "That counts all axes of the sample. The mixture uses the selected ones only.": _all_axes,
            "A covariance is the same both ways, so m(m + 1)/2 of its m · m numbers are to be learnt.": (
                lambda: _parameters(covariances=_size()[1] ** 2)
            ),
            "The weights are missing.": lambda: _parameters(weights=-_size()[0]),
            "The weights add up to 1, so the last one follows from the others.": lambda: _parameters(
                weights=0
            ),
            "Those are the means, variances and weights. The covariances between the axes are missing.": (
                lambda: _parameters(covariances=_size()[1])
            ),
        },
    ),
)
