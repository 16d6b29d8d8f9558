"""The cells of the grid of one block, their marks and the legend of the marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ..style import ink_of
from .legend import Entry
from .shapes import (
    DASHES,
    REPEATED_TEXT,
    ROOMY_PT,
    SELECTED,
    available_look,
    cell_pt,
    corners,
    draw_available,
    draw_number,
    draw_selected,
    draw_stars,
    fill,
    number_mark,
)

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from .grid import Grid

_DIFFERS: dict[str, Any] = {**DASHES, "linewidth": 1.5}


def draw_cells(ax: Axes, grid: Grid) -> None:
    """Draw every cell; those of selected axes are filled, or their foot where only some are selected.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.axes import grid
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(8, 3).subplots()
    >>> draw_cells(ax, grid.grid_of(ea.load_sample("motion").axes))
    >>> len(ax.patches)  # the outlines and the fillings
    2
    """
    draw_available(ax, grid)
    draw_selected(ax, grid)


def draw_marks(ax: Axes, grid: Grid) -> None:
    """Draw stars, numbers of axes where names repeat, and dashes where flag and selectedAxes disagree.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.axes import grid
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(8, 3).subplots()
    >>> draw_marks(ax, grid.grid_of(ea.load_sample("motion").axes))
    >>> [len(stars.get_offsets()) for stars in ax.collections]  # on empty and on filled cells
    [2, 5]
    """
    ink, cell = ink_of(ax), cell_pt(ax, grid)
    roomy = min(cell) >= ROOMY_PT
    on_fill = (grid.selected == grid.axes) & roomy
    repeated = (grid.axes > 1) & roomy
    aside = np.where(repeated, min(0.25, 9 / cell[0]), 0.0)  # star and number stand side by side
    y = grid.y - np.where(repeated & (grid.selected > 0) & ~on_fill, 0.12, 0.0)  # above the filled foot
    size = min(max(0.8 * min(cell), 7.0), 13.0)
    for which, colour in ((grid.favourite & ~on_fill, ink), (grid.favourite & on_fill, "white")):
        draw_stars(ax, (grid.column - aside)[which], y[which], size, colour)
    for at in np.flatnonzero(repeated):
        x = grid.column[at] + aside[at] * grid.favourite[at]
        draw_number(ax, x, y[at], grid.axes[at], "white" if on_fill[at] else ink)
    _draw_dashes(ax, grid, cell)


def _draw_dashes(ax: Axes, grid: Grid, cell: tuple[float, float]) -> None:
    wide, high = (max(0.5, 3.5 / side) - 0.4 / side for side in cell)
    x, y = grid.column[grid.differ], grid.y[grid.differ]
    shapes = corners(x - wide, x + wide, y - high, y + high)
    fill(ax, shapes, **_DIFFERS, edgecolor=ink_of(ax), clip_on=False, zorder=3)


def legend_entries(ax: Axes, grid: Grid) -> list[Entry]:
    """Return the legend for the marks that the grid has.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots import new_figure
    >>> from edgeanomaly_nb.plots.axes.grid import grid_of
    >>> grid = grid_of(ea.load_sample("motion").axes)
    >>> [entry.text for entry in legend_entries(new_figure(8, 3).subplots(), grid)]
    ['selected', 'favourite (suggested)', 'available']
    """
    ink = ink_of(ax)
    star = Line2D([], [], marker="*", markersize=11, linestyle="", color=ink, markeredgewidth=0)
    marks: list[Artist] = [Patch(**SELECTED), star, Patch(**available_look(ink, cell_pt(ax, grid)))]
    marks += [Patch(**_DIFFERS, edgecolor=ink)] * bool(grid.differ.any())
    marks += [number_mark(color=ink)] * bool((grid.axes > 1).any())
    return [Entry(mark, text) for mark, text in zip(marks, legend_texts(grid), strict=True)]


def legend_texts(grid: Grid) -> list[str]:
    """Return the texts of `legend_entries`."""
    texts = ["selected", "favourite (suggested)", "available"]
    texts += ["flag and selectedAxes disagree"] * bool(grid.differ.any())
    partly = bool(((grid.selected > 0) & (grid.selected < grid.axes)).any())
    texts += [REPEATED_TEXT + ", foot filled: some selected" * partly] * bool((grid.axes > 1).any())
    return texts
