"""What the saved and the suggested number flag, as HTML without a kernel."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from ...block.thresholds import ThresholdRow, is_on_scale
from ...html import table_html
from ...scores.what_if import what_if
from ...text import counted, number_text
from ..shared.colours import ACCENT, ODD
from ..shared.star import star_path
from ..shared.wide_svg import axis_svg, wide_svg
from .score_scale import SliderScale, slider_scale
from .what_if_text import errors_text, flagged_text

_HEIGHT, _TOP, _NAME = 74, 18, 15
_WIDTH = 640  # of the image that it becomes: names that would overlap there stand above each other
_CHARACTER = 6.8


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
    >>> ">suggested 0.5</text>" in scores_html(scores, row, None, ">", 1)
    True
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
    marks = {name: number for name, number in shown.items() if is_on_scale(number)}
    picture = _picture(slider_scale(scores, row, tried), len(scores), marks)
    return f'<div style="max-width:760px;margin:0 0 20px">{picture}{table}</div>'


def _picture(scale: SliderScale, n_windows: int, marks: dict[str, float]) -> str:
    bottom = _TOP + _HEIGHT
    parts = [*_bars(scale.bars), *axis_svg(scale.ticks, bottom, ".4")]
    places = scale.axis.percent(np.array([*marks.values()])).round(2).tolist()
    for name, place in zip(marks, places, strict=True):
        parts += _mark(name, place, bottom)
    named = [f"{name} {number_text(number)}" for name, number in marks.items()]
    names, levels = _names(named, places)
    above = _NAME * (levels - 1)
    label = f"Distribution of the scores of {counted(n_windows, 'window')}; {', '.join(named)}"
    below_names = f'<svg y="{above}" overflow="visible">{"".join([*parts, *names])}</svg>'
    return wide_svg([below_names], label, bottom + 24 + above, "100%") + _key_html(scale.bars)


def _mark(name: str, place: float, bottom: int) -> list[str]:
    """Return the line of a number; the suggested one has a star, as in all pictures."""
    dash = ' stroke-dasharray="4 3"' if name == "suggested" else ""
    line = (
        f'<line x1="{place}%" x2="{place}%" y1="{_TOP - 2}" y2="{bottom}" stroke="currentColor" '
        f'stroke-width="{4 if name == "trying" else 2}"{dash}/>'
    )
    star = (
        f'<svg x="{place}%" y="{_TOP + 8}" overflow="visible"><path d="{star_path(8)}" paint-order="stroke" '
        'stroke="var(--jp-layout-color0,Canvas)" stroke-width="3"/></svg>'
    )
    return [line, star] if name == "suggested" else [line]


def _names(names: list[str], places: list[float]) -> tuple[list[str], int]:
    """Return the names of marks above their lines, and on how many levels they stand."""
    ends: list[float] = []  # of the texts, by their level
    texts = []
    for place, name in sorted(zip(places, names, strict=True)):
        anchor = "start" if place < 10 else "end" if place > 90 else "middle"
        size = _CHARACTER * len(name)
        left = place / 100 * _WIDTH - {"start": 0, "middle": size / 2, "end": size}[anchor]
        level = next((at for at, end in enumerate(ends) if end + 8 < left), len(ends))
        ends[level : level + 1] = [left + size]
        y = _TOP - 6 - _NAME * level
        texts.append(f'<text x="{place}%" y="{y}" text-anchor="{anchor}">{name}</text>')
    return texts, max(len(ends), 1)


def _key_html(bars: list[list[float]]) -> str:
    """Return what the colours are, where there are two."""
    if not any(odd for *_, odd in bars):
        return ""
    entries = [
        '<span style="margin-right:16px;white-space:nowrap"><svg width="22" height="10" aria-hidden="true">'
        f'<rect width="22" height="10" rx="2" fill="{colour}"/></svg> {text}</span>'
        for colour, text in ((ACCENT, "other windows"), (ODD, "anomalous windows"))
    ]
    return f'<div style="font-size:12px;line-height:1.45">{"".join(entries)}</div>'


def _bars(bars: list[list[float]]) -> list[str]:
    highest = max((others + odd for _, _, others, odd in bars), default=1)
    parts = []
    for left, right, others, odd in bars:
        bottom = float(_TOP + _HEIGHT)
        for count, colour in ((others, ACCENT), (odd, ODD)):
            height = max(count / highest * _HEIGHT, 1) if count else 0
            bottom -= height
            if count:
                parts.append(
                    f'<rect x="{left}%" width="{right - left:.3f}%" y="{bottom:.1f}" height="{height:.1f}" '
                    f'fill="{colour}"/>'
                )
    return parts
