"""How a model scores values of its trained axes: by clusters, or by a mixture."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .gmm import Mixture, gmm_scores, log_likelihoods
from .kmeans import Clusters, kmeans_scores
from .model_bodies import LogLikelihood, clusters_of_body, log_likelihood_of_body, mixture_of_body
from .model_schema import GmmBody, MetadataBody


class KMeansScoring(NamedTuple):
    """Scores by the distance from the nearest cluster."""

    clusters: Clusters

    def columns(self, values: np.ndarray) -> dict[str, np.ndarray]:
        """Return the columns of `AnomalyModel.score` for values, n_windows × n_axes."""
        score, nearest = kmeans_scores(values, self.clusters)
        return {"score": score, "nearest": nearest}


class GmmScoring(NamedTuple):
    """Scores by the log-likelihood of a mixture; `training` is None if it is not known."""

    mixture: Mixture
    training: LogLikelihood | None

    def columns(self, values: np.ndarray) -> dict[str, np.ndarray]:
        """Return the columns of `AnomalyModel.score` for values, n_windows × n_axes."""
        logs, nearest = log_likelihoods(values, self.mixture)
        unknown = np.full(len(logs), np.nan)
        score = unknown if self.training is None else gmm_scores(logs, *self.training)
        return {"score": score, "nearest": nearest, "log_likelihood": logs}


def scoring_of(metadata: MetadataBody, gmm: GmmBody | None) -> KMeansScoring | GmmScoring:
    """Return how the model in decoded bodies scores."""
    if gmm is None:
        return KMeansScoring(clusters_of_body(metadata))
    return GmmScoring(mixture_of_body(gmm), log_likelihood_of_body(metadata))
