"""Exercises of the notebook about Gaussian mixtures."""

from __future__ import annotations

import numpy as np

from ..scores.gmm import gmm_scores, log_likelihoods, mixture_of
from ..studio.load_sample import load_sample
from .exercise import Exercise
from .exercises_kmeans import make_motions

_MEAN_LL, _SD_LL, _LL = -3.0, 1.2, -0.6


def _score() -> float:
    return float(gmm_scores(np.array(_LL), _MEAN_LL, _SD_LL))


def _score_traps() -> dict[str, object]:
    of_zero = abs(_LL) / _SD_LL
    return {
        "The score of a mixture is never below 0: the sign is ignored.": -_score(),
        "0 is the score of an average training window only. This window is more likely than that.": 0.0,
        "That is the distance from the mean. Divide it by the standard deviation.": abs(_LL - _MEAN_LL),
        "That is the log-likelihood divided by the standard deviation. Subtract the mean first.": of_zero,
    }


def _above_one() -> tuple[int, int]:
    """Return how many training windows score above 1: those less likely than average, and those more."""
    ll = _log_likelihoods(make_motions()[0])
    score = (ll - ll.mean()) / ll.std()
    return int((score < -1).sum()), int((score > 1).sum())


def _likely_traps() -> dict[str, object]:
    less, more = _above_one()
    both = less + more
    return {
        "Those are all flagged windows. Some are less likely than average, and deserve a look.": both,
        "Those are less likely than average: the left arm of the V. Count the right arm.": less,
    }


def _log_likelihoods(motions: np.ndarray) -> np.ndarray:
    """Return the log-likelihoods by a mixture; the motions lie far apart, so each is one component."""
    weights = np.full(len(motions), 1 / len(motions))
    covariances = np.array([np.cov(motion.T, ddof=0) for motion in motions])
    mixture = mixture_of(weights, motions.mean(axis=1), covariances)
    return log_likelihoods(motions.reshape(-1, motions.shape[-1]), mixture)[0]


def _parameters(axes: int, covariances: float | None = None) -> float:
    """Return the number of parameters of the sample's mixture, by those of each component."""
    each = axes + (axes * (axes + 1) / 2 if covariances is None else covariances)
    return _components() * (each + 1) - 1


def _components() -> int:
    return load_sample("dropdown").cluster_count or 0


def _selected() -> int:
    return int(load_sample("dropdown").axes["selected"].sum())


def _parameter_traps() -> dict[str, object]:
    axes, right = _selected(), _parameters(_selected())
    all_axes = _parameters(len(load_sample("dropdown").axes))
    square, diagonal = _parameters(axes, axes**2), _parameters(axes, axes)
    return {
        "That is the number for all axes. The mixture uses only the selected axes.": all_axes,
        "A covariance matrix is symmetric, so only m(m + 1)/2 of its m · m numbers are learnt.": square,
        "The weights are missing.": right - (_components() - 1),
        "The sum of the weights is 1, so the last one follows from the others.": right + 1,
        "Those are the means, variances and weights. The covariances between the axes are missing.": diagonal,
    }


EXERCISES = (
    Exercise(
        "gmm-score",
        _score,
        hint="Subtract the mean from the log-likelihood, divide by the deviation, and ignore the sign.",
        because="A very likely window also scores above 0: only the distance from the mean counts.",
        traps=_score_traps,
    ),
    Exercise(
        "gmm-likely",
        lambda: _above_one()[1],
        hint="Combine two conditions: gmm_score(training) > 1, and ll_training > mean_ll.",
        because="They lie near the centre of a component. A threshold of 1 is too low for this block.",
        traps=_likely_traps,
    ),
    Exercise(
        "gmm-parameters",
        lambda: _parameters(_selected()),
        hint="Use k · (m + m(m + 1)/2) + k − 1, with k components and m selected axes of the sample.",
        because="The rule many-gmm-axes warns about this: the number grows with the square of the axes.",
        traps=_parameter_traps,
    ),
)
