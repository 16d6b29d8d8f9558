"""The contents of a picture of changes, and the places of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...comparison.changes import compare, describe_changes
from ..axes.grid import grid_of
from ..axes.layout import RIGHT_PT, Space, below_pt, space_of
from ..axes.legend import title_and_legend_pt
from ..page import Page
from ..style import room_pt, size_pt
from ..thresholds.scale import Heights, stacked
from .cells import ChangedGrid, cell_changes, legend_entries
from .matched import ThresholdChange, axes_of_both, changed_thresholds
from .threshold import threshold_change_heights

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...block.config import AnomalyConfig

_SCALES_PT = 520.0  # width of the scales
_HANGING_PT = 36.0  # of title and legend may be above axes that are divided, as in all plots
_GAP_PT = 2.0  # between the grid and the first scale
# The space of the message where there is no grid.
_MESSAGE = Space(left=18.0, width=_SCALES_PT, height=44.0, below=0.0, room=_SCALES_PT)
_ABOVE_MESSAGE_PT = 9.0


class Contents(NamedTuple):
    """The parts of the picture: a title, a grid unless no block has axes, and the changed thresholds."""

    title: str
    grid: ChangedGrid | None
    thresholds: list[ThresholdChange]


def contents_of(before: AnomalyConfig, after: AnomalyConfig) -> Contents:
    """Return what the picture of the changes of two blocks contains.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> motion, later = ea.load_sample("motion"), ea.load_sample("motion-later")
    >>> contents_of(motion, later).title
    '2 axes newly selected · 1 axis no longer selected · 1 axis added'
    """
    axes, changes = axes_of_both(before, after), compare(before, after)
    of_axes = changes[changes["part"] == "axis"]
    title = "No axis changed." if of_axes.empty and len(changes) else describe_changes(of_axes)
    grid = None if axes.empty else grid_of(axes)
    cells = None if grid is None else ChangedGrid(grid, cell_changes(axes, grid))
    return Contents(title, cells, changed_thresholds(before, after))


def page_of(contents: Contents) -> Page:
    """Return the page of a new figure."""
    space, above = _space(contents)
    places, needed = stacked(_heights(contents, space.room))
    start = above + space.height + space.below
    height = start + _GAP_PT + needed + 9 if places else start
    boxes = [(space.left, above, space.width, space.height)]
    boxes += [(space.left, start + _GAP_PT + top, space.room, body) for top, body in places]
    return Page.of(space.left + space.room + RIGHT_PT, height, boxes)


def divided(ax: Axes, contents: Contents) -> Page:
    """Divide axes of any size: text and scales keep their height, and the grid has the rest."""
    width, height = size_pt(ax)
    places, needed = stacked(_heights(contents, width))
    grid = contents.grid and contents.grid.grid
    below = _GAP_PT + (below_pt(grid, width / len(grid.columns)) if grid else 0.0)
    above = max(_above_pt(contents, room_pt(ax)) - _HANGING_PT, 0.0)
    high = max(height - above - below - needed, 0.2 * height)
    squeeze = (height - high) / (above + below + needed)
    start = high + (above + below) * squeeze
    boxes = [(0.0, above * squeeze, width, high)]
    boxes += [(0.0, start + top * squeeze, width, body * squeeze) for top, body in places]
    return Page.of(width, height, boxes)


def _space(contents: Contents) -> tuple[Space, float]:
    """Return the space for the grid, and the height of the title and the legend above it."""
    if contents.grid is None:
        return _MESSAGE, _ABOVE_MESSAGE_PT
    space = space_of(contents.grid.grid)
    if contents.thresholds:
        space = space._replace(room=max(space.room, 0.9 * _SCALES_PT))
    return space, _above_pt(contents, space.room + RIGHT_PT)


def _above_pt(contents: Contents, room: float) -> float:
    if contents.grid is None:
        return 0.0
    return title_and_legend_pt(contents.title, legend_entries(contents.grid), room)


def _heights(contents: Contents, width: float) -> list[Heights]:
    return [threshold_change_heights(change, width) for change in contents.thresholds]
