"""GMM scores: worked out by hand, and equal to those of scikit-learn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeanomaly_nb.errors import InvalidResponseError
from edgeanomaly_nb.scores import gmm
from edgeanomaly_nb.scores.gmm import NotPositiveDefiniteError, log_likelihoods, mixture_of
from tests.scores.models import gmm_model, mixture

ONE = {"means": [[1.0]], "covariances": [[[4.0]]], "weights": [1.0]}


def test_one_component_by_hand():
    # Deviation 2, two deviations from the mean: LL = -ln(2) - ln(2 pi) / 2 - 2²/2 = -3.6121.
    model = gmm_model(mixture(**ONE), axes=[0], mean=[-2.0], scale=[0.5])
    frame = model.score([[5.0], [1.0]])
    expected = np.array([-2, 0]) - math.log(2) - math.log(2 * math.pi) / 2
    np.testing.assert_allclose(frame["log_likelihood"], expected, rtol=1e-14)
    # abs((-3.6121 + 2) / 0.5) = 3.2242; never negative
    np.testing.assert_allclose(frame["score"], np.abs((expected + 2) / 0.5), rtol=1e-14)
    assert frame["score"].dtype == np.float64


def test_without_the_mean_of_the_likelihoods_there_is_no_score():
    model = gmm_model(mean=[1.0, 2.0], scale=[1.0, 2.0])
    frame = model.score([[0.0, 0, 0]])
    assert frame["score"].isna().all()
    assert frame["log_likelihood"].notna().all()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e38])
def test_features_without_a_finite_score(value):
    frame = gmm_model().score([[value, 0, 0]])
    assert not np.isfinite(frame["score"].iloc[0]) or frame["score"].iloc[0] > 1e70


def test_a_missing_feature_has_no_score_and_no_component():
    frame = gmm_model().score([[float("nan"), 0, 0], [0, 0, 0]])
    assert frame["score"].isna().tolist() == frame["nearest"].isna().tolist() == [True, False]


def test_the_most_likely_component_is_the_nearest():
    assert gmm_model().score([[0, 9, 0], [4, 9, 4]])["nearest"].tolist() == [0, 1]


def test_far_from_all_components_the_likelihood_does_not_underflow():
    # exp(-5e11) is 0 in float64, its logarithm is not needed.
    logs, _ = log_likelihoods(np.array([[1e6]]), mixture_of(np.ones(1), np.zeros((1, 1)), np.ones((1, 1, 1))))
    assert logs[0] == pytest.approx(-5e11, rel=1e-11)


@given(st.integers(1, 8), st.integers(1, 6), st.integers(0, 2**32), st.sampled_from([1, 7, 4096]))
def test_equals_scikit_learn(n_axes, n_components, seed, per_block):
    mixtures = pytest.importorskip("sklearn.mixture")
    random = np.random.default_rng(seed)
    roots = random.normal(size=(n_components, n_axes, n_axes))
    covariances = roots @ roots.transpose(0, 2, 1) + 0.1 * np.eye(n_axes)
    means = random.normal(size=(n_components, n_axes)) * 10
    weights = random.dirichlet(np.ones(n_components)) * 0.99 + 0.01 / n_components
    theirs = mixtures.GaussianMixture(n_components)
    theirs.weights_, theirs.means_, theirs.covariances_ = weights, means, covariances
    theirs.precisions_cholesky_ = np.linalg.inv(np.linalg.cholesky(covariances)).transpose(0, 2, 1)
    values = random.normal(size=(20, n_axes)) * 20
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gmm, "_WINDOWS_PER_BLOCK", per_block)
        logs, nearest = log_likelihoods(values, mixture_of(weights, means, covariances))
    np.testing.assert_allclose(logs, theirs.score_samples(values), rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(nearest, theirs.predict(values))


@pytest.mark.parametrize(
    "covariance",
    [
        [[1.0, 1.0], [1.0, 1.0]],  # singular
        [[0.0, 0.0], [0.0, 0.0]],
        [[-1.0, 0.0], [0.0, 1.0]],
        [[1.0, 2.0], [2.0, 1.0]],  # symmetric, but with a negative eigenvalue
        [[1.0, 0.5], [0.0, 1.0]],  # asymmetric, in the half that numpy does not read
        [[1.0, 0.0], [0.5, 1.0]],
    ],
)
def test_covariances_that_are_refused(covariance):
    sound = [[1.0, 0.0], [0.0, 1.0]]
    with pytest.raises(InvalidResponseError, match=r"not positive definite - at `\$\.covariances\[1\]`"):
        gmm_model(mixture(covariances=[sound, covariance]))


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("place", [(0, 0), (1, 0), (0, 1)])
def test_mixtures_with_numbers_that_are_not_finite(number, place):
    covariances = np.eye(2)[None].copy()
    covariances[(0, *place)] = number
    with pytest.raises(NotPositiveDefiniteError):
        mixture_of(np.ones(1), np.zeros((1, 2)), covariances)


def test_rounded_covariances_are_accepted():
    # Float32 on the service: both halves are not quite alike.
    off = 0.1
    gmm_model(mixture(covariances=[[[1.0, off], [float(np.float32(off)), 1.0]]] * 2))
