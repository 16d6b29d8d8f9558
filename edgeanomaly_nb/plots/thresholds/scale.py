"""A scale of scores and what stands on it: headings in words, marks and their names."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any

from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...block.thresholds import is_on_scale
from ...text import number_text, one_line
from ..style import ACCENT, FAINT, LINE_PT, LITERAL, TEXT_PT, TINT, TITLE_PT, bare, ink_of, size_pt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

SCORE_LABEL = "anomaly score (no unit)"
FLAGGED_LABEL = f"{SCORE_LABEL}; scores above the threshold are flagged"
SCALE_PT, SCALE_FOOT_PT = 50.0, 34.0
CIRCLE_PT, DIAMOND_PT = 9.0, 11.0  # with both at one place, the circle lies inside the diamond

_BETWEEN_PT = 16.0  # from one threshold to the next


def head_pt(words: str, width: float) -> float:
    """Give the height of what `draw_heading` writes, in points.

    Examples
    --------
    >>> head_pt("short", 500), head_pt("long " * 40, 500)
    (35.0, 60.0)
    """
    return TITLE_PT + 12 + LINE_PT * len(_wrapped(words, width))


def stacked(
    heights: Iterable[tuple[float, float, float]], stretch: float = 1.0
) -> tuple[list[tuple[float, float]], float]:
    """Place pictures one below the other: top and height of each, and the height of all, in points.

    Parameters
    ----------
    heights : iterable of (float, float, float)
        Of each, what it needs above its axes, for them and below them, as `heights_pt` gives it.
    stretch : float
        What to multiply the heights of the axes by.

    Examples
    --------
    >>> stacked([(35, 50, 34), (35, 50, 34)])
    ([(35.0, 50.0), (170.0, 50.0)], 254.0)
    """
    places, y = [], 0.0
    for head, body, foot in heights:
        places.append((y + head, body * stretch))
        y += head + body * stretch + foot + _BETWEEN_PT
    return places, max(y - _BETWEEN_PT, 0.0)


def draw_heading(ax: Axes, title: str, words: str) -> None:
    """Write a title and a line or more of words above axes that are bared for it.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(6, 2).subplots()
    >>> draw_heading(ax, "Score", "0.3 (no suggestion)")
    >>> ax.get_title(loc="left"), ax.texts[0].get_text()
    ('Score', '0.3 (no suggestion)')
    """
    bare(ax)
    ax.set_xticks([])
    ax.set_yticks([])
    lines = _wrapped(words, size_pt(ax)[0])
    above = 8 + LINE_PT * len(lines)
    look: dict[str, Any] = {"size": TITLE_PT, "weight": "bold", "color": ink_of(ax), **LITERAL}
    ax.set_title(title, loc="left", y=1, pad=above, **look)
    for down, line in enumerate(lines, start=1):
        write(ax, line, (0, 1), (0, above - 3 - LINE_PT * down), va="bottom", on="axes fraction")


def draw_scale(ax: Axes, points: Iterable[float], *, flagged_above: float | None) -> None:
    """Draw a scale of scores with room for all points, shaded where they are flagged.

    Without `flagged_above` it is not known what is flagged, and nothing is said about it.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(6, 2).subplots()
    >>> draw_scale(ax, [0.3, 0.5], flagged_above=0.3)
    >>> [text.get_text() for text in ax.texts]
    ['flagged →']
    """
    ink = ink_of(ax)
    shown = [point for point in points if is_on_scale(point)]
    low, high = _span(shown, room=min(max(0.16, 62 / size_pt(ax)[0]), 0.35))
    ax.set_xlim(low, high)
    ax.set_ylim(0, 1)
    if flagged_above is not None and is_on_scale(flagged_above):
        ax.axvspan(flagged_above, high, facecolor=ACCENT, alpha=TINT, linewidth=0)
        write(ax, "flagged →", (high, 0.5), (-6, 0), ha="right")
    ax.spines["bottom"].set(visible=True, color=ink, alpha=FAINT)
    ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: _tick(x, high - low)))
    ax.tick_params(axis="x", length=3, pad=3)
    label = SCORE_LABEL if flagged_above is None else FLAGGED_LABEL
    ax.set_xlabel(label, size=TEXT_PT, color=ink, labelpad=4, loc="left")


def draw_open_mark(ax: Axes, x: float, marker: str, label: str) -> None:
    """Draw an outlined circle (``"o"``) or diamond (``"D"``) on the line of a scale.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(6, 2).subplots()
    >>> draw_open_mark(ax, 0.5, "D", "suggested")
    >>> ax.lines[0].get_label()
    'suggested'
    """
    size = DIAMOND_PT if marker == "D" else CIRCLE_PT
    (mark,) = ax.plot([x], [0.5], marker=marker, markersize=size, linestyle="", label=label)
    mark.set(markerfacecolor="none", markeredgecolor=ink_of(ax), markeredgewidth=1.5)


def name_mark(ax: Axes, x: float, words: str, *, below: bool) -> None:
    """Write above or below a mark, leaning inwards where it is near an end of the scale.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(6, 2).subplots()
    >>> name_mark(ax, 0.01, "threshold 0.01", below=False)
    >>> ax.texts[0].get_ha()
    'left'
    """
    low, high = ax.get_xlim()
    share = (x - low) / (high - low)
    ha = "left" if share < 0.12 else "right" if share > 0.88 else "center"
    offset = {"left": -6, "right": 6, "center": 0}[ha], -10 if below else 9
    write(ax, words, (x, 0.5), offset, ha=ha, va="top" if below else "bottom", bold=not below)


def write(
    ax: Axes,
    words: str,
    at: tuple[float, float],
    offset: tuple[float, float],
    *,
    ha: str = "left",
    va: str = "center_baseline",
    on: str = "data",
    bold: bool = False,
) -> None:
    """Write one line near a place, `offset` points from it.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(6, 2).subplots()
    >>> write(ax, "a $", (0.5, 0.5), (0, 0))
    >>> ax.texts[0].get_text()
    'a $'
    """
    text = ax.annotate(words, at, xycoords=on, xytext=offset, textcoords="offset points")
    text.set(ha=ha, va=va, size=TEXT_PT, weight="bold" if bold else "normal", color=ink_of(ax), **LITERAL)


def _span(points: Sequence[float], room: float) -> tuple[float, float]:
    """Choose a scale that shows all points apart; from 0 unless that pushes them together.

    `room` is the share of the scale that stays free on its right, for words.
    """
    low, high = min(points), max(points)
    size = max(abs(low), abs(high))
    if math.isclose(low, high):
        low, high = min(2 * low, 0.0), max(2 * high, 0.0 if size else 1.0)
    elif high - low >= 0.05 * size:
        low, high = min(low, 0.0), max(high, 0.0)
    else:
        around = max(high - low, 0.02 * size)  # any closer, and ticks of four digits would be alike
        low, high = low - around, high + around
    inner = high - low
    return low - (0.18 if low else 0.03) * inner, high + room / (1 - room) * inner


def _tick(x: float, span: float) -> str:
    return number_text(0.0 if abs(x) < 1e-9 * span else x)


def _wrapped(words: str, width: float) -> list[str]:
    characters = max(20, int(width / (0.58 * TEXT_PT)))
    return textwrap.wrap(one_line(words, 240), characters, max_lines=3, placeholder=" …")
