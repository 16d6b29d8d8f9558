"""K-means scores: worked out by hand, and equal to plain Python to the last bit for hostile blocks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edgeanomaly_nb.scores import kmeans
from edgeanomaly_nb.scores.kmeans import Clusters, kmeans_scores
from tests.scores.device import device_score

INF, NAN = float("inf"), float("nan")


def block_of(mean, scale, centers, radii):
    with np.errstate(over="ignore"):
        return Clusters(
            np.array(mean, np.float32),
            np.array(scale, np.float32),
            np.array(centers, np.float32).reshape(len(radii), len(mean)),
            np.array(radii, np.float32),
        )


def check(values, block):
    """Compare each window with plain Python: the bits of its score, and its cluster."""
    values = np.asarray(values, np.float32).reshape(-1, len(block.mean))
    scores, nearest = kmeans_scores(values, block)
    numbers = [part.tolist() for part in block]
    expected = [device_score(value, *numbers) for value in values.tolist()]
    bits = np.array([score for score, _ in expected], np.float32).view(np.int32)
    np.testing.assert_array_equal(scores.view(np.int32), bits)
    np.testing.assert_array_equal(nearest, [cluster for _, cluster in expected])


@pytest.mark.parametrize(
    ("value", "score", "cluster"),
    [
        ([5, 10], 4.5, 0),  # z = (5 - 2, 10 - 2) / (1, 2) = (3, 4), distance 5, radius 0.5
        ([2, 2], -0.5, 0),  # on the centre: 0 - 0.5
        ([2.5, 2], 0.0, 0),  # on the edge: z = (0.5, 0), 0.5 - 0.5
        ([1002.5, 2], 1000.0, -1),  # 1000.5 - 0.5 = 1000 is not smaller than the cap
        ([1002, 2], 999.5, 0),  # 1000 - 0.5
        ([9e9, 2], 1000.0, -1),
        ([NAN, 2], 1000.0, -1),
        ([INF, 2], 1000.0, -1),
        ([-INF, 2], 1000.0, -1),
    ],
)
def test_one_cluster_by_hand(value, score, cluster):
    block = block_of([2, 2], [1, 2], [[0, 0]], [0.5])
    scores, nearest = kmeans_scores(np.float32([value]), block)
    assert (scores.item(), nearest.item()) == (score, cluster)
    check([value], block)


@pytest.mark.parametrize(
    ("block", "score", "cluster"),
    [
        (([], []), 1000.0, -1),  # no cluster
        (([[3], [-3]], [1, 1]), 2.0, 0),  # both 3 - 1: the first one stays
        (([[-3], [3]], [1, 1.5]), 1.5, 1),  # 3 - 1.5 is smaller than 3 - 1
        (([[1], [9]], [0, 8.5]), 0.5, 1),  # the centre at 1 is nearer, the edge at 9 - 8.5 is
        (([[NAN], [3]], [1, 1]), 2.0, 1),  # NaN never wins
        (([[3], [NAN]], [1, 1]), 2.0, 0),
        (([[3], [0]], [1, NAN]), 2.0, 0),
        (([[INF], [3]], [1, 1]), 2.0, 1),
        (([[3], [0]], [1, INF]), -INF, 1),  # 0 - infinity is smaller than everything
        (([[3], [0]], [-1, -5]), 4.0, 0),  # negative radii
    ],
)
def test_several_clusters_by_hand(block, score, cluster):
    block = block_of([0], [1], *block)
    scores, nearest = kmeans_scores(np.float32([[0]]), block)
    assert (scores.item(), nearest.item()) == (score, cluster)
    check([[0]], block)


@pytest.mark.parametrize(("value", "score"), [(5, 1000.0), (0, 1000.0), (-5, 1000.0)])
def test_scale_of_0_never_wins(value, score):
    # 5 / 0 = infinity, 0 / 0 = NaN, -5 / 0 = -infinity.
    block = block_of([0], [0], [[0]], [1])
    assert kmeans_scores(np.float32([[value]]), block)[0].item() == score
    check([[value]], block)


def test_float32_where_float64_has_another_score():
    # float32(16777217) = 16777216, so z = 16777216 - 16777216 = 0; in float64 it is 1.
    block = block_of([16_777_216], [1], [[0]], [0])
    assert kmeans_scores(np.array([[16_777_217]], np.float64).astype(np.float32), block)[0].item() == 0
    # 4096² + 1² = 16777217 is rounded to 16777216 after the second axis: the root is 4096, in float64 more.
    block = block_of([0, 0], [1, 1], [[0, 0]], [4090])
    assert kmeans_scores(np.float32([[4096, 1]]), block)[0].item() == 6
    assert np.hypot(4096.0, 1.0) - 4090 > 6


def test_sum_is_rounded_after_each_axis_in_order():
    # 2²⁴ + 1 is rounded to 2²⁴, eight times over; 8 + 2²⁴ is exact, and its root is 4096.00098.
    block = block_of([0] * 9, [1] * 9, [[0] * 9], [4000])  # below the cap
    values = [[4096, *[1] * 8], [*[1] * 8, 4096]]
    scores, _ = kmeans_scores(np.float32(values), block)
    assert scores.tolist() == [96.0, 96 + 2**-10]
    check(values, block)


def any_single(largest=2.0**100):
    return st.floats(-largest, largest, width=32) | st.sampled_from(
        [0.0, -0.0, 1e-42, -1e-45, NAN, INF, -INF]
    )


@st.composite
def any_block(draw):
    n_axes, n_clusters = draw(st.integers(1, 5)), draw(st.integers(0, 4))

    def numbers(count):
        return draw(st.lists(any_single(), min_size=count, max_size=count))

    block = block_of(
        numbers(n_axes), numbers(n_axes), [numbers(n_axes) for _ in range(n_clusters)], numbers(n_clusters)
    )
    return [numbers(n_axes) for _ in range(draw(st.integers(1, 4)))], block


@given(any_block())
@example(([[3e38]], block_of([-3e38], [1], [[0]], [1])))  # the difference overflows
@example(([[1e20]], block_of([0], [1], [[0], [1e20]], [0, 0])))  # the square overflows in float32
@example(([[1e-40]], block_of([0], [1e-40], [[1]], [0])))  # denormal numbers
def test_any_numbers(case):
    check(*case)


@st.composite
def near_ties(draw):
    """Blocks whose clusters are hard to tell apart, at any scale and far from 0, and windows amid them."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    n_axes, n_clusters = draw(st.integers(1, 40)), draw(st.integers(1, 64))
    spread = 10.0 ** draw(st.integers(-20, 12))
    centers = random.normal(size=(n_clusters, n_axes)) * spread
    kind = draw(st.sampled_from(["apart", "duplicates", "near", "neighbours", "far"]))
    if kind == "duplicates":
        centers = centers[random.integers(n_clusters, size=n_clusters)]
    elif kind == "near":
        centers = centers[:1] + centers * 10.0 ** draw(st.integers(-8, -3))
    elif kind == "neighbours":
        steps = random.choice([-INF, INF], centers.shape).astype(np.float32)
        centers = np.nextafter(np.repeat(centers[:1], n_clusters, 0).astype(np.float32), steps)
    elif kind == "far":
        centers += spread * 10.0 ** draw(st.integers(2, 6))
    radii = draw(st.sampled_from([0.0, 1.0, 1e-6])) * spread * random.random(n_clusters)
    scale = 10.0 ** random.uniform(-6, 4, n_axes)
    mean = scale * 10.0 ** draw(st.integers(-1, 5)) * random.choice([-1, 0, 1], n_axes)
    block = block_of(mean, scale, centers, radii)
    picked = block.centers[random.integers(n_clusters, size=(2, 12))].astype(np.float64)
    weight = random.choice([0, 0.5, 1, 0.499999], (12, 1))
    z = picked[0] * weight + picked[1] * (1 - weight)
    return z * block.scale + block.mean, block


