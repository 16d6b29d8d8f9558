"""K-means scores: worked out by hand, and equal to a slow copy of the device, to the last bit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeanomaly_nb.scores import kmeans
from edgeanomaly_nb.scores.kmeans import NO_CLUSTER, Clusters, kmeans_scores


def clusters(mean, scale, centers, radii):
    shape = (len(radii), len(mean))
    numbers = (mean, scale, np.array(centers, dtype=float).reshape(shape), radii)
    with np.errstate(over="ignore"):
        return Clusters(*(np.array(part, np.float32) for part in numbers))


def device(value, block):
    """Score one window with float32 numbers one by one, as the C++ code does."""
    f4 = np.float32
    best, nearest = f4(1000), NO_CLUSTER
    with np.errstate(all="ignore"):
        z = [(f4(x) - m) / s for x, m, s in zip(value, block.mean, block.scale, strict=True)]
        for at, (center, radius) in enumerate(zip(block.centers, block.radii, strict=True)):
            total = f4(0)
            for one, other in zip(z, center, strict=True):
                difference = float(one - other)
                total = f4(float(total) + difference * difference)
            score = f4(np.sqrt(total)) - radius
            if score < best:
                best, nearest = score, at
    return best, nearest


def assert_as_the_device(values, block):
    found, nearest = kmeans_scores(np.asarray(values, np.float32), block)
    expected = [device(value, block) for value in np.asarray(values, np.float32)]
    assert found.tolist() == [float(score) for score, _ in expected]
    assert nearest.tolist() == [at for _, at in expected]


@pytest.mark.parametrize(
    ("values", "block", "score", "nearest"),
    [
        # z = (3, 4): the distance from the centre is 5, the edge is at 1.5.
        ([4, 10], ([1, 2], [1, 2], [[0, 0]], [1.5]), 3.5, 0),
        # On the edge: 5 - 5.
        ([4, 10], ([1, 2], [1, 2], [[0, 0]], [5]), 0.0, 0),
        # The first centre is nearer (2 against 3), but the second edge is (1.5 against 0.5).
        ([2], ([0], [1], [[0], [5]], [0.5, 2.5]), 0.5, 1),
        # A tie keeps the first.
        ([0], ([0], [1], [[1], [-1]], [1, 1]), 0.0, 0),
        # The cap, and no cluster at all.
        ([5000], ([0], [1], [[0]], [1]), 1000.0, NO_CLUSTER),
        ([0], ([0], [1], [], []), 1000.0, NO_CLUSTER),
        # NaN and infinity never win.
        ([np.nan], ([0], [1], [[0]], [1]), 1000.0, NO_CLUSTER),
        ([np.inf], ([0], [1], [[0]], [1]), 1000.0, NO_CLUSTER),
        # Scale 0: 0 / 0 is NaN, 1 / 0 infinite.
        ([0], ([0], [0], [[0]], [1]), 1000.0, NO_CLUSTER),
        # float32: 1e8 + 1 is 1e8, so the window is at the mean.
        ([1e8 + 1], ([1e8], [1], [[0]], [0.5]), -0.5, 0),
    ],
)
def test_scores_by_hand(values, block, score, nearest):
    found = kmeans_scores(np.array([values], np.float32), clusters(*block))
    assert (found[0].tolist(), found[1].tolist()) == ([score], [nearest])


@pytest.mark.parametrize("seed", range(40))
def test_random_blocks_equal_the_device_to_the_last_bit(seed, monkeypatch):
    monkeypatch.setattr(kmeans, "_NUMBERS_PER_BLOCK", 400)  # many blocks of windows
    rng = np.random.default_rng(seed)
    n_axes, n_clusters = int(rng.integers(1, 40)), int(rng.integers(1, 33))
    spread = 10.0 ** rng.integers(-6, 7)
    mean = rng.normal(0, 10.0 ** rng.integers(0, 6), n_axes)
    scale = rng.lognormal(0, 2, n_axes)
    centers = rng.normal(0, spread, (n_clusters, n_axes))
    centers[rng.integers(n_clusters)] = centers[0]  # one cluster twice
    radii = np.abs(rng.normal(0, spread, n_clusters)) * (rng.random(n_clusters) < 0.8)
    block = clusters(mean, scale, centers, radii)
    with np.errstate(all="ignore"):
        at_centers = centers[rng.integers(n_clusters, size=30)] * scale + mean
        near = at_centers + rng.normal(0, 1e-6, at_centers.shape) * scale
    assert_as_the_device(
        [*at_centers, *near, *(rng.normal(0, 2 * spread, (30, n_axes)) * scale + mean)], block
    )


@pytest.mark.parametrize("seed", range(20))
def test_near_ties_equal_the_device_to_the_last_bit(seed):
    rng = np.random.default_rng(seed)
    center = rng.normal(0, 1, 5)
    centers = center + rng.normal(0, 1, (16, 5)) * 10.0 ** -rng.integers(3, 8)
    radii = np.float32(0.5) + rng.integers(-2, 3, 16) * np.float32(2**-24)
    block = clusters(np.zeros(5), np.ones(5), centers, radii)
    assert_as_the_device(center + rng.normal(0, 1, (60, 5)), block)


numbers = st.floats(width=32, allow_nan=True, allow_infinity=True)


@given(st.integers(1, 4), st.integers(0, 4), st.data())
def test_any_numbers_equal_the_device_to_the_last_bit(n_axes, n_clusters, data):
    row = st.lists(numbers, min_size=n_axes, max_size=n_axes)
    parts = [data.draw(row), data.draw(row)]
    centers = data.draw(st.lists(row, min_size=n_clusters, max_size=n_clusters))
    radii = data.draw(st.lists(numbers, min_size=n_clusters, max_size=n_clusters))
    values = data.draw(st.lists(row, min_size=1, max_size=5))
    assert_as_the_device(values, clusters(*parts, centers, radii))


def test_many_windows_in_one_call():
    rng = np.random.default_rng(0)
    block = clusters(np.zeros(3), np.ones(3), rng.normal(size=(5, 3)), np.full(5, 0.2))
    values = rng.normal(size=(200_000, 3)).astype(np.float32)
    found, _ = kmeans_scores(values, block)
    assert not np.isnan(found).any()
    some = rng.integers(len(values), size=200)
    assert found[some].tolist() == [float(device(values[at], block)[0]) for at in some]
    assert math.isclose(found.min(), -0.2, abs_tol=0.05)
