"""What changed from one config to another: a picture of their axes, and of the thresholds that moved."""

from __future__ import annotations

import textwrap
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...comparison.changes import compare, describe_changes
from ..axes.cells import LEGEND_LINE_PT, draw_entries, entry_columns, room_pt, set_limits
from ..axes.grid import Grid, grid_of
from ..axes.layout import RIGHT_PT, Box, label_lines, space_of
from ..settings import own_settings
from ..style import TITLE_PT, bare, ink_of, say, show_only_known_glyphs, size_pt
from ..svg import new_figure
from ..thresholds.scale import stacked
from .cells import (
    CellChanges,
    cell_changes,
    change_entries,
    change_words,
    draw_change_marks,
    draw_changed_cells,
)
from .matched import axes_of_both, moved_thresholds
from .threshold import draw_move, move_heights_pt

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ...block.config import AnomalyConfig
    from .matched import Moved

NO_AXES = "Neither block has axes."

_SCALES_PT = 520.0  # width of the scales
_HANGING_PT = 36.0  # of title and legend may hang above axes that are divided, as those of all plots do
_GAP_PT = 2.0  # between the grid and the first scale


def plot_changes(
    before: AnomalyConfig, after: AnomalyConfig, *, ax: Axes | np.ndarray | None = None
) -> np.ndarray:
    """Plot what changed: the axes of both blocks as one grid, and each threshold that moved.

    Parameters
    ----------
    before, after : AnomalyConfig
        What to compare; axes are matched by label and thresholds by key, as `compare` does.
    ax : matplotlib Axes or array of Axes, optional
        Where to draw: one Axes, which is divided, or one for the grid and one for each threshold that
        changed. A new pyplot figure of fitting size if not given.

    Returns
    -------
    numpy array of matplotlib Axes
        First the grid: filled where selected, + where newly so, − where no longer, × where the axis is gone,
        dashes around axes that are new, stars where favourites came and went. Then a scale for each threshold
        that changed, from an open circle to a filled one; in words only where it is no number.

    Raises
    ------
    ValueError
        An array of Axes does not have one for each picture.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from matplotlib.figure import Figure
    >>> motion, later = ea.load_sample("motion"), ea.load_sample("motion-later")
    >>> pictures = ea.plot_changes(motion, later, ax=Figure(figsize=(8, 6)).subplots())
    >>> [picture.get_title(loc="left") for picture in pictures]
    ['2 axes newly selected · ...', 'Score threshold (min_score)']
    """
    both = _Both.of(before, after)
    if ax is None:
        from matplotlib import pyplot as plt

        size, places = _page(both)
        _, ax = plt.subplots(len(places), figsize=size, squeeze=False, layout="none")
        for picture, place in zip(ax.flat, places, strict=True):
            picture.set_position(place)
    pictures = _draw(ax, both)
    for picture in pictures:
        show_only_known_glyphs(picture)
    return pictures


@own_settings()
def changes_figure(before: AnomalyConfig, after: AnomalyConfig) -> Figure:
    """Draw what changed on a figure of fitting size, for `figure_svg`; pyplot knows nothing of it.

    Parameters
    ----------
    before, after : AnomalyConfig
        What to compare.

    Returns
    -------
    matplotlib Figure
        With the Axes that `plot_changes` gives.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> len(changes_figure(ea.load_sample("motion"), ea.load_sample("motion-later")).axes)
    2
    """
    both = _Both.of(before, after)
    size, places = _page(both)
    figure = new_figure(*size)
    _draw(np.array([figure.add_axes(place) for place in places]), both)
    return figure


def draw_changes(ax: Axes | np.ndarray, before: AnomalyConfig, after: AnomalyConfig) -> np.ndarray:
    """Draw what changed on axes that you have; `plot_changes` describes the picture.

    Parameters
    ----------
    ax : matplotlib Axes or array of Axes
        One Axes, which is divided, or one for the grid and one for each threshold that changed.
    before, after : AnomalyConfig
        What to compare.

    Returns
    -------
    numpy array of matplotlib Axes
        First the grid, then one for each threshold that changed.

    Raises
    ------
    ValueError
        An array of Axes does not have one for each picture.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> motion = ea.load_sample("motion")
    >>> (grid,) = draw_changes(new_figure(8, 4).subplots(), motion, motion)
    >>> grid.get_title(loc="left")
    'Nothing changed.'
    """
    return _draw(ax, _Both.of(before, after))


