"""The thresholds of many blocks of one kind against their suggestions."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ...block.kinds import KINDS
from ...block.thresholds import is_on_scale
from ...scores.scale import ScoreSpan
from ...text import counted, one_line
from ..scores.axes import set_score_axis, tidy_axes
from ..scores.chart import Chart
from ..slot import draw_message
from ..style import ACCENT, FAINT, LITERAL, TEXT_PT, Look, ink_of
from .labels import draw_labels
from .points import furthest, groups_of, short_names, shown_span, tooltips

_MOST_DASHES, _STEPS = 400, 200  # more are drawn in steps
_KNOWN = {kind.name for kind in KINDS}
_LESS, _MORE = "flags less", "flags more"


def draw_kind(ax: Axes, blocks: pd.DataFrame, kind: str) -> dict[str, list[str]]:
    """Draw the thresholds of the blocks of one kind.

    Parameters
    ----------
    ax : matplotlib Axes
        Where to draw.
    blocks : DataFrame
        Columns ``threshold`` and ``suggestion``, as anomaly scores (no unit), NaN where there is none; for
        the names also ``name``, ``project_name``, ``project_id`` and ``learn_id``.
    kind : str
        The kind, for the title.

    Returns
    -------
    dict
        What each point is, for `figure_svg`.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> blocks = pd.DataFrame({"threshold": [0.3, 2.0], "suggestion": [0.5, np.nan], "name": ["Fan", "Pump"]})
    >>> ax = new_figure(6, 4).subplots()
    >>> draw_kind(ax, blocks, "K-means")
    {'points-0': ['Fan (a file without ids): threshold 0.3, suggestion 0.5']}
    >>> ax.get_title(loc="left")
    'K-means: 1 of 2 with suggestion'
    """
    blocks = blocks[blocks["threshold"].map(is_on_scale)]
    if blocks.empty:
        draw_message(ax, "No block of this kind has a threshold that is a number.", kind)
        return {}
    has_both = blocks["suggestion"].map(is_on_scale).astype(bool)
    both, without = blocks[has_both], blocks[~has_both]
    span = shown_span(np.concatenate([blocks["threshold"], both["suggestion"]]))
    _draw_line(ax, kind)
    groups = groups_of(both, span)
    for at, group in enumerate(groups):
        label = "a block" if len(groups) == 1 and group.counts.max() == 1 else group.label
        look: Look = {"color": ACCENT, "alpha": 0.8, "markeredgecolor": ink_of(ax), "markeredgewidth": 0.5}
        size = sqrt(group.area)
        ax.plot(group.x, group.y, "o", markersize=size, label=label, gid=f"points-{at}", zorder=2, **look)
    _draw_without(ax, without["threshold"].to_numpy(), span)
    _set_axes(ax, span)
    chosen = furthest(both, span)
    names, columns = short_names(chosen, blocks), ["suggestion", "threshold"]
    points = np.concatenate([np.zeros((0, 2)), *(np.stack([it.x, it.y], axis=1) for it in groups)])
    taken = (_LESS, _MORE) if kind in _KNOWN else ("", "")

    def draw_names() -> None:
        draw_labels(ax, names, chosen[columns].to_numpy()[: len(names)], points, taken)

    Chart(ax, _title(kind, len(both), len(blocks)), inside=draw_names)
    return {f"points-{at}": tooltips(both, group) for at, group in enumerate(groups)}


def thresholds_description(blocks: pd.DataFrame, kind: str) -> str:
    """Return the alternative text of the picture of one kind.

    Examples
    --------
    >>> thresholds_description(pd.DataFrame({"threshold": [0.3], "suggestion": [0.5]}), "K-means")
    'Thresholds against suggestions. K-means: 1 of 1 with suggestion; 1 threshold is lower, ...'
    """
    saved, suggested = blocks["threshold"], blocks["suggestion"]
    known = saved.notna() & suggested.notna()
    lower, higher = int((saved < suggested).sum()), int((saved > suggested).sum())
    return (
        f"Thresholds against suggestions. {_title(kind, int(known.sum()), int(saved.notna().sum()))}; "
        f"{_are(lower)} lower, {_are(higher)} higher."
    )


def _are(count: int) -> str:
    return f"{counted(count, 'threshold')} {'is' if count == 1 else 'are'}"


def _title(kind: str, with_both: int, count: int) -> str:
    return f"{one_line(kind, 30)}: {with_both:,} of {count:,} with suggestion"


def _draw_line(ax: Axes, kind: str) -> None:
    # In fractions of the Axes: both have the same scale, so equal numbers are on the diagonal.
    ink, on = ink_of(ax), ax.transAxes
    line: Look = {"color": ink, "alpha": FAINT, "linewidth": 1, "zorder": 1, "label": "as suggested"}
    ax.plot([0, 1], [0, 1], transform=on, **line)
    if kind in _KNOWN:
        look: Look = {"color": ink, "size": TEXT_PT, "alpha": 0.75, "transform": on, **LITERAL}
        ax.text(0.06, 0.995, _LESS, ha="left", va="top", **look)
        ax.text(0.99, 0.01, _MORE, ha="right", va="bottom", **look)


def _draw_without(ax: Axes, y: np.ndarray, span: ScoreSpan) -> None:
    """Draw the thresholds without a suggestion as dashes at the left."""
    if not len(y):
        return
    shown = np.unique(y)
    if len(y) > _MOST_DASHES:
        shown = span.scores((np.unique((span.fractions(y) * _STEPS).astype(int)) + 0.5) / _STEPS)
    look: Look = {
        "color": ACCENT,
        "marker": "_",
        "markersize": 9,
        "markeredgewidth": 1.5,
        "linestyle": "none",
    }
    x, on = np.full(len(shown), 0.014), ax.get_yaxis_transform()
    ax.plot(x, shown, transform=on, label="no suggestion", **look)


def _set_axes(ax: Axes, span: ScoreSpan) -> None:
    if span.scale.is_linear:
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_locator(MaxNLocator(5))
    set_score_axis(ax, span.scale, "suggestion (score)")
    set_score_axis(ax, span.scale, "threshold (score)", is_vertical=True)
    ax.set(xlim=span[1:], ylim=span[1:])
    tidy_axes(ax)
