"""What plots of scores share: the page, a scale for scores, and marks of thresholds."""

from __future__ import annotations

from typing import SupportsFloat

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from ...block.config import AnomalyConfig
from ...block.given_config import config_given
from ...block.kinds import GMM, K_MEANS, kind_of
from ...scores.count_text import count_text
from ...scores.flagging import RULES
from ...scores.scale import ScoreScale, score_tick
from ...scores.scores_frame import known_thresholds, threshold_attrs
from ...text import number_text
from ..page import Page
from ..style import LITERAL, TEXT_PT, Look, ink_of

#: A new figure.
PAGE = Page.single(576, 302.4)

#: How each of `marks_of` is drawn.
LOOKS: dict[str, Look] = {
    "threshold": {"linewidth": 1.8, "linestyle": "-"},
    "suggestion": {"linewidth": 1.8, "linestyle": (0, (4, 2))},
    "chosen": {"linewidth": 1.8, "linestyle": (0, (1, 1.5))},
}

_UNITS = {
    K_MEANS: "score (standard deviations beyond the edge of a cluster)",
    GMM: "score (no unit)",
}


def tidy_axes(ax: Axes) -> str:
    """Remove the frame that is not needed; return the colour of text and lines."""
    ink = ink_of(ax)
    ax.set_facecolor("none")
    ax.grid(visible=False, which="both")
    for side, spine in ax.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(ink)
    ax.tick_params(which="both", colors=ink, labelcolor=ink, labelsize=TEXT_PT)
    for axis in (ax.xaxis, ax.yaxis):
        axis.label.set_color(ink)
        axis.label.set_fontsize(TEXT_PT)
    return ink


def unit_of(scores: pd.DataFrame) -> str:
    """Return the label of an axis with scores.

    Examples
    --------
    >>> unit_of(pd.DataFrame({"score": []}))
    'score'
    """
    return _UNITS.get(kind_of(scores.attrs.get("block_type")), "score")


def set_score_axis(ax: Axes, scale: ScoreScale, label: str, *, is_vertical: bool = False) -> None:
    """Use a scale for an axis of a plot, write plain numbers on it, and a label."""
    if not scale.is_linear:
        (ax.set_yscale if is_vertical else ax.set_xscale)("asinh", linear_width=scale.width)
    axis = ax.yaxis if is_vertical else ax.xaxis
    axis.set_major_formatter(FuncFormatter(lambda number, _: score_tick(number)))
    axis.set_label_text(label, **LITERAL)


def marks_of(
    scores: pd.DataFrame, config: AnomalyConfig | None, chosen: SupportsFloat | None = None
) -> dict[str, float]:
    """Return the threshold and the suggestion, of the config or else of the scores, and the chosen number."""
    given = None if config is None else config_given(config, "A plot of scores")
    marks = known_thresholds(scores.attrs if given is None else threshold_attrs(given.thresholds))
    return marks if chosen is None else {**marks, "chosen": float(chosen)}


def flagged_text(row: pd.Series, rule: str = ">") -> str:
    """Return what a threshold flags, by a row of `what_if`.

    Examples
    --------
    >>> from edgeanomaly_nb import what_if
    >>> flagged_text(what_if([0.1, 0.5, 0.7], 0.3).iloc[0])
    'flags 2 of 3 windows (67 %)'
    """
    return f"flags {count_text(row)}" + (" by ≥" if rule == RULES[1] else "")


def draw_mark(ax: Axes, name: str, number: float, text: str) -> None:
    """Draw the line of one of `marks_of`, whose label ends with `text`.

    The suggestion has a star, as in the other plots.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(6, 2).subplots()
    >>> draw_mark(ax, "suggestion", 0.5, "flags none")
    >>> ax.lines[0].get_label(), ax.lines[0].get_marker()
    ('suggestion 0.5: flags none', '*')
    """
    look = {**LOOKS[name], "color": ink_of(ax), "label": f"{name} {number_text(number)}: {text}"}
    if name != "suggestion":
        ax.axvline(number, **look)
        return
    star: Look = {"marker": "*", "markersize": 11, "markeredgewidth": 0, "markevery": [1]}
    ax.plot([number] * 3, [0, 0.95, 1], transform=ax.get_xaxis_transform(), **look, **star)
