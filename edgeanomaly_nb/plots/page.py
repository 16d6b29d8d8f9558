"""The size of a figure and the places of its pictures, laid out by hand, and the axes to draw on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .settings import own_settings
from .slot import Split, divide

Box = tuple[float, float, float, float]


@own_settings()
def new_figure(width: float, height: float) -> Figure:
    """Create an empty, transparent figure outside pyplot, so that it need not be closed.

    Parameters
    ----------
    width, height : float
        Size in inches.

    Returns
    -------
    matplotlib Figure
        Without a layout engine: place axes by hand.

    Examples
    --------
    >>> new_figure(4, 2).axes
    []
    """
    figure = Figure(figsize=(width, height), facecolor="none")
    figure.set_layout_engine("none")
    return figure


class Page(NamedTuple):
    """The size of a figure in inches, and the places of its pictures in fractions of it.

    This is quicker than any layout engine, and the same at each run.

    Examples
    --------
    >>> page = Page.of(144, 72, [(0, 0, 144, 36)])
    >>> page
    Page(size=(2.0, 1.0), boxes=[(0.0, 0.5, 1.0, 0.5)])
    >>> figure, axes = page.new_axes()
    >>> len(axes)
    1
    """

    size: tuple[float, float]
    boxes: list[Box]

    @classmethod
    def of(cls, width: float, height: float, boxes: Iterable[Box]) -> Page:
        """Return the page for a width and a height in points, and for boxes in points.

        Each box is (left, top, width, height), measured from the upper left corner.
        """
        shares = [
            (left / width, 1 - (top + high) / height, wide / width, high / height)
            for left, top, wide, high in boxes
        ]
        return cls((width / 72, height / 72), shares)

    def new_axes(self) -> tuple[Figure, np.ndarray]:
        """Create a figure outside pyplot, and its axes."""
        figure = new_figure(*self.size)
        return figure, np.array([figure.add_axes(box) for box in self.boxes], dtype=object)

    def pyplot_axes(self) -> np.ndarray:
        """Create the axes on a figure of pyplot, in the user's style."""
        from matplotlib import pyplot as plt  # slow to load, and only scripts and notebooks need it

        _, axes = plt.subplots(len(self.boxes), figsize=self.size, squeeze=False, layout="none")
        for ax, box in zip(axes.flat, self.boxes, strict=True):
            ax.set_position(box)
        return axes.ravel()


#: A page for one message.
MESSAGE_PAGE = Page.of(360, 72, [(0, 0, 360, 72)])


def given_axes(ax: Axes | np.ndarray, count: int, contents: str, split: Split) -> np.ndarray:
    """Return the given axes as an array; a single one is divided if several are needed.

    Parameters
    ----------
    ax : matplotlib Axes or array of Axes
        One Axes, or as many as needed.
    count : int
        How many are needed.
    contents : str
        What they show, for the error.
    split : callable
        Returns how to divide a single Axes: top and height of each, for a width and a height (in points).

    Raises
    ------
    ValueError
        There are too many or too few axes.

    Examples
    --------
    >>> mine = new_figure(2, 2).subplots(3)
    >>> given_axes(mine, 2, "2 thresholds", lambda width, height: [])
    Traceback (most recent call last):
    ValueError: The picture of 2 thresholds needs 2 Axes, not 3.
    """
    given = np.atleast_1d(np.asarray(ax, dtype=object)).ravel()
    if len(given) == 1 and count > 1:
        given = np.array(divide(given[0], count, split), dtype=object)
    if len(given) != count:
        raise ValueError(f"The picture of {contents} needs {count} Axes, not {len(given)}.")
    return given
