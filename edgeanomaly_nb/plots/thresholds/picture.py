"""A picture with a heading above a scale, or above marks, arranged for the place that it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes

from ...text import one_line
from .. import style
from ..measure import wrapped
from ..slot import Drawing, Margins, Slot
from ..style import LINE_PT, TITLE_PT
from .scale import write, write_label

BETWEEN_PT = 12.0  # from one threshold to the next
SCALE_PT = 50.0

_LOW_SCALE_PT = 44.0
_PLAIN_SCALE_PT = 18.0  # without names of the marks
_TICKS_PT, _LABEL_PT = 18.0, 16.0
_TITLE_LINE_PT = TITLE_PT + 4


class Level(NamedTuple):
    """What is shown: how many lines of text, the label of the scale, the names of marks, and the scale."""

    lines: int
    label: bool
    names: bool
    body: bool = True


#: Where there is little room, these are tried in this order.
LEVELS = (
    Level(3, label=True, names=True),
    Level(3, label=False, names=True),
    Level(1, label=False, names=True),
    Level(0, label=False, names=True),
    Level(0, label=False, names=False),
    Level(1, label=False, names=False, body=False),
    Level(0, label=False, names=False, body=False),
)


class Body(NamedTuple):
    """What is below a heading.

    `draw` draws it on Axes, with or without the names of its marks; `height` returns its height in points at
    a width. On a scale, `is_flagged` means that it is known which scores are flagged.
    """

    draw: Callable[[Axes, bool], None]
    height: Callable[[float], float]
    is_scale: bool = False
    is_flagged: bool = False


#: Only a heading.
NOTHING = Body(lambda ax, names: None, lambda width: 1.0)


class Heading(NamedTuple):
    """The title of a threshold, and what it compares; `names`: the marks have names."""

    title: str
    text: str
    names: bool = True

    def lines(self, width: float, most: int) -> list[str]:
        """Return the lines of the text that fit."""
        return wrapped(one_line(self.text, 240), width, most) if most else []


def needed_pt(heading: Heading, body: Body, width: float, level: Level = LEVELS[0]) -> float:
    """Return the height of a picture at a width, in points.

    Examples
    --------
    >>> needed_pt(Heading("title", "text"), NOTHING, 500)
    36.0
    """
    lines = len(heading.lines(width, level.lines))
    high, below = _body_pt(body, width, level)
    return (_TITLE_LINE_PT if heading.title else 0.0) + _above_pt(lines, level) + high + below


def _above_pt(lines: int, level: Level) -> float:
    """Return the height of the lines of text, and of the space between them and the axes."""
    return LINE_PT * lines + (8 if level.body else 2) * (lines > 0)


def _body_pt(body: Body, width: float, level: Level) -> tuple[float, float]:
    """Return the height of the axes, and that of the ticks and the label below them."""
    if not level.body:
        return 0.0, 0.0
    if not body.is_scale:
        return body.height(width), 0.0
    high = SCALE_PT if level.label else _LOW_SCALE_PT if level.names else _PLAIN_SCALE_PT
    return high, _TICKS_PT + _LABEL_PT * level.label


def stacked(heights: Iterable[float], between: float = BETWEEN_PT) -> list[tuple[float, float]]:
    """Place pictures of these heights one below the other: the top and the height of each.

    Examples
    --------
    >>> stacked([50, 34])
    [(0.0, 50), (62.0, 34)]
    """
    places, y = [], 0.0
    for height in heights:
        places.append((y, height))
        y += height + between
    return places


def split(pictures: Sequence[tuple[Heading, Body]], width: float, height: float) -> list[tuple[float, float]]:
    """Divide a place among pictures, at the first level that has room for all: top and height of each."""
    for level in LEVELS:
        needed = [needed_pt(*picture, width, level) for picture in pictures]
        between = BETWEEN_PT if level.names else 4.0
        left = height - sum(needed) - between * (len(needed) - 1)
        if left >= 0:
            return stacked([high + min(left / len(needed), 0.4 * SCALE_PT) for high in needed], between)
    return stacked([height / max(len(pictures), 1)] * len(pictures), 0.0)


class ScalePicture:
    """A heading, and a scale or marks below it, on Axes.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(6, 2).subplots()
    >>> _ = ScalePicture(ax, Heading("Score", "0.3 (no suggestion)"), NOTHING)
    >>> ax.get_title(loc="left"), ax.texts[0].get_text()
    ('Score', '0.3 (no suggestion)')
    """

    def __init__(self, ax: Axes, heading: Heading, body: Body) -> None:
        self._ax, self._heading, self._body = ax, heading, body
        self._drawing = Drawing(ax)
        style.remove_decorations(ax)
        ax.set_xticks([])
        ax.set_yticks([])
        Slot(ax, self._arrange, heading.title)

    def _arrange(self, slot: Slot) -> None:
        title = min(slot.title_pt(slot.width, 2 if "\n" in self._heading.title else 1), slot.height)
        more = max(title - TITLE_PT, 0.0)
        heading, height = self._heading, slot.height - more
        fits = (
            level for level in LEVELS if needed_pt(heading, self._body, slot.width, level) <= height + 0.1
        )
        level = next(fits, LEVELS[-1])
        if slot.height < title:
            title = slot.no_title()
        lines = heading.lines(slot.width, level.lines)
        _, below = _body_pt(self._body, slot.width, level)
        above = _above_pt(len(lines), level)
        top = above + (title + 4 if title else 0.0)
        slot.leave(Margins(0.0, top, 0.0, below, above + 1))
        self._drawing.renew(lambda: self._draw(level, lines, above))

    def _draw(self, level: Level, lines: list[str], above: float) -> None:
        ax = self._ax
        for down, line in enumerate(lines, start=1):
            write(ax, line, (0, 1), (0, above - 1 - LINE_PT * down), va="bottom", on="axes fraction")
        ax.xaxis.set_visible(level.body and self._body.is_scale)
        ax.spines["bottom"].set_visible(level.body and self._body.is_scale)
        if level.body:
            self._body.draw(ax, level.names and self._heading.names)
            if self._body.is_scale and level.label:
                write_label(ax, is_flagged=self._body.is_flagged)
            else:
                ax.set_xlabel("")