class _Both(NamedTuple):
    """Two configs, ready to be drawn."""

    title: str
    grid: Grid | None
    changes: CellChanges | None
    moved: list[Moved]

    @classmethod
    def of(cls, before: AnomalyConfig, after: AnomalyConfig) -> _Both:
        axes, moved = axes_of_both(before, after), moved_thresholds(before, after)
        grid = None if axes.empty else grid_of(axes)
        return cls(_title(before, after), grid, None if grid is None else cell_changes(axes, grid), moved)


def _title(before: AnomalyConfig, after: AnomalyConfig) -> str:
    changes = compare(before, after)
    of_axes = changes[changes["part"] == "axis"]
    return "No axis changed." if of_axes.empty and len(changes) else describe_changes(of_axes)


def _draw(ax: Axes | np.ndarray, both: _Both) -> np.ndarray:
    given = np.atleast_1d(np.asarray(ax, dtype=object)).ravel()
    if len(given) == 1 and both.moved:
        given = _divide(given[0], both)
    if len(given) != 1 + len(both.moved):
        raise ValueError(f"The grid and {len(both.moved)} thresholds need as many axes, not {len(given)}.")
    _draw_grid(given[0], both)
    for scale, moved in zip(given[1:], both.moved, strict=True):
        draw_move(scale, moved)
    return given


def _draw_grid(ax: Axes, both: _Both) -> None:
    grid, changes = both.grid, both.changes
    if grid is None or changes is None:
        say(ax, NO_AXES if both.moved else f"{NO_AXES} {both.title}")
        return
    bare(ax)
    set_limits(ax, grid)
    draw_changed_cells(ax, grid, changes)
    draw_change_marks(ax, grid, changes)
    label_lines(ax, grid)
    above = draw_entries(ax, change_entries(ax, grid, changes)) + 13
    title = "\n".join(_lines(both.title, room_pt(ax)))
    ax.set_title(title, loc="left", y=1, size=TITLE_PT, weight="bold", color=ink_of(ax), pad=above)


def _lines(title: str, room: float) -> list[str]:
    """Break a title between its parts, and within one only if it must be."""
    whole = title.replace(" ", "\xa0").replace("\xa0·\xa0", "\xa0· ")
    lines = textwrap.wrap(whole, max(20, int(room / (0.66 * TITLE_PT))))
    return [line.replace("\xa0", " ") for line in lines]


def _divide(ax: Axes, both: _Both) -> np.ndarray:
    """Put axes into axes: words and scales keep their height, and the grid gets what is left."""
    ax.set_axis_off()
    width, height = size_pt(ax)
    places, needed = _stack(both.moved, width)
    below = _GAP_PT + (0.0 if both.grid is None else space_of(both.grid).below)
    above = max(_above_pt(both, room_pt(ax)) - _HANGING_PT, 0.0)
    high = max(height - above - below - needed, 0.2 * height)
    squeeze = (height - high) / (above + below + needed)
    start = high + (above + below) * squeeze
    boxes = [(0.0, 1 - high / height - above * squeeze / height, 1.0, high / height)]
    boxes += [
        (0, 1 - (start + (y + body) * squeeze) / height, 1, body * squeeze / height) for y, body in places
    ]
    column = np.empty(len(boxes), dtype=object)
    column[:] = [ax.inset_axes(box) for box in boxes]
    return column


def _page(both: _Both) -> tuple[tuple[float, float], list[Box]]:
    """Lay out a figure by hand: its size in inches, and boxes in fractions of it."""
    if both.grid is None or both.changes is None:
        left, width, room, above, high, below = 18.0, _SCALES_PT, _SCALES_PT, 9.0, 44.0, 0.0
    else:
        left, width, high, below, room = space_of(both.grid)
        room = max(room, 0.9 * _SCALES_PT) if both.moved else room
        above = _above_pt(both, room + RIGHT_PT)
    places, needed = _stack(both.moved, room)
    start = above + high + below
    full_width = left + room + RIGHT_PT
    full_height = start + (_GAP_PT + needed + 9 if both.moved else 0)
    rows = [(above, width, high), *((start + _GAP_PT + y, room, body) for y, body in places)]
    boxes = [
        (left / full_width, 1 - (y + body) / full_height, wide / full_width, body / full_height)
        for y, wide, body in rows
    ]
    return (full_width / 72, full_height / 72), boxes


def _above_pt(both: _Both, room: float) -> float:
    """Give the height of title and legend in points."""
    if both.grid is None or both.changes is None:
        return 0.0
    words = change_words(both.grid, both.changes)
    legend = LEGEND_LINE_PT * ceil(len(words) / entry_columns(words, room))
    return 24 + legend + TITLE_PT * (1.2 * len(_lines(both.title, room)) - 0.2)


def _stack(moved: list[Moved], width: float) -> tuple[list[tuple[float, float]], float]:
    return stacked(move_heights_pt(it, width) for it in moved)
