"""A scale of scores, the heading above it, and the marks on it with their names."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...block.thresholds import is_on_scale
from ...text import number_text, one_line
from .. import style
from ..style import ACCENT, LINE_PT, TEXT_PT, ink_of, room_pt, size_pt

SCORE_LABEL = "anomaly score (no unit)"
FLAGGED_LABEL = f"{SCORE_LABEL}; scores above the threshold are flagged"
CIRCLE_PT, DIAMOND_PT = 9.0, 11.0  # at the same place, the circle is inside the diamond

_SCALE_PT, _BELOW_SCALE_PT = 50.0, 34.0
_BETWEEN_PT = 16.0  # from one threshold to the next


class Heights(NamedTuple):
    """The space that a picture needs above its axes, for them and below them, in points."""

    above: float
    axes: float
    below: float


def scale_heights(text: str, width: float) -> Heights:
    """Return the heights of a scale under a heading with this text, at a width in points."""
    return Heights(heading_pt(text, width), _SCALE_PT, _BELOW_SCALE_PT)


def text_heights(text: str, width: float, axes: float = 1.0) -> Heights:
    """Return the heights of a heading with this text, and of axes without a scale."""
    return Heights(heading_pt(text, width), axes, 0.0)


def heading_pt(text: str, width: float) -> float:
    """Return the height of what `draw_heading` writes, in points.

    Examples
    --------
    >>> heading_pt("short", 500), heading_pt("long " * 40, 500)
    (35.0, 60.0)
    """
    return style.TITLE_PT + 12 + LINE_PT * len(_wrapped(text, width))


def stacked(heights: Iterable[Heights], stretch: float = 1.0) -> tuple[list[tuple[float, float]], float]:
    """Place pictures one below the other: top and height of the axes of each, and the height of all.

    Parameters
    ----------
    heights : iterable of Heights
        The space that each picture needs.
    stretch : float
        A factor for the heights of the axes.

    Examples
    --------
    >>> stacked([Heights(35, 50, 34), Heights(35, 50, 34)])
    ([(35.0, 50.0), (170.0, 50.0)], 254.0)
    """
    places, y = [], 0.0
    for above, axes, below in heights:
        places.append((y + above, axes * stretch))
        y += above + axes * stretch + below + _BETWEEN_PT
    return places, max(y - _BETWEEN_PT, 0.0)


def draw_heading(ax: Axes, title: str, text: str) -> None:
    """Write a title and some text above the axes, and remove the decorations of the axes.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(6, 2).subplots()
    >>> draw_heading(ax, "Score", "0.3 (no suggestion)")
    >>> ax.get_title(loc="left"), ax.texts[0].get_text()
    ('Score', '0.3 (no suggestion)')
    """
    style.remove_decorations(ax)
    ax.set_xticks([])
    ax.set_yticks([])
    lines = _wrapped(text, size_pt(ax)[0])
    above = 8 + LINE_PT * len(lines)
    style.draw_title(ax, one_line(title, style.title_characters(room_pt(ax))), above)
    for down, line in enumerate(lines, start=1):
        write(ax, line, (0, 1), (0, above - 3 - LINE_PT * down), va="bottom", on="axes fraction")


def draw_scale(ax: Axes, points: Iterable[float], *, flagged_above: float | None) -> None:
    """Draw a scale of scores with space for all points, shaded where scores are flagged.

    Without `flagged_above` it is not known what is flagged, so nothing is shaded.

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
        ax.axvspan(flagged_above, high, facecolor=ACCENT, alpha=style.TINT, linewidth=0)
        write(ax, "flagged →", (high, 0.5), (-6, 0), ha="right")
    ax.spines["bottom"].set(visible=True, color=ink, alpha=style.FAINT)
    ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: _tick(x, high - low)))
    ax.tick_params(axis="x", length=3, pad=3)
    is_long = flagged_above is not None and style.width_pt([FLAGGED_LABEL]) <= room_pt(ax)
    label = FLAGGED_LABEL if is_long else SCORE_LABEL
    ax.set_xlabel(label, size=TEXT_PT, color=ink, labelpad=4, loc="left")


def draw_filled_mark(ax: Axes, x: float, label: str) -> None:
    """Draw a filled circle on the line of a scale.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(6, 2).subplots()
    >>> draw_filled_mark(ax, 0.3, "threshold")
    >>> ax.lines[0].get_label()
    'threshold'
    """
    ax.plot([x], [0.5], marker="o", markersize=CIRCLE_PT, color=ACCENT, linestyle="", label=label)


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


def name_mark(ax: Axes, x: float, text: str, *, below: bool) -> None:
    """Write text above or below a mark, shifted inwards where it is near an end of the scale.

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
    write(ax, text, (x, 0.5), offset, ha=ha, va="top" if below else "bottom", bold=not below)


def write(
    ax: Axes,
    text: str,
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
    line = ax.annotate(text, at, xycoords=on, xytext=offset, textcoords="offset points")
    weight = "bold" if bold else "normal"
    line.set(ha=ha, va=va, size=TEXT_PT, weight=weight, color=ink_of(ax), **style.LITERAL)


def _span(points: Sequence[float], room: float) -> tuple[float, float]:
    """Return the ends of a scale that shows all points apart; it includes 0 unless the points would touch.

    `room` is the share of the scale that stays free on its right, for text.
    """
    low, high = min(points), max(points)
    size = max(abs(low), abs(high))
    if math.isclose(low, high):
        low, high = min(2 * low, 0.0), max(2 * high, 0.0 if size else 1.0)
    elif high - low >= 0.05 * size:
        low, high = min(low, 0.0), max(high, 0.0)
    else:
        around = max(high - low, 0.02 * size)  # with less, ticks of four digits would be equal
        low, high = low - around, high + around
    inner = high - low
    return low - (0.18 if low else 0.03) * inner, high + room / (1 - room) * inner


def _tick(x: float, span: float) -> str:
    return number_text(0.0 if abs(x) < 1e-9 * span else x)


def _wrapped(text: str, width: float) -> list[str]:
    characters = max(20, int(width / (0.58 * TEXT_PT)))
    return textwrap.wrap(one_line(text, 240), characters, max_lines=3, placeholder=" …")
