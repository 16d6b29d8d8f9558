"""The axes that a block uses, and the ones that feature importance favours: a picture of the axes frame."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...block.config import AnomalyConfig
from ...block.given_config import config_given
from ...facts import axes_text, selection_text
from ..page import MESSAGE_PAGE, Page
from ..settings import own_settings
from ..style import draw_message, ink_of, show_only_known_glyphs
from .grid import Grid, grid_of
from .layout import RIGHT_PT, draw_title_and_legend, label_lines, space_of, title_and_legend_pt
from .marks import draw_marks, legend_entries
from .shapes import cell_pt, draw_available, draw_selected, prepare_axes


def plot_axes(config: AnomalyConfig, *, ax: Axes | None = None) -> Axes:
    """Plot a block's axes as a grid: filled where selected, starred where favourite.

    Parameters
    ----------
    config : AnomalyConfig
        The block.
    ax : matplotlib Axes, optional
        Where to draw; by default a new pyplot figure of suitable size.

    Returns
    -------
    matplotlib Axes
        Rows are sensors and columns features, in order of first appearance, or the other way round when
        there are many sensors. A label without a known feature has its own column; where such labels
        repeat, are empty or are many, their axes are placed by index.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from matplotlib.figure import Figure
    >>> ea.plot_axes(ea.load_sample("motion"), ax=Figure((9, 4)).subplots()).get_title(loc="left")
    '6 of 33 axes selected · 2 favourites not selected · 1 selected but not favourite'
    """
    config = config_given(config, "plot_axes")
    grid = _grid(config.axes) if config.kind.has_axes else None
    title = axes_text(config)
    if ax is None:
        (ax,) = _page(grid, title).pyplot_axes()
    _draw(ax, grid, title)
    show_only_known_glyphs(ax)
    return ax


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
    figure, (ax,) = _page(grid, title).new_axes()
    _draw(ax, grid, title)
    return figure


def draw_axes(ax: Axes, axes: pd.DataFrame) -> None:
    """Draw the axes frame on given axes; `plot_axes` describes the picture.

    Parameters
    ----------
    ax : matplotlib Axes
        Where to draw. Sizes of marks and labels depend on its present size.
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


def _draw(ax: Axes, grid: Grid | None, title: str) -> None:
    if grid is None:
        draw_message(ax, title)
        return
    prepare_axes(ax, grid)
    draw_available(ax, grid)
    draw_selected(ax, grid)
    draw_marks(ax, grid)
    label_lines(ax, grid)
    draw_title_and_legend(ax, title, legend_entries(grid, ink_of(ax), cell_pt(ax, grid)))


def _page(grid: Grid | None, title: str) -> Page:
    if grid is None:
        return MESSAGE_PAGE
    space = space_of(grid)
    above = title_and_legend_pt(title, legend_entries(grid), space.room + RIGHT_PT)
    width, height = space.left + space.room + RIGHT_PT, above + space.height + space.below
    return Page.of(width, height, [(space.left, above, space.width, space.height)])
