"""Exercises of the notebook about Gaussian mixtures."""

from __future__ import annotations

import numpy as np

from ..studio.load_sample import load_sample
from .exercise import Exercise
from .exercises_kmeans import make_motions

_MEAN_LL, _SD_LL, _LL = -3.0, 1.2, -0.6


def _deviation() -> float:
    return (_LL - _MEAN_LL) / _SD_LL


def _above_one() -> tuple[int, int]:
    """Return how many training windows score above 1: those less likely than average, and those more."""
    ll = _log_likelihoods(make_motions()[0])
    score = (ll - ll.mean()) / ll.std()
    return int((score < -1).sum()), int((score > 1).sum())


def _log_likelihoods(motions: np.ndarray) -> np.ndarray:
    """Return the log-likelihoods by a mixture; the motions lie far apart, so each is one component."""
    windows = motions.reshape(-1, motions.shape[-1])
    dense = np.zeros(len(windows))
    for motion in motions:
        off, covariance = windows - motion.mean(axis=0), np.cov(motion.T, ddof=0)
        squares = np.einsum("wi,ij,wj->w", off, np.linalg.inv(covariance), off)
        dense += np.exp(-squares / 2) / np.sqrt(np.linalg.det(2 * np.pi * covariance)) / len(motions)
    return np.asarray(np.log(dense))


def _size() -> tuple[int, int]:
    """Return the number of components and of selected axes of the sample."""
    block = load_sample("dropdown")
    return block.cluster_count or 0, int(block.axes["selected"].sum())


def _parameters(covariances: float | None = None, weights: int = -1) -> float:
    components, axes = _size()
    each = axes * (axes + 1) / 2 if covariances is None else covariances
    return components * (axes + each) + (components + weights)


def _all_axes() -> float:
    components, axes = _size()[0], len(load_sample("dropdown").axes)
    return components * (axes + axes * (axes + 1) / 2) + components - 1


EXERCISES = (
    Exercise(
        "gmm-score",
        lambda: abs(_deviation()),
        hint="Subtract the mean from the log-likelihood, divide by the deviation, and ignore the sign.",
        because="A very likely window also scores above 0: only the distance from the mean counts.",
        traps={
            "The score of a mixture is never below 0: the sign is ignored.": lambda: -abs(_deviation()),
            "0 is the score of an average training window only. This window is more likely than that.": (
                lambda: 0.0
            ),
            "That is the distance from the mean. Divide it by the standard deviation.": lambda: abs(
                _LL - _MEAN_LL
            ),
            "That is the log-likelihood divided by the standard deviation. Subtract the mean first.": (
                lambda: abs(_LL) / _SD_LL
            ),
        },
    ),
    Exercise(
        "gmm-likely",
        lambda: _above_one()[1],
        hint="Combine two conditions: gmm_score(training) > 1, and ll_training > mean_ll.",
        because="They lie near the centre of a component. A threshold of 1 is too low for this block.",
        traps={
            "Those are all flagged windows. Some are less likely than average, and deserve a look.": (
                lambda: sum(_above_one())
            ),
            "Those are less likely than average: the left arm of the V. Count the right arm.": (
                lambda: _above_one()[0]
            ),
        },
    ),
    Exercise(
        "gmm-parameters",
        _parameters,
        hint="Use k · (m + m(m + 1)/2) + k − 1, with k components and m selected axes of the sample.",
        because="The rule many-gmm-axes warns about this: the number grows with the square of the axes.",
        traps={
            "That is the number for all axes. The mixture uses only the selected axes.": _all_axes,
            "A covariance matrix is symmetric, so only m(m + 1)/2 of its m · m numbers are learnt.": (
                lambda: _parameters(covariances=_size()[1] ** 2)
            ),
            "The weights are missing.": lambda: _parameters(weights=-_size()[0]),
            "The sum of the weights is 1, so the last one follows from the others.": lambda: _parameters(
                weights=0
            ),
            "Those are the means, variances and weights. The covariances between the axes are missing.": (
                lambda: _parameters(covariances=_size()[1])
            ),
        },
    ),
)
