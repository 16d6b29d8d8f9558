"""The results of model testing in the sample service: the scores of the testing windows, by sample."""

from __future__ import annotations

import json
from functools import cache

import numpy as np

from .blocks import find_block, find_impulse, sample_with_windows
from .catalogue import JsonObject, Sample
from .refusal import RefusedError
from .windows import anomaly_labels, array_of, label_names, model_body

#: Samples per page, if the request has no limit.
PAGE = 100


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
    sample = sample_with_windows(project, impulse)
    if sample is None:
        raise RefusedError(f"Model testing has not been run for impulse {impulse['id']}.")
    results = _results(sample, category)
    return {"success": True, "totalCount": len(results), "result": results[offset : offset + limit]}


@cache
def _results(sample: Sample, category: str) -> list[JsonObject]:
    origin = array_of(sample, "y", category)
    scores = _scores(sample, category)
    labels, anomalies = label_names(sample), anomaly_labels(sample)["anomalyLabels"]
    found = []
    for ident in dict.fromkeys(origin[:, 1].tolist()):
        rows = origin[:, 1] == ident
        label = labels[origin[rows][0, 0] - 1]
        described = {"id": ident, "filename": f"{label}.{ident}", "category": category, "label": label}
        outcome = "anomaly" if label in anomalies else "no anomaly"
        classified = _classification(sample, scores[rows]) | {"expectedAnomalyOutcome": outcome}
        found.append({"sampleId": ident, "sample": described, "classifications": [classified]})
    return found


def _scores(sample: Sample, category: str) -> np.ndarray:
    from ...scores.model import AnomalyModel

    metadata = json.dumps(model_body(sample, "metadata"))
    gmm = json.dumps(model_body(sample, "gmm")) if sample.type == "anomaly-gmm" else None
    model = AnomalyModel.from_json(metadata, gmm=gmm)
    return model.score(array_of(sample, "x", category))["score"].to_numpy()


def _classification(sample: Sample, scores: np.ndarray) -> JsonObject:
    _, block = find_block(str(sample.project_id), "learnBlocks", str(sample.learn_id))
    numbers = [float(str(score)) for score in scores]  # the shortest text of a float32
    return {
        "learnBlock": {name: block[name] for name in ("id", "name", "type")},
        "result": [{"anomaly": number} for number in numbers],
        "anomalyResult": {"meanScore": sum(numbers) / len(numbers), "maxScore": max(numbers)},
        "thresholds": model_body(sample, "metadata")["thresholds"],
    }
