"""Figures in sizes that the plots compute, with the places of their pictures; or the Axes of the user."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .settings import own_settings
from .slot import Split, divide, keep_to_font

Box = tuple[float, float, float, float]
Drawn = TypeVar("Drawn", Axes, np.ndarray)

_MARGIN_PT = 6.0


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
    >>> len(page.figure(lambda axes: axes[0].plot([1, 2])).axes)
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

    @classmethod
    def single(cls, width: float, height: float) -> Page:
        """Return the page for one picture with a small margin; its size is in points."""
        inner = width - 2 * _MARGIN_PT, height - 2 * _MARGIN_PT
        return cls.of(width, height, [(_MARGIN_PT, _MARGIN_PT, *inner)])

    def figure(self, draw: Callable[[np.ndarray], object]) -> Figure:
        """Create a figure outside pyplot, and draw on its axes; wrap it in `own_settings`."""
        figure = new_figure(*self.size)
        draw(np.array([figure.add_axes(box) for box in self.boxes], dtype=object))
        return figure

    def plot(self, ax: Axes | np.ndarray | None, draw: Callable[[Axes | np.ndarray], Drawn]) -> Drawn:
        """Draw on the axes of the user, or on those of a new pyplot figure; return what was drawn on."""
        drawn = draw(self._pyplot_axes() if ax is None else ax)
        for picture in np.ravel(np.asarray(drawn, dtype=object)):
            keep_to_font(picture)
        return drawn

    def _pyplot_axes(self) -> np.ndarray:
        """Create the axes on a figure of pyplot, in the user's style."""
        from matplotlib import pyplot as plt  # slow to load, and only scripts and notebooks need it

        _, axes = plt.subplots(len(self.boxes), figsize=self.size, squeeze=False, layout="none")
        for ax, box in zip(axes.flat, self.boxes, strict=True):
            ax.set_position(box)
        return axes.ravel()


#: A page for one message.
MESSAGE_PAGE = Page.of(360, 72, [(0, 0, 360, 72)])


def single_axes(ax: Axes | np.ndarray, contents: str) -> Axes:
    """Return the given Axes of a single picture.

    Parameters
    ----------
    ax : matplotlib Axes or array of Axes
        One Axes, also in an array.
    contents : str
        What the picture shows, for the error.

    Raises
    ------
    ValueError
        There are several.

    Examples
    --------
    >>> single_axes(new_figure(2, 2).subplots(2), "axes")
    Traceback (most recent call last):
        ...
    ValueError: The picture of axes needs 1 Axes, not 2.
    """
    single: Axes = given_axes(ax, 1, contents, lambda width, height: [])[0]
    return single


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
