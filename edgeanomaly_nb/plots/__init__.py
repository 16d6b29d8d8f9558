"""Pictures of the axes frame, of the thresholds frame, of changes and of scores, with matplotlib.

``plot_x(config, *, ax=None)`` is for notebooks and scripts; ``draw_x(ax, frame)`` draws on given axes;
``x_figure(frame)`` and `figure_svg` return inline pictures for panels and reports.
"""

from __future__ import annotations

from .axes.figure import axes_figure, draw_axes, plot_axes
from .changes.figure import changes_figure, draw_changes, plot_changes
from .page import new_figure
from .scores.clusters import clusters_figure, draw_clusters, plot_clusters
from .scores.distribution import draw_scores, plot_scores, scores_figure
from .scores.what_if import draw_what_if, plot_what_if, what_if_figure
from .svg import figure_svg, scrolling
from .thresholds.figure import draw_thresholds, plot_thresholds, thresholds_figure, thresholds_text

__all__ = [
    "axes_figure",
    "changes_figure",
    "clusters_figure",
    "draw_axes",
    "draw_changes",
    "draw_clusters",
    "draw_scores",
    "draw_thresholds",
    "draw_what_if",
    "figure_svg",
    "new_figure",
    "plot_axes",
    "plot_changes",
    "plot_clusters",
    "plot_scores",
    "plot_thresholds",
    "plot_what_if",
    "scores_figure",
    "scrolling",
    "thresholds_figure",
    "thresholds_text",
    "what_if_figure",
]
