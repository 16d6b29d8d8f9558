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
from ..axes.picture import Caption, GridPicture, above_pt
from ..page import Page, given_axes
from ..settings import own_settings
from ..slot import draw_message
from ..thresholds.picture import Body, Heading, ScalePicture, needed_pt, split, stacked
from ..title import title_given
from .cells import ChangedGrid, cell_changes, draw_change_marks, draw_changed_cells, legend_entries
from .matched import ThresholdChange, axes_of_both, changed_thresholds
from .threshold import change_picture

NO_AXES = "Neither block has axes."

_SCALES_PT = 520.0  # width of the scales
_BETWEEN_PT = 10.0  # between the grid and the first scale, where axes are divided
_GAP_PT = 2.0  # between the grid and the first scale
# The space of the message where there is no grid.
_MESSAGE = layout.Space(left=18.0, width=_SCALES_PT, height=44.0, below=0.0, room=_SCALES_PT)
_ABOVE_MESSAGE_PT = 9.0


def plot_changes(
    before: AnomalyConfig,
    after: AnomalyConfig,
    *,
    ax: Axes | np.ndarray | None = None,
    legend: bool = True,
    title: str | bool | None = None,
) -> np.ndarray:
    """Plot what changed: the axes of both blocks as one grid, and each changed threshold.

    Parameters
    ----------
    before, after : AnomalyConfig
        What to compare; axes are matched by label and thresholds by key, as `compare` does.
    ax : matplotlib Axes or array of Axes, optional
        Where to draw: one Axes, which is divided, or one for the grid and one for each changed threshold. By
        default a new pyplot figure of suitable size. All parts lie within the place of the Axes. Where there
        is too little room, the legend is omitted first, then long names and texts.
    legend : bool
        Draw a legend, and the names of the marks of thresholds.
    title : str or False, optional
        In place of the title of the grid; False or ``""``: no title of the grid. `ax.set_title` replaces a
        title, too.

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
    own = _contents_of(before, after)
    shown = title_given(title, own.title if own.grid else "")
    contents = own._replace(shown=shown, legend=legend)
    return _page(contents).plot(ax, lambda on: _draw(on, contents))


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
    return _page(contents).figure(lambda pictures: _draw(pictures, contents))


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
    pictures = given_axes(ax, 1 + count, shown, lambda width, height: _split(contents, width, height))
    _draw_grid(pictures[0], contents)
    for scale, change in zip(pictures[1:], contents.thresholds, strict=True):
        heading, body = change_picture(change)
        ScalePicture(scale, heading._replace(names=contents.legend), body)
    return pictures


def _draw_grid(ax: Axes, contents: _Contents) -> None:
    changed = contents.grid
    if changed is None:
        draw_message(ax, NO_AXES if contents.thresholds else f"{NO_AXES} {contents.title}", contents.shown)
        return

    def draw_cells() -> None:
        draw_changed_cells(ax, changed)
        draw_change_marks(ax, changed)

    caption = Caption(contents.shown, lambda ink, cell: legend_entries(changed, ink, cell), contents.legend)
    GridPicture(ax, changed.grid, draw_cells, caption)


class _Contents(NamedTuple):
    """The parts of the picture: a grid unless no block has axes, and the changed thresholds.

    `title` describes the changes of the axes, and `shown` is the title of the grid.
    """

    title: str
    grid: ChangedGrid | None
    thresholds: list[ThresholdChange]
    shown: str
    legend: bool = True

    @property
    def scales(self) -> list[tuple[Heading, Body]]:
        """The pictures of the thresholds."""
        return [change_picture(change) for change in self.thresholds]


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
    return _Contents(title, cells, changed_thresholds(before, after), title if cells else "")


def _page(contents: _Contents) -> Page:
    """Return the page of a new figure."""
    space, above = _space(contents)
    places = stacked(needed_pt(*scale, space.room) for scale in contents.scales)
    start = above + space.height + space.below
    height = start + _GAP_PT + sum(places[-1]) + 9 if places else start
    width = space.left + space.room + layout.RIGHT_PT
    boxes = [(6.0, 8.0, width - 12, start - 14)]
    boxes += [(space.left, start + _GAP_PT + top, space.room, body) for top, body in places]
    return Page.of(width, height, boxes)


def _split(contents: _Contents, width: float, height: float) -> list[tuple[float, float]]:
    """Divide axes of any size: the grid has half of the height unless it needs less, or more is left."""
    scales = contents.scales
    space, above = _space(contents)
    needed = above + space.height + space.below if contents.grid else 30.0
    grid = min(needed, 0.5 * height)
    places = split(scales, width, height - grid - _BETWEEN_PT)
    needed = sum(places[-1])
    high = max(height - needed - _BETWEEN_PT, 0.0)
    return [(0.0, high), *((high + _BETWEEN_PT + top, body) for top, body in places)]


def _space(contents: _Contents) -> tuple[layout.Space, float]:
    """Return the space for the grid, and the height of the title and the legend above it."""
    if contents.grid is None:
        return _MESSAGE, _ABOVE_MESSAGE_PT
    space = layout.space_of(contents.grid.grid)
    if contents.thresholds:
        space = space._replace(room=max(space.room, 0.9 * _SCALES_PT))
    entries = legend_entries(contents.grid) if contents.legend else []
    return space, above_pt(contents.shown, entries, space.room + layout.RIGHT_PT)
