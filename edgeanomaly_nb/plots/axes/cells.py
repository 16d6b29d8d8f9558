"""The cells of a grid and the marks in them, drawn as a few artists however many there are."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from ..settings import own_settings
from ..style import ACCENT, FAINT, TEXT_PT, TINT, ink_of, size_pt, width_pt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from .grid import Grid

LEGEND_LINE_PT = 1.5 * TEXT_PT

ROOMY_PT = 9.0  # cells this large are drawn one by one
MOST_SHAPES = 3000  # more of them become an image, also in SVG
GREY = "#808080"  # what an image has for ink: it cannot follow the page's theme
_DASHES: dict[str, Any] = {"facecolor": "none", "linewidth": 1.5, "linestyle": (0, (3, 1.5))}


def draw_cells(ax: Axes, grid: Grid) -> None:
    """Outline what is there and fill what is selected; where some axes of a cell are, fill its foot.

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
    ink, cell = ink_of(ax), cell_pt(ax, grid)
    filled = grid.selected == grid.axes
    partly = (grid.selected > 0) & ~filled
    everything = np.ones(len(grid.axes), dtype=bool)
    fill(ax, boxes(grid, everything, cell), **free_look(ink, cell))
    fill(ax, boxes(grid, filled, cell), facecolor=ACCENT, linewidth=0)
    fill(ax, boxes(grid, partly, cell, foot=0.3), facecolor=ACCENT, linewidth=0)


def draw_marks(ax: Axes, grid: Grid) -> None:
    """Draw stars, numbers of axes where names repeat, and dashes where the service contradicts itself.

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
    lifted = np.where(repeated & (grid.selected > 0) & ~on_fill, 0.12, 0.0)  # off the filled foot
    star = min(max(0.8 * min(cell), 7.0), 13.0)
    for which, colour in ((grid.favourite & ~on_fill, ink), (grid.favourite & on_fill, "white")):
        is_image = int(which.sum()) > MOST_SHAPES
        ax.scatter(
            (grid.column - aside)[which],
            (grid.y - lifted)[which],
            s=star**2,
            marker="*",
            color=GREY if is_image else colour,
            linewidths=0,
            clip_on=False,
            rasterized=is_image,
        )
    for at in np.flatnonzero(repeated):
        ax.text(
            grid.column[at] + aside[at] * grid.favourite[at],
            grid.y[at] - lifted[at],
            str(grid.axes[at]),
            size=TEXT_PT,
            color="white" if on_fill[at] else ink,
            ha="center",
            va="center_baseline",
        )
    wide, high = (max(0.5, 3.5 / side) - 0.4 / side for side in cell)
    x, y = grid.column[grid.differ], grid.y[grid.differ]
    fill(
        ax,
        _corners(x - wide, x + wide, y - high, y + high),
        **_DASHES,
        edgecolor=ink,
        clip_on=False,
        zorder=3,
    )


def draw_legend(ax: Axes, grid: Grid) -> float:
    """Say above the grid what its marks mean; gives the height of that in points.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.axes import grid
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(8, 3).subplots()
    >>> draw_legend(ax, grid.grid_of(ea.load_sample("motion").axes))
    13.5
    """
    handles = _handles(grid, ink_of(ax), cell_pt(ax, grid))
    return draw_entries(ax, [(handle, str(handle.get_label())) for handle in handles])


def draw_entries(ax: Axes, entries: Sequence[tuple[Any, str]]) -> float:
    """Draw a legend of these handles and words above the axes; gives its height in points.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> draw_entries(new_figure(8, 3).subplots(), [(Patch(), "one"), (Patch(), "two")])
    13.5
    """
    handles, labels = zip(*entries, strict=True)
    columns = entry_columns(labels, room_pt(ax))
    ax.legend(
        handles,
        labels,
        loc="lower left",
        bbox_to_anchor=(0, 1 + 5 / size_pt(ax)[1]),
        ncols=columns,
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
    return LEGEND_LINE_PT * ceil(len(labels) / columns)


def legend_lines(grid: Grid, room: float) -> int:
    """Count the lines of the legend where this width is free, in points.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.axes.grid import grid_of
    >>> grid = grid_of(ea.load_sample("motion").axes)
    >>> legend_lines(grid, 500), legend_lines(grid, 100)
    (1, 3)
    """
    labels = [str(handle.get_label()) for handle in _handles(grid, "k", (99, 99))]
    return ceil(len(labels) / entry_columns(labels, room))


def entry_columns(labels: Sequence[str], room: float) -> int:
    """Count the entries with these words that find room side by side, in points.

    Examples
    --------
    >>> entry_columns(["one", "two"], 200), entry_columns(["one", "two"], 80)
    (2, 1)
    """
    widths = [width_pt([label]) + 3.4 * TEXT_PT for label in labels]
    return len(widths) if sum(widths) <= room else max(1, int(room / max(widths)))


def room_pt(ax: Axes) -> float:
    """Give the width that words above the axes have, which may reach beyond them, in points.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> room_pt(new_figure(10, 3).add_axes((0.5, 0, 0.1, 1)))
    360.0
    """
    return float(ax.figure.bbox.x1 - ax.get_window_extent().x0) * 72 / ax.figure.dpi


def set_limits(ax: Axes, grid: Grid) -> None:
    """Make a unit of the axes one cell, the first row on top.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.axes import grid
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(8, 3).subplots()
    >>> set_limits(ax, grid.grid_of(ea.load_sample("motion").axes))
    >>> [float(limit) for limit in ax.get_ylim()]
    [2.5, -0.5]
    """
    ax.set_xlim(-0.5, len(grid.columns) - 0.5)
    ax.set_ylim(grid.height - 0.5, -0.5)


def cell_pt(ax: Axes, grid: Grid) -> tuple[float, float]:
    """Give width and height of one cell in points.

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


