"""The valley of a distribution of scores, if it is clear that there is one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...block.thresholds import LARGEST
from ...scores.scale import ScoreScale

_N_BINS = 40
_DEPTH = 0.4
_DEVIATIONS = 2.5
_SMOOTH = np.array([1, 6, 15, 20, 15, 6, 1]) / 64


class _Bins(NamedTuple):
    """Windows per bin, the variance of these numbers, and the scores at the edges."""

    counts: np.ndarray
    variances: np.ndarray
    edges: np.ndarray


def find_valley(scores: np.ndarray, samples: np.ndarray | None = None) -> tuple[float, float] | None:
    """Return the scores between which the distribution has its valley; None if it is not clear.

    It is clear if the lower of the two sides has at least 2.5 times as many windows per bin, and if the
    difference is more than 2.5 standard deviations. All windows of a sample count as one draw: the variance
    of a bin is the sum over samples of the squared number of windows. At most half of the windows are above
    the valley, since a threshold below most scores is of no use.

    Parameters
    ----------
    scores : ndarray of float
        One per window; those that are not finite are ignored.
    samples : ndarray of int, optional
        The sample of each window, numbered from 0; without it, windows are independent.

    Examples
    --------
    >>> low, high = find_valley(np.concatenate([np.linspace(0, 1, 300), np.linspace(3, 4, 100)]))
    >>> 1 < low < high < 3
    True
    >>> find_valley(np.linspace(0, 1, 300)) is None
    True
    """
    bins = _bins_of(scores, samples)
    if bins is None:
        return None
    heights, noise = _smooth(bins.counts, _SMOOTH), _smooth(bins.variances, _SMOOTH**2)
    sides, noise_of_sides = _sides(heights, noise)
    is_clear = (heights <= _DEPTH * sides) & (sides - heights > _DEVIATIONS * np.sqrt(noise + noise_of_sides))
    is_clear &= bins.counts[::-1].cumsum()[::-1] <= bins.counts.sum() / 2
    if not is_clear.any():
        return None
    at = int(np.argmax(np.where(is_clear, sides - heights, -np.inf)))
    first, last = _low_around(at, heights, heights[at] + 0.1 * (sides[at] - heights[at]))
    return float(bins.edges[first]), float(bins.edges[last + 1])


def _bins_of(scores: np.ndarray, samples: np.ndarray | None) -> _Bins | None:
    """Return bins that are equally wide around most scores, and wider beyond; None for one score."""
    is_finite = np.isfinite(scores)
    finite = np.clip(scores[is_finite].astype(np.float64), -LARGEST, LARGEST)
    if not len(finite) or finite.min() == finite.max():
        return None
    low, center, high = np.quantile(finite, [0.1, 0.5, 0.75])
    scale = ScoreScale(float(high - low) or float(np.ptp(finite)))
    positions = scale.position(finite - center)
    edges = np.linspace(positions.min(), positions.max(), _N_BINS + 1)
    at = np.clip(np.searchsorted(edges, positions, side="right") - 1, 0, _N_BINS - 1)
    counts = np.bincount(at, minlength=_N_BINS).astype(np.float64)
    variances = counts.copy()
    if samples is not None:
        pairs, windows = np.unique(samples[is_finite] * _N_BINS + at, return_counts=True)
        variances[:] = np.bincount(pairs % _N_BINS, windows**2.0, minlength=_N_BINS)
    return _Bins(counts, variances, scale.score(edges) + center)


def _smooth(numbers: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.convolve(np.pad(numbers, len(weights) // 2), weights, mode="valid")


def _sides(heights: np.ndarray, noise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each bin the lower of the highest bins left and right of it, and the noise of that bin."""
    bins = np.arange(len(heights))
    left = np.array([np.argmax(heights[: at + 1]) for at in bins])
    right = np.array([at + np.argmax(heights[at:]) for at in bins])
    lower = np.where(heights[left] < heights[right], left, right)
    return heights[lower], noise[lower]


def _low_around(at: int, heights: np.ndarray, limit: float) -> tuple[int, int]:
    first = last = at
    while first > 0 and heights[first - 1] <= limit:
        first -= 1
    while last < len(heights) - 1 and heights[last + 1] <= limit:
        last += 1
    return first, last
