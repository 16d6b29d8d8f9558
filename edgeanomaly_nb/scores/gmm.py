"""GMM scores, estimated in float64 from the mixture that the service returns.

score = abs((LL - mean of LL) / sd of LL). LL is the log-likelihood of a window by the mixture, on the
trained axes as the processing blocks give them, without scaling. The device computes the same in float32.
In two exports its scores differed from these by at most 1.2e-4 below a score of 10, and by at most
5e-5 · (1 + score) anywhere. Source: the exported graphs of four blocks, 2023 to 2026.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

#: The largest difference from scores of the device: below a score of 10, and per 1 + score anywhere.
ERROR_BELOW_10, ERROR_ABOVE = 1.2e-4, 5e-5

_WINDOWS_PER_BLOCK = 2**12


class Mixture(NamedTuple):
    """A Gaussian mixture, all float64.

    ``weights`` has one number per component, ``means`` one row per component, and ``whitening`` one matrix
    W per component (axes × axes), so that W · Wᵀ is the inverse of the covariance. ``log_dets`` are the
    logarithms of the determinants of W.
    """

    weights: np.ndarray
    means: np.ndarray
    whitening: np.ndarray
    log_dets: np.ndarray


class NotPositiveDefiniteError(ValueError):
    """A covariance is not positive definite; the argument is the component."""


def mixture_of(weights: np.ndarray, means: np.ndarray, covariances: np.ndarray) -> Mixture:
    """Return a mixture by its parameters.

    Raises
    ------
    NotPositiveDefiniteError
        A covariance matrix has no inverse, or is not symmetric.

    Examples
    --------
    >>> mixture_of(np.ones(1), np.zeros((1, 1)), np.full((1, 1, 1), 4.0)).whitening
    array([[[0.5]]])
    """
    whitening = np.empty_like(covariances)
    for component, covariance in enumerate(covariances):
        # numpy reads only the lower half of the matrix.
        if not np.isfinite(covariance).all() or not _is_symmetric(covariance):
            raise NotPositiveDefiniteError(component)
        try:
            whitening[component] = np.linalg.inv(np.linalg.cholesky(covariance)).T
        except np.linalg.LinAlgError:
            raise NotPositiveDefiniteError(component) from None
    log_dets = np.log(np.diagonal(whitening, axis1=1, axis2=2)).sum(axis=1)
    return Mixture(weights, means, whitening, log_dets)


def _is_symmetric(covariance: np.ndarray) -> bool:
    largest = np.abs(covariance).max(initial=0)
    return bool(np.allclose(covariance, covariance.T, rtol=1e-5, atol=1e-8 * largest))


def log_likelihoods(values: np.ndarray, mixture: Mixture) -> tuple[np.ndarray, np.ndarray]:
    """Return the log-likelihood of each window, and the component that contributes most to it.

    Parameters
    ----------
    values : ndarray, n_windows × n_axes
        The features on the trained axes, unscaled.
    mixture : Mixture
        The mixture.

    Returns
    -------
    ndarray of float64
        Natural logarithms of the density; NaN for a window with a missing feature.
    ndarray of int64
        The components; -1 where there is no density.

    Examples
    --------
    >>> one = mixture_of(np.ones(1), np.zeros((1, 1)), np.ones((1, 1, 1)))
    >>> log_likelihoods(np.array([[0.0], [2.0]]), one)[0].round(4)
    array([-0.9189, -2.9189])
    """
    total = np.empty(len(values))
    nearest = np.empty(len(values), np.int64)
    with np.errstate(all="ignore"):  # infinite features give an infinite score
        for start in range(0, len(values), _WINDOWS_PER_BLOCK):
            rows = slice(start, start + _WINDOWS_PER_BLOCK)
            logs = _component_logs(values[rows].astype(np.float64), mixture)
            total[rows], nearest[rows] = _log_sum(logs)
    return total, nearest


def gmm_scores(logs: np.ndarray, mean: float, sd: float) -> np.ndarray:
    """Return scores by log-likelihoods, and by the mean and deviation of those of the training windows.

    Examples
    --------
    >>> gmm_scores(np.array([-0.6, -3.0]), mean=-3.0, sd=1.2)
    array([2., 0.])
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.abs((logs - mean) / np.float64(sd)))


def _component_logs(values: np.ndarray, mixture: Mixture) -> np.ndarray:
    """Return the logarithms of the weighted densities: components × windows."""
    logs = np.empty((len(mixture.weights), len(values)))
    for log, mean, whitening in zip(logs, mixture.means, mixture.whitening, strict=True):
        white = (values - mean) @ whitening
        np.einsum("wa,wa->w", white, white, out=log)
    logs *= -0.5
    constant = mixture.log_dets + np.log(mixture.weights) - 0.5 * values.shape[1] * np.log(2 * np.pi)
    logs += constant[:, None]
    return logs


def _log_sum(logs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    highest = logs.max(axis=0)
    shift = np.where(np.isfinite(highest), highest, 0)
    total = np.log(np.exp(logs - shift).sum(axis=0)) + shift
    is_known = highest > -np.inf
    return total, np.where(is_known, logs.argmax(axis=0), -1)
