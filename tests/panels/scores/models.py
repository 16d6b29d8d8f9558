"""Small models for the tests of panels with scores."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

import edgeanomaly_nb as ea

CREATED = "2026-01-02T03:04:05Z"


def thresholds(value: float = 0.3, suggestion: float | None = 0.5) -> list[dict[str, Any]]:
    suggested = {} if suggestion is None else {"suggestedValue": suggestion}
    return [{"key": "min_score", "description": "Threshold", "helpText": "", "value": value, **suggested}]


def k_means(
    n_axes: int = 2, *, n_clusters: int = 1, radius: float = 1.0, labels: tuple[str, ...] | None = None
) -> ea.AnomalyModel:
    """Return a model with centres on the first axis, whose scaler changes nothing."""
    centers = [[2.0 * k, *[0.0] * (n_axes - 1)] for k in range(n_clusters)]
    body = {
        "success": True,
        "created": CREATED,
        "scale": [1.0] * n_axes,
        "mean": [0.0] * n_axes,
        "clusters": [{"center": center, "maxError": radius} for center in centers],
        "axes": list(range(n_axes)),
        "thresholds": thresholds(),
        "defaultMinimumConfidenceRating": 0.3,
    }
    return ea.AnomalyModel.from_json(json.dumps(body), labels=labels)


def gmm(n_axes: int = 2, *, sd: float = 1.0) -> ea.AnomalyModel:
    """Return a mixture of one standard normal component."""
    body = {
        "success": True,
        "created": CREATED,
        "scale": [sd],
        "mean": [-3.0],
        "clusters": [],
        "axes": list(range(n_axes)),
        "thresholds": thresholds(3.0, None),
        "defaultMinimumConfidenceRating": 3.0,
    }
    mixture = {
        "success": True,
        "means": [[0.0] * n_axes],
        "covariances": [np.eye(n_axes).tolist()],
        "weights": [1.0],
    }
    return ea.AnomalyModel.from_json(json.dumps(body), gmm=json.dumps(mixture))
