"""The frame of scores: one row per window, for scores of a model and for those of the service."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..block.kinds import Kind
from ..block.thresholds import score_threshold

if TYPE_CHECKING:
    from pandas.api.extensions import ExtensionArray


def scores_frame(
    columns: Mapping[str, np.ndarray], origin: pd.DataFrame, kind: Kind, thresholds: pd.DataFrame
) -> pd.DataFrame:
    """Return the frame of scores; `AnomalyModel.score` describes it.

    Parameters
    ----------
    columns : mapping of str to ndarray
        ``score``, ``nearest`` (-1 if none), and others.
    origin : DataFrame
        As `Windows.origin`.
    kind : Kind
        Of the block.
    thresholds : DataFrame
        As `AnomalyConfig.thresholds`.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.kinds import K_MEANS
    >>> from edgeanomaly_nb.scores.origin import origin_frame
    >>> numbers = {"score": np.float32([0.5]), "nearest": np.array([-1])}
    >>> scores_frame(numbers, origin_frame({}, 1), K_MEANS, ea.load_sample("motion").thresholds).attrs
    {'block_type': 'anomaly', 'threshold': 0.3, 'suggestion': 0.5}
    """
    own: dict[str, np.ndarray | ExtensionArray] = dict(columns)
    if (nearest := columns.get("nearest")) is not None:
        own["nearest"] = pd.arrays.IntegerArray(nearest, nearest < 0)
    frame = pd.DataFrame(own | {name: origin[name].array for name in origin}, copy=False)
    frame.index = pd.RangeIndex(len(frame), name="window")
    frame.attrs.update(block_type=kind.type, **threshold_attrs(thresholds))
    return frame


def threshold_attrs(thresholds: pd.DataFrame) -> dict[str, float | None]:
    """Return the threshold of the score and its suggestion; None where there is none.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> threshold_attrs(ea.load_sample("spectral").thresholds)
    {'threshold': 0.3, 'suggestion': None}
    """
    row = score_threshold(thresholds)
    if row is None:
        return {"threshold": None, "suggestion": None}
    suggested = None if math.isnan(row.suggested_value) else float(row.suggested_value)
    return {"threshold": float(row.number), "suggestion": suggested}


def known_thresholds(attrs: Mapping[Any, Any]) -> dict[str, float]:
    """Return those of ``threshold`` and ``suggestion`` that are numbers, of the ``attrs`` of a frame.

    Examples
    --------
    >>> known_thresholds({"block_type": "anomaly", "threshold": 0.3, "suggestion": None})
    {'threshold': 0.3}
    """
    found = {name: attrs.get(name) for name in ("threshold", "suggestion")}
    return {name: float(number) for name, number in found.items() if not pd.isna(number)}


def as_frame(scores: object) -> pd.DataFrame:
    """Return a frame of scores; of a list, with the scores alone.

    Examples
    --------
    >>> as_frame([0.5])["score"].tolist()
    [0.5]
    """
    numbers = read_scores(scores)
    return scores if isinstance(scores, pd.DataFrame) else pd.DataFrame({"score": numbers})


def read_scores(scores: object) -> np.ndarray:
    """Return the scores in a frame, a Series or an array, in one dimension.

    Examples
    --------
    >>> read_scores([0.5, None])
    array([0.5, nan])
    """
    if isinstance(scores, pd.DataFrame):
        if "score" not in scores:
            raise ValueError("This frame has no column score: pass the frame that model.score returns.")
        scores = scores["score"]
    if isinstance(scores, pd.Series):
        is_float = scores.dtype in (np.float32, np.float64)
        return scores.to_numpy() if is_float else scores.to_numpy(dtype=np.float64, na_value=np.nan)
    array = np.empty(0, dtype=object)
    with suppress(TypeError, ValueError):  # not numbers, or not alike
        array = np.asarray(scores)
        array = array.astype(np.float64) if array.dtype == object else array
    if array.ndim != 1 or array.dtype.kind not in "fiub":
        raise TypeError("scores must be a frame that model.score returns, or a list of numbers.")
    return array if array.dtype in (np.float32, np.float64) else array.astype(np.float64)
