"""The scale of the slider with scores: its ends, its ticks, and the bars of the distribution on it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from ...block.thresholds import ThresholdRow, is_on_scale
from ...scores.flagging import sample_codes
from ...scores.scores_frame import read_scores
from ..shared.score_axis import ScoreAxis, score_axis
from ..shared.span import Tick
from .score_order import ODD, outcome_codes
from .valley import find_valley

_BARS = 60


class SliderScale(NamedTuple):
    """The scale of the slider, its ticks in percent, and the bars of the distribution.

    A bar is a list: left and right edge in percent, other windows, anomalies.
    """

    axis: ScoreAxis
    ticks: list[Tick]
    bars: list[list[float]]


def slider_scale(scores: pd.DataFrame, row: ThresholdRow, tried: float | None = None) -> SliderScale:
    """Return the scale for scores and for the numbers of a threshold.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> row = next(threshold_rows(ea.load_sample("motion").thresholds))
    >>> slider_scale(pd.DataFrame({"score": [-1.0, 1.0]}), row).axis.scale.is_linear
    True
    """
    numbers = read_scores(scores).astype(np.float64)
    is_odd, is_finite = outcome_codes(scores, len(numbers)) == ODD, np.isfinite(numbers)
    finite = numbers[is_finite]
    marks = [number for number in (row.number, row.suggested_value, tried) if number is not None]
    axis = score_axis(finite, [number for number in marks if is_on_scale(number)])
    ticks = [tick for tick in axis.ticks() if 1 <= tick.place <= 99]
    return SliderScale(axis, ticks, _bars(finite, is_odd[is_finite], axis))


def slider_axis(scores: pd.DataFrame, row: ThresholdRow, tried: float | None = None) -> dict[str, object]:
    """Return that scale for the page, and the valley of the distribution.

    Returns
    -------
    dict
        ``width`` of `ScoreScale` (0 if linear), ``low`` and ``high`` as positions on it, ``bars``: [left,
        right, other windows, anomalies] with edges in percent, ``ticks``: [percent, text], ``valley``: [low,
        high] as scores, or None.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> row = next(threshold_rows(ea.load_sample("motion").thresholds))
    >>> slider_axis(pd.DataFrame({"score": [-1.0, 1.0]}), row)["width"]
    0.0
    """
    axis, ticks, bars = slider_scale(scores, row, tried)
    low, high = axis.scale.position(np.array([axis.low, axis.high])).tolist()
    return {
        "width": 0.0 if axis.scale.is_linear else axis.scale.width,
        "low": low,
        "high": high,
        "bars": bars,
        "ticks": [list(tick) for tick in ticks],
        "valley": find_valley(read_scores(scores), sample_codes(scores)),
    }


def _bars(finite: np.ndarray, is_odd: np.ndarray, axis: ScoreAxis) -> list[list[float]]:
    places, edges = axis.percent(finite), np.linspace(0, 100, _BARS + 1)
    counts = [np.histogram(places[which], edges)[0].tolist() for which in (~is_odd, is_odd)]
    bars = zip(edges[:-1].round(3).tolist(), edges[1:].round(3).tolist(), *counts, strict=True)
    return [list(bar) for bar in bars if any(bar[2:])]
