"""Bodies of getAnomaly of any size, labelled like a spectral block's."""

from __future__ import annotations

import json

FEATURES = ["RMS", "Skewness", "Kurtosis", "Spectral Skewness", "Spectral Kurtosis"]
FEATURES += [f"Spectral Power {(n - 0.5) * 1.95:.2f} - {(n + 0.5) * 1.95:.2f} Hz" for n in range(1, 9)]


def body(n_axes: int) -> bytes:
    """Make a body without thresholds, which the vendor's binding cannot read."""
    axes = [
        {
            "ix": ix,
            "label": f"ch{ix // len(FEATURES)} {FEATURES[ix % len(FEATURES)]}",
            "selected": ix % 7 == 0,
            "favourite": ix % 5 == 0,
        }
        for ix in range(n_axes)
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
