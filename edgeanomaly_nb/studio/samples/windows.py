"""The responses of the sample service with trained models, windows and test results."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from .catalogue import SAMPLES, Sample, read_data

CATEGORIES = ("training", "testing")


class NoDataError(LookupError):
    """The samples do not have this; the argument is the message of the service."""


def find_sample(project: str, **ids: str) -> Sample:
    """Return the sample with windows of a learn block (``learn``) or a processing block (``dsp``).

    Examples
    --------
    >>> find_sample("481207", learn="4").name
    'motion'
    """
    for sample in SAMPLES.values():
        if sample.has_windows and str(sample.project_id) == project:
            known = {"learn": sample.learn_id, "dsp": _dsp_blocks(sample)[0]["id"]}
            if all(str(known[name]) == ident for name, ident in ids.items()):
                return sample
    raise NoDataError("No trained model and no windows here: motion, one-class and fan have them.")


@cache
def _impulse(sample: Sample) -> dict[str, Any]:
    impulses = json.loads(read_data(f"impulses-{sample.project_id}.json"))["impulses"]
    return next(
        impulse
        for impulse in impulses
        if sample.learn_id in [block["id"] for block in impulse["learnBlocks"]]
    )


def _dsp_blocks(sample: Sample) -> list[dict[str, Any]]:
    return list(_impulse(sample)["dspBlocks"])


@cache
def _project(sample: Sample) -> dict[str, Any]:
    projects = json.loads(read_data("projects.json"))["projects"]
    return next(project for project in projects if project["id"] == sample.project_id)


@cache
def arrays(name: str) -> Mapping[str, np.ndarray]:
    """Return the arrays of a sample: ``x_`` (features) and ``y_`` (origin) of each category."""
    with np.load(io.BytesIO(read_data(f"{name}-windows.npz")), allow_pickle=False) as found:
        return {key: found[key] for key in found.files}


def array_of(sample: Sample, kind: str, category: str) -> np.ndarray:
    """Return the features (``x``) or the origin (``y``) of one category.

    Examples
    --------
    >>> array_of(SAMPLES["motion"], "x", "testing").shape[1]
    33
    """
    if category not in CATEGORIES:
        raise NoDataError(f"No {category} data.")
    return arrays(sample.name)[f"{kind}_{category}"]


def npy(array: np.ndarray) -> bytes:
    """Return an array as npy.

    Examples
    --------
    >>> npy(np.zeros(1))[1:6]
    b'NUMPY'
    """
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


def label_names(sample: Sample) -> list[str]:
    """Return the labels of the project, in the order of their numbers in the origin.

    Examples
    --------
    >>> label_names(SAMPLES["one-class"])
    ['normal', 'valve leak']
    """
    labels = _project(sample)["anomalyLabelsConfig"]
    return [*labels["noAnomalyLabels"], *labels["anomalyLabels"]]


def model_body(sample: Sample, part: str) -> bytes:
    """Return the body of ``getAnomalyMetadata`` (``metadata``) or ``getGmmMetadata`` (``gmm``)."""
    bodies = json.loads(read_data(f"{sample.name}-model.json"))
    if part not in bodies:
        raise NoDataError("Not a GMM block.")
    return json.dumps(bodies[part]).encode()


def dsp_metadata(sample: Sample, category: str) -> dict[str, Any]:
    """Return the body of ``getDspMetadata``."""
    features, origin = (array_of(sample, kind, category) for kind in "xy")
    idents, counts = np.unique(origin[:, 1], return_counts=True)
    window = _impulse(sample)["inputBlocks"][0]
    return {
        "success": True,
        "dspConfig": "{}",
        "windowCount": len(features),
        "featureCount": features.shape[1],
        "windowSizeMs": window["windowSizeMs"],
        "windowIncreaseMs": window["windowIncreaseMs"],
        "frequency": window["frequencyHz"],
        "labels": label_names(sample),
        "includedSamples": [
            {"id": ident, "windowCount": count}
            for ident, count in zip(idents.tolist(), counts.tolist(), strict=True)
        ],
    }


def result_page(samples: Sequence[Sample], category: str, limit: int, offset: int) -> dict[str, Any]:
    """Return the body of ``getClassifyJobResultPage``: the scores that the models give to the windows."""
    results = [result for sample in samples for result in _results(sample, category)]
    return {"success": True, "totalCount": len(results), "result": results[offset : offset + limit]}


def _results(sample: Sample, category: str) -> list[dict[str, Any]]:
    from ...scores.model import AnomalyModel

    bodies = json.loads(read_data(f"{sample.name}-model.json"))
    gmm = json.dumps(bodies["gmm"]) if "gmm" in bodies else None
    model = AnomalyModel.from_json(json.dumps(bodies["metadata"]), gmm=gmm)
    origin = array_of(sample, "y", category)
    scores = model.score(array_of(sample, "x", category))["score"].to_numpy()
    return [_result(sample, ident, origin, scores) for ident in np.unique(origin[:, 1]).tolist()]


def _result(sample: Sample, ident: int, origin: np.ndarray, scores: np.ndarray) -> dict[str, Any]:
    rows = origin[:, 1] == ident
    label = label_names(sample)[origin[rows][0, 0] - 1]
    of_windows = [float(str(score)) for score in scores[rows]]
    block = next(block for block in _impulse(sample)["learnBlocks"] if block["id"] == sample.learn_id)
    is_anomaly = label in _project(sample)["anomalyLabelsConfig"]["anomalyLabels"]
    classification = {
        "learnBlock": block,
        "result": [{"anomaly": score} for score in of_windows],
        "anomalyResult": {"meanScore": sum(of_windows) / len(of_windows), "maxScore": max(of_windows)},
        "expectedAnomalyOutcome": "anomaly" if is_anomaly else "no anomaly",
    }
    described = {"id": ident, "filename": f"{label}.{ident}", "label": label}
    return {"sampleId": ident, "sample": described, "classifications": [classification]}