def _handles(grid: Grid, ink: str, cell: tuple[float, float]) -> list[Patch | Line2D]:
    mark: dict[str, Any] = {"linestyle": "", "color": ink, "markeredgewidth": 0}
    handles: list[Patch | Line2D] = [
        Patch(facecolor=ACCENT, linewidth=0, label="selected"),
        Line2D([], [], marker="*", markersize=11, label="favourite (suggested)", **mark),
        Patch(label="available", **free_look(ink, cell)),
    ]
    if grid.differ.any():
        handles.append(Patch(edgecolor=ink, label="flag and selectedAxes disagree", **_DASHES))
    if (grid.axes > 1).any():
        partly = ((grid.selected > 0) & (grid.selected < grid.axes)).any()
        label = "axes of this name" + (", foot filled: some selected" if partly else "")
        with own_settings():  # or TeX would run for it where the user has usetex
            handles.append(Line2D([], [], marker="$2$", markersize=6, label=label, **mark))
    return handles


def free_look(ink: str, cell: tuple[float, float]) -> dict[str, Any]:
    """Choose how a cell without anything in it looks: an outline, or a tint where that would be too small.

    Examples
    --------
    >>> free_look("k", (40, 20))["facecolor"], free_look("k", (4, 4))["facecolor"]
    ('none', 'k')
    """
    if min(cell) >= ROOMY_PT:
        return {"facecolor": "none", "edgecolor": ink, "linewidth": 0.8, "alpha": FAINT}
    return {"facecolor": ink, "linewidth": 0, "alpha": TINT}


def boxes(grid: Grid, which: np.ndarray, cell: tuple[float, float], *, foot: float = 1.0) -> np.ndarray:
    """Give corners of the chosen cells; small ones that touch are one box, so that thousands stay a few.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.axes.grid import grid_of
    >>> grid = grid_of(ea.load_sample("raw").axes)
    >>> everything = np.ones(375, dtype=bool)
    >>> boxes(grid, everything, (40, 20)).shape, boxes(grid, everything, (4, 4)).shape
    ((375, 4, 2), (8, 4, 2))
    """
    row, left = grid.row[which], grid.column[which]
    right, gap = left, 0.0
    if min(cell) >= ROOMY_PT:
        gap = 1.2
    elif len(row):
        starts = np.flatnonzero((np.diff(row, prepend=-1) != 0) | (np.diff(left, prepend=-2) != 1))
        right = left[np.append(starts[1:], len(left)) - 1]
        row, left = row[starts], left[starts]
    wide, high = 0.5 - gap / cell[0], 0.5 - (gap or 0.5 * (cell[1] > 5)) / cell[1]
    y = grid.height_of(row)
    return _corners(left - wide, right + wide, y + high - 2 * high * foot, y + high)


def _corners(left: np.ndarray, right: np.ndarray, top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    """Stack corners as matplotlib takes them: (boxes, 4, 2)."""
    x, y = np.stack([left, right, right, left], -1), np.stack([top, top, bottom, bottom], -1)
    return np.stack([x, y], -1)


def fill(ax: Axes, shapes: np.ndarray, **look: Any) -> None:
    """Draw polygons, given as (shapes, corners, 2), as one artist.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(8, 3).subplots()
    >>> fill(ax, np.zeros((5, 4, 2)))
    >>> len(ax.patches)
    1
    """
    if len(shapes):
        path = Path.make_compound_path_from_polys(shapes)
        # Not add_patch, which would go through every corner to update limits that are already set.
        ax.add_artist(PathPatch(path, rasterized=len(shapes) > MOST_SHAPES, **look))
