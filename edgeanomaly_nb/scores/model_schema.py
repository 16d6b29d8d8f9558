"""The wire types of a trained block: the bodies of ``getAnomalyMetadata`` and ``getGmmMetadata``."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from msgspec import UNSET, Struct, UnsetType

from ..block.schema import Body, Int64, Threshold
from ..text import counted


class Cluster(Struct, rename="camel"):
    """One cluster of a K-means block: its centre in scaled units, and the distance to its edge."""

    center: list[float]
    max_error: float


class MetadataBody(Body):
    """The body of ``getAnomalyMetadata``: what the block has learned."""

    created: datetime
    scale: list[float]
    mean: list[float]
    clusters: list[Cluster]
    axes: list[Int64]
    default_minimum_confidence_rating: float | None = None
    thresholds: list[Threshold] | UnsetType = UNSET


class GmmBody(Body):
    """The body of ``getGmmMetadata``: the attributes of scikit-learn's ``GaussianMixture``."""

    means: list[list[float]]
    covariances: list[list[list[float]]]
    weights: list[float]


def metadata_problem(body: MetadataBody, *, is_gmm: bool) -> str:
    """Return why the parts of a body do not fit together; empty if they do.

    Examples
    --------
    >>> from datetime import datetime
    >>> wire = MetadataBody(success=True, created=datetime(2026, 1, 1), scale=[1.0], mean=[1.0, 2.0],
    ...     clusters=[], axes=[0])
    >>> metadata_problem(wire, is_gmm=False)
    'mean has 2 numbers, but there is 1 axis - at `$.mean`'
    """
    if negative := [at for at, ix in enumerate(body.axes) if ix < 0]:
        return f"an axis is below 0 - at `$.axes[{negative[0]}]`"
    if len(set(body.axes)) < len(body.axes):
        return "an axis is repeated - at `$.axes`"
    if is_gmm:
        return ""  # mean and scale are those of the log-likelihood
    expected = [("mean", body.mean), ("scale", body.scale)]
    expected += [(f"clusters[{at}].center", cluster.center) for at, cluster in enumerate(body.clusters)]
    return next((problem for path, row in expected if (problem := _length_problem(path, row, body))), "")


def _length_problem(path: str, numbers: list[float], body: MetadataBody) -> str:
    if len(numbers) == len(body.axes):
        return ""
    name = path.rpartition(".")[2].partition("[")[0]
    return f"{name} has {_lengths_text(numbers, len(body.axes))} - at `$.{path}`"


def _lengths_text(numbers: list[float], n_axes: int) -> str:
    verb = "is" if n_axes == 1 else "are"
    return f"{counted(len(numbers), 'number')}, but there {verb} {counted(n_axes, 'axis', 'axes')}"


def gmm_problem(body: GmmBody, n_axes: int) -> str:
    """Return why the parts of a mixture do not fit together; empty if they do.

    Examples
    --------
    >>> gmm_problem(GmmBody(success=True, means=[[0.0]], covariances=[[[1.0]]], weights=[0.5, 0.5]), 1)
    'means, covariances and weights have 1, 1 and 2 components - at `$.weights`'
    """
    counts = (len(body.means), len(body.covariances), len(body.weights))
    if len(set(counts)) > 1:
        n_means, n_covariances, n_weights = counts
        return (
            f"means, covariances and weights have {n_means}, {n_covariances} and {n_weights} components - at "
            "`$.weights`"
        )
    if not counts[0]:
        return "the mixture has no component - at `$.means`"
    for at, (mean, matrix) in enumerate(zip(body.means, body.covariances, strict=True)):
        if len(mean) != n_axes:
            return f"a mean has {_lengths_text(mean, n_axes)} - at `$.means[{at}]`"
        if len(matrix) != n_axes or any(len(row) != n_axes for row in matrix):
            return f"a covariance is not {n_axes} × {n_axes} - at `$.covariances[{at}]`"
    wrong = np.flatnonzero(np.array(body.weights) <= 0)
    return f"a weight is not above 0 - at `$.weights[{wrong[0]}]`" if len(wrong) else ""
