"""The pictures of a survey: a square per kind of block, two side by side, and the axes below."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..page import Page, given_axes
from ..settings import own_settings
from .axes import axis_counts, draw_axis_counts
from .thresholds import draw_kind, thresholds_description

#: Sizes in points.
_WIDTH, _SQUARE, _GAP, _LINE, _AROUND_BARS = 620.0, 300.0, 16.0, 15.0, 76.0
_SMALL = Page.of(228, 258, [(2, 4, 224, 250)])


class Estate(NamedTuple):
    """What the pictures show: the blocks of each kind that have a threshold, and the axes by label."""

    kinds: dict[str, pd.DataFrame]
    counts: pd.DataFrame
    most_axes: int = 20

    @classmethod
    def of(cls, blocks: pd.DataFrame, axes: pd.DataFrame, most_axes: int = 20) -> Estate:
        """Return what to show of the frames of a survey; the most frequent kind is first.

        Parameters
        ----------
        blocks : DataFrame
            Columns ``kind``, ``threshold`` and ``suggestion``.
        axes : DataFrame
            Columns ``label``, ``selected`` and ``favourite``.
        most_axes : int
            How many axes to draw.
        """
        known = blocks[blocks["kind"].notna() & np.isfinite(blocks["threshold"])]
        kinds = {kind: known[known["kind"] == kind] for kind in known["kind"].value_counts().index}
        return cls(kinds, axis_counts(axes), most_axes)


def plot_estate(estate: Estate, ax: Axes | np.ndarray | None = None) -> np.ndarray:
    """Draw on a new pyplot figure, or on the given Axes.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> survey = ea.survey([519640], client=ea.StudioClient.sample())
    >>> len(plot_estate(Estate.of(survey.blocks, survey.axes)))
    3
    """
    return _page(estate).plot(ax, lambda on: _draw(on, estate))


class KindPicture(NamedTuple):
    """The picture of one kind: a figure, its alternative text, and what each point is, for `figure_svg`."""

    figure: Figure
    description: str
    tooltips: dict[str, list[str]]


@own_settings()
def kind_picture(kind: str, blocks: pd.DataFrame) -> KindPicture:
    """Draw one kind on a small figure outside pyplot.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> survey = ea.survey([519640], client=ea.StudioClient.sample())
    >>> kinds = Estate.of(survey.blocks, survey.axes).kinds
    >>> kind_picture("K-means", kinds["K-means"]).description
    'Thresholds against suggestions. K-means: 2 of 3 with suggestion; ...'
    """
    tooltips: dict[str, list[str]] = {}
    figure = _SMALL.figure(lambda axes: tooltips.update(draw_kind(axes[0], blocks, kind)))
    return KindPicture(figure, thresholds_description(blocks, kind), tooltips)


def _draw(ax: Axes | np.ndarray, estate: Estate) -> np.ndarray:
    count = len(estate.kinds) + 1
    pictures = given_axes(ax, count, "a survey", lambda width, height: _rows(count, height))
    for picture, (kind, blocks) in zip(pictures, estate.kinds.items(), strict=False):
        draw_kind(picture, blocks, kind)
    draw_axis_counts(pictures[-1], estate.counts, estate.most_axes)
    return pictures


def _rows(count: int, height: float) -> list[tuple[float, float]]:
    each = height / count
    return [(at * each, each - _GAP) for at in range(count)]


def _page(estate: Estate) -> Page:
    half = (_WIDTH - 3 * _GAP) / 2
    boxes = [
        (_GAP + (at % 2) * (half + _GAP), 8 + (at // 2) * (_SQUARE + _GAP), half, _SQUARE)
        for at in range(len(estate.kinds))
    ]
    top = 8 + (len(estate.kinds) + 1) // 2 * (_SQUARE + _GAP)
    bars = _AROUND_BARS + _LINE * max(3, min(estate.most_axes, len(estate.counts)))
    boxes.append((_GAP, top, _WIDTH - 2 * _GAP, bars))
    return Page.of(_WIDTH, top + bars + 8, boxes)
