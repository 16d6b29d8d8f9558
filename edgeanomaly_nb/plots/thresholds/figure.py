"""Where each threshold stands against its suggestion: a picture of the thresholds frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...block.kinds import UNKNOWN
from ...block.thresholds import threshold_rows, threshold_text, threshold_title
from ...text import one_line
from ..settings import own_settings
from ..style import say, show_only_known_glyphs, size_pt
from ..svg import new_figure
from .scale import stacked
from .threshold import draw_threshold, heights_pt

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ...block.config import AnomalyConfig
    from ...block.kinds import Kind

EMPTY = "This block has no thresholds."

_WIDTH_PT = 520.0  # of the scales of a figure of our own
_MARGIN_PT = 18.0


def plot_thresholds(config: AnomalyConfig, *, ax: Axes | np.ndarray | None = None) -> np.ndarray:
    """Plot each threshold against its suggestion, each on its own scale.

    Parameters
    ----------
    config : AnomalyConfig
        The block.
    ax : matplotlib Axes or array of Axes, optional
        Where to draw: one Axes, which is divided, or one for each threshold. A new pyplot figure of fitting
        size if not given.

    Returns
    -------
    numpy array of matplotlib Axes
        One for each threshold; a single one that says so when there are none.

    Raises
    ------
    ValueError
        An array of Axes does not have one for each threshold.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from matplotlib.figure import Figure
    >>> scales = ea.plot_thresholds(ea.load_sample("motion"), ax=Figure().subplots())
    >>> [scale.get_title(loc="left") for scale in scales]
    ['Score threshold (min_score)']
    """
    frame = config.thresholds
    if ax is None:
        from matplotlib import pyplot as plt

        size, boxes = _page(frame, config.kind)
        _, ax = plt.subplots(len(boxes), figsize=size, squeeze=False, layout="none")
        for scale, box in zip(ax.flat, boxes, strict=True):
            scale.set_position(box)
    scales = draw_thresholds(ax, frame, config.kind)
    for scale in scales:
        show_only_known_glyphs(scale)
    return scales


@own_settings()
def thresholds_figure(thresholds: pd.DataFrame, kind: Kind = UNKNOWN) -> Figure:
    """Draw the thresholds frame on a figure of fitting size, for `figure_svg`; pyplot knows nothing of it.

    Parameters
    ----------
    thresholds : DataFrame
        The thresholds frame, or some of its rows.
    kind : Kind, optional
        Of the block, which a frame does not know: without it nothing is said about what a threshold flags.

    Returns
    -------
    matplotlib Figure
        With one Axes for each threshold.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> len(thresholds_figure(ea.load_sample("dropdown").thresholds).axes)
    3
    """
    size, boxes = _page(thresholds, kind)
    figure = new_figure(*size)
    draw_thresholds(np.array([figure.add_axes(box) for box in boxes]), thresholds, kind)
    return figure


def thresholds_in_words(thresholds: pd.DataFrame, kind: Kind = UNKNOWN) -> str:
    """Say all thresholds and how they stand to their suggestions.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> config = ea.load_sample("motion")
    >>> print(thresholds_in_words(config.thresholds, config.kind))
    Score threshold (min_score): 0.3 (suggested 0.5; 0.2 lower, so it flags more).
    """
    said = [
        f"{threshold_title(row)}: {one_line(threshold_text(row, kind), 200)}."
        for row in threshold_rows(thresholds)
    ]
    return " ".join(said) or EMPTY


def draw_thresholds(ax: Axes | np.ndarray, thresholds: pd.DataFrame, kind: Kind = UNKNOWN) -> np.ndarray:
    """Draw the thresholds frame on axes that you have; `plot_thresholds` describes the picture.

    Parameters
    ----------
    ax : matplotlib Axes or array of Axes
        One Axes, which is divided, or one for each threshold.
    thresholds : DataFrame
        The thresholds frame, or some of its rows.
    kind : Kind, optional
        Of the block, which a frame does not know: without it nothing is said about what a threshold flags.

    Returns
    -------
    numpy array of matplotlib Axes
        One for each threshold; a single one that says so when there are none.

    Raises
    ------
    ValueError
        An array of Axes does not have one for each threshold.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> figure = new_figure(6, 2)
    >>> draw_thresholds(figure.subplots(), ea.load_sample("motion").thresholds).shape
    (1,)
    """
    given = np.atleast_1d(np.asarray(ax, dtype=object)).ravel()
    if len(given) == 1 and len(thresholds) > 1:
        given = _divide(given[0], thresholds, kind)
    if len(given) != max(1, len(thresholds)):
        raise ValueError(f"{len(thresholds)} thresholds need as many axes, not {len(given)}.")
    if thresholds.empty:
        say(given[0], EMPTY)
    for scale, row in zip(given, threshold_rows(thresholds), strict=False):
        draw_threshold(scale, row, kind)
    return given


def _divide(ax: Axes, thresholds: pd.DataFrame, kind: Kind) -> np.ndarray:
    """Put axes into axes: words keep their height, and the pictures share what is left."""
    ax.set_axis_off()
    width, height = size_pt(ax)
    places, needed = _stack(thresholds, width, kind)
    bodies = sum(body for _, body in places)
    stretch = min(max(1 + (height - needed) / bodies, 0.7), 1.5)
    places, _ = _stack(thresholds, width, kind, stretch)
    column = np.empty(len(places), dtype=object)
    column[:] = [ax.inset_axes((0, 1 - (top + body) / height, 1, body / height)) for top, body in places]
    return column


_Box = tuple[float, float, float, float]


def _page(thresholds: pd.DataFrame, kind: Kind) -> tuple[tuple[float, float], list[_Box]]:
    """Lay out a figure by hand, one row per threshold: its size in inches, and boxes in fractions of it."""
    if thresholds.empty:
        return (5.0, 1.0), [(0.0, 0.0, 1.0, 1.0)]
    width = _WIDTH_PT + 2 * _MARGIN_PT
    places, needed = _stack(thresholds, _WIDTH_PT, kind)
    height = needed + _MARGIN_PT
    boxes = [
        (_MARGIN_PT / width, 1 - (_MARGIN_PT / 2 + top + body) / height, _WIDTH_PT / width, body / height)
        for top, body in places
    ]
    return (width / 72, height / 72), boxes


def _stack(
    thresholds: pd.DataFrame, width: float, kind: Kind, stretch: float = 1.0
) -> tuple[list[tuple[float, float]], float]:
    return stacked((heights_pt(row, width, kind) for row in threshold_rows(thresholds)), stretch)
