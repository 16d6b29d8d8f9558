"""How uncertain the share of flagged windows is, if the windows of one sample resemble each other.

Windows of one sample overlap, so 400 windows of 20 samples carry less information than 400 independent ones:
as much as ``n_effective`` independent ones. The share then has a Wilson interval for that number.

- At each threshold, the variance of the share is that of a ratio of sums over samples (Cochran, *Sampling
  Techniques*, section 9.2; Kish's design effect): n_effective = share · (1 - share) / variance.
- Where few or all windows are flagged, this cannot be estimated. So n_effective is never more than it is for
  the scores themselves, by the intraclass correlation of their ranks. That correlation counts as at least
  `LEAST_CORRELATION`: if one sample in ten is unlike the others, 12 % of all sets of 20 samples have none of
  it, and their windows seem to be independent.
- Few samples: the quantile is that of Student's t with n_samples - 1 degrees of freedom.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

#: The probability that an interval covers the share.
LEVEL = 0.95
#: The intraclass correlation of windows that seem to be independent. By simulation: with 20 samples of 20
#: windows, one in ten of them odd, intervals then cover in 97 % of all sets, not only in 84 %.
LEAST_CORRELATION = 0.25
_NORMAL = 1.959963984540054  # the 0.975 quantile


class Clustering(NamedTuple):
    """How windows are distributed over samples.

    ``sizes`` are the numbers of windows per sample, and ``n_effective`` is the number of independent windows
    that carry as much information, by the ranks of the scores.
    """

    sizes: np.ndarray
    n_effective: float


def t_quantile(degrees: int) -> float:
    """Return the 0.975 quantile of Student's t, exact to 0.2 %.

    Source: Abramowitz and Stegun, 26.7.5; for 1 and 2 degrees in closed form.

    Examples
    --------
    >>> [round(t_quantile(degrees), 2) for degrees in (1, 2, 3, 19, 10**6)]
    [12.71, 4.3, 3.18, 2.09, 1.96]
    """
    if degrees == 1:
        return math.tan(math.pi * 0.475)
    if degrees == 2:
        return 2 * 0.475 * math.sqrt(2 / (4 * 0.975 * 0.025))
    z = _NORMAL
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + float(sum(term / degrees**power for power, term in enumerate(terms, 1)))


def clustering(scores: np.ndarray, samples: np.ndarray) -> Clustering:
    """Return how the windows are distributed over samples.

    Parameters
    ----------
    scores : ndarray of float
        One per window, without NaN.
    samples : ndarray of int
        The sample of each window, numbered from 0.

    Examples
    --------
    >>> clustering(np.array([1.0, 1, 2, 2]), np.array([0, 0, 1, 1])).n_effective
    2.0
    """
    sizes = np.bincount(samples)
    n, n_samples = len(scores), len(sizes)
    at_least = n**2 / (sizes**2).sum() if n else 0.0  # if all windows of a sample are alike
    if n_samples < 2 or n <= n_samples:
        return Clustering(sizes, float(at_least if n_samples < 2 else n))
    ranks = pd.Series(scores).rank().to_numpy()  # equal scores share the mean of their ranks
    between_sums = np.bincount(samples, ranks) ** 2 / sizes
    center = n * ranks.mean() ** 2
    between = (between_sums.sum() - center) / (n_samples - 1)
    within = ((ranks**2).sum() - between_sums.sum()) / (n - n_samples)
    typical = (n - (sizes**2).sum() / n) / (n_samples - 1)
    total = between + (typical - 1) * within
    correlation = float(np.clip((between - within) / total, LEAST_CORRELATION, 1)) if total > 0 else 1.0
    n_effective = n / (1 + (n / at_least - 1) * correlation)
    return Clustering(sizes, float(n_effective))


def share_intervals(
    flagged: np.ndarray, squares: np.ndarray, products: np.ndarray, of: Clustering
) -> tuple[np.ndarray, np.ndarray]:
    """Return the bounds of the share of flagged windows, for many thresholds at once.

    Parameters
    ----------
    flagged : ndarray of int
        Windows that are flagged, f, summed over samples: one number per threshold.
    squares, products : ndarray of float
        f² and f · n, summed over samples; n is the number of windows of a sample.
    of : Clustering
        The samples.

    Returns
    -------
    ndarray, ndarray of float64
        Lower and upper bounds from 0 to 1; NaN if there are fewer than two samples.

    Examples
    --------
    >>> of = Clustering(np.full(20, 20), 100.0)
    >>> low, high = share_intervals(np.array([12]), np.array([48.0]), np.array([240.0]), of)
    >>> [low.round(3).item(), high.round(3).item()]
    [0.01, 0.09]
    """
    n_samples, n = len(of.sizes), int(of.sizes.sum())
    if n_samples < 2:
        return np.full(len(flagged), np.nan), np.full(len(flagged), np.nan)
    share = flagged / n
    variance = squares - 2 * share * products + share**2 * float((of.sizes.astype(np.float64) ** 2).sum())
    variance *= n_samples / (n_samples - 1) / n**2
    with np.errstate(divide="ignore", invalid="ignore"):
        local = np.where(variance > 1e-15, share * (1 - share) / variance, np.inf)
    z = t_quantile(n_samples - 1)
    size = np.minimum(np.where((share > 0) & (share < 1), local, np.inf), of.n_effective)
    per_size = z**2 / size
    middle = (share + per_size / 2) / (1 + per_size)
    half = np.sqrt(share * (1 - share) * per_size + per_size**2 / 4) / (1 + per_size)
    return np.maximum(middle - half, 0), np.minimum(middle + half, 1)
