"""A scale of scores, and the marks on it with their names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...block.thresholds import is_on_scale
from ...text import number_text
from .. import style
from ..measure import text_width
from ..style import ACCENT, TEXT_PT, ink_of, size_pt
from ..ticks import keep_ticks_apart

SCORE_LABEL = "anomaly score (no unit)"
FLAGGED_LABEL = f"{SCORE_LABEL}; scores above the threshold are flagged"
CIRCLE_PT, STAR_PT = 9.0, 13.0
ON_STAR_PT, IN_CIRCLE_PT = 13.0, 9.0  # a circle and a star at one place: the star is inside the circle
_NEAR_PT = 4.0  # marks this near are at one place

_FLAGGED = "flagged →"


def draw_scale(ax: Axes, points: Iterable[float], *, flagged_above: float | None, names: bool = True) -> None:
    """Draw a scale of scores with space for all points, shaded where scores are flagged.

    Without `flagged_above` it is not known what is flagged, so nothing is shaded. Without `names`, the shaded
    part has no name.

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
    width = size_pt(ax)[0]
    low, high = _span(shown, room=min(max(0.16, 62 / width), 0.35))
    ax.set_xlim(low, high)
    ax.set_ylim(0, 1)
    if flagged_above is not None and is_on_scale(flagged_above):
        ax.axvspan(flagged_above, high, facecolor=ACCENT, alpha=style.TINT, linewidth=0)
        if names and 62 / width <= 0.35:
            write(ax, _FLAGGED, (high, 0.5), (-6, 0), ha="right")
    ax.spines["bottom"].set(visible=True, color=ink, alpha=style.FAINT)
    most = min(max(int(width / 60), 1), 7)
    ax.xaxis.set_major_locator(MaxNLocator(most, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: _tick(x, high - low)))
    ax.tick_params(axis="x", length=3, pad=3)
    keep_ticks_apart(ax)


def write_label(ax: Axes, *, is_flagged: bool) -> None:
    """Write what a scale shows below it; it is shorter where there is little room."""
    room = size_pt(ax)[0]
    labels = (FLAGGED_LABEL, SCORE_LABEL, "score") if is_flagged else (SCORE_LABEL, "score")
    label = next((label for label in labels if text_width(label) <= room), "")
    ax.set_xlabel(label, size=TEXT_PT, color=ink_of(ax), labelpad=4, loc="left")


def draw_circle(ax: Axes, x: float, label: str, *, is_open: bool = False, on_star: bool = False) -> None:
    """Draw a circle on the line of a scale: the mark of a threshold.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(6, 2).subplots()
    >>> draw_circle(ax, 0.3, "threshold")
    >>> ax.lines[0].get_label()
    'threshold'
    """
    size = ON_STAR_PT if on_star else CIRCLE_PT
    (mark,) = ax.plot([x], [0.5], marker="o", markersize=size, color=ACCENT, linestyle="", label=label)
    if is_open:
        mark.set(markerfacecolor="none", markeredgecolor=ink_of(ax), markeredgewidth=1.5)


def draw_star(
    ax: Axes, x: float, label: str, *, on_circle: bool = False, is_open: bool = False, size: float = STAR_PT
) -> None:
    """Draw a star on the line of a scale: the mark of what is suggested, as in the grid of axes.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(6, 2).subplots()
    >>> draw_star(ax, 0.5, "suggested")
    >>> ax.lines[0].get_label()
    'suggested'
    """
    ink = "white" if on_circle else ink_of(ax)
    (mark,) = ax.plot(
        [x], [0.5], marker="*", markersize=IN_CIRCLE_PT if on_circle else size, linestyle="", label=label
    )
    mark.set(color=ink, markeredgewidth=1.0 if is_open else 0.0, zorder=3)
    if is_open:
        mark.set_markerfacecolor("none")


def place_pt(ax: Axes, x: float) -> float:
    """Return the distance of a number from the left end of a scale, in points."""
    low, high = ax.get_xlim()
    return (x - low) / (high - low) * size_pt(ax)[0]


def distance_pt(ax: Axes, one: float, other: float) -> float:
    """Return the distance of two numbers on a scale, in points."""
    return abs(place_pt(ax, other) - place_pt(ax, one))


def are_one(ax: Axes, value: float, suggested: float) -> bool:
    """Return True if a threshold and its suggestion are on a scale, and their marks at one place."""
    return is_on_scale(value) and is_on_scale(suggested) and distance_pt(ax, value, suggested) < _NEAR_PT


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
    width, half = size_pt(ax)[0], text_width(text, bold=not below) / 2
    at = place_pt(ax, x)
    ha = "left" if at < half else "right" if width - at < half else "center"
    inwards = {"left": -min(6.0, at), "right": min(6.0, width - at), "center": 0.0}[ha]
    write(
        ax,
        text,
        (x, 0.5),
        (inwards, -10 if below else 9),
        ha=ha,
        va="top" if below else "bottom",
        bold=not below,
    )


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