@given(near_ties(), st.sampled_from([1, 2**8, 2**19]))
def test_near_ties_at_any_scale_and_any_size_of_blocks(case, numbers_per_block):
    values, block = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kmeans, "_NUMBERS_PER_BLOCK", numbers_per_block)
        check(values, block)


@pytest.mark.parametrize("n_windows", [15, 16, 17, 31, 32, 33, 64])
def test_windows_on_both_sides_of_the_end_of_a_block(n_windows, monkeypatch):
    monkeypatch.setattr(kmeans, "_NUMBERS_PER_BLOCK", 1)  # 16 windows
    random = np.random.default_rng(n_windows)
    check(random.normal(size=(n_windows, 3)), block_of([0] * 3, [1] * 3, random.normal(size=(5, 3)), [1] * 5))


def test_windows_on_the_centres_score_minus_the_radius():
    centers = np.float32(np.random.default_rng(1).normal(size=(64, 7)))
    radii = np.linspace(0, 1e-3, 64, dtype=np.float32)
    scores, nearest = kmeans_scores(centers, block_of([0] * 7, [1] * 7, centers, radii))
    assert nearest.tolist() == list(range(64))
    np.testing.assert_array_equal(scores, -radii)


def test_the_product_decides_for_most_windows():
    """Guard the short way: if no window took it, the other tests would not test it."""
    random = np.random.default_rng(2)
    centers = random.normal(size=(8, 4)) * 5
    scorer = kmeans._BlockScorer(block_of([0] * 4, [1] * 4, centers, [1] * 8))
    values = np.float32(centers[random.integers(8, size=500)] + random.normal(size=(500, 4)))
    assert scorer._candidates(np.ascontiguousarray(values.T))[1].mean() > 0.95
