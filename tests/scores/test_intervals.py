"""Intervals of the share: symmetric and known cases, and how often they cover the share by simulation."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from edgeanomaly_nb.scores.intervals import (
    LEAST_CORRELATION,
    Clustering,
    clustering,
    share_intervals,
    t_quantile,
)


def interval(flags, samples, of):
    flagged = np.bincount(samples, flags, minlength=len(of.sizes))
    sums = (flagged.sum(), (flagged**2).sum(), (flagged * of.sizes).sum())
    low, high = share_intervals(*(np.array([number]) for number in sums), of)
    return low.item(), high.item()


@pytest.mark.parametrize(
    ("degrees", "expected"), [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (19, 2.093), (100, 1.984)]
)
def test_quantiles_of_student(degrees, expected):
    assert t_quantile(degrees) == pytest.approx(expected, rel=2e-3)  # tables of the distribution


def test_nothing_flagged_mirrors_everything_flagged():
    of = Clustering(np.full(10, 8), 20.0)
    samples = np.repeat(np.arange(10), 8)
    low, high = interval(np.zeros(80), samples, of)
    # Wilson at share 0: z² / (n + z²) with z = t(9) = 2.262.
    assert (low, high) == (0, pytest.approx(2.262**2 / (20 + 2.262**2), rel=1e-3))
    assert interval(np.ones(80), samples, of) == (pytest.approx(1 - high), 1)


def test_flags_and_their_opposite_have_opposite_intervals():
    random = np.random.default_rng(1)
    samples = np.sort(random.integers(12, size=90))
    of = clustering(random.normal(size=90), samples)
    flags = random.random(90) < 0.2
    low, high = interval(flags, samples, of)
    assert interval(~flags, samples, of) == (pytest.approx(1 - high), pytest.approx(1 - low))


def test_alike_windows_count_once_per_sample():
    samples = np.repeat(np.arange(6), 10)
    assert clustering(samples.astype(float), samples).n_effective == pytest.approx(6)


def test_windows_that_seem_independent_count_less_than_all():
    samples = np.repeat(np.arange(20), 20)
    scores = np.tile(np.arange(20.0), 20)  # every sample has the same scores
    assert clustering(scores, samples).n_effective == pytest.approx(400 / (1 + 19 * LEAST_CORRELATION))


@pytest.mark.parametrize("samples", [[0], [0, 0, 0]])
def test_one_sample_has_no_interval(samples):
    samples = np.array(samples)
    of = clustering(np.arange(float(len(samples))), samples)
    assert np.isnan(interval(samples == 0, samples, of)).all()


def scores_of(random, sizes, kind):
    samples = np.repeat(np.arange(len(sizes)), sizes)
    own, shared = random.normal(size=len(samples)), random.normal(size=len(sizes))[samples]
    if kind == "independent":
        return own, samples
    if kind == "correlated":
        return math.sqrt(0.8) * shared + math.sqrt(0.2) * own, samples
    return own + 6 * (random.random(len(sizes)) < 0.1)[samples], samples  # one sample in ten is odd


def threshold_of(share, kind):
    if kind != "odd":
        return NormalDist().inv_cdf(1 - share)
    tail = NormalDist()
    grid = np.linspace(-4, 10, 20_001)
    shares = [0.9 * (1 - tail.cdf(t)) + 0.1 * (1 - tail.cdf(t - 6)) for t in grid]
    return grid[int(np.argmin(np.abs(np.array(shares) - share)))]


@pytest.mark.slow
@pytest.mark.parametrize("sizes", ["equal", "unequal"])
@pytest.mark.parametrize("kind", ["independent", "correlated", "odd"])
@pytest.mark.parametrize("share", [0.05, 0.2])
def test_intervals_of_20_samples_cover_the_share(sizes, kind, share):
    random = np.random.default_rng(0)
    threshold = threshold_of(share, kind)
    covered = 0
    for _ in range(400):
        n = np.full(20, 20) if sizes == "equal" else np.maximum(1, random.lognormal(2.5, 1, 20).astype(int))
        scores, samples = scores_of(random, n, kind)
        low, high = interval(scores > threshold, samples, clustering(scores, samples))
        covered += low <= share <= high
    assert covered / 400 >= 0.92
