"""What changed from one config to another: a picture of their axes, and of the changed thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...text import counted
from ..axes.layout import label_lines
from ..axes.legend import draw_title_and_legend
from ..axes.shapes import cell_pt, set_limits
from ..page import given_axes
from ..settings import own_settings
from ..style import draw_message, ink_of, remove_decorations, show_only_known_glyphs
from .cells import draw_change_marks, draw_changed_cells, legend_entries
from .layout import Contents, contents_of, divided, page_of
from .threshold import draw_threshold_change

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ...block.config import AnomalyConfig

NO_AXES = "Neither block has axes."


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
    contents = contents_of(before, after)
    pictures = _draw(page_of(contents).pyplot_axes() if ax is None else ax, contents)
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
    contents = contents_of(before, after)
    figure, pictures = page_of(contents).new_axes()
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
    return _draw(ax, contents_of(before, after))


def _draw(ax: Axes | np.ndarray, contents: Contents) -> np.ndarray:
    count = len(contents.thresholds)
    shown = f"a grid and {counted(count, 'threshold')}"
    pictures = given_axes(ax, 1 + count, shown, lambda one: divided(one, contents))
    _draw_grid(pictures[0], contents)
    for scale, change in zip(pictures[1:], contents.thresholds, strict=True):
        draw_threshold_change(scale, change)
    return pictures


def _draw_grid(ax: Axes, contents: Contents) -> None:
    grid = contents.grid
    if grid is None:
        draw_message(ax, NO_AXES if contents.thresholds else f"{NO_AXES} {contents.title}")
        return
    remove_decorations(ax)
    set_limits(ax, grid.grid)
    draw_changed_cells(ax, grid)
    draw_change_marks(ax, grid)
    label_lines(ax, grid.grid)
    draw_title_and_legend(ax, contents.title, legend_entries(grid, ink_of(ax), cell_pt(ax, grid.grid)))
