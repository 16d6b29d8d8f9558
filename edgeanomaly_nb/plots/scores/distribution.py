"""The distribution of scores, and what lies right of a threshold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import SupportsFloat

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...block.config import AnomalyConfig
from ...scores.origin import ANOMALY, NO_ANOMALY
from ...scores.scale import ScoreScale, scale_for
from ...scores.scores_frame import as_frame, read_scores
from ...scores.what_if import what_if
from ...text import counted, one_line
from ..page import single_axes
from ..settings import own_settings
from ..slot import draw_message
from ..style import ACCENT, ORANGE, TINT, VIOLET, Look, ink_of
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

EMPTY = "There are no scores."

_BINS = 48
_MOST_GROUPS = 5
# Orange and blue differ for the colour-blind; hatches differ without colour.
_LOOKS: tuple[Look, ...] = (
    {"facecolor": ACCENT, "hatch": ""},
    {"facecolor": ORANGE, "hatch": "///"},
    {"facecolor": "#2a9d8f", "hatch": "..."},
    {"facecolor": VIOLET, "hatch": "\\\\\\"},
    {"facecolor": "#8a8f98", "hatch": "xx"},
)


def plot_scores(
    scores: pd.DataFrame | pd.Series | Iterable[float],
    config: AnomalyConfig | None = None,
    *,
    threshold: SupportsFloat | None = None,
    ax: Axes | None = None,
    legend: bool = True,
    title: str | bool | None = None,
) -> Axes:
    """Plot the distribution of scores, with the threshold and the suggestion.

    Parameters
    ----------
    scores : DataFrame, Series or sequence of float
        From `AnomalyModel.score` or `StudioClient.get_test_scores`.
    config : AnomalyConfig, optional
        The block, whose threshold is drawn; by default that of the scores.
    threshold : float or ThresholdChoice, optional
        A number to mark besides, such as what `threshold_for` returns.
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
        Windows are grouped by outcome if outcomes are known, else by label. The horizontal axis is linear, or
        logarithmic beyond most scores if they reach too far.

    Raises
    ------
    ValueError
        `ax` is several Axes.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from matplotlib.figure import Figure
    >>> scores = ea.load_sample_model("motion").score(ea.load_sample_windows("motion", "testing"))
    >>> ea.plot_scores(scores, ax=Figure().subplots()).get_title(loc="left")
    'Scores of 442 windows in 26 samples'
    """
    frame, single = as_frame(scores), "scores"
    return PAGE.plot(
        ax,
        lambda on: draw_scores(single_axes(on, single), frame, config, threshold, legend=legend, title=title),
    )


@own_settings()
def scores_figure(scores: pd.DataFrame, config: AnomalyConfig | None = None) -> Figure:
    """Draw the distribution on a figure outside pyplot, for `figure_svg`.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> scores = ea.load_sample_model("fan").score(ea.load_sample_windows("fan", "testing"))
    >>> len(scores_figure(scores).axes)
    1
    """
    return PAGE.figure(lambda axes: draw_scores(axes[0], scores, config))


def draw_scores(
    ax: Axes,
    scores: pd.DataFrame,
    config: AnomalyConfig | None = None,
    threshold: SupportsFloat | None = None,
    *,
    legend: bool = True,
    title: str | bool | None = None,
) -> Axes:
    """Draw the distribution on Axes."""
    numbers = read_scores(scores)
    finite = numbers[np.isfinite(numbers)].astype(np.float64)
    if not len(finite):
        draw_message(ax, EMPTY, title_given(title, ""))
        return ax
    marks = marks_of(scores, config, threshold)
    scale = scale_for(finite, marks.values())
    highest = _draw_groups(ax, groups_of(scores, numbers), bin_edges(finite, scale, _border(marks)))
    _draw_marks(ax, scores, marks)
    set_score_axis(ax, scale, unit_of(scores))
    ax.set_ylabel("windows (count)")
    ax.set_ylim(0, max(highest, 1) * 1.08)
    tidy_axes(ax)
    Chart(ax, title_given(title, _title(scores, numbers)), legend=legend)
    return ax


def _draw_groups(ax: Axes, groups: dict[str, np.ndarray], edges: np.ndarray) -> float:
    """Draw the groups on top of each other; return the greatest height."""
    heights = np.zeros(len(edges) - 1)
    for (name, values), look in zip(groups.items(), _LOOKS, strict=False):
        tops = heights + np.histogram(values, edges)[0]
        label = f"{one_line(name, 40)}: {counted(len(values), 'window')}" if name else "windows"
        edge: Look = {"edgecolor": "white", "linewidth": 0.4}
        ax.stairs(tops, edges, baseline=heights, fill=True, label=label, **look, **edge)
        heights = tops
    return float(heights.max())


def bin_edges(scores: np.ndarray, scale: ScoreScale, threshold: float | None) -> np.ndarray:
    """Return edges of bins that are equally wide on the scale; the threshold is one of them.

    Examples
    --------
    >>> from edgeanomaly_nb.scores.scale import LINEAR
    >>> edges = bin_edges(np.array([-1.0, 2.0]), LINEAR, 0.3)
    >>> bool(np.isclose(edges, 0.3).any()), float(edges[0]) <= -1, float(edges[-1]) >= 2
    (True, True, True)
    """
    low, high = scale.position(np.array([scores.min(), scores.max()]))
    step = (high - low) / _BINS or max(abs(low), 1.0) / _BINS
    anchor = low if threshold is None else float(scale.position(np.array([threshold]))[0])
    if not low - 2 * (high - low) <= anchor <= high + 2 * (high - low):
        anchor = low
    first = np.floor((low - anchor) / step)
    last = np.floor((high - anchor) / step) + 1
    edges = scale.score(anchor + step * np.arange(first, last + 1))
    edges[0] = min(edges[0], scores.min()) if scores.min() < 0 else max(edges[0], 0)
    return edges


def groups_of(scores: pd.DataFrame, numbers: np.ndarray) -> dict[str, np.ndarray]:
    """Return the finite scores by outcome, else by label, else all under an empty name."""
    finite = np.isfinite(numbers)
    for column in ("outcome", "label"):
        if column in scores and scores[column].notna().any():
            names = scores[column].astype(object).where(scores[column].notna(), "unknown").to_numpy()
            found = {str(name): numbers[finite & (names == name)] for name in _ordered(names, column)}
            return _with_others(found)
    return {"": numbers[finite]}


def _ordered(names: np.ndarray, column: str) -> list[str]:
    counts = pd.Series(names).value_counts()
    if column == "outcome":
        return [name for name in (NO_ANOMALY, ANOMALY, "unknown") if name in counts.index]
    return list(counts.index)


def _with_others(groups: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    if len(groups) <= _MOST_GROUPS:
        return groups
    names = list(groups)
    shown = {name: groups[name] for name in names[: _MOST_GROUPS - 1]}
    others = names[_MOST_GROUPS - 1 :]
    return shown | {f"{len(others):,} other labels": np.concatenate([groups[name] for name in others])}


def _draw_marks(ax: Axes, scores: pd.DataFrame, marks: dict[str, float]) -> None:
    for name, number in marks.items():
        draw_mark(ax, name, number, flagged_text(what_if(scores, [number]).iloc[0]))
    border = _border(marks)
    if border is not None:
        ax.axvspan(border, max(ax.get_xlim()[1], border), color=ink_of(ax), alpha=TINT / 2, linewidth=0)


def _border(marks: dict[str, float]) -> float | None:
    """Return the number above which windows are shaded as flagged: the chosen one, else the threshold."""
    return marks.get("chosen", marks.get("threshold"))


def _title(scores: pd.DataFrame, numbers: np.ndarray) -> str:
    title = f"Scores of {counted(len(numbers), 'window')}"
    if "sample_id" in scores and scores["sample_id"].notna().any():
        title += f" in {counted(int(scores['sample_id'].nunique()), 'sample')}"
    for count, what in ((np.isnan(numbers).sum(), "without a score"), (np.isinf(numbers).sum(), "infinite")):
        title += f" · {int(count):,} {what}" if count else ""
    return title
