"""What all plots share: colours, sizes in points, and text that is drawn as it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

#: Properties of an artist.
Look = dict[str, Any]

# Text and lines on light figures. figure_svg replaces this colour with currentColor, so nothing else may use
# it. It must not be black, which matplotlib omits from SVG.
INK = "#1f2430"
LIGHT_INK = "#f2f4f7"  # on figures that the user's style makes dark
ACCENT = "#2f7bd9"  # contrast 4.2 on white, 4.5 on #111, and 4.2 under white marks
ORANGE, VIOLET = "#e0762f", "#9b6fd0"  # differ from ACCENT for the colour-blind
FAINT = 0.4  # alpha of outlines that only guide the eye
TINT = 0.16  # alpha of areas behind other marks

# For text of the service: not a formula, and not commands for TeX where the user has usetex.
LITERAL: Look = {"parse_math": False, "usetex": False}

TEXT_PT = 9.0
TITLE_PT = 10.5
LINE_PT = 12.5  # from one line of text to the next


def ink_of(ax: Axes) -> str:
    """Return the colour of text and lines that suits the background of the figure.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ink_of(new_figure(1, 1).subplots()) == INK
    True
    """
    red, green, blue, alpha = to_rgba(ax.figure.get_facecolor())
    is_dark = 0.3 * red + 0.6 * green + 0.1 * blue < 0.4
    return LIGHT_INK if alpha > 0 and is_dark else INK


def width_pt(texts: Iterable[str], size: float = TEXT_PT) -> float:
    """Return an upper estimate of the width of the widest text, in points; 0 without texts.

    Examples
    --------
    >>> width_pt(["accX", "gyroscope"]) > width_pt(["accX"]) > 20
    True
    """
    return max((size * sum(map(_em, text)) for text in texts), default=0.0)


def _em(character: str) -> float:
    if character in "iljtfr .,:;()[]|!'":
        return 0.42
    return 1.0 if character in "mwMW" or unicodedata.east_asian_width(character) in "WF" else 0.65


def size_pt(ax: Axes) -> tuple[float, float]:
    """Return the width and height of the axes in points.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> size_pt(new_figure(4, 2).add_axes((0, 0, 0.5, 0.5)))
    (144.0, 72.0)
    """
    box, dpi = ax.get_window_extent(), ax.figure.dpi
    return float(box.width) * 72 / dpi, float(box.height) * 72 / dpi


def places_pt(ax: Axes, data: np.ndarray) -> np.ndarray:
    """Return where data are on the axes, in points from the lower left corner; shapes (n, 2).

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> places_pt(new_figure(4, 2).add_axes((0, 0, 0.5, 0.5)), np.array([[0.5, 1.0]]))
    array([[72., 72.]])
    """
    if not len(data):
        return np.zeros((0, 2))
    fractions: np.ndarray = ax.transAxes.inverted().transform(ax.transData.transform(data))
    return fractions * size_pt(ax)


def remove_decorations(ax: Axes) -> None:
    """Remove what the user's style adds to axes: spines, grid, tick marks and background."""
    ax.grid(visible=False, which="both")
    ax.set_facecolor("none")
    ax.spines[:].set_visible(False)
    ax.tick_params(which="both", length=0, labelsize=TEXT_PT, colors=ink_of(ax), labelcolor=ink_of(ax))
