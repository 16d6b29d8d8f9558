"""The thresholds of many blocks of one kind against their suggestions."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...block.kinds import KINDS
from ...scores.scale import ScoreScale, scale_for
from ...text import counted, one_line
from ..scores.axes import score_tick, tidy_axes
from ..scores.chart import Chart
from ..slot import draw_message
from ..style import ACCENT, FAINT, LITERAL, TEXT_PT, Look, ink_of

#: More points than this are drawn as larger points for several blocks.
_MOST_POINTS = 400
_CELLS = 36  # along each side, where points are put together
_SIZES = ((1, 12), (3, 26), (10, 48), (30, 80), (100, 130))  # least number of blocks, area in points²
_MARGIN = 0.04
_KNOWN = {kind.name for kind in KINDS}


def draw_kind(ax: Axes, blocks: pd.DataFrame, kind: str) -> Axes:
    """Draw the thresholds of the blocks of one kind.

    Parameters
    ----------
    ax : matplotlib Axes
        Where to draw.
    blocks : DataFrame
        Columns ``threshold`` and ``suggestion``, as anomaly scores (no unit), NaN where there is none.
    kind : str
        The kind, for the title.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> blocks = pd.DataFrame({"threshold": [0.3, 2.0], "suggestion": [0.5, np.nan]})
    >>> draw_kind(new_figure(6, 4).subplots(), blocks, "K-means").get_title(loc="left")
    'K-means: 1 of 2 blocks with suggestion'
    """
    saved = blocks["threshold"].to_numpy()
    suggested = blocks["suggestion"].to_numpy()
    saved, suggested = saved[np.isfinite(saved)], suggested[np.isfinite(saved)]
    if not len(saved):
        draw_message(ax, "No block of this kind has a threshold that is a number.", kind)
        return ax
    with_both = np.isfinite(suggested)
    numbers = np.concatenate([saved, suggested[with_both]])
    # Of few blocks, most can be equal: the mark keeps the scale linear around them.
    scale = scale_for(numbers, [float(np.quantile(np.abs(numbers), 0.9))])
    limits = _limits(numbers, scale)
    _draw_line(ax, kind)
    _draw_points(ax, suggested[with_both], saved[with_both], scale, limits)
    _draw_without(ax, saved[~with_both], scale, limits)
    _set_axes(ax, scale, limits)
    Chart(ax, _title(kind, int(with_both.sum()), len(saved)))
    return ax


def thresholds_description(blocks: pd.DataFrame, kind: str) -> str:
    """Return the alternative text of the picture of one kind.

    Examples
    --------
    >>> thresholds_description(pd.DataFrame({"threshold": [0.3], "suggestion": [0.5]}), "K-means")
    'Thresholds against suggestions. K-means: 1 of 1 block with suggestion; 1 threshold is lower, ...'
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
    return f"{one_line(kind, 30)}: {with_both:,} of {counted(count, 'block')} with suggestion"


def _limits(numbers: np.ndarray, scale: ScoreScale) -> tuple[float, float]:
    """Return the ends of both axes, on the scale."""
    places = scale.position(numbers)
    low, high = float(places.min()), float(places.max())
    room = _MARGIN * (high - low) or max(abs(high) * 0.1, 0.1)
    return low - room, high + room


def _draw_line(ax: Axes, kind: str) -> None:
    # In fractions of the Axes: both have the same scale, so equal numbers are on the diagonal.
    ink = ink_of(ax)
    ax.plot(
        [0, 1],
        [0, 1],
        transform=ax.transAxes,
        color=ink,
        alpha=FAINT,
        linewidth=1,
        zorder=1,
        label="as suggested",
    )
    if kind in _KNOWN:
        look: Look = {"color": ink, "size": TEXT_PT, "alpha": 0.75, "transform": ax.transAxes, **LITERAL}
        ax.text(0.06, 0.97, "flags less", ha="left", va="top", **look)
        ax.text(0.98, 0.03, "flags more", ha="right", va="bottom", **look)


def _draw_points(
    ax: Axes, x: np.ndarray, y: np.ndarray, scale: ScoreScale, limits: tuple[float, float]
) -> None:
    if not len(x):
        return
    look: Look = {"color": ACCENT, "linewidths": 0, "alpha": 0.75, "zorder": 2}
    if len(x) <= _MOST_POINTS:
        ax.scatter(x, y, s=22, label="a block", **look)
        return
    x, y, counts = _together(x, y, scale, limits)
    for (least, area), more in zip(_SIZES, (*(size[0] for size in _SIZES[1:]), np.inf), strict=True):
        chosen = (counts >= least) & (counts < more)
        if chosen.any():
            ax.scatter(x[chosen], y[chosen], s=area, label=_range_text(least, more), **look)


def _range_text(least: float, more: float) -> str:
    if more == np.inf:
        return f"{least:,} or more"
    return counted(int(least), "block") if more - least == 1 else f"{least:,} to {more - 1:,}"


def _together(
    x: np.ndarray, y: np.ndarray, scale: ScoreScale, limits: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Put points of one cell together at their mean; return also their number."""
    places = np.stack([scale.position(x), scale.position(y)])
    cells = ((places - limits[0]) / (limits[1] - limits[0]) * _CELLS).astype(int)
    _, at, counts = np.unique(cells[0] * (_CELLS + 1) + cells[1], return_inverse=True, return_counts=True)
    means = [scale.score(np.bincount(at.ravel(), place) / counts) for place in places]
    return means[0], means[1], counts


def _draw_without(ax: Axes, y: np.ndarray, scale: ScoreScale, limits: tuple[float, float]) -> None:
    """Draw the thresholds without a suggestion as dashes at the left."""
    if not len(y):
        return
    steps = np.unique(((scale.position(y) - limits[0]) / (limits[1] - limits[0]) * 200).astype(int))
    shown = scale.score(limits[0] + (steps + 0.5) / 200 * (limits[1] - limits[0]))
    if len(y) <= _MOST_POINTS:
        shown = np.unique(y)
    look: Look = {
        "color": ACCENT,
        "linestyle": "none",
        "marker": "_",
        "markersize": 9,
        "markeredgewidth": 1.5,
    }
    ax.plot(
        np.full(len(shown), 0.014), shown, transform=ax.get_yaxis_transform(), label="no suggestion", **look
    )


def _set_axes(ax: Axes, scale: ScoreScale, limits: tuple[float, float]) -> None:
    ends = scale.score(np.array(limits)).tolist()
    for axis, set_scale, set_limits in (
        (ax.xaxis, ax.set_xscale, ax.set_xlim),
        (ax.yaxis, ax.set_yscale, ax.set_ylim),
    ):
        if not scale.is_linear:
            set_scale("asinh", linear_width=scale.width)
        else:
            axis.set_major_locator(MaxNLocator(5))
        set_limits(*ends)
        axis.set_major_formatter(FuncFormatter(lambda number, _: score_tick(number)))
    ax.set_xlabel("suggestion (score)", **LITERAL)
    ax.set_ylabel("threshold (score)", **LITERAL)
    tidy_axes(ax)
