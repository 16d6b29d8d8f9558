"""Names beside points, where they neither overlap nor leave the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from matplotlib.axes import Axes

from ..measure import text_width
from ..style import LITERAL, TEXT_PT, ink_of, places_pt, size_pt

_GAP_PT, _DOT_PT = 6.0, 3.0
_HEIGHT_PT = 1.2 * TEXT_PT

#: Left, bottom, right and top, in points from the lower left corner of the Axes.
Box = tuple[float, float, float, float]


def draw_labels(
    ax: Axes, names: Sequence[str], at: np.ndarray, points: np.ndarray, taken: Sequence[str]
) -> None:
    """Draw names beside their points. A name that has no room is omitted.

    Parameters
    ----------
    ax : matplotlib Axes
        Where to draw; its size and limits are set.
    names : sequence of str
        The most important first.
    at : numpy array
        The place of each in data, of shape (n, 2).
    points : numpy array
        All points that the names must not cover, of shape (m, 2).
    taken : sequence of str
        Texts in the upper left and the lower right corner.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax, at = new_figure(4, 4).subplots(), np.array([[0.1, 0.5], [0.12, 0.5]])
    >>> draw_labels(ax, ["one", "two"], at, at, ("", ""))
    >>> len(ax.texts)
    2
    """
    width, height = size_pt(ax)
    boxes = [(x - _DOT_PT, y - _DOT_PT, x + _DOT_PT, y + _DOT_PT) for x, y in places_pt(ax, points)]
    boxes += _corners(taken, width, height)
    for name, (x, y) in zip(names, places_pt(ax, at), strict=True):
        for box in _candidates(x, y, text_width(name)):
            is_inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            if is_inside and not any(_overlap(box, other) for other in boxes):
                boxes.append(box)
                middle = (box[1] + box[3]) / 2
                ax.annotate(
                    name,
                    (box[0] / width, middle / height),
                    xycoords="axes fraction",
                    ha="left",
                    va="center_baseline",
                    size=TEXT_PT,
                    color=ink_of(ax),
                    **LITERAL,
                )
                break


def _candidates(x: float, y: float, width: float) -> Iterator[Box]:
    """Return the places for a name: right, left, above and below its point, then beside these."""
    half = _HEIGHT_PT / 2
    for left in (x + _GAP_PT, x - _GAP_PT - width):
        yield left, y - half, left + width, y + half
    for middle in (y + _GAP_PT + half, y - _GAP_PT - half):
        for left in (x - width / 2, x, x - width):
            yield left, middle - half, left + width, middle + half


def _corners(taken: Sequence[str], width: float, height: float) -> list[Box]:
    upper, lower = (text_width(text) for text in taken)
    high = 1.5 * _HEIGHT_PT
    return [
        (0, height - high, upper + 0.08 * width, height),
        (width * 0.96 - lower, 0, width, high),
    ]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
