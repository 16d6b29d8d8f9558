"""The title and the legend above a grid."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes

from ..style import TEXT_PT, TITLE_PT, draw_title, ink_of, room_pt, size_pt, title_lines, width_pt

_LINE_PT = 1.5 * TEXT_PT


class Entry(NamedTuple):
    """One entry of a legend: a mark, or several on top of each other, and a text."""

    mark: Artist | tuple[Artist, ...]
    text: str


def draw_title_and_legend(ax: Axes, title: str, entries: Sequence[Entry]) -> None:
    """Draw a title and a legend above the axes; both are split into lines that fit the figure.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> from matplotlib.patches import Patch
    >>> ax = new_figure(8, 3).subplots()
    >>> draw_title_and_legend(ax, "title", [Entry(Patch(), "one"), Entry(Patch(), "two")])
    >>> ax.get_title(loc="left"), [text.get_text() for text in ax.get_legend().get_texts()]
    ('title', ['one', 'two'])
    """
    room, (marks, texts) = room_pt(ax), zip(*entries, strict=True)
    ax.legend(
        marks,
        texts,
        loc="lower left",
        bbox_to_anchor=(0, 1 + 5 / size_pt(ax)[1]),
        ncols=_columns(entries, room),
        frameon=False,
        fontsize=TEXT_PT,
        labelcolor=ink_of(ax),
        borderpad=0,
        borderaxespad=0,
        handlelength=1.0,
        handleheight=1.0,
        handletextpad=0.6,
        columnspacing=1.8,
    )
    draw_title(ax, "\n".join(title_lines(title, room)), _legend_pt(entries, room) + 13)


def title_and_legend_pt(title: str, entries: Sequence[Entry], room: float) -> float:
    """Return the height of a title and a legend at a width, in points.

    Examples
    --------
    >>> from matplotlib.patches import Patch
    >>> entries = [Entry(Patch(), "one"), Entry(Patch(), "two")]
    >>> title_and_legend_pt("title", entries, 200), title_and_legend_pt("title", entries, 80)
    (48.0, 61.5)
    """
    return 24 + _legend_pt(entries, room) + TITLE_PT * (1.2 * len(title_lines(title, room)) - 0.2)


def _legend_pt(entries: Sequence[Entry], room: float) -> float:
    return _LINE_PT * ceil(len(entries) / _columns(entries, room))


def _columns(entries: Sequence[Entry], room: float) -> int:
    """Return how many entries fit side by side."""
    widths = [width_pt([entry.text]) + 3.4 * TEXT_PT for entry in entries]
    return len(widths) if sum(widths) <= room else max(1, int(room / max(widths)))
