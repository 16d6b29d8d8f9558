"""One threshold, drawn: its heading in words, and its own scale or its options."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.ticker import FuncFormatter, MaxNLocator

from edgeanomaly_nb.wording import number_in_words, one_line, threshold_in_words

from .style import ACCENT, FAINT, LINE_PT, TEXT_PT, TINT, TITLE_PT, bare, ink_of, plain, size_pt, width_pt

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from edgeanomaly_nb.wording import ThresholdRow

SCORE_LABEL = "anomaly score (no unit); scores above the threshold are flagged"

_SCALE_PT, _SCALE_FOOT_PT, _OPTION_LINE_PT = 50.0, 34.0, 18.0
_LARGEST, _SMALLEST = 1e280, 1e-280  # matplotlib's own sums overflow near the ends of float64
_MOST_OPTIONS = 12
_TEXT_CHARACTERS = 40
_CIRCLE_PT, _DIAMOND_PT = 9.0, 11.0  # with both at one place, the circle lies inside the diamond


def draw_threshold(ax: Axes, row: ThresholdRow) -> None:
    """Draw one row of the thresholds frame.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.wording import threshold_rows
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(6, 2).subplots()
    >>> draw_threshold(ax, next(threshold_rows(ea.load_sample("motion").thresholds)))
    >>> [line.get_label() for line in ax.lines]
    ['suggested', 'difference', 'threshold']
    """
    bare(ax)
    ax.set_xticks([])
    ax.set_yticks([])
    _draw_heading(ax, row)
    if row.options:
        _draw_options(ax, row)
    elif _on_scale(row.number):
        _draw_scale(ax, row.number + 0.0, row.suggested_value + 0.0)  # 0 for -0


def title_of(row: ThresholdRow) -> str:
    """Name a threshold in one line: its description and its key.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.wording import threshold_rows
    >>> [title_of(row) for row in threshold_rows(ea.load_sample("motion").thresholds)]
    ['Score threshold (min_score)']
    """
    return f"{one_line(row.description, 50) or 'Threshold'} ({one_line(row.Index, _TEXT_CHARACTERS)})"


def heights_pt(row: ThresholdRow, width: float) -> tuple[float, float, float]:
    """Give what a threshold needs above its axes, for them and below them, in points, at that width.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.wording import threshold_rows
    >>> row = next(threshold_rows(ea.load_sample("motion").thresholds))
    >>> heights_pt(row, 500)
    (35.0, 50.0, 34.0)
    """
    head = TITLE_PT + 12 + LINE_PT * len(_words(row, width))
    if row.options:
        return head, _OPTION_LINE_PT * (_flow(row, width)[-1].line + 1), 0.0
    return (head, _SCALE_PT, _SCALE_FOOT_PT) if _on_scale(row.number) else (head, 1.0, 0.0)


def _draw_heading(ax: Axes, row: ThresholdRow) -> None:
    ink, lines = ink_of(ax), _words(row, size_pt(ax)[0])
    above = 8 + LINE_PT * len(lines)
    ax.set_title(plain(title_of(row)), loc="left", size=TITLE_PT, weight="bold", color=ink, pad=above)
    for down, line in enumerate(lines, start=1):
        _write(ax, line, (0, 1), (0, above - 3 - LINE_PT * down), va="bottom", on="axes fraction")


def _draw_scale(ax: Axes, value: float, suggested: float) -> None:
    ink = ink_of(ax)
    low, high = _span(value, suggested, room=min(max(0.16, 62 / size_pt(ax)[0]), 0.35))
    ax.set_xlim(low, high)
    ax.set_ylim(0, 1)
    ax.axvspan(value, high, facecolor=ACCENT, alpha=TINT, linewidth=0)
    _write(ax, "flagged →", (high, 0.5), (-6, 0), ha="right")
    if _on_scale(suggested):
        _draw_suggestion(ax, value, suggested)
    ax.plot([value], [0.5], marker="o", markersize=_CIRCLE_PT, color=ACCENT, linestyle="", label="threshold")
    _name(ax, value, f"threshold {number_in_words(value)}", below=False)
    ax.spines["bottom"].set(visible=True, color=ink, alpha=FAINT)
    ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: _tick(x, high - low)))
    ax.tick_params(axis="x", length=3, pad=3)
    ax.set_xlabel(SCORE_LABEL, size=TEXT_PT, color=ink, labelpad=4, loc="left")


def _draw_suggestion(ax: Axes, value: float, suggested: float) -> None:
    ink = ink_of(ax)
    (mark,) = ax.plot([suggested], [0.5], marker="D", markersize=_DIAMOND_PT, linestyle="", label="suggested")
    mark.set(markerfacecolor="none", markeredgecolor=ink, markeredgewidth=1.5)
    _name(ax, suggested, f"suggested {number_in_words(suggested)}", below=True)
    low, high = ax.get_xlim()
    corner = _DIAMOND_PT / math.sqrt(2) * (high - low) / size_pt(ax)[0]
    if abs(suggested - value) > corner:  # the line ends at the diamond, which is open
        end = suggested - math.copysign(corner, suggested - value)
        ax.plot([value, end], [0.5, 0.5], color=ink, linewidth=1.5, label="difference")


def _name(ax: Axes, x: float, words: str, *, below: bool) -> None:
    """Write above or below a mark, leaning inwards where it is near an end of the scale."""
    low, high = ax.get_xlim()
    share = (x - low) / (high - low)
    ha = "left" if share < 0.12 else "right" if share > 0.88 else "center"
    offset = {"left": -6, "right": 6, "center": 0}[ha], -10 if below else 9
    _write(ax, words, (x, 0.5), offset, ha=ha, va="top" if below else "bottom", bold=not below)


def _draw_options(ax: Axes, row: ThresholdRow) -> None:
    """Show the options as a row of named marks, the chosen one filled."""
    width, ink = size_pt(ax)[0], ink_of(ax)
    options = _flow(row, width)
    ax.set_xlim(0, width)
    ax.set_ylim(options[-1].line + 1, 0)
    for option in options:
        at = (option.x + 6, option.line + 0.5)
        if option.marked:
            (mark,) = ax.plot(*([place] for place in at), marker="o", markersize=_CIRCLE_PT, linestyle="")
            mark.set(color=ACCENT if option.chosen else ink, markeredgewidth=1.2)
            mark.set_markerfacecolor(ACCENT if option.chosen else "none")
        _write(ax, option.name, at, (10 if option.marked else -6, 0), ha="left", bold=option.chosen)


class _Option(NamedTuple):
    """An option in its place: points from the left, and the line."""

    name: str
    chosen: bool
    marked: bool = True
    x: float = 0.0
    line: int = 0


def _flow(row: ThresholdRow, width: float) -> list[_Option]:
    """Place the options from left to right in a few lines; of many, the chosen one and some are shown."""
    options = [
        _Option(
            one_line(name, _TEXT_CHARACTERS) or one_line(value, _TEXT_CHARACTERS), value == str(row.value)
        )
        for value, name in row.options
    ]
    if len(options) > _MOST_OPTIONS:
        options.sort(key=lambda option: not option.chosen)  # stable: the others keep their order
        more = len(options) - _MOST_OPTIONS
        options = [*options[:_MOST_OPTIONS], _Option(f"… and {more} more", chosen=False, marked=False)]
    steps = [width_pt([option.name]) + 32 for option in options]
    if sum(steps) > width:
        steps = [max(steps)] * len(steps)  # several lines stand in columns
    placed: list[_Option] = []
    x, line = 0.0, 0
    for option, step in zip(options, steps, strict=True):
        if x > 0 and x + step > width:
            x, line = 0.0, line + 1
        placed.append(option._replace(x=x, line=line))
        x += step
    return placed


def _write(
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
    """Write one line near a place, `offset` points from it."""
    text = ax.annotate(plain(words), at, xycoords=on, xytext=offset, textcoords="offset points")
    text.set(ha=ha, va=va, size=TEXT_PT, weight="bold" if bold else "normal", color=ink_of(ax))


def _on_scale(number: float) -> bool:
    return number == 0 or _SMALLEST < abs(number) < _LARGEST  # false for NaN


def _span(value: float, suggested: float, room: float) -> tuple[float, float]:
    """Choose a scale that shows both apart; from 0 unless that pushes them together.

    `room` is the share of the scale that stays free on its right, for words.
    """
    points = [value, suggested] if _on_scale(suggested) else [value]
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
    return number_in_words(0.0 if abs(x) < 1e-9 * span else x)


def _words(row: ThresholdRow, width: float) -> list[str]:
    said = one_line(threshold_in_words(row), 240)
    return textwrap.wrap(said, max(20, int(width / (0.58 * TEXT_PT))), max_lines=3, placeholder=" …")
