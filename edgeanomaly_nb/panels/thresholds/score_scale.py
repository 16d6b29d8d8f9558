"""The scale of the slider with scores: its ends, its ticks, and the bars of the distribution on it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ...block.thresholds import ThresholdRow, is_on_scale
from ...scores.flagging import sample_codes
from ...scores.scale import ScoreScale, scale_for
from ...scores.scores_frame import read_scores
from ...scores.threshold_for import shortest
from ...text import number_text
from .score_order import ODD, outcome_codes
from .valley import find_valley

_BARS = 60


def score_axis(scores: pd.DataFrame, row: ThresholdRow, tried: float | None = None) -> dict[str, Any]:
    """Return the scale for scores and for the numbers of a threshold.

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
    >>> score_axis(pd.DataFrame({"score": [-1.0, 1.0]}), row)["width"]
    0.0
    """
    numbers = read_scores(scores).astype(np.float64)
    finite = numbers[np.isfinite(numbers)]
    marks = [number for number in (row.number, row.suggested_value, tried) if number is not None]
    marks = [number for number in marks if is_on_scale(number)]
    scale = scale_for(finite, marks)
    ends = scale.position(np.array([*marks, *([finite.min(), finite.max()] if len(finite) else [])]))
    low, high = float(ends.min()), float(ends.max())
    margin = (high - low) * 0.03 or max(abs(low), 1.0) * 0.1
    low, high = low - margin, high + margin
    return {
        "width": 0.0 if scale.is_linear else scale.width,
        "low": low,
        "high": high,
        "bars": _bars(scores, numbers, scale, low, high),
        "ticks": _ticks(scale, low, high),
        "valley": find_valley(numbers, sample_codes(scores)),
    }


def _bars(
    scores: pd.DataFrame, numbers: np.ndarray, scale: ScoreScale, low: float, high: float
) -> list[list[float]]:
    edges = np.linspace(low, high, _BARS + 1)
    finite = np.isfinite(numbers)
    is_odd = outcome_codes(scores, len(numbers)) == ODD
    counts = [np.histogram(scale.position(numbers[finite & which]), edges)[0] for which in (~is_odd, is_odd)]
    share = np.linspace(0, 100, _BARS + 1)
    return [
        [round(float(share[at]), 3), round(float(share[at + 1]), 3), int(counts[0][at]), int(counts[1][at])]
        for at in range(_BARS)
        if counts[0][at] or counts[1][at]
    ]


def _ticks(scale: ScoreScale, low: float, high: float) -> list[list[Any]]:
    first, last = scale.score(np.array([low, high]))
    numbers = _linear_ticks(float(first), float(last)) if scale.is_linear else _log_ticks(scale, first, last)
    found: list[list[Any]] = []
    for number in numbers:
        at = (float(scale.position(np.array([number]))[0]) - low) / (high - low) * 100
        if 1 <= at <= 99 and (not found or at - found[-1][0] > 9):
            found.append(
                [round(at, 3), number_text(number) if abs(number) < 1e6 else shortest(np.float32(number))]
            )
    return found


def _linear_ticks(low: float, high: float) -> list[float]:
    rough = (high - low) / 6
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    return [float(round(n * step, 12)) for n in range(int(np.ceil(low / step)), int(high / step) + 1)]


def _log_ticks(scale: ScoreScale, low: float, high: float) -> list[float]:
    powers = 10.0 ** np.arange(
        np.floor(np.log10(scale.width)), np.ceil(np.log10(max(abs(low), abs(high)))) + 1
    )
    both = [*(-powers[::-1]), 0.0, *powers]
    return [float(number) for number in both if low <= number <= high]
