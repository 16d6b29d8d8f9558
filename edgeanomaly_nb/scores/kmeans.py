"""K-means scores, equal to those of the device to the last bit.

The arithmetic is that of the public C++ inferencing SDK, the same in all its versions. Everything is float32,
except where C's ``pow`` returns a double:

1. z = (x - mean) / scale, for each trained axis.
2. For each cluster, one axis after the other: d = z - centre, and sum = float32(sum + double(d)²).
3. The score of the cluster is sqrt(sum) - maxError.
4. The score of the window starts at 1,000 and is replaced by each smaller score of a cluster.

So 1,000 is the highest score. NaN and infinity never replace it, and of equal scores the first cluster wins.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

#: The score of a window that no cluster gives a smaller score.
CAP = np.float32(1000)
#: The number in `nearest` for such a window.
NO_CLUSTER = -1

# Numbers per array of one block of windows: few calls of numpy, and the block stays in the processor's cache.
_NUMBERS_PER_BLOCK = 2**19


class Clusters(NamedTuple):
    """The numbers of a K-means block on the device, all float32.

    ``mean`` and ``scale`` have one number per axis, ``centers`` one row per cluster, ``radii`` one number
    per cluster (maxError).
    """

    mean: np.ndarray
    scale: np.ndarray
    centers: np.ndarray
    radii: np.ndarray


def kmeans_scores(values: np.ndarray, clusters: Clusters) -> tuple[np.ndarray, np.ndarray]:
    """Score windows.

    Parameters
    ----------
    values : ndarray, n_windows × n_axes, float32
        The features on the trained axes.
    clusters : Clusters
        The block.

    Returns
    -------
    ndarray of float32
        The scores: standard deviations of the training data beyond the edge of the nearest cluster.
    ndarray of int64
        The nearest cluster, `NO_CLUSTER` if none gives a score below the cap.

    Examples
    --------
    >>> one = Clusters(*(np.float32(numbers) for numbers in ([2, 2], [1, 2], [[0, 0]], [0.5])))
    >>> kmeans_scores(np.float32([[2, 2], [5, 10]]), one)
    (array([-0.5,  4.5], dtype=float32), array([0, 0]))
    """
    scores = np.empty(len(values), np.float32)
    nearest = np.empty(len(values), np.int64)
    size = max(16, _NUMBERS_PER_BLOCK // max(values.shape[1], len(clusters.radii), 1))
    with np.errstate(all="ignore"):  # the device computes with infinity and NaN without notice
        score_block = _BlockScorer(clusters)
        for start in range(0, len(values), size):
            rows = slice(start, start + size)
            scores[rows], nearest[rows] = score_block(values[rows])
    return scores, nearest


class _BlockScorer:
    """Finds the clusters that can be nearest by a matrix product, and scores only these as the device does.

    A bound of the difference between both makes sure that the nearest cluster is among them, so no result
    depends on the product.
    """

    def __init__(self, clusters: Clusters) -> None:
        self.mean, self.scale = clusters.mean[:, None], clusters.scale[:, None]
        self.radii = clusters.radii[:, None]
        self.centers = np.ascontiguousarray(clusters.centers.T)  # axes × clusters
        self.minus_2_centers = -2 * clusters.centers
        self.squares = np.square(clusters.centers).sum(axis=1)[:, None]
        self.longest = np.sqrt(self.squares.max(initial=0))
        self.smallest_radius = self.radii.min(initial=np.inf)
        self.n_axes = len(clusters.mean)
        self.is_finite = bool(np.isfinite(clusters.centers).all() and np.isfinite(clusters.radii).all())
        positions = np.arange(len(clusters.radii), dtype=np.float32)
        self.ones_and_positions = np.stack([np.ones_like(positions), positions])

    def __call__(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        z = np.subtract(values.T, self.mean, order="C")
        z /= self.scale
        if not len(self.radii):
            return np.full(z.shape[1], CAP), np.full(z.shape[1], NO_CLUSTER)
        nearest, is_certain = self._candidates(z)
        scores = _score(z, self.centers, nearest, self.radii[:, 0])
        if not is_certain.all():
            others = ~is_certain
            scores[others], nearest[others] = self._all_clusters(z[:, others])
        wins = scores < CAP  # NaN does not
        return np.where(wins, scores, CAP), np.where(wins, nearest, NO_CLUSTER)

    def _candidates(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the cluster that is probably nearest to each window, and if that is certain."""
        squares = np.einsum("aw,aw->w", z, z)
        scores = self.minus_2_centers @ z
        scores += squares
        scores += self.squares
        np.maximum(scores, 0, out=scores)
        np.sqrt(scores, out=scores)
        scores -= self.radii
        smallest = scores.min(axis=0)
        bound = smallest + 2 * self._error(np.sqrt(squares), smallest)
        # The number of clusters within the bound, and the sum of their positions.
        count, nearest = self.ones_and_positions @ (scores <= bound).astype(np.float32)
        is_certain = (count == 1) & (squares < 1e30) & self.is_finite
        return np.where(is_certain, nearest, 0).astype(np.int64), is_certain

    def _error(self, lengths: np.ndarray, smallest: np.ndarray) -> np.ndarray:
        """Return a bound of the difference between these scores and those of the device.

        A sum of n products of float32 is off by n · 2⁻²⁴ of the sum of their sizes. The error e of a square
        a² is at most e / a and at most √e in its root. The device rounds n + 4 times on its way.
        """
        size = lengths + self.longest
        of_squares = (self.n_axes + 8) * 2.0**-24 * size**2
        of_roots = of_squares / np.maximum(smallest + self.smallest_radius, np.sqrt(of_squares) + 1e-30)
        rounding = (self.n_axes + 16) * 2.0**-24 * (size + np.abs(self.radii).max())
        return np.asarray(1.01 * (of_roots + rounding) + 1e-18)

    def _all_clusters(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Score windows with each cluster, as many pairs at a time as there are windows."""
        n_clusters, n_windows = len(self.radii), z.shape[1]
        size = -(-n_windows // n_clusters)
        parts = []
        for start in range(0, n_windows, size):
            some = z[:, start : start + size]
            clusters = np.tile(np.arange(n_clusters), some.shape[1])
            of_pairs = _score(some.repeat(n_clusters, axis=1), self.centers, clusters, self.radii[:, 0])
            parts.append(np.where(np.isnan(of_pairs), np.inf, of_pairs).reshape(-1, n_clusters))
        scores = np.concatenate(parts)
        return scores.min(axis=1), scores.argmin(axis=1)


def _score(z: np.ndarray, centers: np.ndarray, clusters: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """Return scores as the device computes them, each window by one cluster.

    Parameters
    ----------
    z : ndarray, n_axes × n_windows, float32
        The scaled windows.
    centers : ndarray, n_axes × n_clusters, float32
        The centres of all clusters.
    clusters : ndarray, n_windows, int64
        The cluster of each window.
    radii : ndarray, n_clusters, float32
        The radii of all clusters.
    """
    total = np.zeros(z.shape[1], np.float32)
    difference, square = np.empty_like(total), np.empty(len(total))
    for values, places in zip(z, centers, strict=True):
        places.take(clusters, out=difference, mode="clip")  # the default mode would copy `out`
        np.subtract(values, difference, out=difference)
        np.square(difference, out=square, dtype=np.float64)
        square += total
        total[:] = square  # rounded to float32 after each axis
    np.sqrt(total, out=total)
    total -= radii[clusters]
    return total
