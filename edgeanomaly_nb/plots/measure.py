"""The size of text in points, before it is drawn, and text that fits a width."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import cast

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from ..text import one_line
from .style import TEXT_PT, TITLE_PT, width_pt

_HINTED = 1.03  # on a screen, hinted letters are a little wider
_MOST_MEASURED = 6


def text_width(text: str, size: float = TEXT_PT, *, bold: bool = False) -> float:
    """Return the width of one line in the present font, in points.

    Examples
    --------
    >>> text_width("accX") < text_width("accX", bold=True) < text_width("gyroscope")
    True
    """
    fonts = (*mpl.rcParams["font.family"], *mpl.rcParams["font.sans-serif"][:1])
    return _width(text, bold, fonts) * size


@lru_cache(maxsize=4096)
def _width(text: str, bold: bool, fonts: tuple[str, ...]) -> float:
    """Return the width at a size of one point; `fonts` is part of the key only."""
    font = FontProperties(size=100, weight="bold" if bold else "normal")
    shown = known_glyphs(text, font.get_family())
    width: float = text_to_path.get_text_width_height_descent(shown, font, ismath=False)[0]
    return width / 100 * _HINTED


def widest(texts: Iterable[str]) -> float:
    """Return the width of the widest text in points; 0 without texts.

    Examples
    --------
    >>> widest(["accX", "gyroscope"]) == text_width("gyroscope")
    True
    """
    longest = sorted(texts, key=lambda text: width_pt([text]))[-_MOST_MEASURED:]
    return max(map(text_width, longest), default=0.0)


def cut(text: str, width: float, size: float = TEXT_PT, *, bold: bool = False) -> str:
    """Return text that fits a width in points, with … in place of its end.

    Examples
    --------
    >>> cut("a long text", 500), cut("a long text", 30), cut("a long text", 0)
    ('a long text', 'a lo…', '')
    """
    if text_width(text, size, bold=bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:  # the longest start that fits
        middle = (low + high + 1) // 2
        fits = text_width(text[:middle] + "…", size, bold=bold) <= width
        low, high = (middle, high) if fits else (low, middle - 1)
    return f"{text[:low].rstrip()}…" if low else ""


def wrapped(text: str, width: float, most: int, size: float = TEXT_PT, *, bold: bool = False) -> list[str]:
    """Split text into at most so many lines that fit a width in points; the last one may end with ….

    Examples
    --------
    >>> wrapped("one two three", 50, 3), wrapped("one two three", 50, 1)
    (['one two', 'three'], ['one two…'])
    """
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, bold=bold) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        lines[most - 1 :] = [" ".join(lines[most - 1 :])] if most else []
    return [cut(line, width, size, bold=bold) for line in lines]


def title_lines(title: str, width: float, most: int = 4) -> list[str]:
    """Split a title into lines between its parts, and within a part only if the part is too long.

    Examples
    --------
    >>> title_lines("6 of 33 axes selected · no favourites", 200)
    ['6 of 33 axes selected ·', 'no favourites']
    """
    lines: list[str] = []
    for line in title.splitlines():
        lines += _joined(line.replace(" · ", " ·\n").splitlines(), width, most)
    if len(lines) > most:
        lines[most - 1 :] = (
            [cut(f"{lines[most - 1]} {lines[most]}", width, TITLE_PT, bold=True)] if most else []
        )
    return [one_line(line, 240) for line in lines]


def _joined(parts: list[str], width: float, most: int) -> list[str]:
    """Return the parts of one line in as few lines as fit."""
    lines: list[str] = []
    for part in parts:
        if lines and text_width(f"{lines[-1]} {part}", TITLE_PT, bold=True) <= width:
            lines[-1] += f" {part}"
        else:
            lines += wrapped(part, width, most, TITLE_PT, bold=True)
    return lines


def show_only_known_glyphs(ax: Axes) -> None:
    """Replace each character that the font does not have with a box.

    matplotlib draws a box too, but warns about each one whenever the figure is drawn:
    https://github.com/matplotlib/matplotlib/pull/12759. SVG that keeps text as text does not need this: the
    browser finds a font.
    """
    for axis in (ax.xaxis, ax.yaxis):
        labels = axis.get_ticklabels()
        shown = [boxed(label, label.get_text()) for label in labels]
        if shown != [label.get_text() for label in labels]:
            axis.set_ticks(axis.get_ticklocs(), shown)
    for text in cast("list[Text]", ax.findobj(Text)):
        text.set_text(boxed(text, text.get_text()))


def boxed(text: Text, shown: str) -> str:
    """Return what `show_only_known_glyphs` shows of a text."""
    return known_glyphs(shown, text.get_fontproperties().get_family())


def known_glyphs(text: str, families: Iterable[str]) -> str:
    """Return text with a box for each character that the font does not have.

    Examples
    --------
    >>> known_glyphs("温度 RMS", ["DejaVu Sans"])
    '□□ RMS'
    """
    if text.isascii():
        return text
    known = _glyphs(tuple(families))
    return "".join(c if c == "\n" or ord(c) in known else "□" for c in text)


@lru_cache(maxsize=16)
def _glyphs(families: tuple[str, ...]) -> frozenset[int]:
    fonts = [get_font(findfont(FontProperties(family=[family]))) for family in families]
    return frozenset(code for font in fonts for code in font.get_charmap())
