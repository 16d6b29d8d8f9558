"""What all plots share: two colours, text that is drawn as it is, and sizes in points."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

# Text and lines on light figures. figure_svg turns this very colour into currentColor, so nothing else may
# use it; nor may it be black, which matplotlib leaves out of SVG.
INK = "#1f2430"
LIGHT_INK = "#f2f4f7"  # on figures that the user's style makes dark
ACCENT = "#2f7bd9"  # contrast 4.2 on white, 4.5 on #111, and 4.2 under white marks
FAINT = 0.4  # alpha of outlines that only guide the eye
TINT = 0.16  # alpha of areas behind other marks

# For text of the service: neither a formula nor, where the user has usetex, commands that TeX would run.
LITERAL: dict[str, Any] = {"parse_math": False, "usetex": False}

TEXT_PT = 9.0
TITLE_PT = 10.5
LINE_PT = 12.5  # from one line of text to the next


def ink_of(ax: Axes) -> str:
    """Choose the colour of text and lines by the figure's background.

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
    """Estimate the width of the widest text, in points, on the safe side; 0 without texts.

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
    """Width and height of the axes in points.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> size_pt(new_figure(4, 2).add_axes((0, 0, 0.5, 0.5)))
    (144.0, 72.0)
    """
    box, dpi = ax.get_window_extent(), ax.figure.dpi
    return float(box.width) * 72 / dpi, float(box.height) * 72 / dpi


def bare(ax: Axes) -> None:
    """Take away what the user's style puts on axes: spines, grid, tick marks and background."""
    ax.grid(visible=False, which="both")
    ax.set_facecolor("none")
    ax.spines[:].set_visible(False)
    ax.tick_params(which="both", length=0, labelsize=TEXT_PT, colors=ink_of(ax), labelcolor=ink_of(ax))


def say(ax: Axes, sentence: str) -> None:
    """Put a sentence in place of a picture."""
    ax.set_axis_off()
    ax.text(
        0.5, 0.5, sentence, transform=ax.transAxes, ha="center", va="center", size=TITLE_PT, color=ink_of(ax)
    )


def show_only_known_glyphs(ax: Axes) -> None:
    """Draw a box for each character that the font does not have.

    matplotlib does so by itself, but warns of each one whenever the figure is drawn. SVG that keeps text as
    text needs none of this: the browser finds a font.
    """
    for axis in (ax.xaxis, ax.yaxis):
        labels = axis.get_ticklabels()
        shown = [_boxed(label) for label in labels]
        if shown != [label.get_text() for label in labels]:
            axis.set_ticks(axis.get_ticklocs(), shown)
    for text in cast("list[Text]", ax.findobj(Text)):
        text.set_text(_boxed(text))


def _boxed(text: Text) -> str:
    words = text.get_text()
    if words.isascii():
        return words
    known = _glyphs(tuple(text.get_fontproperties().get_family()))
    return "".join(c if c == "\n" or ord(c) in known else "□" for c in words)


@lru_cache(maxsize=16)
def _glyphs(families: tuple[str, ...]) -> frozenset[int]:
    known: set[int] = set()
    for family in families:
        known.update(get_font(findfont(FontProperties(family=[family]))).get_charmap())
    return frozenset(known)
