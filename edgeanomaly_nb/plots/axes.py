"""Which axes a block uses, and which ones feature importance favoured: a picture of the axes frame."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .cells import LEGEND_LINE_PT, cell_pt, draw_cells, draw_legend, draw_marks, legend_columns
from .grid import Grid, grid_of
from .style import LINE_PT, TEXT_PT, TITLE_PT, bare, ink_of, say, show_only_known_glyphs, width_pt
from .svg import new_figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from edgeanomaly_nb.config import AnomalyConfig


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
        are many sensors). Axes whose label names no feature are placed by index.

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

        page = _page(frame)
        _, ax = plt.subplots(figsize=page.size, layout="none")
        ax.set_position(page.box)
    draw_axes(ax, frame)
    show_only_known_glyphs(ax)
    return ax


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
    page = _page(axes)
    figure = new_figure(*page.size)
    draw_axes(figure.add_axes(page.box), axes)
    return figure


def axes_in_words(axes: pd.DataFrame) -> str:
    """Say in one line how many axes there are, selected and favourite.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axes_in_words(ea.load_sample("motion").axes)
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
    if axes.empty:
        say(ax, axes_in_words(axes))
        return
    grid = grid_of(axes)
    bare(ax)
    ax.set_xlim(-0.5, len(grid.columns) - 0.5)
    ax.set_ylim(grid.height - 0.5, -0.5)
    draw_cells(ax, grid)
    draw_marks(ax, grid)
    _label_lines(ax, grid)
    above = draw_legend(ax, grid) + 13
    ax.set_title(axes_in_words(axes), loc="left", size=TITLE_PT, weight="bold", color=ink_of(ax), pad=above)


def _label_lines(ax: Axes, grid: Grid) -> None:
    cell = cell_pt(ax, grid)
    shown = range(0, len(grid.rows), max(1, ceil(LINE_PT / cell[1])))
    ax.set_yticks(grid.height_of(np.array(shown)), [grid.rows[at] for at in shown])
    names = _column_names(grid, cell[0])
    ax.set_xticks(names.at, names.texts)
    ax.tick_params(axis="x", pad=5)
    if names.rotation:
        # Anchored at their ends, so that SVG keeps the place whatever font the browser takes.
        ax.tick_params(axis="x", labelrotation=names.rotation)
        for label in ax.get_xticklabels():
            label.set(horizontalalignment="right", verticalalignment="center", rotation_mode="anchor")
    ax.set_ylabel(grid.row_title, size=TEXT_PT, color=ink_of(ax), labelpad=8)
    ax.set_xlabel(grid.column_title, size=TEXT_PT, color=ink_of(ax), labelpad=6)


class _Names(NamedTuple):
    """Column labels that find room: where, what, how far turned, and how high that is in points."""

    at: list[int]
    texts: list[str]
    rotation: int
    height: float


def _column_names(grid: Grid, pitch: float) -> _Names:
    at = [column for column, name in enumerate(grid.columns) if name]
    nearest = min(np.diff(at), default=1) * pitch
    longest = width_pt(grid.columns)
    if longest + TEXT_PT <= nearest:
        return _Names(at, [grid.columns[column] for column in at], 0, LINE_PT)
    rotation, step = (45, 1) if pitch > 1.4 * LINE_PT else (90, ceil(LINE_PT / nearest))
    at = at[::step]
    height = longest * 0.72 + LINE_PT / 2 if rotation == 45 else longest
    return _Names(at, [grid.columns[column] for column in at], rotation, height)


class _Page(NamedTuple):
    """A figure's size in inches, and where its axes lie, in fractions of it."""

    size: tuple[float, float]
    box: tuple[float, float, float, float]


def _page(axes: pd.DataFrame) -> _Page:
    """Lay out a figure by hand: quicker than any layout engine, and the same at each run."""
    if axes.empty:
        return _Page((5.0, 1.0), (0, 0, 1, 1))
    grid = grid_of(axes)
    columns, longest = len(grid.columns), width_pt(grid.columns)
    pitch = min(max(40.0, min(longest + 1.5 * TEXT_PT, 64.0)), (540.0 if columns <= 36 else 630.0) / columns)
    high = min(26.0, max(LINE_PT + 3, 280 / grid.height), 460 / grid.height)
    if grid.is_index:
        high = min(high, pitch)
    width, height = pitch * columns, high * grid.height
    names = _column_names(grid, pitch)
    left = width_pt(grid.rows) + 30
    if names.rotation == 45 and names.texts:
        left = max(left, 0.72 * width_pt(names.texts[:1]) - pitch / 2 + 12)
    room = max(width, 330.0)
    legend_lines = 1 if legend_columns(grid, room + 12) > 2 else 2
    below = names.height + LINE_PT + 18
    above = 24 + TITLE_PT + LEGEND_LINE_PT * legend_lines
    full_width, full_height = left + room + 12, above + height + below
    box = (left / full_width, below / full_height, width / full_width, height / full_height)
    return _Page((full_width / 72, full_height / 72), box)
