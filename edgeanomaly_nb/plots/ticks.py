"""Tick labels that do not touch each other, and lie within the width of their axes."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator

from .measure import text_width
from .style import places_pt, size_pt

_GAP_PT = 5.0


def keep_ticks_apart(ax: Axes, beyond: float = 0.0) -> None:
    """Omit ticks of the horizontal axis whose labels would touch, or be more than `beyond` points outside.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(1, 1).subplots()
    >>> _ = ax.set_xticks([0.49, 0.5, 0.51, 0.9], ["0.49", "0.5", "0.51", "0.9"])
    >>> keep_ticks_apart(ax, beyond=12)
    >>> ax.get_xticks().tolist()
    [0.49, 0.9]
    """
    width = size_pt(ax)[0]
    locs = ax.xaxis.get_majorticklocs()
    places = places_pt(ax, np.array([(at, 0) for at in locs]))[:, 0]
    labels = ax.xaxis.get_major_formatter().format_ticks(locs.tolist())
    kept, end = [], -beyond
    inside = [at for at, place in enumerate(places) if -0.5 <= place <= width + 0.5]
    for at in inside:
        half = text_width(labels[at]) / 2
        if places[at] - half >= end and places[at] + half <= width + beyond:
            kept.append(at)
            end = places[at] + half + _GAP_PT
    if len(kept) < len(inside):
        ax.xaxis.set_major_locator(FixedLocator(locs[kept].tolist()))
