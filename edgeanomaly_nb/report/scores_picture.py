"""The distribution of scores, with the threshold and its suggestion."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..plots import new_figure
from ..plots.settings import own_settings
from ..plots.style import ACCENT, INK, LITERAL, TEXT_PT, Look, remove_decorations
from ..scores.origin import ANOMALY
from ..scores.scores_frame import read_scores
from ..text import number_text

_BINS = 60
_ANOMALY = "#d1651a"


@own_settings()
def scores_figure(scores: pd.DataFrame) -> Figure:
    """Draw the distribution of scores on a figure of suitable size, outside pyplot.

    Parameters
    ----------
    scores : DataFrame
        As `AnomalyModel.score` returns it; ``attrs`` has the threshold and the suggestion. Scores that are
        not finite are not drawn.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> windows = ea.load_sample_windows("motion", "testing")
    >>> len(scores_figure(ea.load_sample_model("motion").score(windows)).axes)
    1
    """
    figure = new_figure(8, 2.9)
    ax = figure.add_axes((0.08, 0.2, 0.89, 0.62))
    numbers = read_scores(scores).astype(np.float64)
    is_finite = np.isfinite(numbers)
    marks = {name: scores.attrs.get(name) for name in ("threshold", "suggestion")}
    known = {name: value for name, value in marks.items() if value is not None and np.isfinite(value)}
    is_anomaly = np.zeros(len(numbers), bool)
    if "outcome" in scores:
        is_anomaly = (scores["outcome"] == ANOMALY).to_numpy(dtype=bool)
    groups = [numbers[is_finite & ~is_anomaly], numbers[is_finite & is_anomaly]]
    _draw_bars(ax, groups, list(known.values()))
    _draw_marks(ax, known)
    return figure


def _draw_bars(ax: Axes, groups: list[np.ndarray], marks: list[float]) -> None:
    ends = np.concatenate([*groups, marks])
    low, high = (ends.min(), ends.max()) if len(ends) else (0.0, 1.0)
    is_wide = high - low > 50
    if is_wide:
        ax.set_xscale("symlog", linthresh=1.0)
        edges = np.sinh(np.linspace(np.arcsinh(low), np.arcsinh(high), _BINS + 1))
    else:
        edges = np.linspace(low, max(high, low + 1e-6), _BINS + 1)
    names = ["other windows", "anomalies"] if len(groups[1]) else ["windows", ""]
    kept = [at for at, group in enumerate(groups) if len(group)]
    colors = [ACCENT, _ANOMALY]
    if kept:
        ax.hist(
            [groups[at] for at in kept],
            bins=edges.tolist(),
            stacked=True,
            color=[colors[at] for at in kept],
            label=[names[at] for at in kept],
        )
    remove_decorations(ax)
    ax.axhline(0, color=INK, linewidth=0.8)
    look: Look = {"size": TEXT_PT, "color": INK}
    ax.set_xlabel("score" + (", logarithmic beyond ±1" if is_wide else ""), **look)
    ax.set_ylabel("windows", **look)


def _draw_marks(ax: Axes, known: dict[str, float]) -> None:
    for (name, value), dashes in zip(known.items(), ["solid", "dashed"], strict=False):
        label = f"{name} {number_text(value)}"
        ax.axvline(value, color=INK, linewidth=1.5, linestyle=dashes, label=label)
    handles, names = ax.get_legend_handles_labels()
    if handles:
        legend = ax.legend(
            handles, names, loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, fontsize=TEXT_PT
        )
        for text in legend.get_texts():
            text.set(color=INK, **LITERAL)
