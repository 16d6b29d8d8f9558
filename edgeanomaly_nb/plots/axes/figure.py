"""The axes that a block uses, and the ones that feature importance favours: a picture of the axes frame."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...block.config import AnomalyConfig
from ...block.given_frames import checked_axes
from ...facts import axes_text, selection_text
from ..page import MESSAGE_PAGE, Page, single_axes
from ..settings import own_settings
from ..slot import draw_message
from ..title import title_given
from .grid import Grid, grid_of
from .layout import RIGHT_PT, space_of
from .marks import draw_marks, legend_entries
from .picture import Caption, GridPicture, above_pt
from .shapes import draw_available, draw_selected


def plot_axes(
    config: AnomalyConfig | pd.DataFrame,
    *,
    ax: Axes | None = None,
    legend: bool = True,
    title: str | bool | None = None,
) -> Axes:
    """Plot a block's axes as a grid: filled where selected, starred where favourite.

    Parameters
    ----------
    config : AnomalyConfig or DataFrame
        The block, or its axes frame, or some rows of it.
    ax : matplotlib Axes, optional
        Where to draw; by default a new pyplot figure of suitable size. All parts lie within the place of the
        Axes. Where there is too little room, the legend is omitted first, then long names.
    legend : bool
        Draw a legend.
    title : str or False, optional
        In place of the own title; False or ``""``: none. `ax.set_title` replaces it, too.

    Returns
    -------
    matplotlib Axes
        Rows are sensors and columns features, in order of first appearance, or the other way round when
        there are many sensors. A label without a known feature has its own column; where such labels
        repeat, are empty or are many, their axes are placed by index.

    Raises
    ------
    TypeError
        `config` is neither.
    ValueError
        The frame is not an axes frame, or `ax` is several Axes.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from matplotlib.figure import Figure
    >>> ea.plot_axes(ea.load_sample("motion"), ax=Figure((11, 4)).subplots()).get_title(loc="left")
    '6 of 33 axes selected · 2 favourites not selected · 1 selected but not favourite'
    """
    frame = checked_axes(config, "plot_axes")
    has_axes = not isinstance(config, AnomalyConfig) or config.kind.has_axes
    grid = _grid(frame) if has_axes else None
    own = axes_text(config) if isinstance(config, AnomalyConfig) else selection_text(frame)
    shown = title_given(title, "" if grid is None else own)
    page = _page(grid, shown, legend=legend)
    return page.plot(ax, lambda on: _draw(single_axes(on, "axes"), grid, own, shown, legend=legend))


@own_settings()
def axes_figure(axes: pd.DataFrame) -> Figure:
    """Draw the axes frame on a figure of suitable size, outside pyplot, for `figure_svg`.

    Parameters
    ----------
    axes : DataFrame
        The axes frame, or some of its rows.

    Returns
    -------
    matplotlib Figure
        With one Axes.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> len(axes_figure(ea.load_sample("motion").axes).axes)
    1
    """
    grid, title = _grid(axes), selection_text(axes)
    return _page(grid, title).figure(lambda on: _draw(on[0], grid, title))


def draw_axes(ax: Axes, axes: pd.DataFrame) -> None:
    """Draw the axes frame on given axes; `plot_axes` describes the picture.

    Parameters
    ----------
    ax : matplotlib Axes
        Where to draw.
    axes : DataFrame
        The axes frame, or some of its rows.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(8, 3).subplots()
    >>> draw_axes(ax, ea.load_sample("motion").axes)
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['accX', 'accY', 'accZ']
    """
    _draw(ax, _grid(axes), selection_text(axes))


def _grid(axes: pd.DataFrame) -> Grid | None:
    return None if axes.empty else grid_of(axes)


def _draw(ax: Axes, grid: Grid | None, own: str, title: str | None = None, *, legend: bool = True) -> Axes:
    """Draw a grid, or the message `own` without one; `title` is `own` by default."""
    if grid is None:
        draw_message(ax, own, title or "")
        return ax

    def draw_cells() -> None:
        draw_available(ax, grid)
        draw_selected(ax, grid)
        draw_marks(ax, grid)

    shown = own if title is None else title
    caption = Caption(shown, lambda ink, cell: legend_entries(grid, ink, cell), legend)
    GridPicture(ax, grid, draw_cells, caption)
    return ax


def _page(grid: Grid | None, title: str, *, legend: bool = True) -> Page:
    if grid is None:
        return MESSAGE_PAGE
    space = space_of(grid)
    above = above_pt(title, legend_entries(grid) if legend else [], space.room + RIGHT_PT)
    width, height = space.left + space.room + RIGHT_PT, above + space.height + space.below
    return Page.of(width, height, [(6, 8, width - 12, height - 14)])
