"""The frame of the service's own scores, out of the pages of test results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
import numpy as np
import pandas as pd

from ..block.kinds import Kind
from ..errors import InvalidResponseError
from ..scores.origin import ANOMALY, NO_ANOMALY, origin_frame
from ..scores.scores_frame import scores_frame
from .data_schema import Classification, ImageScore, SampleResult, WindowScore
from .http.transport import Operation


def results_frame(
    results: Iterable[SampleResult],
    operation: Operation,
    kind: Kind,
    thresholds: pd.DataFrame,
    labels: Mapping[str, tuple[str, ...]],
) -> pd.DataFrame:
    """Return one row per window that a block scored; `StudioClient.get_test_scores` describes it.

    Parameters
    ----------
    results : iterable of SampleResult
        The results of all pages.
    operation : Operation
        The operation, with the id of the block.
    kind : Kind
        Of the block.
    thresholds : DataFrame
        As `AnomalyConfig.thresholds`.
    labels : mapping
        As `edgeanomaly_nb.studio.windows_data.outcome_labels` returns it.
    """
    scores: list[float] = []
    method = _aggregation_method(thresholds)
    origin: dict[str, list[object]] = {"sample_id": [], "label": [], "outcome": []}
    for result in results:
        for found in result.classifications or ():
            if found.learn_block.id == operation.learn_id:
                windows = _window_scores(found, operation, method)
                scores += windows
                _add(origin, result, found, len(windows), labels)
    columns = {"score": np.array(scores, np.float64), "nearest": np.full(len(scores), -1)}
    return scores_frame(columns, origin_frame(origin, len(scores)), kind, thresholds)


def _window_scores(found: Classification, operation: Operation, method: str | None) -> list[float]:
    try:
        windows = msgspec.json.decode(found.result, type=list[WindowScore])
        images = _image_scores(found.anomaly_result)
    except msgspec.ValidationError as exc:
        problem = f"The response for {operation.what} does not fit the schema of the Studio API: {exc}."
    else:
        scores = [window.anomaly for window in windows] or [None] * len(images)
        if len(images) == len(scores):
            pairs = zip(scores, images, strict=True)
            scores = [_image_score(image, method) if score is None else score for score, image in pairs]
        return [np.nan if score is None else score for score in scores]
    raise operation.error(InvalidResponseError, problem)


def _image_scores(sent: msgspec.Raw) -> list[ImageScore]:
    found = msgspec.json.decode(sent, type=list[ImageScore] | ImageScore | None) or []
    return found if isinstance(found, list) else [found]


def _image_score(image: ImageScore, method: str | None) -> float | None:
    """Return the score of an image, for which the service aggregates the scores of its cells."""
    if method is not None:
        return {"max": image.max_score, "mean": image.mean_score}.get(method)
    return (
        image.mean_score if image.max_score is None else image.max_score if image.mean_score is None else None
    )


def _aggregation_method(thresholds: pd.DataFrame) -> str | None:
    """Return how the scores of the cells of an image become one score, as the block is set up."""
    found = thresholds.loc[thresholds.index == "anomaly_scoring_aggregation_method", "value"]
    return str(found.iloc[0]) if len(found) else None


def _add(
    origin: dict[str, list[object]],
    result: SampleResult,
    found: Classification,
    n_windows: int,
    labels: Mapping[str, tuple[str, ...]],
) -> None:
    label = result.sample.label if result.sample else None
    outcome = found.expected_anomaly_outcome
    if outcome not in (ANOMALY, NO_ANOMALY):  # another spelling: the label decides
        outcome = next((of for of, name in _OUTCOMES if label in labels[name]), None)
    row = {"sample_id": result.sample_id, "label": label, "outcome": outcome}
    for name, value in row.items():
        origin[name] += [value] * n_windows


_OUTCOMES = ((ANOMALY, "anomaly_labels"), (NO_ANOMALY, "no_anomaly_labels"))
