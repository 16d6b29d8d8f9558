"""What changed from one config to another: a picture of their axes, and of the changed thresholds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...block.config import AnomalyConfig
from ...comparison.changes import compare, describe_changes
from ...text import counted
from ..axes import layout
from ..axes.grid import grid_of
from ..axes.shapes import cell_pt, prepare_axes
from ..page import Page, given_axes
from ..settings import own_settings
from ..style import draw_message, ink_of, room_pt, show_only_known_glyphs, size_pt
from ..thresholds.scale import Heights, stacked
from .cells import ChangedGrid, cell_changes, draw_change_marks, draw_changed_cells, legend_entries
from .matched import ThresholdChange, axes_of_both, changed_thresholds
from .threshold import draw_threshold_change, threshold_change_heights

NO_AXES = "Neither block has axes."

_SCALES_PT = 520.0  # width of the scales
_HANGING_PT = 36.0  # of title and legend may be above axes that are divided, as in all plots
_GAP_PT = 2.0  # between the grid and the first scale
# The space of the message where there is no grid.
_MESSAGE = layout.Space(left=18.0, width=_SCALES_PT, height=44.0, below=0.0, room=_SCALES_PT)
_ABOVE_MESSAGE_PT = 9.0


def plot_changes(
    before: AnomalyConfig, after: AnomalyConfig, *, ax: Axes | np.ndarray | None = None
) -> np.ndarray:
    """Plot what changed: the axes of both blocks as one grid, and each changed threshold.

    Parameters
    ----------
    before, after : AnomalyConfig
        What to compare; axes are matched by label and thresholds by key, as `compare` does.
    ax : matplotlib Axes or array of Axes, optional
        Where to draw: one Axes, which is divided, or one for the grid and one for each changed threshold. By
        default a new pyplot figure of suitable size.

    Returns
    -------
    numpy array of matplotlib Axes
        First the grid: filled where selected, + where newly selected, − where no longer selected, × where the
        axis was removed, dashes around added axes, stars for gained and lost favourites. Then a scale for
        each changed threshold, from an open circle to a filled one; only text if it is not a number.

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
    contents = _contents_of(before, after)
    pictures = _draw(_page(contents).pyplot_axes() if ax is None else ax, contents)
    for picture in pictures:
        show_only_known_glyphs(picture)
    return pictures


@own_settings()
def changes_figure(before: AnomalyConfig, after: AnomalyConfig) -> Figure:
    """Draw what changed on a figure of suitable size, outside pyplot, for `figure_svg`.

    Parameters
    ----------
    before, after : AnomalyConfig
        What to compare.

    Returns
    -------
    matplotlib Figure
        With the Axes that `plot_changes` returns.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> len(changes_figure(ea.load_sample("motion"), ea.load_sample("motion-later")).axes)
    2
    """
    contents = _contents_of(before, after)
    figure, pictures = _page(contents).new_axes()
    _draw(pictures, contents)
    return figure


def draw_changes(ax: Axes | np.ndarray, before: AnomalyConfig, after: AnomalyConfig) -> np.ndarray:
    """Draw what changed on given axes; `plot_changes` describes the picture.

    Parameters
    ----------
    ax : matplotlib Axes or array of Axes
        One Axes, which is divided, or one for the grid and one for each changed threshold.
    before, after : AnomalyConfig
        What to compare.

    Returns
    -------
    numpy array of matplotlib Axes
        First the grid, then one for each changed threshold.

    Raises
    ------
    ValueError
        An array of Axes does not have one for each picture.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots import new_figure
    >>> motion = ea.load_sample("motion")
    >>> (grid,) = draw_changes(new_figure(8, 4).subplots(), motion, motion)
    >>> grid.get_title(loc="left")
    'Nothing changed.'
    """
    return _draw(ax, _contents_of(before, after))


