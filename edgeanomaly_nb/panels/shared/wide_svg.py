"""Pictures as wide as the page: places are in percent, so that text has the same size at any width.

They are written by hand, which is fast enough for each move of a slider.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from .span import Tick

#: Near an end, texts are aligned inwards, so that nothing clips them.
_AT_END = 3


def wide_svg(parts: Iterable[str], label: str, height: int, max_width: str) -> str:
    """Return a picture.

    Parameters
    ----------
    parts : iterable of str
        What is drawn, as SVG.
    label : str
        What it shows, as text.
    height : int
        In pixels.
    max_width : str
        A length of CSS.

    Examples
    --------
    >>> wide_svg(["<rect/>"], "a < b", 20, "100%").count('aria-label="a &lt; b"')
    1
    """
    return (
        f'<svg role="img" aria-label="{escape(label)}" xmlns="http://www.w3.org/2000/svg" width="100%" '
        f'height="{height}" fill="currentColor" overflow="visible" direction="ltr" font-size="12px" '
        f'style="display:block;max-width:{max_width}">{"".join(parts)}</svg>'
    )


def axis_svg(ticks: Iterable[Tick], y: int, opacity: str) -> list[str]:
    """Return the line of an axis, and its ticks with their texts.

    Parameters
    ----------
    ticks : iterable of Tick
        Their places are in percent.
    y : int
        The height of the line in pixels, downwards.
    opacity : str
        Of the lines.

    Examples
    --------
    >>> axis_svg([Tick(100.0, "2")], 9, ".5")[1][-52:]
    '...text-anchor="end" font-size="11">2</text>'
    """
    look = f'stroke="currentColor" opacity="{opacity}"'
    line = f'<line x1="0" x2="100%" y1="{y}" y2="{y}" {look}/>'
    return [
        line,
        *(
            f'<line x1="{place}%" x2="{place}%" y1="{y}" y2="{y + 4}" {look}/>'
            f'<text x="{place}%" y="{y + 17}" text-anchor="{_anchor(place)}" font-size="11">{text}</text>'
            for place, text in ticks
        ),
    ]


def _anchor(place: float) -> str:
    return "start" if place < _AT_END else "end" if place > 100 - _AT_END else "middle"
