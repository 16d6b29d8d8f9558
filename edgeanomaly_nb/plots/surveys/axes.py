"""The axes of many blocks, by how many select them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...text import number_text, one_line
from ..scores.axes import tidy_axes
from ..scores.chart import Chart
from ..slot import draw_message
from ..style import ACCENT, LITERAL, TEXT_PT, TINT, Look, ink_of

NO_AXES = "No block has axes."
_LONGEST_LABEL = 44
_BLOCK = ("project_id", "learn_id")


def axis_counts(axes: pd.DataFrame) -> pd.DataFrame:
    """Count the blocks that have, select and favour the axes of each label.

    Parameters
    ----------
    axes : DataFrame
        Columns ``label``, ``selected`` and ``favourite``: the axes of one block, or of many, whose ids are in
        the index. A block with several axes of one label counts once.

    Returns
    -------
    DataFrame
        Index ``label``; columns ``blocks``, ``selected`` and ``favourite`` (int64), the most selected first.
        A label that repeats in a block counts once. Axes without a label are not counted: they are not known
        to be the same axis.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axis_counts(ea.load_sample("motion").axes).head(1)
                 blocks  selected  favourite
    label
    accX RMS          1         1          1
    """
    codes, labels = pd.factorize(axes["label"], sort=True)
    pairs = _block_numbers(axes.index) * max(len(labels), 1) + codes
    flags = {
        "blocks": np.ones(len(axes), dtype=bool),
        "selected": axes["selected"],
        "favourite": axes["favourite"],
    }
    columns = {
        name: np.bincount(np.unique(pairs[np.asarray(flag)]) % max(len(labels), 1), minlength=len(labels))
        for name, flag in flags.items()
    }
    counts = pd.DataFrame(columns, index=pd.Index(labels, name="label"), dtype="int64")
    return counts.sort_values(["selected", "blocks"], ascending=False, kind="stable")


def _block_numbers(index: pd.Index) -> np.ndarray:
    """Return a number for the block of each axis: all levels of the index but the last."""
    numbers = np.zeros(len(index), dtype=np.int64)
    if isinstance(index, pd.MultiIndex):
        for level, codes in zip(index.levels[:-1], index.codes[:-1], strict=True):
            numbers = numbers * (len(level) + 1) + np.asarray(codes, dtype=np.int64) + 1  # -1 is missing
    return numbers


def draw_axis_counts(ax: Axes, counts: pd.DataFrame, most: int) -> Axes:
    """Draw the axes that most blocks select.

    Parameters
    ----------
    ax : matplotlib Axes
        Where to draw.
    counts : DataFrame
        From `axis_counts`.
    most : int
        How many axes to draw.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots import new_figure
    >>> counts = axis_counts(ea.load_sample("motion").axes)
    >>> draw_axis_counts(new_figure(6, 4).subplots(), counts, 3).get_title(loc="left")
    'Axes by how many blocks select them: 3 of 33 labels'
    """
    shown = counts[counts["blocks"] > 0].head(most).iloc[::-1]
    if shown.empty:
        draw_message(ax, NO_AXES)
        return ax
    _draw_bars(ax, shown)
    at = range(len(shown))
    ax.set_yticks(at, [one_line(label, _LONGEST_LABEL) or "(no label)" for label in shown.index], **LITERAL)
    ax.set_ylim(-0.6, len(shown) - 0.4)
    ax.set_xlim(0, max(1.0, 1.02 * float(shown["blocks"].max())))
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda number, _: number_text(number)))
    ax.set_xlabel("blocks", **LITERAL)
    tidy_axes(ax)
    ax.tick_params(axis="y", length=0, labelsize=TEXT_PT)
    Chart(ax, axes_title(counts, most))
    return ax


def _draw_bars(ax: Axes, shown: pd.DataFrame) -> None:
    at = range(len(shown))
    bar: Look = {"height": 0.72, "linewidth": 0}
    ax.barh(at, shown["blocks"], color=ink_of(ax), alpha=TINT, label="blocks that have the axis", **bar)
    ax.barh(at, shown["selected"], color=ACCENT, label="that select it", **bar)
    rows = np.flatnonzero(shown["favourite"] > 0)
    star: Look = {"color": ink_of(ax), "markersize": 8, "markeredgewidth": 0}
    ax.plot(shown["favourite"].to_numpy()[rows], rows, "*", label="where it is a favourite", **star)


def axes_title(counts: pd.DataFrame, most: int) -> str:
    """Return the title, which shows how many of the labels are drawn.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axes_title(axis_counts(ea.load_sample("motion").axes), 40)
    'Axes by how many blocks select them'
    """
    of = f": {most:,} of {len(counts):,} labels" if most < len(counts) else ""
    return f"Axes by how many blocks select them{of}"
