"""Fills and shapes in the cells of a grid: each kind is one artist, whatever the number of cells."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from ..settings import own_settings
from ..style import ACCENT, FAINT, TEXT_PT, TINT, Look, ink_of, remove_decorations, size_pt
from .grid import Grid

_ROOMY_PT = 9.0  # cells of this size are drawn one by one
MOST_SHAPES = 3000  # more shapes than this are drawn as an image, also in SVG
MOST_STARS = 1000  # each is as long as several boxes
GREY = "#808080"  # replaces ink in an image, which cannot follow the theme of the page
REPEATED_TEXT = "axes of this name"
SELECTED: Look = {"facecolor": ACCENT, "linewidth": 0}
DASHES: Look = {"facecolor": "none", "linestyle": (0, (3, 1.5))}


def prepare_axes(ax: Axes, grid: Grid) -> None:
    """Remove the decorations of the axes; make a cell one unit, and put the first row on top.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.axes import grid
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(8, 3).subplots()
    >>> prepare_axes(ax, grid.grid_of(ea.load_sample("motion").axes))
    >>> [float(limit) for limit in ax.get_ylim()]
    [2.5, -0.5]
    """
    remove_decorations(ax)
    ax.set_xlim(-0.5, len(grid.columns) - 0.5)
    ax.set_ylim(grid.height - 0.5, -0.5)


def cell_pt(ax: Axes, grid: Grid) -> tuple[float, float]:
    """Return the width and height of one cell in points.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.axes import grid
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(11, 3).add_axes((0, 0, 1, 1))
    >>> cell_pt(ax, grid.grid_of(ea.load_sample("motion").axes))
    (72.0, 72.0)
    """
    width, height = size_pt(ax)
    return width / len(grid.columns), height / grid.height


def is_roomy(cell: tuple[float, float]) -> bool:
    """Return True if cells are drawn one by one, with all their marks."""
    return min(cell) >= _ROOMY_PT


def filled(grid: Grid, cell: tuple[float, float]) -> np.ndarray:
    """Return the cells whose marks are on a fill: all of their axes are selected."""
    on_fill: np.ndarray = (grid.selected == grid.axes) & is_roomy(cell)
    return on_fill


def mark_y(grid: Grid, cell: tuple[float, float]) -> np.ndarray:
    """Return the height of marks in the cells: above the foot where some axes are selected."""
    y: np.ndarray = grid.y - np.where(grid.partly_selected & is_roomy(cell), 0.12, 0.0)
    return y


def available_look(ink: str, cell: tuple[float, float]) -> Look:
    """Return the look of a cell without a mark: an outline, or a tint where an outline would be too small.

    Examples
    --------
    >>> available_look("k", (40, 20))["facecolor"], available_look("k", (4, 4))["facecolor"]
    ('none', 'k')
    """
    if is_roomy(cell):
        return {"facecolor": "none", "edgecolor": ink, "linewidth": 0.8, "alpha": FAINT}
    return {"facecolor": ink, "linewidth": 0, "alpha": TINT}


def draw_available(ax: Axes, grid: Grid) -> None:
    """Draw every cell without a mark."""
    cell = cell_pt(ax, grid)
    fill(ax, boxes(grid, grid.axes > 0, cell), available_look(ink_of(ax), cell))


def draw_selected(ax: Axes, grid: Grid) -> None:
    """Fill the cells whose axes are all selected, and the foot of those with some selected axes."""
    cell = cell_pt(ax, grid)
    fill(ax, boxes(grid, grid.selected == grid.axes, cell), SELECTED)
    fill(ax, boxes(grid, grid.partly_selected, cell, foot=0.3), SELECTED)


def draw_stars(
    ax: Axes, x: np.ndarray, y: np.ndarray, size: float, colour: str, *, hollow: bool = False
) -> None:
    """Draw stars, filled or hollow; very many of them become an image.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(8, 3).subplots()
    >>> draw_stars(ax, np.arange(3), np.zeros(3), 10, "k")
    >>> [len(stars.get_offsets()) for stars in ax.collections]
    [3]
    """
    is_image = len(x) > MOST_STARS
    edge = GREY if is_image else colour
    look: Look = {"facecolor": "none" if hollow else edge, "edgecolor": edge, "clip_on": False}
    look |= {"linewidths": 1.0 if hollow else 0, "rasterized": is_image, "antialiased": not is_image}
    ax.scatter(x, y, s=size**2, marker="*", **look)


def apart(x: np.ndarray, y: np.ndarray, size: float, cell: tuple[float, float]) -> np.ndarray:
    """Return the positions of marks of a size in points that do not touch each other; the first ones stay.

    Examples
    --------
    >>> apart(np.array([0, 1, 2, 9]), np.zeros(4), 7, (4, 20))
    array([0, 2, 3])
    """
    kept: dict[tuple[int, int], list[int]] = {}
    places = np.stack([x * cell[0], y * cell[1]], -1)
    chosen = []
    for at, (column, row) in enumerate((places // size).astype(int).tolist()):
        near = [
            other for dx in (-1, 0, 1) for dy in (-1, 0, 1) for other in kept.get((column + dx, row + dy), ())
        ]
        if all(np.abs(places[at] - places[other]).max() >= size for other in near):
            kept.setdefault((column, row), []).append(at)
            chosen.append(at)
    return np.array(chosen, dtype=np.int64)


def draw_number(ax: Axes, x: float, y: float, number: int, colour: str) -> None:
    """Write the number of axes of a cell."""
    ax.text(x, y, f"{number:,}", size=TEXT_PT, color=colour, ha="center", va="center_baseline")


def number_mark(ink: str) -> Line2D:
    """Return the mark for `draw_number` in a legend."""
    with own_settings():  # where the user has usetex, TeX would run for the marker
        return Line2D([], [], marker="$2$", markersize=6, linestyle="", markeredgewidth=0, color=ink)


def boxes(grid: Grid, which: np.ndarray, cell: tuple[float, float], *, foot: float = 1.0) -> np.ndarray:
    """Return the corners of the selected cells; small cells that touch become one box.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.axes.grid import grid_of
    >>> grid = grid_of(ea.load_sample("raw").axes)
    >>> every = np.ones(375, dtype=bool)
    >>> boxes(grid, every, (40, 20)).shape, boxes(grid, every, (4, 4)).shape
    ((375, 4, 2), (8, 4, 2))
    """
    row, left = grid.row[which], grid.column[which]
    right, gap = left, 0.0
    if is_roomy(cell):
        gap = 1.2
    elif len(row):
        starts = np.flatnonzero((np.diff(row, prepend=-1) != 0) | (np.diff(left, prepend=-2) != 1))
        right = left[np.append(starts[1:], len(left)) - 1]
        row, left = row[starts], left[starts]
    wide, high = 0.5 - gap / cell[0], 0.5 - (gap or 0.5 * (cell[1] > 5)) / cell[1]
    y = grid.height_of(row)
    return corners(left - wide, right + wide, y + high - 2 * high * foot, y + high)


def corners(left: np.ndarray, right: np.ndarray, top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    """Return the corners of boxes in the shape that matplotlib takes: (boxes, 4, 2)."""
    x, y = np.stack([left, right, right, left], -1), np.stack([top, top, bottom, bottom], -1)
    return np.stack([x, y], -1)


def fill(ax: Axes, shapes: np.ndarray, look: Look) -> None:
    """Draw polygons, given as (shapes, corners, 2), as one artist.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(8, 3).subplots()
    >>> fill(ax, np.zeros((5, 4, 2)), SELECTED)
    >>> len(ax.patches)
    1
    """
    if len(shapes):
        path, is_image = Path.make_compound_path_from_polys(shapes), len(shapes) > MOST_SHAPES
        # Not add_patch, which would go through every corner to update limits that are already set.
        ax.add_artist(PathPatch(path, rasterized=is_image, antialiased=not is_image, **look))
