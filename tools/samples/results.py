"""The results of model testing of the visual and the custom sample: scores from a seeded generator."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.samples.project import Impulse, Json, Project

#: Of each: where the scores of normal samples are, and how many times higher those of anomalies.
_TYPICAL = {"surface": (18.0, 2.6), "autoencoder": (0.06, 2.0)}
_SPREAD = 0.28  # of the logarithm


def results_body(project: Project, impulse: Impulse) -> Json | None:
    """Return the scores of the testing samples; None for a sample that has none, or has windows."""
    if impulse.sample not in _TYPICAL:
        return None
    # The methods of random.Random, unlike those of numpy's generators, are the same in every version.
    numbers = random.Random(f"{project.id} {impulse.sample}")  # not a secret
    labels = [project.classes[0]] * project.recordings + [project.anomaly] * project.anomaly_recordings
    first_id = project.id * 100 + 50
    results = [
        {"sampleId": first_id + at, "label": label, **_scores(numbers, project, impulse, label)}
        for at, label in enumerate(labels)
    ]
    return {"results": results}


def _scores(numbers: random.Random, project: Project, impulse: Impulse, label: str) -> Json:
    typical, factor = _TYPICAL[impulse.sample]
    center = math.log(typical * (factor if label == project.anomaly else 1))

    def draw() -> float:
        return float(f"{math.exp(numbers.gauss(center, _SPREAD)):.4g}")

    if impulse.images:
        highest = draw()
        return {"mean": float(f"{highest * numbers.uniform(0.25, 0.4):.4g}"), "max": highest}
    return {"scores": [draw() for _ in project.window_starts_ms]}
