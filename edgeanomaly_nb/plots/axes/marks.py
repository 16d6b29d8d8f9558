"""The marks in the grid of one block, and their legend."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ..legend import Entry
from ..style import INK, Look, ink_of
from . import shapes
from .grid import Grid

_BETWEEN_STARS_PT = 1.5
_DIFFERS: Look = {**shapes.DASHES, "linewidth": 1.5}


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
    ink, cell = ink_of(ax), shapes.cell_pt(ax, grid)
    roomy, on_fill = shapes.is_roomy(cell), shapes.filled(grid, cell)
    repeated = (grid.axes > 1) & roomy
    aside = np.where(repeated, min(0.25, 9 / cell[0]), 0.0)  # star and number are side by side
    y = shapes.mark_y(grid, cell)
    size = _star_pt(cell)
    starred = grid.favourite if roomy else grid.favourite & _apart(grid, size, cell)
    for which, colour in ((starred & ~on_fill, ink), (starred & on_fill, "white")):
        shapes.draw_stars(ax, (grid.column - aside)[which], y[which], size, colour)
    for at in np.flatnonzero(repeated):
        x = grid.column[at] + aside[at] * grid.favourite[at]
        shapes.draw_number(ax, x, y[at], grid.axes[at], "white" if on_fill[at] else ink)
    _draw_dashes(ax, grid, cell)


def _star_pt(cell: tuple[float, float]) -> float:
    return min(max(0.8 * min(cell), 7.0), 13.0)


def _apart(grid: Grid, size: float, cell: tuple[float, float]) -> np.ndarray:
    """Return the cells whose stars are drawn: where cells are small, one star stands for its neighbours."""
    at = np.flatnonzero(grid.favourite)
    kept = np.zeros(len(grid.favourite), dtype=bool)
    kept[at[shapes.apart(grid.column[at], grid.y[at], size + _BETWEEN_STARS_PT, cell)]] = True
    return kept


def _draw_dashes(ax: Axes, grid: Grid, cell: tuple[float, float]) -> None:
    wide, high = (max(0.5, 3.5 / side) - 0.4 / side for side in cell)
    x, y = grid.column[grid.differ], grid.y[grid.differ]
    dashes = shapes.corners(x - wide, x + wide, y - high, y + high)
    shapes.fill(ax, dashes, {**_DIFFERS, "edgecolor": ink_of(ax), "clip_on": False, "zorder": 3})


def _is_thinned(grid: Grid, cell: tuple[float, float]) -> bool:
    """Return True if a star stands for several favourites."""
    if shapes.is_roomy(cell):
        return False
    return not _apart(grid, _star_pt(cell), cell)[grid.favourite].all()


def legend_entries(grid: Grid, ink: str = INK, cell: tuple[float, float] = (99, 99)) -> list[Entry]:
    """Return the legend for the marks that the grid has, with the colour of ink and the size of cells.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.axes.grid import grid_of
    >>> [entry.text for entry in legend_entries(grid_of(ea.load_sample("motion").axes))]
    ['selected', 'favourite (suggested)', 'available']
    """
    star = Line2D([], [], marker="*", markersize=11, linestyle="", color=ink, markeredgewidth=0)
    entries = [
        Entry(Patch(**shapes.SELECTED), "selected"),
        Entry(star, "favourite (suggested)" + ", or several" * _is_thinned(grid, cell)),
        Entry(Patch(**shapes.available_look(ink, cell)), "available"),
    ]
    if grid.differ.any():
        entries.append(Entry(Patch(**_DIFFERS, edgecolor=ink), "flag and selectedAxes disagree"))
    if (grid.axes > 1).any():
        text = shapes.REPEATED_TEXT + ", foot filled: some selected" * bool(grid.partly_selected.any())
        entries.append(Entry(shapes.number_mark(ink), text))
    return entries
