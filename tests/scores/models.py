"""Bodies of trained models, made to measure for the tests."""

from __future__ import annotations

import json
from typing import Any

import edgeanomaly_nb as ea


def metadata(**changes: Any) -> dict[str, Any]:
    """Make a sound body of getAnomalyMetadata: two axes, two clusters; ``...`` leaves a field out."""
    sound = {
        "success": True,
        "created": "2026-03-04T05:06:07.000Z",
        "scale": [1.0, 2.0],
        "mean": [2.0, 2.0],
        "clusters": [{"center": [0, 0], "maxError": 0.5}, {"center": [6, 8], "maxError": 1}],
        "axes": [0, 2],
        "defaultMinimumConfidenceRating": 0.3,
    }
    return {name: value for name, value in {**sound, **changes}.items() if value is not ...}


def mixture(**changes: Any) -> dict[str, Any]:
    """Make a sound body of getGmmMetadata for two axes."""
    sound = {
        "success": True,
        "means": [[0.0, 0.0], [4.0, 4.0]],
        "covariances": [[[1.0, 0.5], [0.5, 2.0]], [[1.0, 0.0], [0.0, 1.0]]],
        "weights": [0.25, 0.75],
    }
    return {name: value for name, value in {**sound, **changes}.items() if value is not ...}


def kmeans_model(**changes: Any) -> ea.AnomalyModel:
    return ea.AnomalyModel.from_json(json.dumps(metadata(**changes)))


def gmm_model(gmm: dict[str, Any] | None = None, **changes: Any) -> ea.AnomalyModel:
    body = metadata(**{"mean": [-3.0], "scale": [1.5], "clusters": [], **changes})
    return ea.AnomalyModel.from_json(json.dumps(body), gmm=json.dumps(gmm or mixture()))
