"""What all plots share: colours, sizes in points, titles, and text that is drawn as it is."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, cast

from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text

#: Properties of an artist.
Look = dict[str, Any]

# Text and lines on light figures. figure_svg replaces this colour with currentColor, so nothing else may use
# it. It must not be black, which matplotlib omits from SVG.
INK = "#1f2430"
LIGHT_INK = "#f2f4f7"  # on figures that the user's style makes dark
ACCENT = "#2f7bd9"  # contrast 4.2 on white, 4.5 on #111, and 4.2 under white marks
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


def room_pt(ax: Axes) -> float:
    """Return the width for text above the axes, which may extend beyond them, in points.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> room_pt(new_figure(10, 3).add_axes((0.5, 0, 0.1, 1)))
    360.0
    """
    return float(ax.figure.bbox.x1 - ax.get_window_extent().x0) * 72 / ax.figure.dpi


def remove_decorations(ax: Axes) -> None:
    """Remove what the user's style adds to axes: spines, grid, tick marks and background."""
    ax.grid(visible=False, which="both")
    ax.set_facecolor("none")
    ax.spines[:].set_visible(False)
    ax.tick_params(which="both", length=0, labelsize=TEXT_PT, colors=ink_of(ax), labelcolor=ink_of(ax))


def title_characters(width: float) -> int:
    """Return how many characters of a title fit a width in points, at least 20."""
    return max(20, int(width / (0.66 * TITLE_PT)))


def title_lines(title: str, width: float) -> list[str]:
    """Split a title into lines between its parts, and within a part only if the part is too long.

    Examples
    --------
    >>> title_lines("6 of 33 axes selected · no favourites", 200)
    ['6 of 33 axes selected ·', 'no favourites']
    """
    most = title_characters(width)
    lines: list[str] = []
    for part in title.replace(" · ", " ·\n").splitlines():
        if lines and len(lines[-1]) + 1 + len(part) <= most:
            lines[-1] += f" {part}"
        else:
            lines += textwrap.wrap(part, most)
    return lines


def draw_title(ax: Axes, title: str, above: float) -> None:
    """Write a title above the axes, at a distance in points."""
    look: Look = {"size": TITLE_PT, "weight": "bold", "color": ink_of(ax), **LITERAL}
    # With y given, matplotlib does not measure all ticks to place it:
    # https://github.com/matplotlib/matplotlib/pull/17127
    ax.set_title(title, loc="left", y=1, pad=above, **look)


def draw_message(ax: Axes, message: str) -> None:
    """Write a message in place of a picture."""
    ax.set_axis_off()
    lines = "\n".join(textwrap.wrap(message, title_characters(size_pt(ax)[0])))
    look: Look = {"size": TITLE_PT, "color": ink_of(ax), **LITERAL}
    ax.text(0.5, 0.5, lines, transform=ax.transAxes, ha="center", va="center", **look)


def show_only_known_glyphs(ax: Axes) -> None:
    """Replace each character that the font does not have with a box.

    matplotlib draws a box too, but warns about each one whenever the figure is drawn:
    https://github.com/matplotlib/matplotlib/pull/12759. SVG that keeps text as text does not need this: the
    browser finds a font.
    """
    for axis in (ax.xaxis, ax.yaxis):
        labels = axis.get_ticklabels()
        shown = [_boxed(label) for label in labels]
        if shown != [label.get_text() for label in labels]:
            axis.set_ticks(axis.get_ticklocs(), shown)
    for text in cast("list[Text]", ax.findobj(Text)):
        text.set_text(_boxed(text))


def _boxed(text: Text) -> str:
    shown = text.get_text()
    if shown.isascii():
        return shown
    known = _glyphs(tuple(text.get_fontproperties().get_family()))
    return "".join(c if c == "\n" or ord(c) in known else "□" for c in shown)


@lru_cache(maxsize=16)
def _glyphs(families: tuple[str, ...]) -> frozenset[int]:
    fonts = [get_font(findfont(FontProperties(family=[family]))) for family in families]
    return frozenset(code for font in fonts for code in font.get_charmap())
