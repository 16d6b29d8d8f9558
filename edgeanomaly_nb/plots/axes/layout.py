"""The space that a grid of cells needs on a figure, and the text around it: names, title and legend."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from .. import style
from ..style import LINE_PT, LITERAL, TEXT_PT, Look, ink_of, size_pt, width_pt
from .grid import Grid
from .shapes import cell_pt

RIGHT_PT = 12.0  # stays free on the right
_LEGEND_LINE_PT = 1.5 * TEXT_PT


class Space(NamedTuple):
    """The space that a grid needs, in points.

    `left` and `below` are for names and labels, `width` and `height` for the cells. `room` is the width for
    text above the cells.
    """

    left: float
    width: float
    height: float
    below: float
    room: float


def space_of(grid: Grid) -> Space:
    """Return the size of the cells, and the space that the names along them need.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.axes.grid import grid_of
    >>> space_of(grid_of(ea.load_sample("motion").axes)).height
    78.0
    """
    columns, longest = len(grid.columns), width_pt(grid.columns)
    pitch = min(max(40.0, min(longest + 1.5 * TEXT_PT, 64.0)), (540.0 if columns <= 36 else 630.0) / columns)
    high = min(26.0, max(LINE_PT + 3, 280 / grid.height), 460 / grid.height)
    if grid.is_index:
        high = min(high, pitch)
    names = _column_names(grid, pitch)
    left = width_pt(grid.rows) + 30
    if names.rotation == 45 and names.texts:
        left = max(left, 0.72 * width_pt(names.texts[:1]) - pitch / 2 + 12)
    width = pitch * columns
    return Space(left, width, high * grid.height, below_pt(grid, pitch), max(width, 330.0))


def below_pt(grid: Grid, pitch: float) -> float:
    """Return the height of the names and the label below columns of this width, in points."""
    return _column_names(grid, pitch).height + LINE_PT + 18


def label_lines(ax: Axes, grid: Grid) -> None:
    """Write the names of rows and columns, as many as fit, and the labels of both sides.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.axes import grid
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(8, 3).subplots()
    >>> label_lines(ax, grid.grid_of(ea.load_sample("motion").axes))
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['accX', 'accY', 'accZ']
    """
    cell = cell_pt(ax, grid)
    shown = range(0, len(grid.rows), max(1, ceil(LINE_PT / cell[1])))
    ax.set_yticks(grid.height_of(np.array(shown)), [grid.rows[at] for at in shown], **LITERAL)
    names = _column_names(grid, cell[0])
    _write_column_names(ax, names)
    ax.set_ylabel(grid.row_title, size=TEXT_PT, color=ink_of(ax), **LITERAL)
    ax.set_xlabel(grid.column_title, size=TEXT_PT, color=ink_of(ax), **LITERAL)
    # Calculated, since matplotlib measures every tick label to place a label: _update_label_position in
    # https://github.com/matplotlib/matplotlib/blob/main/lib/matplotlib/axis.py
    width, height = size_pt(ax)
    ax.yaxis.set_label_coords(-(width_pt(grid.rows) + 9) / width, 0.5)
    ax.xaxis.set_label_coords(0.5, -(names.height + 11) / height)


def _write_column_names(ax: Axes, names: _Names) -> None:
    # Anchored at their ends, so that their place in SVG does not depend on the font of the browser.
    turned: Look = {"rotation": names.rotation, "ha": "right", "va": "center", "rotation_mode": "anchor"}
    if names.rotation == 90:  # there are many, and a tick takes as long as five texts
        ax.set_xticks([])
        below = ax.get_xaxis_transform() + ScaledTranslation(0, -5 / 72, ax.figure.dpi_scale_trans)
        for at, name in zip(names.at, names.texts, strict=True):
            ax.text(at, 0, name, transform=below, size=TEXT_PT, color=ink_of(ax), **turned, **LITERAL)
        return
    ax.set_xticks(names.at, names.texts, **LITERAL)
    ax.tick_params(axis="x", pad=5)
    if names.rotation:
        for label in ax.get_xticklabels():
            label.set(**turned)


class _Names(NamedTuple):
    """Column labels that fit: their places, texts and rotation in degrees, and their height in points."""

    at: list[int]
    texts: list[str]
    rotation: int
    height: float


def _column_names(grid: Grid, pitch: float) -> _Names:
    at = [column for column, name in enumerate(grid.columns) if name]
    nearest = min(np.diff(at), default=1) * pitch
    longest = width_pt(grid.columns)
    if longest + TEXT_PT <= nearest:
        rotation, height = 0, LINE_PT
    elif pitch > 1.4 * LINE_PT:
        rotation, height = 45, longest * 0.72 + LINE_PT / 2
    else:
        rotation, height = 90, longest
    if rotation and nearest < TEXT_PT + 1:
        at = at[:: ceil(1.6 * LINE_PT / nearest)]
    return _Names(at, [grid.columns[column] for column in at], rotation, height)


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
    room, (marks, texts) = style.room_pt(ax), zip(*entries, strict=True)
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
    style.draw_title(ax, "\n".join(style.title_lines(title, room)), _legend_pt(entries, room) + 13)


def title_and_legend_pt(title: str, entries: Sequence[Entry], room: float) -> float:
    """Return the height of a title and a legend at a width, in points.

    Examples
    --------
    >>> from matplotlib.patches import Patch
    >>> entries = [Entry(Patch(), "one"), Entry(Patch(), "two")]
    >>> title_and_legend_pt("title", entries, 200), title_and_legend_pt("title", entries, 80)
    (48.0, 61.5)
    """
    return 24 + _legend_pt(entries, room) + style.TITLE_PT * (1.2 * len(style.title_lines(title, room)) - 0.2)


def _legend_pt(entries: Sequence[Entry], room: float) -> float:
    return _LEGEND_LINE_PT * ceil(len(entries) / _columns(entries, room))


def _columns(entries: Sequence[Entry], room: float) -> int:
    """Return how many entries fit side by side."""
    widths = [width_pt([entry.text]) + 3.4 * TEXT_PT for entry in entries]
    return len(widths) if sum(widths) <= room else max(1, int(room / max(widths)))
