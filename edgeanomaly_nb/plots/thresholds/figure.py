"""Each threshold and its suggestion: a picture of the thresholds frame."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...block.config import AnomalyConfig
from ...block.given_frames import checked_thresholds
from ...block.kinds import UNKNOWN, Kind
from ...block.thresholds import threshold_rows
from ...block.thresholds_text import threshold_facts
from ...text import counted
from ..page import MESSAGE_PAGE, Page, given_axes
from ..settings import own_settings
from ..slot import draw_message
from ..style import TITLE_PT
from ..title import title_given
from .picture import Body, Heading, ScalePicture, needed_pt, split, stacked
from .threshold import threshold_picture

EMPTY = "This block has no thresholds."

_WIDTH_PT = 520.0  # of the scales of a new figure
_MARGIN_PT = 18.0

_Picture = tuple[Heading, Body]


def plot_thresholds(
    config: AnomalyConfig | pd.DataFrame,
    *,
    ax: Axes | np.ndarray | None = None,
    legend: bool = True,
    title: str | bool | None = None,
) -> np.ndarray:
    """Plot each threshold and its suggestion, each threshold on its own scale.

    Parameters
    ----------
    config : AnomalyConfig or DataFrame
        The block, or its thresholds frame, or some rows of it. A frame does not contain the kind of the
        block, so the picture does not show what a threshold flags.
    ax : matplotlib Axes or array of Axes, optional
        Where to draw: one Axes, which is divided, or one for each threshold. By default a new pyplot figure
        of suitable size. All parts lie within the place of the Axes. Where there is too little room, the
        label of the scale is omitted first, then the text, then the names of the marks.
    legend : bool
        Write the names of the marks.
    title : str or False, optional
        In place of the title of a single threshold, or above that of the first of several; False or ``""``:
        no title at all. `ax.set_title` replaces a title, too.

    Returns
    -------
    numpy array of matplotlib Axes
        One for each threshold; a single one with a message if there are none.

    Raises
    ------
    TypeError
        `config` is neither.
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
    frame = checked_thresholds(config, "plot_thresholds")
    kind = config.kind if isinstance(config, AnomalyConfig) else UNKNOWN
    pictures = [
        (_heading(heading, title, at, len(frame), names=legend), body)
        for at, (heading, body) in enumerate(_pictures(frame, kind))
    ]
    return _page(pictures).plot(ax, lambda on: _draw(on, pictures, title_given(title, "")))


def _heading(heading: Heading, title: str | bool | None, at: int, count: int, *, names: bool) -> Heading:
    """Return a heading with the title that the user gave: in place of a single one, else above the first."""
    shown = title_given(title, heading.title)
    if title and shown != heading.title and count > 1:
        shown = f"{shown}\n{heading.title}" if at == 0 else heading.title
    return heading._replace(title=shown, names=names)


@own_settings()
def thresholds_figure(
    thresholds: pd.DataFrame, kind: Kind = UNKNOWN, *, width_pt: float = _WIDTH_PT
) -> Figure:
    """Draw the thresholds frame on a figure of suitable size, outside pyplot, for `figure_svg`.

    Parameters
    ----------
    thresholds : DataFrame
        The thresholds frame, or some of its rows.
    kind : Kind, optional
        The kind of the block, which the frame does not contain. Without it, the picture does not show what
        a threshold flags.
    width_pt : float
        The width of the scales, in points.

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
    pictures = _pictures(thresholds, kind)
    return _page(pictures, width_pt).figure(lambda scales: _draw(scales, pictures))


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
    return _draw(ax, _pictures(thresholds, kind))


def _pictures(thresholds: pd.DataFrame, kind: Kind) -> list[_Picture]:
    return [threshold_picture(row, kind) for row in threshold_rows(thresholds)]


def _draw(ax: Axes | np.ndarray, pictures: list[_Picture], title: str = "") -> np.ndarray:
    count = len(pictures)
    scales = given_axes(
        ax, max(1, count), counted(count, "threshold"), lambda width, height: split(pictures, width, height)
    )
    if not pictures:
        draw_message(scales[0], EMPTY, title)
    for scale, picture in zip(scales, pictures, strict=False):
        ScalePicture(scale, *picture)
    return scales


def _page(pictures: list[_Picture], width_pt: float = _WIDTH_PT) -> Page:
    if not pictures:
        return MESSAGE_PAGE
    heights = [
        needed_pt(heading, body, width_pt) + TITLE_PT * ("\n" in heading.title) * 1.2
        for heading, body in pictures
    ]
    places = stacked(heights)
    boxes = [(_MARGIN_PT, _MARGIN_PT / 2 + top, width_pt, high) for top, high in places]
    height = places[-1][0] + places[-1][1]
    return Page.of(width_pt + 2 * _MARGIN_PT, height + _MARGIN_PT, boxes)
