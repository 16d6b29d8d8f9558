"""The results of model testing in the sample service: the scores of the testing windows, by sample."""

from __future__ import annotations

import json
from functools import cache

import numpy as np

from .blocks import block_of, find_impulse, find_sample
from .catalogue import JsonObject, Sample, read_data
from .refusal import RefusedError
from .windows import anomaly_labels, array_of, label_names, model_body

#: Samples per page, if the request has no limit.
PAGE = 100


#: The visual and the custom sample have no model to compute scores with: theirs are stored.
_STORED = ("surface", "autoencoder")


def result_page(
    project: str, impulse_ids: list[str] | None, category: str, limit: int, offset: int
) -> JsonObject:
    """Return the body of ``getClassifyJobResultPage``.

    Parameters
    ----------
    project : str
        Id of the project.
    impulse_ids : list of str, optional
        Id of the impulse; the first by default.
    category : str
        ``training`` or ``testing``.
    limit, offset : int
        Number of samples on the page, and before it.

    Raises
    ------
    RefusedError
        The impulse does not exist, or has no results.

    Examples
    --------
    >>> page = result_page("481207", None, "testing", limit=2, offset=0)
    >>> page["totalCount"], len(page["result"]), len(page["result"][0]["classifications"][0]["result"])
    (26, 2, 17)
    """
    impulse = find_impulse(project, impulse_ids)
    for block in impulse["learnBlocks"]:
        sample = find_sample(project, str(block["id"]))
        if sample and (sample.has_windows or sample.name in _STORED):
            results = _results(sample, category)
            return {"success": True, "totalCount": len(results), "result": results[offset : offset + limit]}
    raise RefusedError(f"Model testing has not been run for impulse {impulse['id']}.")


@cache
def _results(sample: Sample, category: str) -> list[JsonObject]:
    if sample.name in _STORED:
        stored = json.loads(read_data(f"{sample.name}-results.json"))["results"]
        return [_stored_result(sample, one) for one in stored] if category == "testing" else []
    origin = array_of(sample, "y", category)
    scores = _scores(sample, category)
    labels, anomalies = label_names(sample), anomaly_labels(sample)["anomalyLabels"]
    found = []
    for ident in dict.fromkeys(origin[:, 1].tolist()):
        rows = origin[:, 1] == ident
        label = labels[origin[rows][0, 0] - 1]
        outcome = "anomaly" if label in anomalies else "no anomaly"
        numbers = [float(str(score)) for score in scores[rows]]  # the shortest text of a float32
        found.append(_result(sample, ident, label, outcome, _window_scores(numbers), category))
    return found


def _stored_result(sample: Sample, stored: JsonObject) -> JsonObject:
    """Return the result of a sample; the score of an image is the mean and the maximum of its cells."""
    label = stored["label"]  # “anomaly” or “no anomaly”: labels and outcomes of this project are the same
    if "scores" in stored:
        return _result(sample, stored["sampleId"], label, label, _window_scores(stored["scores"]))
    image = {"meanScore": stored["mean"], "maxScore": stored["max"]}
    return _result(sample, stored["sampleId"], label, label, {"result": [{}], "anomalyResult": [image]})


def _result(
    sample: Sample, ident: int, label: str, outcome: str, scores: JsonObject, category: str = "testing"
) -> JsonObject:
    _, block = block_of(sample)
    described = {"id": ident, "filename": f"{label}.{ident}", "category": category, "label": label}
    classified = {
        "learnBlock": {name: block[name] for name in ("id", "name", "type")},
        **scores,
        "thresholds": json.loads(read_data(f"{sample.name}.json"))["thresholds"],
        "expectedAnomalyOutcome": outcome,
    }
    return {"sampleId": ident, "sample": described, "classifications": [classified]}


def _window_scores(numbers: list[float]) -> JsonObject:
    return {
        "result": [{"anomaly": number} for number in numbers],
        "anomalyResult": {"meanScore": sum(numbers) / len(numbers), "maxScore": max(numbers)},
    }


def _scores(sample: Sample, category: str) -> np.ndarray:
    from ...scores.model import AnomalyModel

    metadata = json.dumps(model_body(sample, "metadata"))
    gmm = json.dumps(model_body(sample, "gmm")) if sample.type == "anomaly-gmm" else None
    model = AnomalyModel.from_json(metadata, gmm=gmm)
    return model.score(array_of(sample, "x", category))["score"].to_numpy()
