"""Clusters on one or two axes as ellipses, in the units of the axes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...block.kinds import K_MEANS
from ...scores.model import AnomalyModel

#: The ellipses of a GMM, in standard deviations.
DEVIATIONS = (1.0, 2.0)
#: With one axis, a cluster is an interval: an ellipse so tall that its sides are straight in the picture.
_TALL = 100.0


def cluster_shapes(model: AnomalyModel, axes: Sequence[int]) -> np.ndarray:
    """Return the ellipses of all clusters on one or two axes.

    Parameters
    ----------
    model : AnomalyModel
        K-means: a disc in scaled units is an ellipse with the half axes radius · scale. GMM: two ellipses per
        component, of one and of two standard deviations.
    axes : sequence of int
        One or two trained axes.

    Returns
    -------
    ndarray of float64, n_clusters × n_ellipses × 3 × n_axes
        The centre c and two vectors u and v: the ellipse is c + u·cos(t) + v·sin(t).

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> cluster_shapes(ea.load_sample_model("fan"), (0, 12)).shape
    (8, 2, 3, 2)
    """
    at = [model.axes.index(ix) for ix in axes]
    centers = model.centers.to_numpy()[:, at]
    if model.kind == K_MEANS:
        scaler = model.scaler.iloc[at]
        scale, mean = scaler["scale"].to_numpy(), scaler["mean"].to_numpy()
        with np.errstate(all="ignore"):
            radii = model.clusters["radius"].to_numpy()[:, None, None] * np.diag(scale)
            return _join(centers * scale + mean, radii[:, None])
    roots = np.linalg.cholesky(model.covariances[:, at][:, :, at])  # component × axis × vector
    vectors = roots.transpose(0, 2, 1)[:, None] * np.array(DEVIATIONS)[:, None, None]
    return _join(centers, vectors)


def _join(centers: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    repeated = np.broadcast_to(centers[:, None, None, :], (*vectors.shape[:2], 1, centers.shape[1]))
    return np.concatenate([repeated, vectors], axis=2)


def shape_ends(shapes: np.ndarray, axis: int) -> np.ndarray:
    """Return the smallest and the largest values of all ellipses on an axis of the picture.

    Examples
    --------
    >>> shape_ends(np.array([[[[2.0, 0], [1, 0], [0, 3]]]]), axis=0).tolist()
    [1.0, 3.0]
    """
    with np.errstate(all="ignore"):
        half = np.hypot.reduce(shapes[:, :, 1:, axis], axis=2)
        ends = np.stack([shapes[:, :, 0, axis] - half, shapes[:, :, 0, axis] + half])
    return ends.ravel()


def with_height(shapes: np.ndarray, middle: float, height: float) -> np.ndarray:
    """Return the shapes of one axis with a second one that they do not depend on.

    Examples
    --------
    >>> with_height(np.array([[[[2.0], [1.0]]]]), middle=5.0, height=10.0).tolist()
    [[[[2.0, 5.0], [1.0, 0.0], [0.0, 1000.0]]]]
    """
    result = np.zeros((*shapes.shape[:2], 3, 2))
    result[:, :, :2, 0] = shapes[..., 0]
    result[:, :, 0, 1] = middle
    result[:, :, 2, 1] = _TALL * height
    return result
