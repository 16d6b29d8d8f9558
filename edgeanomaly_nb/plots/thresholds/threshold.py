"""A picture of one threshold: its heading, and its own scale or its options."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.axes import Axes

from ...block.kinds import Kind
from ...block.thresholds import ThresholdRow, chosen_option, is_on_scale, suggested_option, threshold_title
from ...block.thresholds_text import threshold_text
from ...text import number_text, one_line
from ..measure import cut, text_width
from ..style import ACCENT, Look, ink_of, size_pt
from . import scale
from .picture import NOTHING, SCALE_PT, Body, Heading

_OPTION_LINE_PT = 18.0
_DOT_PT = 3.5
_MOST_OPTIONS = 12
_TEXT_CHARACTERS = 40


def threshold_picture(row: ThresholdRow, kind: Kind) -> tuple[Heading, Body]:
    """Return the parts of the picture of one row of the thresholds frame.

    Flagged scores are shaded if the kind of block is known.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> config = ea.load_sample("motion")
    >>> heading, body = threshold_picture(next(threshold_rows(config.thresholds)), config.kind)
    >>> heading.title, body.is_scale
    ('Score threshold (min_score)', True)
    """
    heading = Heading(threshold_title(row), threshold_text(row, kind))
    if row.options:
        return heading, Body(lambda ax, names: _draw_options(ax, row), lambda width: _options_pt(row, width))
    if not is_on_scale(row.number):
        return heading, NOTHING
    numbers = row.number + 0.0, row.suggested_value + 0.0  # 0 for -0
    draw = Body(lambda ax, names: _draw_scale(ax, *numbers, kind, names=names), lambda width: SCALE_PT)
    return heading, draw._replace(is_scale=True, is_flagged=kind.is_known)


def _options_pt(row: ThresholdRow, width: float) -> float:
    return _OPTION_LINE_PT * (_placed_options(row, width)[-1].line + 1)


def _draw_scale(ax: Axes, value: float, suggested: float, kind: Kind, *, names: bool) -> None:
    scale.draw_scale(ax, [value, suggested], flagged_above=value if kind.is_known else None, names=names)
    is_one = scale.are_one(ax, value, suggested)
    if is_on_scale(suggested):
        _draw_suggestion(ax, value, suggested, is_one=is_one, names=names)
    scale.draw_circle(ax, value, "threshold", on_star=is_one)
    if names:
        scale.name_mark(ax, value, f"threshold {number_text(value)}", below=False)


def _draw_suggestion(ax: Axes, value: float, suggested: float, *, is_one: bool, names: bool) -> None:
    scale.draw_star(ax, suggested, "suggested", on_circle=is_one)
    if names:
        scale.name_mark(ax, suggested, f"suggested {number_text(suggested)}", below=True)
    if not is_one:
        line: Look = {"color": ink_of(ax), "linewidth": 1.5, "zorder": 1.9}
        ax.plot([value, suggested], [0.5, 0.5], label="difference", **line)


def _draw_options(ax: Axes, row: ThresholdRow) -> None:
    """Draw the options as a list: a circle for the chosen one, a star for the suggested one, else a dot.

    Open circles would look like radio buttons, which are to be clicked.
    """
    width, ink = size_pt(ax)[0], ink_of(ax)
    options = _placed_options(row, width)
    ax.set_xlim(0, width)
    ax.set_ylim(options[-1].line + 1, 0)
    for option in options:
        x, y = option.x + 6, option.line + 0.5
        for marker, size, colour in _marks_of(option, ink):
            look: Look = {"markersize": size, "color": colour, "markeredgewidth": 0, "linestyle": ""}
            ax.plot([x], [y], marker=marker, **look)
        name = cut(option.name, width - option.x - 16, bold=option.chosen)
        scale.write(ax, name, (x, y), (10 if option.marked else -6, 0), bold=option.chosen)


def _marks_of(option: _Option, ink: str) -> list[tuple[str, float, str]]:
    """Return marker, size and colour of the marks of an option, which are on top of each other."""
    if option.chosen and option.suggested:
        return [("o", scale.ON_STAR_PT, ACCENT), ("*", scale.IN_CIRCLE_PT, "white")]
    if option.chosen:
        return [("o", scale.CIRCLE_PT, ACCENT)]
    if option.suggested:
        return [("*", scale.STAR_PT, ink)]
    return [("o", _DOT_PT, ink)] * option.marked


class _Option(NamedTuple):
    """An option and its place: points from the left, and the line."""

    name: str
    chosen: bool
    suggested: bool = False
    marked: bool = True
    x: float = 0.0
    line: int = 0


def _placed_options(row: ThresholdRow, width: float) -> list[_Option]:
    """Place the options from left to right in lines; of many, place the chosen one and some others."""
    chosen, suggested = chosen_option(row), suggested_option(row)
    options = [
        _Option(
            (one_line(name, _TEXT_CHARACTERS) or one_line(value, _TEXT_CHARACTERS))
            + " (suggested)" * (value == suggested),
            value == chosen,
            value == suggested,
        )
        for value, name in row.options
    ]
    if len(options) > _MOST_OPTIONS:
        options.sort(
            key=lambda option: not (option.chosen or option.suggested)
        )  # stable: the others keep their order
        more = len(options) - _MOST_OPTIONS
        options = [*options[:_MOST_OPTIONS], _Option(f"… and {more:,} more", chosen=False, marked=False)]
    steps = [text_width(option.name, bold=True) + 32 for option in options]
    if sum(steps) > width:
        steps = [max(steps)] * len(steps)  # several lines are in columns
    x, line = 0.0, 0
    for at, step in enumerate(steps):
        if x > 0 and x + step > width:
            x, line = 0.0, line + 1
        options[at] = options[at]._replace(x=x, line=line)
        x += step
    return options