def _draw(ax: Axes | np.ndarray, contents: _Contents) -> np.ndarray:
    count = len(contents.thresholds)
    shown = f"a grid and {counted(count, 'threshold')}"
    pictures = given_axes(ax, 1 + count, shown, lambda one: _divided(one, contents))
    _draw_grid(pictures[0], contents)
    for scale, change in zip(pictures[1:], contents.thresholds, strict=True):
        draw_threshold_change(scale, change)
    return pictures


def _draw_grid(ax: Axes, contents: _Contents) -> None:
    grid = contents.grid
    if grid is None:
        draw_message(ax, NO_AXES if contents.thresholds else f"{NO_AXES} {contents.title}")
        return
    prepare_axes(ax, grid.grid)
    draw_changed_cells(ax, grid)
    draw_change_marks(ax, grid)
    layout.label_lines(ax, grid.grid)
    layout.draw_title_and_legend(ax, contents.title, legend_entries(grid, ink_of(ax), cell_pt(ax, grid.grid)))


class _Contents(NamedTuple):
    """The parts of the picture: a title, a grid unless no block has axes, and the changed thresholds."""

    title: str
    grid: ChangedGrid | None
    thresholds: list[ThresholdChange]


def _contents_of(before: AnomalyConfig, after: AnomalyConfig) -> _Contents:
    """Return what the picture of the changes of two blocks contains.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> motion, later = ea.load_sample("motion"), ea.load_sample("motion-later")
    >>> _contents_of(motion, later).title
    '2 axes newly selected · 1 axis no longer selected · 1 axis added'
    """
    axes, changes = axes_of_both(before, after), compare(before, after)
    of_axes = changes[changes["part"] == "axis"]
    title = "No axis changed." if of_axes.empty and len(changes) else describe_changes(of_axes)
    grid = None if axes.empty else grid_of(axes)
    cells = None if grid is None else ChangedGrid(grid, cell_changes(axes, grid))
    return _Contents(title, cells, changed_thresholds(before, after))


def _page(contents: _Contents) -> Page:
    """Return the page of a new figure."""
    space, above = _space(contents)
    places, needed = stacked(_heights(contents, space.room))
    start = above + space.height + space.below
    height = start + _GAP_PT + needed + 9 if places else start
    boxes = [(space.left, above, space.width, space.height)]
    boxes += [(space.left, start + _GAP_PT + top, space.room, body) for top, body in places]
    return Page.of(space.left + space.room + layout.RIGHT_PT, height, boxes)


def _divided(ax: Axes, contents: _Contents) -> Page:
    """Divide axes of any size: text and scales keep their height, and the grid has the rest."""
    width, height = size_pt(ax)
    places, needed = stacked(_heights(contents, width))
    grid = contents.grid and contents.grid.grid
    below = _GAP_PT + (layout.below_pt(grid, width / len(grid.columns)) if grid else 0.0)
    above = max(_above_pt(contents, room_pt(ax)) - _HANGING_PT, 0.0)
    high = max(height - above - below - needed, 0.2 * height)
    squeeze = (height - high) / (above + below + needed)
    start = high + (above + below) * squeeze
    boxes = [(0.0, above * squeeze, width, high)]
    boxes += [(0.0, start + top * squeeze, width, body * squeeze) for top, body in places]
    return Page.of(width, height, boxes)


def _space(contents: _Contents) -> tuple[layout.Space, float]:
    """Return the space for the grid, and the height of the title and the legend above it."""
    if contents.grid is None:
        return _MESSAGE, _ABOVE_MESSAGE_PT
    space = layout.space_of(contents.grid.grid)
    if contents.thresholds:
        space = space._replace(room=max(space.room, 0.9 * _SCALES_PT))
    return space, _above_pt(contents, space.room + layout.RIGHT_PT)


def _above_pt(contents: _Contents, room: float) -> float:
    if contents.grid is None:
        return 0.0
    return layout.title_and_legend_pt(contents.title, legend_entries(contents.grid), room)


def _heights(contents: _Contents, width: float) -> list[Heights]:
    return [threshold_change_heights(change, width) for change in contents.thresholds]
