"""What the saved and the suggested number flag, as HTML without a kernel."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from ...block.thresholds import ThresholdRow
from ...html import table_html
from ...scores.scale import ScoreScale
from ...scores.what_if import what_if
from ...text import counted, number_text
from .score_scale import slider_axis
from .what_if_text import errors_text, flagged_text

_HEIGHT, _TOP = 74, 18
_ACCENT, _ODD = "#2f7bd9", "#e0762f"


def scores_html(
    scores: pd.DataFrame, row: ThresholdRow, tried: float | None, rule: str, in_a_row: int
) -> str:
    """Return the distribution of scores, and a table of what numbers flag.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> scores = ea.load_sample_model("motion").score(ea.load_sample_windows("motion", "testing"))
    >>> row = next(threshold_rows(ea.load_sample("motion").thresholds))
    >>> scores_html(scores, row, None, ">", 1).count("<svg")
    1
    """
    numbers = {"trying": tried, "saved": row.number, "suggested": row.suggested_value}
    shown = {
        name: number for name, number in numbers.items() if number is not None and not math.isnan(number)
    }
    flagged = what_if(scores, list(shown.values()), rule=rule, in_a_row=in_a_row)
    rows = [
        [name, number_text(number), flagged_text(found), errors_text(found)]
        for (name, number), (_, found) in zip(shown.items(), flagged.iterrows(), strict=True)
    ]
    table = table_html(["which", "threshold", "flagged windows", "false alarms and misses"], rows)
    picture = _picture(scores, row, tried, shown)
    return f'<div style="max-width:760px;margin:0 0 20px">{picture}{table}</div>'


def _picture(scores: pd.DataFrame, row: ThresholdRow, tried: float | None, marks: dict[str, float]) -> str:
    axis = slider_axis(scores, row, tried)
    scale = ScoreScale(axis["width"] or math.inf)
    bottom = _TOP + _HEIGHT
    parts = _bars(axis["bars"])
    parts.append(f'<line x1="0" x2="100%" y1="{bottom}" y2="{bottom}" stroke="currentColor" opacity=".4"/>')
    parts += [
        f'<text x="{at}%" y="{bottom + 16}" text-anchor="middle" font-size="11">{text}</text>'
        for at, text in axis["ticks"]
    ]
    for name, number in marks.items():
        at = float((scale.position(np.array(number)) - axis["low"]) / (axis["high"] - axis["low"])) * 100
        dash = ' stroke-dasharray="4 3"' if name == "suggested" else ""
        parts.append(
            f'<line x1="{at:.2f}%" x2="{at:.2f}%" y1="{_TOP - 4}" y2="{bottom}" stroke="currentColor" '
            f'stroke-width="{3 if name == "trying" else 2}"{dash}/>'
        )
    label = f"Distribution of the scores of {counted(len(scores), 'window')}"
    return (
        f'<svg role="img" aria-label="{label}" xmlns="http://www.w3.org/2000/svg" width="100%" '
        f'height="{bottom + 24}" fill="currentColor" direction="ltr" font-size="12px" '
        f'style="display:block;max-width:100%">{"".join(parts)}</svg>'
    )


def _bars(bars: list[list[float]]) -> list[str]:
    highest = max((others + odd for _, _, others, odd in bars), default=1)
    parts = []
    for left, right, others, odd in bars:
        bottom = float(_TOP + _HEIGHT)
        for count, colour in ((others, _ACCENT), (odd, _ODD)):
            height = max(count / highest * _HEIGHT, 1) if count else 0
            bottom -= height
            if count:
                parts.append(
                    f'<rect x="{left}%" width="{right - left:.3f}%" y="{bottom:.1f}" height="{height:.1f}" '
                    f'fill="{colour}"/>'
                )
    return parts
