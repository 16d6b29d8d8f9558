"""Bodies of getAnomaly, made to measure for the tests."""

from __future__ import annotations

import json
from typing import Any

import edgeanomaly_nb as ea

# Text that runs, breaks a layout or ends an attribute where it is not taken as plain text.
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "<script>window.pwned=1</script>",
    "\"quotes\" & 'more' </td></table>",
    "\u202eright to left\u202c שלום",
    "🙂 emoji \U0001f3f4",
    "two\nlines\tand a tab",
    "$x^2$ {{ 7*7 }} \\frac",
    "x" * 10_000,
    "",
)


#: The fields of getAnomaly that getKeras does not have.
AXES = ("axes", "selectedAxes", "clusterCount")


def axis(ix: int, label: str = "", selected: bool = False, favourite: bool = False) -> dict[str, Any]:
    return {"ix": ix, "label": label, "selected": selected, "favourite": favourite}


def threshold(key: str = "min_score", value: Any = 0.3, **more: Any) -> dict[str, Any]:
    return {"key": key, "description": "Score threshold", "helpText": "Help.", "value": value, **more}


def body(**changes: Any) -> dict[str, Any]:
    """Make a sound body; each argument replaces a field, and ``...`` as its value leaves the field out."""
    sound: dict[str, Any] = {
        "success": True,
        "name": "Anomaly detection",
        "dependencies": {
            "classes": ["idle", "wave"],
            "blockNames": ["Spectral features"],
            "featureCount": 2,
            "sampleCount": 100,
            "outputClasses": ["idle", "wave"],
        },
        "axes": [axis(0, "accX RMS", True, True), axis(1, "accX Kurtosis")],
        "trained": True,
        "clusterCount": 5,
        "selectedAxes": [0],
        "minimumConfidenceRating": 0.3,
        "thresholds": [threshold()],
    }
    return {name: value for name, value in {**sound, **changes}.items() if value is not ...}


def config(block_type: str | None = "anomaly", **changes: Any) -> ea.AnomalyConfig:
    return ea.AnomalyConfig.from_json(json.dumps(body(**changes)), block_type=block_type)


def keras_body(**changes: Any) -> dict[str, Any]:
    """Make a body of getKeras for a visual block, with the same kind of changes."""
    sound = {
        **{name: value for name, value in body().items() if name not in AXES},
        "name": "Surface",
        "type": "keras-visual-anomaly",
        "mode": "visual",
        "script": "",
        "visualLayers": [],
        "selectedModelType": "int8",
        "minimumConfidenceRating": 35,
        "thresholds": [
            threshold("min_anomaly_score", 35, suggestedValue=28.6),
            threshold(
                "anomaly_scoring_aggregation_method",
                "max",
                dropdownOptions=[
                    {"value": "max", "description": "Maximum"},
                    {"value": "mean", "description": "Mean"},
                ],
            ),
        ],
        "anomalyCapacity": "high",
    }
    return {name: value for name, value in {**sound, **changes}.items() if value is not ...}


def keras_config(**changes: Any) -> ea.AnomalyConfig:
    return ea.AnomalyConfig.from_json(json.dumps(keras_body(**changes)))
