"""Pictures of the axes frame, the thresholds frame and of what changed, with matplotlib.

``plot_x(config, *, ax=None)`` is for notebooks and scripts; ``draw_x(ax, frame)`` paints on axes that you
have; ``x_figure(frame)`` and `figure_svg` make inline pictures for panels and reports.
"""

from __future__ import annotations

from .axes.figure import axes_figure, axes_title, draw_axes, plot_axes
from .changes.figure import changes_figure, draw_changes, plot_changes
from .svg import figure_svg, new_figure
from .thresholds.figure import draw_thresholds, plot_thresholds, thresholds_figure, thresholds_in_words

__all__ = [
    "axes_figure",
    "axes_title",
    "changes_figure",
    "draw_axes",
    "draw_changes",
    "draw_thresholds",
    "figure_svg",
    "new_figure",
    "plot_axes",
    "plot_changes",
    "plot_thresholds",
    "thresholds_figure",
    "thresholds_in_words",
]
