"""What thresholds would flag: the share of windows, false alarms and misses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import SupportsFloat

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from ...block.config import AnomalyConfig
from ...scores.scale import scale_for
from ...scores.scores_frame import as_frame
from ...scores.what_if import what_if
from ..page import single_axes
from ..settings import own_settings
from ..slot import draw_message
from ..style import ACCENT, ORANGE, TINT, VIOLET, Look
from ..title import title_given
from .axes import (
    PAGE,
    draw_mark,
    flagged_text,
    marks_of,
    set_score_axis,
    tidy_axes,
    unit_of,
)
from .chart import Chart

EMPTY = "There are no thresholds to show."

# More steps than this look the same.
_MOST_STEPS = 2000
_FALSE_ALARMS, _MISSES = ORANGE, VIOLET


def plot_what_if(
    scores: pd.DataFrame | pd.Series | Iterable[float],
    config: AnomalyConfig | None = None,
    *,
    threshold: SupportsFloat | None = None,
    rule: str = ">",
    in_a_row: int = 1,
    ax: Axes | None = None,
    legend: bool = True,
    title: str | bool | None = None,
) -> Axes:
    """Plot the share of windows that thresholds would flag.

    Parameters
    ----------
    scores : DataFrame, Series or sequence of float
        From `AnomalyModel.score` or `StudioClient.get_test_scores`, or the frame of `what_if`.
    config : AnomalyConfig, optional
        The block, whose threshold is marked; by default that of the scores.
    threshold : float or ThresholdChoice, optional
        A number to mark besides, such as what `threshold_for` returns.
    rule, in_a_row
        As for `what_if`; ignored for its frame.
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
        The band is the interval of 95 % of the share. With known outcomes, there are two more lines: false
        alarms (the share of normal windows that are flagged) and misses (of anomalous windows that are not).

    Raises
    ------
    ValueError
        `ax` is several Axes.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from matplotlib.figure import Figure
    >>> scores = ea.load_sample_model("motion").score(ea.load_sample_windows("motion", "testing"))
    >>> ea.plot_what_if(scores, ax=Figure().subplots()).get_title(loc="left")
    'What thresholds would flag'
    """
    frame = scores if isinstance(scores, pd.DataFrame) else as_frame(scores)

    def draw(on: Axes | np.ndarray) -> Axes:
        single = single_axes(on, "what thresholds would flag")
        return draw_what_if(single, frame, config, threshold, rule, in_a_row, legend=legend, title=title)

    return PAGE.plot(ax, draw)


@own_settings()
def what_if_figure(scores: pd.DataFrame, config: AnomalyConfig | None = None) -> Figure:
    """Draw what thresholds would flag on a figure outside pyplot, for `figure_svg`.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> scores = ea.load_sample_model("fan").score(ea.load_sample_windows("fan", "testing"))
    >>> len(what_if_figure(scores).axes)
    1
    """
    return PAGE.figure(lambda axes: draw_what_if(axes[0], scores, config))


def draw_what_if(
    ax: Axes,
    scores: pd.DataFrame,
    config: AnomalyConfig | None = None,
    threshold: SupportsFloat | None = None,
    rule: str = ">",
    in_a_row: int = 1,
    *,
    legend: bool = True,
    title: str | bool | None = None,
) -> Axes:
    """Draw what thresholds would flag on Axes."""
    is_swept = scores.index.name == "threshold" and "n_flagged" in scores
    swept = scores if is_swept else what_if(scores, rule=rule, in_a_row=in_a_row)
    swept = swept[np.isfinite(swept.index)].sort_index()
    if swept.empty:
        draw_message(ax, EMPTY, title_given(title, ""))
        return ax
    marks = marks_of(swept, config, threshold)
    shown = thinned(swept)
    _draw_shares(ax, shown)
    _draw_marks(ax, swept, marks)
    scale = scale_for(swept.index.to_numpy(), marks.values())
    set_score_axis(ax, scale, unit_of(swept).replace("score (", "threshold (").replace("score", "threshold"))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:g} %"))
    ax.set_ylabel("share of windows")
    ax.set_ylim(-0.02, 1.02)
    tidy_axes(ax)
    row = swept.attrs.get("in_a_row", 1)
    own = "What thresholds would flag" + (f", {row} windows in a row" if row > 1 else "")
    Chart(ax, title_given(title, own), legend=legend)
    return ax


def thinned(swept: pd.DataFrame) -> pd.DataFrame:
    """Return at most 2,000 rows, which look the same when drawn.

    Examples
    --------
    >>> len(thinned(pd.DataFrame(index=range(10_000)))) <= 2000
    True
    """
    if len(swept) <= _MOST_STEPS:
        return swept
    # Half by rank and half by value: where few windows are flagged, the steps are far apart.
    values = np.searchsorted(
        swept.index.to_numpy(), np.linspace(swept.index[0], swept.index[-1], _MOST_STEPS // 2)
    )
    ranks = np.linspace(0, len(swept) - 1, _MOST_STEPS // 2).astype(int)
    return swept.iloc[np.unique(np.concatenate([ranks, values.clip(0, len(swept) - 1)]))]


def _draw_shares(ax: Axes, shown: pd.DataFrame) -> None:
    x = shown.index.to_numpy()
    if shown["share_low"].notna().any():
        bounds = (shown["share_low"], shown["share_high"])
        look: Look = {"color": ACCENT, "alpha": TINT * 1.5, "linewidth": 0}
        ax.fill_between(x, *bounds, step="post", label="interval of 95 %, from the samples", **look)
    ax.step(x, shown["share"], where="post", color=ACCENT, linewidth=1.8, label="flagged, of all windows")
    if "tp" not in shown:
        return
    normal, anomalies = shown["fp"] + shown["tn"], shown["tp"] + shown["fn"]
    if normal.iloc[0]:
        look = {"color": _FALSE_ALARMS, "linewidth": 1.6, "linestyle": (0, (5, 1.5))}
        label = f"false alarms, of {int(normal.iloc[0]):,} normal windows"
        ax.step(x, shown["fp"] / normal, where="post", label=label, **look)
    if anomalies.iloc[0]:
        look = {"color": _MISSES, "linewidth": 1.6, "linestyle": (0, (1, 1.2))}
        label = f"misses, of {int(anomalies.iloc[0]):,} anomalous windows"
        ax.step(x, shown["fn"] / anomalies, where="post", label=label, **look)


def _draw_marks(ax: Axes, swept: pd.DataFrame, marks: dict[str, float]) -> None:
    for name, number in marks.items():
        at = swept.index.searchsorted(number, side="right") - 1  # the steps hold to the right
        text = flagged_text(swept.iloc[at], swept.attrs.get("rule", ">")) if at >= 0 else "flags all"
        draw_mark(ax, name, number, text)
