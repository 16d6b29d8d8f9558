"""Which axes a block uses, and which ones feature importance favoured: a picture of the axes frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..settings import own_settings
from ..style import TITLE_PT, bare, ink_of, say, show_only_known_glyphs
from ..svg import new_figure
from .cells import LEGEND_LINE_PT, draw_cells, draw_legend, draw_marks, legend_lines, set_limits
from .grid import grid_of
from .layout import RIGHT_PT, Page, label_lines, space_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ...block.config import AnomalyConfig
    from .grid import Grid


def plot_axes(config: AnomalyConfig, *, ax: Axes | None = None) -> Axes:
    """Plot a block's axes as a grid: filled where selected, starred where favourite.

    Parameters
    ----------
    config : AnomalyConfig
        The block.
    ax : matplotlib Axes, optional
        Where to draw; a new pyplot figure of fitting size if not given.

    Returns
    -------
    matplotlib Axes
        Rows are sensors and columns features, in order of first appearance (the other way round when there
        are many sensors). A label that names no known feature is a column of its own; where such labels
        repeat, are empty or are many, their axes are placed by index.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from matplotlib.figure import Figure
    >>> ea.plot_axes(ea.load_sample("motion"), ax=Figure().subplots()).get_title(loc="left")
    '6 of 33 axes selected, 7 favourite'
    """
    frame = config.axes
    if ax is None:
        from matplotlib import pyplot as plt

        page = _page(_grid(frame))
        _, ax = plt.subplots(figsize=page.size, layout="none")
        ax.set_position(page.box)
    draw_axes(ax, frame)
    show_only_known_glyphs(ax)
    return ax


@own_settings()
def axes_figure(axes: pd.DataFrame) -> Figure:
    """Draw the axes frame on a figure of fitting size, for `figure_svg`; pyplot knows nothing of it.

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
    grid = _grid(axes)
    page = _page(grid)
    figure = new_figure(*page.size)
    _draw(figure.add_axes(page.box), axes, grid)
    return figure


def axes_title(axes: pd.DataFrame) -> str:
    """Say in one line how many axes there are, selected and favourite.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axes_title(ea.load_sample("motion").axes)
    '6 of 33 axes selected, 7 favourite'
    """
    if axes.empty:
        return "This block has no axes."
    selected, favourite = int(axes["selected"].sum()), int(axes["favourite"].sum())
    return f"{selected} of {len(axes)} axes selected, {favourite} favourite"


def draw_axes(ax: Axes, axes: pd.DataFrame) -> None:
    """Draw the axes frame on axes that you have; `plot_axes` describes the picture.

    Parameters
    ----------
    ax : matplotlib Axes
        Where to draw. Sizes of marks and labels follow the size it has now.
    axes : DataFrame
        The axes frame, or some of its rows.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> ax = new_figure(8, 3).subplots()
    >>> draw_axes(ax, ea.load_sample("motion").axes)
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['accX', 'accY', 'accZ']
    """
    _draw(ax, axes, _grid(axes))


def _grid(axes: pd.DataFrame) -> Grid | None:
    return None if axes.empty else grid_of(axes)


def _draw(ax: Axes, axes: pd.DataFrame, grid: Grid | None) -> None:
    if grid is None:
        say(ax, axes_title(axes))
        return
    bare(ax)
    set_limits(ax, grid)
    draw_cells(ax, grid)
    draw_marks(ax, grid)
    label_lines(ax, grid)
    above = draw_legend(ax, grid) + 13
    # With y given, matplotlib does not measure all that is drawn to find a place for it.
    ax.set_title(axes_title(axes), loc="left", y=1, size=TITLE_PT, weight="bold", color=ink_of(ax), pad=above)


def _page(grid: Grid | None) -> Page:
    """Lay out a figure by hand: quicker than any layout engine, and the same at each run."""
    if grid is None:
        return Page((5.0, 1.0), (0, 0, 1, 1))
    space = space_of(grid)
    above = 24 + TITLE_PT + LEGEND_LINE_PT * legend_lines(grid, space.room + RIGHT_PT)
    width, height = space.left + space.room + RIGHT_PT, above + space.height + space.below
    box = (space.left / width, space.below / height, space.width / width, space.height / height)
    return Page((width / 72, height / 72), box)
