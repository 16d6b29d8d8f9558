"""The frame of the service's own scores, out of the pages of test results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import numpy as np
import pandas as pd

from ..block.kinds import Kind
from ..errors import InvalidResponseError
from ..scores.origin import ANOMALY, NO_ANOMALY, origin_frame
from ..scores.scores_frame import scores_frame
from .data_schema import Classification, SampleResult, WindowScore
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
    origin: dict[str, list[Any]] = {"sample_id": [], "label": [], "outcome": []}
    for result in results:
        for found in result.classifications or ():
            if found.learn_block.id == operation.learn_id:
                windows = _window_scores(found, operation)
                scores += windows
                _add(origin, result, found, len(windows), labels)
    columns = {"score": np.array(scores, np.float64), "nearest": np.full(len(scores), -1)}
    return scores_frame(columns, origin_frame(origin, len(scores)), kind, thresholds)


def _window_scores(found: Classification, operation: Operation) -> list[float]:
    try:
        windows = msgspec.json.decode(found.result, type=list[WindowScore])
    except msgspec.ValidationError as exc:
        problem = f"The response for {operation.what} does not fit the schema of the Studio API: {exc}."
    else:
        return [np.nan if window.anomaly is None else window.anomaly for window in windows]
    raise operation.error(InvalidResponseError, problem)


def _add(
    origin: dict[str, list[Any]],
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
