"""The cells of the grid of two blocks, the marks of what changed in them, and their legend."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from ..axes import shapes
from ..axes.grid import Grid
from ..legend import Entry
from ..style import ACCENT, INK, Look, ink_of

_WAS_SELECTED: Look = {"facecolor": ACCENT, "alpha": 0.28, "linewidth": 0}
_ADDED: Look = {**shapes.DASHES, "linewidth": 1.3}
_FLAGS = ("was_selected", "selected", "was_favourite", "favourite", "was_there", "there")
_STEP_PT = 11.0  # from one mark in a cell to the next
_LINE_PT = 1.7
# The strokes of each mark, as ends of lines in a square from -1 to 1.
_PLUS = np.array([[(-1, 0), (1, 0)], [(0, -1), (0, 1)]], dtype=float)
_MINUS = np.array([[(-1, 0), (1, 0)]], dtype=float)
_CROSS = np.array([[(-0.8, -0.8), (0.8, 0.8)], [(-0.8, 0.8), (0.8, -0.8)]])


class ChangedGrid(NamedTuple):
    """The grid of the axes of both blocks, and what changed in its cells: the result of `cell_changes`."""

    grid: Grid
    changes: dict[str, np.ndarray]


def cell_changes(axes: pd.DataFrame, grid: Grid) -> dict[str, np.ndarray]:
    """Return the number of axes with each change, for each cell of the grid of `axes_of_both`.

    ``kept``, ``gained``, ``lost`` and ``free`` are selected in both, now only, before only and in neither;
    ``lost`` and ``free`` exist in both. ``gone`` no longer exist: ``dropped``, which were selected, and
    ``removed``. ``added`` are new. ``starred`` and ``unstarred`` are gained and lost favourites.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.changes.matched import axes_of_both
    >>> from edgeanomaly_nb.plots.axes.grid import grid_of
    >>> axes = axes_of_both(ea.load_sample("motion"), ea.load_sample("motion-later"))
    >>> changes = cell_changes(axes, grid_of(axes))
    >>> int(changes["gained"].sum()), int(changes["lost"].sum())
    (2, 1)
    """
    was, now, was_star, is_star, was_there, is_there = (axes[name].to_numpy() for name in _FLAGS)
    stays = was_there & is_there
    flags = {
        "kept": was & now,
        "gained": now & ~was,
        "lost": was & ~now & stays,
        "free": ~was & ~now & stays,
        "gone": ~is_there,
        "dropped": ~is_there & was,
        "removed": ~is_there & ~was,
        "added": ~was_there,
        "starred": is_star & ~was_star & stays,
        "unstarred": was_star & ~is_star & stays,
    }
    return {change: grid.tally(flag) for change, flag in flags.items()}


def draw_changed_cells(ax: Axes, changed: ChangedGrid) -> None:
    """Draw every cell: filled if selected now, tinted if selected before, with dashes around it if added."""
    (grid, changes), cell = changed, shapes.cell_pt(ax, changed.grid)
    shapes.draw_available(ax, grid)
    was = (changes["lost"] + changes["dropped"] > 0) & (grid.selected == 0)
    shapes.fill(ax, shapes.boxes(grid, was, cell), _WAS_SELECTED)
    shapes.draw_selected(ax, grid)
    added = shapes.boxes(grid, changes["added"] > 0, cell)
    edge = shapes.GREY if len(added) > shapes.MOST_SHAPES else ink_of(ax)
    shapes.fill(ax, added, {**_ADDED, "edgecolor": edge, "clip_on": False, "zorder": 3})


def draw_change_marks(ax: Axes, changed: ChangedGrid) -> None:
    """Draw +, − and ×, stars, and the number of axes where names repeat, side by side in their cells."""
    (grid, changes), cell = changed, shapes.cell_pt(ax, changed.grid)
    roomy, on_fill, y = shapes.is_roomy(cell), shapes.filled(grid, cell), shapes.mark_y(grid, cell)
    marked = [changes[name] for name in ("gained", "lost", "gone", "starred", "unstarred")]
    marks = np.array([*marked, (grid.axes > 1) & roomy])
    x = grid.column + _asides(marks > 0, cell)
    shown = marks > 0 if roomy else _thinned(marks > 0, grid, cell)
    for colour, there in (("white", shown & on_fill), (ink_of(ax), shown & ~on_fill)):
        for strokes, which, at in zip((_PLUS, _MINUS, _CROSS), there, x, strict=False):
            _draw_strokes(ax, strokes, np.stack([at[which], y[which]], -1), cell, colour)
        for hollow, which, at in zip((False, True), there[3:5], x[3:5], strict=True):
            size = min(max(0.7 * min(cell), 6.0), 10.0)
            shapes.draw_stars(ax, at[which], y[which], size, colour, hollow=hollow)
        for at in np.flatnonzero(there[5]):
            shapes.draw_number(ax, x[5, at], y[at], grid.axes[at], colour)


def _asides(marks: np.ndarray, cell: tuple[float, float]) -> np.ndarray:
    """Return how far each mark lies from the centre of its cell, so that the marks are side by side."""
    count = marks.sum(axis=0)
    step = min(_STEP_PT / cell[0], 0.9 / max(1, int(count.max(initial=1)))) * shapes.is_roomy(cell)
    asides: np.ndarray = step * (marks.cumsum(axis=0) - 1 - (count - 1) / 2)
    return asides


def _thinned(marks: np.ndarray, grid: Grid, cell: tuple[float, float]) -> np.ndarray:
    """Keep one mark of each kind where several would overlap."""
    columns, rows = (int(np.ceil(_STEP_PT / side)) for side in cell)
    patch = grid.row // rows * (len(grid.columns) // columns + 1) + grid.column // columns
    kept = np.zeros_like(marks)
    for kept_marks, which in zip(kept, marks, strict=True):
        at = np.flatnonzero(which)
        kept_marks[at[np.unique(patch[at], return_index=True)[1]]] = True
    return kept


def _draw_strokes(
    ax: Axes, strokes: np.ndarray, centres: np.ndarray, cell: tuple[float, float], colour: str
) -> None:
    if not len(centres):
        return
    half = min(max(0.3 * min(cell), 2.5), 4.0)
    ends = centres[:, None, None] + strokes * (half / cell[0], half / cell[1])
    path = Path(ends.reshape(-1, 2), np.tile([Path.MOVETO, Path.LINETO], ends.size // 4))
    is_image = len(centres) > shapes.MOST_SHAPES
    edge = shapes.GREY if is_image else colour
    look: Look = {"edgecolor": edge, "linewidth": _LINE_PT, "zorder": 4, "clip_on": False}
    ax.add_artist(PathPatch(path, facecolor="none", rasterized=is_image, **look))


def legend_entries(changed: ChangedGrid, ink: str = INK, cell: tuple[float, float] = (99, 99)) -> list[Entry]:
    """Return the legend for the changes that there are, with the colour of ink and the size of cells.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.changes.matched import axes_of_both
    >>> from edgeanomaly_nb.plots.axes.grid import grid_of
    >>> axes = axes_of_both(ea.load_sample("motion"), ea.load_sample("motion-later"))
    >>> changed = ChangedGrid(grid_of(axes), cell_changes(axes, grid_of(axes)))
    >>> [entry.text for entry in legend_entries(changed)]
    ['selected in both', 'now selected', 'no longer selected', 'selected in neither', 'axis added']
    """
    legend = _legend(ink, shapes.available_look(ink, cell))
    entries = [entry for name, entry in legend.items() if changed.changes[name].any()]
    if (changed.grid.axes > 1).any():
        entries.append(Entry(shapes.number_mark(ink), shapes.REPEATED_TEXT))
    return entries


def _legend(ink: str, available: Look) -> dict[str, Entry]:
    """Return the entry for each change."""
    line: Look = {"linestyle": "", "color": ink, "markersize": 7, "markeredgewidth": _LINE_PT}
    outline, ghost, filled = Patch(**available), Patch(**_WAS_SELECTED), Patch(**shapes.SELECTED)
    plus = Line2D([], [], **{**line, "color": "white"}, marker="+")
    cross = Line2D([], [], **{**line, "markersize": 6}, marker="x")
    star: Look = {**line, "marker": "*", "markersize": 10, "markeredgewidth": 0}
    hollow = {**star, "markeredgewidth": 1.0, "markerfacecolor": "none"}
    return {
        "kept": Entry(filled, "selected in both"),
        "gained": Entry((filled, plus), "now selected"),
        "lost": Entry((outline, ghost, Line2D([], [], **line, marker="_")), "no longer selected"),
        "free": Entry(outline, "selected in neither"),
        "added": Entry(Patch(**_ADDED, edgecolor=ink), "axis added"),
        "removed": Entry((outline, cross), "axis removed"),
        "dropped": Entry((outline, ghost, cross), "axis removed, was selected"),
        "starred": Entry(Line2D([], [], **star), "now favourite"),
        "unstarred": Entry(Line2D([], [], **hollow), "no longer favourite"),
    }
