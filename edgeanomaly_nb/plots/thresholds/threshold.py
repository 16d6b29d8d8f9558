"""A picture of one threshold: its heading, and its own scale or its options."""

from __future__ import annotations

import math
from typing import NamedTuple

from matplotlib.axes import Axes

from ...block.kinds import Kind
from ...block.thresholds import ThresholdRow, chosen_option, is_on_scale, threshold_text, threshold_title
from ...text import number_text, one_line
from ..style import ACCENT, ink_of, size_pt, width_pt
from . import scale

_OPTION_LINE_PT = 18.0
_MOST_OPTIONS = 12
_TEXT_CHARACTERS = 40


def draw_threshold(ax: Axes, row: ThresholdRow, kind: Kind) -> None:
    """Draw one row of the thresholds frame; flagged scores are shaded if the kind of block is known.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(6, 2).subplots()
    >>> config = ea.load_sample("motion")
    >>> draw_threshold(ax, next(threshold_rows(config.thresholds)), config.kind)
    >>> [line.get_label() for line in ax.lines]
    ['suggested', 'difference', 'threshold']
    """
    scale.draw_heading(ax, threshold_title(row), threshold_text(row, kind))
    if row.options:
        _draw_options(ax, row)
    elif is_on_scale(row.number):
        _draw_scale(ax, row.number + 0.0, row.suggested_value + 0.0, kind)  # 0 for -0


def threshold_heights(row: ThresholdRow, width: float, kind: Kind) -> scale.Heights:
    """Return the space that `draw_threshold` needs at a width, in points.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> config = ea.load_sample("motion")
    >>> threshold_heights(next(threshold_rows(config.thresholds)), 500, config.kind)
    Heights(above=35.0, axes=50.0, below=34.0)
    """
    text = threshold_text(row, kind)
    if row.options:
        return scale.text_heights(text, width, _OPTION_LINE_PT * (_placed_options(row, width)[-1].line + 1))
    return scale.scale_heights(text, width) if is_on_scale(row.number) else scale.text_heights(text, width)


def _draw_scale(ax: Axes, value: float, suggested: float, kind: Kind) -> None:
    scale.draw_scale(ax, [value, suggested], flagged_above=value if kind.is_known else None)
    if is_on_scale(suggested):
        _draw_suggestion(ax, value, suggested)
    scale.draw_filled_mark(ax, value, "threshold")
    scale.name_mark(ax, value, f"threshold {number_text(value)}", below=False)


def _draw_suggestion(ax: Axes, value: float, suggested: float) -> None:
    scale.draw_open_mark(ax, suggested, "D", "suggested")
    scale.name_mark(ax, suggested, f"suggested {number_text(suggested)}", below=True)
    low, high = ax.get_xlim()
    corner = scale.DIAMOND_PT / math.sqrt(2) * (high - low) / size_pt(ax)[0]
    if abs(suggested - value) > corner:  # the line ends at the diamond, which is open
        end = suggested - math.copysign(corner, suggested - value)
        ax.plot([value, end], [0.5, 0.5], color=ink_of(ax), linewidth=1.5, label="difference")


def _draw_options(ax: Axes, row: ThresholdRow) -> None:
    """Draw the options as a row of named marks, the chosen one filled."""
    width, ink = size_pt(ax)[0], ink_of(ax)
    options = _placed_options(row, width)
    ax.set_xlim(0, width)
    ax.set_ylim(options[-1].line + 1, 0)
    for option in options:
        x, y = option.x + 6, option.line + 0.5
        if option.marked:
            (mark,) = ax.plot([x], [y], marker="o", markersize=scale.CIRCLE_PT, linestyle="")
            mark.set(color=ACCENT if option.chosen else ink, markeredgewidth=1.2)
            mark.set_markerfacecolor(ACCENT if option.chosen else "none")
        scale.write(ax, option.name, (x, y), (10 if option.marked else -6, 0), bold=option.chosen)


class _Option(NamedTuple):
    """An option and its place: points from the left, and the line."""

    name: str
    chosen: bool
    marked: bool = True
    x: float = 0.0
    line: int = 0


def _placed_options(row: ThresholdRow, width: float) -> list[_Option]:
    """Place the options from left to right in lines; of many, place the chosen one and some others."""
    chosen = chosen_option(row)
    options = [
        _Option(one_line(name, _TEXT_CHARACTERS) or one_line(value, _TEXT_CHARACTERS), value == chosen)
        for value, name in row.options
    ]
    if len(options) > _MOST_OPTIONS:
        options.sort(key=lambda option: not option.chosen)  # stable: the others keep their order
        more = len(options) - _MOST_OPTIONS
        options = [*options[:_MOST_OPTIONS], _Option(f"… and {more:,} more", chosen=False, marked=False)]
    steps = [width_pt([option.name]) + 32 for option in options]
    if sum(steps) > width:
        steps = [max(steps)] * len(steps)  # several lines are in columns
    x, line = 0.0, 0
    for at, step in enumerate(steps):
        if x > 0 and x + step > width:
            x, line = 0.0, line + 1
        options[at] = options[at]._replace(x=x, line=line)
        x += step
    return options
