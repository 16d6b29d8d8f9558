"""The bodies of a trained model: decoded, and refused where their parts do not fit together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..block.kinds import GMM, kind_of
from ..block.schema import body_bytes, decode
from ..block.source import Source, block_text
from ..errors import InvalidResponseError
from .gmm import Mixture, NotPositiveDefiniteError, mixture_of
from .kmeans import Clusters
from .model_schema import GmmBody, MetadataBody, gmm_problem, metadata_problem

_NO_MIXTURE = "the mixture of a GMM is missing: pass the body of getGmmMetadata as gmm"


class ModelBodies(NamedTuple):
    """The bodies as they were sent, and decoded; the mixture is None for K-means."""

    metadata: bytes
    gmm: bytes | None
    decoded_metadata: MetadataBody
    decoded_gmm: GmmBody | None


def read_bodies(
    metadata: bytes | str, gmm: bytes | str | None, source: Source, labels: tuple[str, ...] | None
) -> ModelBodies:
    """Decode the bodies of a model; `AnomalyModel.from_json` describes parameters and errors.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> body = ea.load_sample_model("motion").to_json()
    >>> read_bodies(body, None, Source(), None).decoded_metadata.axes
    [0, 4, 11, 22, 23, 25]
    """
    what, ids = block_text(source), {"project_id": source.project_id, "learn_id": source.learn_id}
    raw, gmm_raw = body_bytes(metadata, "body"), None if gmm is None else body_bytes(gmm, "gmm")
    wire = decode(raw, MetadataBody, what=f"the trained model of {what}", **ids)
    mixture = None if gmm_raw is None else decode(gmm_raw, GmmBody, what=f"the mixture of {what}", **ids)
    is_gmm = mixture is not None or kind_of(source.block_type) == GMM
    problem = metadata_problem(wire, is_gmm=is_gmm) or _label_problem(wire, labels)
    if not problem and is_gmm:
        problem = _NO_MIXTURE if mixture is None else _mixture_problem(mixture, len(wire.axes))
    if problem:
        message = (
            f"The response for the trained model of {what} cannot be used: {problem}. Train the block again "
            "in Studio, and fetch it again."
        )
        raise InvalidResponseError(message, project_id=source.project_id, learn_id=source.learn_id)
    return ModelBodies(raw, gmm_raw, wire, mixture)


def _label_problem(wire: MetadataBody, labels: tuple[str, ...] | None) -> str:
    last = max(wire.axes, default=-1)
    if labels is None or last < len(labels):
        return ""
    return f"axis {last} does not exist, since the block has {len(labels):,} - at `$.axes`"


def _mixture_problem(body: GmmBody, n_axes: int) -> str:
    if problem := gmm_problem(body, n_axes):
        return problem
    try:
        mixture_of_body(body)
    except NotPositiveDefiniteError as exc:
        return f"a covariance is not positive definite - at `$.covariances[{exc.args[0]}]`"
    return ""


class LogLikelihood(NamedTuple):
    """Mean and standard deviation of the log-likelihoods of the training windows."""

    mean: float
    sd: float


def log_likelihood_of_body(body: MetadataBody) -> LogLikelihood | None:
    """Return what a GMM sends as ``mean`` and ``scale``, with one number each; None if it does not."""
    if not len(body.mean) == len(body.scale) == 1:
        return None
    return LogLikelihood(body.mean[0], body.scale[0])


def clusters_of_body(body: MetadataBody) -> Clusters:
    """Return the numbers of a K-means block as the device has them, float32."""
    centers = np.array([cluster.center for cluster in body.clusters], dtype=np.float64)
    radii = [cluster.max_error for cluster in body.clusters]
    parts = (body.mean, body.scale, centers.reshape(len(radii), len(body.axes)), radii)
    with np.errstate(over="ignore"):  # beyond float32 is infinite, as on the device
        return Clusters(*(np.array(part, dtype=np.float64).astype(np.float32) for part in parts))


def mixture_of_body(body: GmmBody) -> Mixture:
    """Return the mixture in a body.

    Raises
    ------
    NotPositiveDefiniteError
        A covariance matrix has no inverse, or is not symmetric.
    """
    parts = (body.weights, body.means, body.covariances)
    return mixture_of(*(np.array(part, dtype=np.float64) for part in parts))
