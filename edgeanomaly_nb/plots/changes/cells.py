"""The cells of a grid of the axes of two configs, and the marks of what changed in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from ..axes.cells import GREY, MOST_SHAPES, ROOMY_PT, boxes, cell_pt, fill, free_look
from ..settings import own_settings
from ..style import ACCENT, TEXT_PT, ink_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ..axes.grid import Grid

_GHOST: dict[str, Any] = {"facecolor": ACCENT, "alpha": 0.28, "linewidth": 0}  # what was selected
_ADDED: dict[str, Any] = {"facecolor": "none", "linewidth": 1.3, "linestyle": (0, (3, 1.5))}
_FLAGS = ("was_selected", "selected", "was_favourite", "favourite", "was_there", "is_there")
_STEP_PT = 11.0  # from one mark in a cell to the next
_LINE_PT = 1.7
# The strokes of each mark, as ends of lines in a square from -1 to 1.
_PLUS = np.array([[(-1, 0), (1, 0)], [(0, -1), (0, 1)]], dtype=float)
_MINUS = np.array([[(-1, 0), (1, 0)]], dtype=float)
_CROSS = np.array([[(-0.8, -0.8), (0.8, 0.8)], [(-0.8, 0.8), (0.8, -0.8)]])


class CellChanges(NamedTuple):
    """For each cell of a grid, how many of its axes did what.

    `kept`, `gained`, `lost` and `free` are selected in both, now only, before only and in neither; `lost` and
    `free` are there in both. `dropped` and `removed` are gone, and were selected or not; `added` are new.
    `starred` and `unstarred` are favourites that were gained and lost.
    """

    kept: np.ndarray
    gained: np.ndarray
    lost: np.ndarray
    free: np.ndarray
    dropped: np.ndarray
    removed: np.ndarray
    added: np.ndarray
    starred: np.ndarray
    unstarred: np.ndarray


def cell_changes(axes: pd.DataFrame, grid: Grid) -> CellChanges:
    """Count what happened in the cells of the grid of `axes_of_both`.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.changes.matched import axes_of_both
    >>> from edgeanomaly_nb.plots.axes.grid import grid_of
    >>> axes = axes_of_both(ea.load_sample("motion"), ea.load_sample("motion-later"))
    >>> changes = cell_changes(axes, grid_of(axes))
    >>> int(changes.gained.sum()), int(changes.lost.sum())
    (2, 1)
    """
    was, now, was_star, is_star, was_there, is_there = (axes[name].to_numpy() for name in _FLAGS)
    stays = was_there & is_there
    flags = CellChanges(
        kept=was & now,
        gained=now & ~was,
        lost=was & ~now & stays,
        free=~was & ~now & stays,
        dropped=~is_there & was,
        removed=~is_there & ~was,
        added=~was_there,
        starred=is_star & ~was_star & stays,
        unstarred=was_star & ~is_star & stays,
    )
    return CellChanges(*map(grid.tally, flags))


def draw_changed_cells(ax: Axes, grid: Grid, changes: CellChanges) -> None:
    """Outline every cell, fill what is selected now, tint what was, and put dashes around what is new.

    Where only some axes of a cell are selected, its foot is filled.
    """
    ink, cell = ink_of(ax), cell_pt(ax, grid)
    filled = grid.selected == grid.axes
    partly = (grid.selected > 0) & ~filled
    was = (changes.lost + changes.dropped > 0) & (grid.selected == 0)
    fill(ax, boxes(grid, np.ones(len(grid.axes), dtype=bool), cell), **free_look(ink, cell))
    fill(ax, boxes(grid, was, cell), **_GHOST)
    fill(ax, boxes(grid, filled, cell), facecolor=ACCENT, linewidth=0)
    fill(ax, boxes(grid, partly, cell, foot=0.3), facecolor=ACCENT, linewidth=0)
    added = boxes(grid, changes.added > 0, cell)
    fill(ax, added, **_ADDED, edgecolor=GREY if len(added) > MOST_SHAPES else ink, clip_on=False, zorder=3)


def draw_change_marks(ax: Axes, grid: Grid, changes: CellChanges) -> None:
    """Draw +, − and ×, stars, and the number of axes where names repeat, side by side in their cells."""
    cell = cell_pt(ax, grid)
    roomy = min(cell) >= ROOMY_PT
    on_fill = (grid.selected == grid.axes) & roomy
    lifted = np.where((grid.selected > 0) & ~on_fill & roomy, 0.12, 0.0)  # off the filled foot
    gone = changes.dropped + changes.removed
    counts = (changes.gained, changes.lost, gone, changes.starred, changes.unstarred, (grid.axes > 1) & roomy)
    there = np.array([count > 0 for count in counts])
    step = min(_STEP_PT / cell[0], 0.9 / max(1, int(there.sum(axis=0).max(initial=1)))) * roomy
    x = grid.column + step * (there.cumsum(axis=0) - 1 - (there.sum(axis=0) - 1) / 2)
    y = grid.y - lifted
    shown = there if roomy else _thinned(there, grid, cell)
    for strokes, which, at in zip((_PLUS, _MINUS, _CROSS), shown, x, strict=False):
        for colour, chosen in (("white", which & on_fill), (ink_of(ax), which & ~on_fill)):
            _draw_strokes(ax, strokes, np.stack([at[chosen], y[chosen]], -1), cell, colour)
    for hollow, which, at in zip((False, True), shown[3:5], x[3:5], strict=True):
        for colour, chosen in (("white", which & on_fill), (ink_of(ax), which & ~on_fill)):
            _draw_stars(ax, at[chosen], y[chosen], min(cell), colour, hollow=hollow)
    for at in np.flatnonzero(there[5]):
        colour = "white" if on_fill[at] else ink_of(ax)
        ax.text(
            x[5, at], y[at], str(grid.axes[at]), size=TEXT_PT, color=colour, ha="center", va="center_baseline"
        )


def _thinned(there: np.ndarray, grid: Grid, cell: tuple[float, float]) -> np.ndarray:
    """Leave one mark of a kind where several would lie on top of each other."""
    columns, rows = (int(np.ceil(_STEP_PT / side)) for side in cell)
    patch = grid.row // rows * (len(grid.columns) // columns + 1) + grid.column // columns
    shown = np.zeros_like(there)
    for marks, which in zip(shown, there, strict=True):
        at = np.flatnonzero(which)
        marks[at[np.unique(patch[at], return_index=True)[1]]] = True
    return shown


def change_entries(ax: Axes, grid: Grid, changes: CellChanges) -> list[tuple[Any, str]]:
    """Give handles and words of the legend.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots import new_figure
    >>> from edgeanomaly_nb.plots.changes.matched import axes_of_both
    >>> from edgeanomaly_nb.plots.axes.grid import grid_of
    >>> axes = axes_of_both(ea.load_sample("motion"), ea.load_sample("motion-later"))
    >>> grid = grid_of(axes)
    >>> entries = change_entries(new_figure(8, 3).subplots(), grid, cell_changes(axes, grid))
    >>> [words for _, words in entries]
    ['selected in both', 'now selected', 'no longer selected', 'selected in neither', 'axis added']
    """
    ink = ink_of(ax)
    handles = _handles(ink, free_look(ink, cell_pt(ax, grid)))
    return [(handles[words], words) for words in change_words(grid, changes)]


def change_words(grid: Grid, changes: CellChanges) -> list[str]:
    """List the words of the legend: only of what there is."""
    there = [words for name, words in _WORDS.items() if getattr(changes, name).any()]
    return there + [_REPEATED] * bool((grid.axes > 1).any())


_REPEATED = "axes of this name"
_WORDS = {
    "kept": "selected in both",
    "gained": "now selected",
    "lost": "no longer selected",
    "free": "selected in neither",
    "added": "axis added",
    "removed": "axis removed",
    "dropped": "axis removed, was selected",
    "starred": "now favourite",
    "unstarred": "no longer favourite",
}


def _handles(ink: str, free: dict[str, Any]) -> dict[str, Any]:
    mark: dict[str, Any] = {"linestyle": "", "color": ink, "markersize": 7, "markeredgewidth": _LINE_PT}
    outline, ghost, filled = Patch(**free), Patch(**_GHOST), Patch(facecolor=ACCENT, linewidth=0)
    cross = Line2D([], [], **{**mark, "markersize": 6}, marker="x")
    star: dict[str, Any] = {**mark, "marker": "*", "markersize": 10, "markeredgewidth": 0}
    looks = {
        "kept": filled,
        "gained": (filled, Line2D([], [], **{**mark, "color": "white"}, marker="+")),
        "lost": (outline, ghost, Line2D([], [], **mark, marker="_")),
        "free": outline,
        "added": Patch(**_ADDED, edgecolor=ink),
        "removed": (outline, cross),
        "dropped": (outline, ghost, cross),
        "starred": Line2D([], [], **star),
        "unstarred": Line2D([], [], **{**star, "markeredgewidth": 1.0, "markerfacecolor": "none"}),
    }
    with own_settings():  # or TeX would run for it where the user has usetex
        number = Line2D([], [], **{**mark, "markersize": 6, "markeredgewidth": 0}, marker="$2$")
    return {**{_WORDS[name]: look for name, look in looks.items()}, _REPEATED: number}


def _draw_strokes(
    ax: Axes, strokes: np.ndarray, centres: np.ndarray, cell: tuple[float, float], colour: str
) -> None:
    if not len(centres):
        return
    half = min(max(0.3 * min(cell), 2.5), 4.0)
    ends = centres[:, None, None] + strokes * (half / cell[0], half / cell[1])
    path = Path(ends.reshape(-1, 2), np.tile([Path.MOVETO, Path.LINETO], ends.size // 4))
    is_image = len(centres) > MOST_SHAPES
    look: dict[str, Any] = {"edgecolor": GREY if is_image else colour, "linewidth": _LINE_PT, "zorder": 4}
    ax.add_artist(PathPatch(path, facecolor="none", clip_on=False, rasterized=is_image, **look))


def _draw_stars(ax: Axes, x: np.ndarray, y: np.ndarray, side: float, colour: str, *, hollow: bool) -> None:
    is_image = len(x) > MOST_SHAPES
    edge = GREY if is_image else colour
    ax.scatter(
        x,
        y,
        s=min(max(0.7 * side, 6.0), 10.0) ** 2,
        marker="*",
        facecolor="none" if hollow else edge,
        edgecolor=edge,
        linewidths=1.0 if hollow else 0,
        clip_on=False,
        rasterized=is_image,
    )
