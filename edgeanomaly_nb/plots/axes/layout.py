"""The space that a grid of cells needs on a new figure, and the names along it."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from ..measure import widest
from ..style import LINE_PT, LITERAL, TEXT_PT, Look, ink_of, width_pt
from .grid import Grid

RIGHT_PT = 12.0  # stays free on the right


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
    names = names_of(grid, pitch)
    left = width_pt(grid.rows) + 30
    if names.rotation == 45 and names.texts:
        left = max(left, 0.72 * width_pt(names.texts[:1]) - pitch / 2 + 12)
    width = pitch * columns
    return Space(left, width, high * grid.height, below_pt(grid, pitch), max(width, 330.0))


def below_pt(grid: Grid, pitch: float) -> float:
    """Return the height of the names and the label below columns of this width, in points."""
    return names_of(grid, pitch).height + LINE_PT + 18


def rows_shown(grid: Grid, high: float) -> range:
    """Return the rows whose names fit, where a row has this height in points."""
    return range(0, len(grid.rows), max(1, ceil(LINE_PT / max(high, 0.01))))


def write_row_names(ax: Axes, grid: Grid, shown: range) -> None:
    """Write names beside rows.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.axes.grid import grid_of
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(8, 3).subplots()
    >>> write_row_names(ax, grid_of(ea.load_sample("motion").axes), range(3))
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['accX', 'accY', 'accZ']
    """
    ax.set_yticks(grid.height_of(np.array(shown)), [grid.rows[at] for at in shown], **LITERAL)


def write_column_names(ax: Axes, names: Names) -> None:
    """Write names below columns."""
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
    usual: Look = {"rotation": 0, "ha": "center", "va": "top"}
    for label in ax.get_xticklabels():  # which are also those of the time before, when the size was another
        label.set(**(turned if names.rotation else usual))


class Names(NamedTuple):
    """Column labels that fit: their places, texts and rotation in degrees, and their height in points."""

    at: list[int]
    texts: list[str]
    rotation: int
    height: float

    @property
    def beyond(self) -> float:
        """How far the first name begins left of its column, in points."""
        return 0.72 * width_pt(self.texts[:1]) if self.rotation == 45 else 0.0


def names_of(grid: Grid, pitch: float, *, measured: bool = False) -> Names:
    """Return the names of columns of this width; `measured` in the present font, otherwise estimated."""
    at = [column for column, name in enumerate(grid.columns) if name]
    nearest = min(np.diff(at), default=1) * pitch
    longest = widest(grid.columns) if measured else width_pt(grid.columns)
    if longest + TEXT_PT <= nearest:
        rotation, height = 0, LINE_PT
    elif pitch > 1.4 * LINE_PT:
        rotation, height = 45, longest * 0.72 + LINE_PT / 2
    else:
        rotation, height = 90, longest
    if rotation and nearest < TEXT_PT + 1:
        at = at[:: ceil(1.6 * LINE_PT / nearest)]
    return Names(at, [grid.columns[column] for column in at], rotation, height)
