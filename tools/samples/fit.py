"""Models fitted to the windows of a sample block, as the bodies of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from tools.samples.project import Impulse, Json

from edgeanomaly_nb.scores.gmm import log_likelihoods, mixture_of
from edgeanomaly_nb.scores.kmeans import Clusters, kmeans_scores

SEED = 0


def short(numbers: np.ndarray) -> Any:
    """Return numbers as the shortest JSON that gives the same float32."""
    return [short(row) if np.ndim(row) else float(str(np.float32(row))) for row in numbers]


def fit_kmeans(features: np.ndarray, axes: list[int], n_clusters: int) -> Json:
    """Return scaler, centres and edges; the edge is at the farthest training window of a cluster."""
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import StandardScaler

    values = features[:, axes].astype(np.float64)
    scaler = StandardScaler().fit(values)
    mean, scale = np.float32(scaler.mean_), np.float32(scaler.scale_)
    fitted = KMeans(n_clusters, n_init=20, random_state=SEED).fit(scaler.transform(values))
    centers = np.float32(fitted.cluster_centers_)
    # The distances of the device, so that no training window scores above 0.
    without_edge = np.zeros(len(centers), np.float32)
    distance, nearest = kmeans_scores(np.float32(values), Clusters(mean, scale, centers, without_edge))
    radii = np.array([distance[nearest == cluster].max() for cluster in range(n_clusters)])
    clusters = [
        {"center": center, "maxError": radius}
        for center, radius in zip(short(centers), short(radii), strict=True)
    ]
    return {"scale": short(scale), "mean": short(mean), "clusters": clusters}


def fit_gmm(features: np.ndarray, axes: list[int], n_components: int) -> tuple[Json, Json]:
    """Return the metadata with mean and deviation of the log-likelihoods, and the mixture."""
    from sklearn.mixture import GaussianMixture

    values = features[:, axes].astype(np.float64)
    fitted = GaussianMixture(n_components, n_init=5, random_state=SEED, reg_covar=1e-3).fit(values)
    covariances = np.float32(fitted.covariances_)
    covariances = (covariances + covariances.transpose(0, 2, 1)) / 2
    mixture = mixture_of(
        np.array(short(np.float32(fitted.weights_))),
        np.array(short(np.float32(fitted.means_))),
        np.array(short(covariances)),
    )
    logs, _ = log_likelihoods(values, mixture)
    body = {
        "success": True,
        "means": mixture.means.tolist(),
        "covariances": short(covariances),
        "weights": mixture.weights.tolist(),
    }
    return {"scale": [float(logs.std())], "mean": [float(logs.mean())], "clusters": []}, body


def model_bodies(impulse: Impulse, features: np.ndarray, axes: list[int], created: str) -> dict[str, Json]:
    """Return the bodies of ``getAnomalyMetadata`` and, for a GMM, of ``getGmmMetadata``."""
    gmm = None
    if impulse.type == "anomaly-gmm":
        learned, gmm = fit_gmm(features, axes, impulse.clusters)
    else:
        learned = fit_kmeans(features, axes, impulse.clusters)
    metadata = {
        "success": True,
        "created": created,
        **learned,
        "axes": axes,
        "defaultMinimumConfidenceRating": impulse.thresholds[0]["value"],
        "thresholds": list(impulse.thresholds),
        "hasTrainedModel": True,
    }
    return {"metadata": metadata} | ({"gmm": gmm} if gmm else {})
