"""Each threshold and its suggestion: a picture of the thresholds frame."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...block.config import AnomalyConfig
from ...block.given_config import config_given
from ...block.kinds import UNKNOWN, Kind
from ...block.thresholds import threshold_facts, threshold_rows
from ...text import counted
from ..page import MESSAGE_PAGE, Page, given_axes
from ..settings import own_settings
from ..style import draw_message, show_only_known_glyphs, size_pt
from .scale import Heights, stacked
from .threshold import draw_threshold, threshold_heights

EMPTY = "This block has no thresholds."

_WIDTH_PT = 520.0  # of the scales of a new figure
_MARGIN_PT = 18.0


def plot_thresholds(config: AnomalyConfig, *, ax: Axes | np.ndarray | None = None) -> np.ndarray:
    """Plot each threshold and its suggestion, each threshold on its own scale.

    Parameters
    ----------
    config : AnomalyConfig
        The block.
    ax : matplotlib Axes or array of Axes, optional
        Where to draw: one Axes, which is divided, or one for each threshold. By default a new pyplot figure
        of suitable size.

    Returns
    -------
    numpy array of matplotlib Axes
        One for each threshold; a single one with a message if there are none.

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
    frame = config_given(config, "plot_thresholds").thresholds
    given = _page(frame, config.kind).pyplot_axes() if ax is None else ax
    scales = draw_thresholds(given, frame, config.kind)
    for scale in scales:
        show_only_known_glyphs(scale)
    return scales


@own_settings()
def thresholds_figure(thresholds: pd.DataFrame, kind: Kind = UNKNOWN) -> Figure:
    """Draw the thresholds frame on a figure of suitable size, outside pyplot, for `figure_svg`.

    Parameters
    ----------
    thresholds : DataFrame
        The thresholds frame, or some of its rows.
    kind : Kind, optional
        The kind of the block, which the frame does not contain. Without it, the picture does not show what
        a threshold flags.

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
    figure, scales = _page(thresholds, kind).new_axes()
    draw_thresholds(scales, thresholds, kind)
    return figure


def thresholds_text(thresholds: pd.DataFrame, kind: Kind = UNKNOWN) -> str:
    """Return all thresholds as text, each compared with its suggestion.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> config = ea.load_sample("motion")
    >>> print(thresholds_text(config.thresholds, config.kind))
    Score threshold (min_score): 0.3 (suggested 0.5; 0.2 lower, so it flags more).
    """
    return " ".join(f"{title}: {text}." for title, text in threshold_facts(thresholds, kind)) or EMPTY


def draw_thresholds(ax: Axes | np.ndarray, thresholds: pd.DataFrame, kind: Kind = UNKNOWN) -> np.ndarray:
    """Draw the thresholds frame on given axes; `plot_thresholds` describes the picture.

    Parameters
    ----------
    ax : matplotlib Axes or array of Axes
        One Axes, which is divided, or one for each threshold.
    thresholds : DataFrame
        The thresholds frame, or some of its rows.
    kind : Kind, optional
        The kind of the block, which the frame does not contain. Without it, the picture does not show what
        a threshold flags.

    Returns
    -------
    numpy array of matplotlib Axes
        One for each threshold; a single one with a message if there are none.

    Raises
    ------
    ValueError
        An array of Axes does not have one for each threshold.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots import new_figure
    >>> figure = new_figure(6, 2)
    >>> draw_thresholds(figure.subplots(), ea.load_sample("motion").thresholds).shape
    (1,)
    """
    count = len(thresholds)
    scales = given_axes(
        ax, max(1, count), counted(count, "threshold"), lambda one: _divided(one, thresholds, kind)
    )
    if thresholds.empty:
        draw_message(scales[0], EMPTY)
    for scale, row in zip(scales, threshold_rows(thresholds), strict=False):
        draw_threshold(scale, row, kind)
    return scales


def _divided(ax: Axes, thresholds: pd.DataFrame, kind: Kind) -> Page:
    """Divide axes of any size: text keeps its height, and the scales share the rest."""
    width, height = size_pt(ax)
    heights = _heights(thresholds, kind, width)
    places, needed = stacked(heights)
    bodies = sum(body for _, body in places)
    stretch = min(max(1 + (height - needed) / bodies, 0.7), 1.5)
    return Page.of(width, height, [(0, top, width, body) for top, body in stacked(heights, stretch)[0]])


def _page(thresholds: pd.DataFrame, kind: Kind) -> Page:
    if thresholds.empty:
        return MESSAGE_PAGE
    places, needed = stacked(_heights(thresholds, kind, _WIDTH_PT))
    boxes = [(_MARGIN_PT, _MARGIN_PT / 2 + top, _WIDTH_PT, body) for top, body in places]
    return Page.of(_WIDTH_PT + 2 * _MARGIN_PT, needed + _MARGIN_PT, boxes)


def _heights(thresholds: pd.DataFrame, kind: Kind, width: float) -> list[Heights]:
    return [threshold_heights(row, width, kind) for row in threshold_rows(thresholds)]
