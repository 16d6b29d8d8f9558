"""Bodies of getAnomaly of any size, with labels in several orders."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FEATURES = ["RMS", "Skewness", "Kurtosis", "Spectral Skewness", "Spectral Kurtosis"]
FEATURES += [f"Spectral Power {(n - 0.5) * 1.95:.2f} - {(n + 0.5) * 1.95:.2f} Hz" for n in range(1, 9)]


def _sensor_by_sensor(n_axes: int) -> list[str]:
    return [f"ch{ix // len(FEATURES)} {FEATURES[ix % len(FEATURES)]}" for ix in range(n_axes)]


def _feature_by_feature(n_axes: int) -> list[str]:
    sensors = -(-n_axes // len(FEATURES))
    return [f"ch{ix % sensors} {FEATURES[ix // sensors]}" for ix in range(n_axes)]


def _shuffled(n_axes: int) -> list[str]:
    return random.Random(1).sample(_sensor_by_sensor(n_axes), n_axes)


ORDERS: dict[str, Callable[[int], list[str]]] = {
    "sensor by sensor": _sensor_by_sensor,
    "feature by feature": _feature_by_feature,
    "shuffled": _shuffled,
    "all labels different": lambda n_axes: [f"channel {ix} RMS" for ix in range(n_axes)],
    "no known feature": lambda n_axes: [f"embedding dimension {ix}" for ix in range(n_axes)],
    "half known": lambda n_axes: [f"s{ix // 2} {'RMS' if ix % 2 else 'jerk'}" for ix in range(n_axes)],
    "raw data": lambda n_axes: [f"acc{'XYZ'[ix % 3]}" for ix in range(n_axes)],
    "empty": lambda n_axes: [""] * n_axes,
}


def body(n_axes: int, order: str = "sensor by sensor") -> bytes:
    """Return a body without thresholds, which the vendor's binding cannot read."""
    axes = [
        {"ix": ix, "label": label, "selected": ix % 7 == 0, "favourite": ix % 5 == 0}
        for ix, label in enumerate(ORDERS[order](n_axes))
    ]
    names = ["idle", "wave"]
    return json.dumps(
        {
            "success": True,
            "name": "Anomaly detection",
            "dependencies": {
                "classes": names,
                "blockNames": ["Spectral features"],
                "featureCount": n_axes,
                "sampleCount": 1000,
                "outputClasses": names,
            },
            "axes": axes,
            "trained": True,
            "clusterCount": 5,
            "selectedAxes": [axis["ix"] for axis in axes if axis["selected"]],
            "minimumConfidenceRating": 0.3,
            "thresholds": [],
        }
    ).encode()
