"""Windows and clusters on two axes at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colorbar import Colorbar
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse
from matplotlib.ticker import FuncFormatter
from numpy.typing import ArrayLike

from ...block.kinds import K_MEANS
from ...scores.model import AnomalyModel
from ...scores.model_text import axis_name
from ...scores.projection import Projection, project
from ...scores.scale import ScoreScale, scale_for, score_tick
from ...scores.windows import Windows
from ...text import counted
from ..page import Page, single_axes
from ..settings import own_settings
from ..style import LITERAL, TEXT_PT, Look, ink_of
from ..title import title_given
from .axes import tidy_axes
from .chart import Chart, beside

_PAGE = Page.single(576, 388.8)
_MOST_POINTS = 5000
_SEED = 0


def plot_clusters(
    model: AnomalyModel,
    windows: Windows | pd.DataFrame | ArrayLike | None = None,
    axes: Sequence[int] | None = None,
    *,
    ax: Axes | None = None,
    legend: bool = True,
    title: str | bool | None = None,
) -> Axes:
    """Plot windows and clusters on two of the trained axes.

    Parameters
    ----------
    model : AnomalyModel
        The trained model.
    windows : Windows, DataFrame or array, optional
        As for `AnomalyModel.score`.
    axes : two of int, optional
        Two trained axes. By default those on which the centres of the clusters differ most.
    ax : matplotlib Axes, optional
        Where to draw; by default on a new pyplot figure. All parts lie within the place of the Axes. Where
        there is too little room, the legend is omitted first, then the labels.
    legend : bool
        Draw a legend.
    title : str or False, optional
        In place of the own title; False or ``""``: none. `ax.set_title` replaces it, too.

    Returns
    -------
    matplotlib Axes
        In the units of the axes. K-means: each cluster is a disc in standard deviations, so an ellipse here.
        A window outside of every disc is outside on all axes, too; a window inside of a disc can still be
        outside on all axes. Such windows are ringed, and the title has their number. GMM: one and two
        standard deviations of each component. Windows are coloured by their score on all axes.

    Raises
    ------
    ValueError
        An axis was not trained, or the windows do not have it; or `ax` is several Axes.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from matplotlib.figure import Figure
    >>> model, windows = ea.load_sample_model("motion"), ea.load_sample_windows("motion", "testing")
    >>> ea.plot_clusters(model, windows, axes=(0, 11), ax=Figure().subplots()).get_xlabel()
    'accX RMS (0)'
    """
    shown = project(model, windows, axes)
    return _PAGE.plot(
        ax, lambda on: draw_clusters(single_axes(on, "clusters"), shown, legend=legend, title=title)
    )


@own_settings()
def clusters_figure(
    model: AnomalyModel, windows: Windows | None = None, axes: Sequence[int] | None = None
) -> Figure:
    """Draw windows and clusters on a figure outside pyplot, for `figure_svg`.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> len(clusters_figure(ea.load_sample_model("fan")).axes)
    1
    """
    return _PAGE.figure(lambda on: draw_clusters(on[0], project(model, windows, axes)))


def draw_clusters(
    ax: Axes, shown: Projection, *, legend: bool = True, title: str | bool | None = None
) -> Axes:
    """Draw windows and clusters on Axes."""
    model, ink = shown.model, ink_of(ax)
    for center, shapes in shown.ellipses:
        for width, height, angle, name in shapes:
            look: Look = {"fill": False, "edgecolor": ink, "linewidth": 1.1, "alpha": 0.8}
            look |= {"linestyle": "--"} if name == "2 standard deviations" else {}
            ax.add_patch(Ellipse(center, width, height, angle=angle, **look))
        ax.plot(*center, "+", color=ink, markersize=7, markeredgewidth=1.2)
    if shown.scores is not None:
        bar = _draw_windows(ax, shown, shown.scores["score"].to_numpy(dtype=np.float64))
    else:
        bar = None
        ax.autoscale_view()
    _draw_keys(ax, model, ink)
    for axis, ix in ((ax.xaxis, shown.axes[0]), (ax.yaxis, shown.axes[1])):
        axis.set_label_text("" if ix is None else axis_name(model, ix), **LITERAL)
    if shown.axes[1] is None:
        ax.set_yticks([])
    tidy_axes(ax)
    Chart(ax, title_given(title, shown.title), legend=legend, bar=bar)
    return ax


def _draw_windows(ax: Axes, shown: Projection, score: np.ndarray) -> Colorbar:
    some, scale, ink = _some(len(score)), scale_for(score), ink_of(ax)
    position = scale.position(
        np.where(np.isfinite(score), score, np.nanmax(score[np.isfinite(score)], initial=0))
    )
    order = some[np.argsort(position[some], kind="stable")]  # the highest on top
    low, high = np.nanmin(position), np.nanmax(position)
    look: Look = {"cmap": _score_colours(), "norm": Normalize(low, high if high > low else low + 1)}
    look |= {"s": 14, "linewidths": 0.3, "edgecolors": ink}
    x, y = shown.points[order].T
    points = ax.scatter(x, y, c=position[order], **look)
    bar = _draw_colours(ax, points, scale)
    ringed = order[shown.is_hidden[order]]
    if len(ringed):
        ring: Look = {"facecolors": "none", "edgecolors": ink, "linewidths": 1.2, "s": 60}
        label = "inside a cluster here, outside on all axes"
        ax.scatter(*shown.points[ringed].T, label=label, **ring)
    if len(some) < len(score):
        ax.plot([], [], " ", label=f"{len(some):,} of {counted(len(score), 'window')} drawn, at random")
    return bar


def _draw_colours(ax: Axes, points: PathCollection, scale: ScoreScale) -> Colorbar:
    """Draw the scale of colours beside the Axes."""
    bar, ink = ax.figure.colorbar(points, cax=beside(ax)), ink_of(ax)
    bar.ax.yaxis.set_major_formatter(
        FuncFormatter(lambda at, _: score_tick(float(scale.score(np.array(at)))))
    )
    bar.set_label("score on all axes", color=ink, size=TEXT_PT)
    bar.ax.tick_params(colors=ink, labelcolor=ink, labelsize=TEXT_PT)
    bar.outline.set_visible(False)
    return bar


def _some(count: int) -> np.ndarray:
    if count <= _MOST_POINTS:
        return np.arange(count)
    return np.sort(np.random.default_rng(_SEED).choice(count, _MOST_POINTS, replace=False))


def _score_colours() -> ListedColormap:
    """Return the middle of the colour map plasma, which is visible on light and on dark pages."""
    return ListedColormap(colormaps["plasma"](np.linspace(0.88, 0.35, 256)))


def _draw_keys(ax: Axes, model: AnomalyModel, ink: str) -> None:
    look: Look = {"color": ink, "linewidth": 1.1}
    if model.kind == K_MEANS:
        ax.plot([], [], "-", label="edge of a cluster", **look)
    else:
        ax.plot([], [], "-", label="1 standard deviation", **look)
        ax.plot([], [], "--", label="2 standard deviations", **look)
    ax.plot([], [], "+", color=ink, label=f"centre of a {model.kind.cluster}")
