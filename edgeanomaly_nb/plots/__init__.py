"""Pictures of the axes frame and the thresholds frame, with matplotlib.

``plot_x(config, *, ax=None)`` is for notebooks and scripts; ``draw_x(ax, frame)`` paints on axes that you
have; ``x_figure(frame)`` and `figure_svg` make inline pictures for panels and reports.
"""

from __future__ import annotations

from .axes import axes_figure, axes_in_words, draw_axes, plot_axes
from .svg import figure_svg, new_figure
from .thresholds import draw_thresholds, plot_thresholds, thresholds_figure, thresholds_in_words

__all__ = [
    "axes_figure",
    "axes_in_words",
    "draw_axes",
    "draw_thresholds",
    "figure_svg",
    "new_figure",
    "plot_axes",
    "plot_thresholds",
    "thresholds_figure",
    "thresholds_in_words",
]
