"""Figures as inline SVG that follows the page's theme and stands beside others without collisions."""

from __future__ import annotations

import io
import re
import sys
import warnings
from hashlib import sha256
from html import escape

from matplotlib.figure import Figure

from ..text import one_line
from .settings import own_settings
from .style import INK

_TAG = re.compile(r"<[^<>]+>")  # text holds no bare angle brackets, so these are tags only
_STYLE = re.compile(r' style="([^"]*)"')
# The shorthand that older matplotlib writes; it is no attribute.
_FONT = re.compile(r"(?:(italic|oblique) )?(?:small-caps )?(?:(\w+) )?(?:[\w-]+ )?([\d.]+px) (.+)")
_GROUP_ID = re.compile(r'(<g) id="[^"]*"')
_ID = re.compile(r'( id="|href="#|url\(#)')
# The style rule would reach all other pictures of the page, and the rest is an XML file's own.
_FILE_ONLY = re.compile(r"<metadata>.*?</metadata>|<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
_ROOT = re.compile(r"<svg [^>]*?viewBox=\"([^\"]*)\"[^>]*>")
_ROOT_LOOK = (
    'stroke-linejoin="round" stroke-linecap="butt" direction="ltr" style="max-width:100%;height:auto"'
)


@own_settings()
def new_figure(width: float, height: float) -> Figure:
    """Make an empty, transparent figure that pyplot knows nothing of, so there is nothing to close.

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


def figure_svg(figure: Figure, *, label: str, salt: str = "") -> str:
    """Render a figure as SVG to be put into a page as it is.

    Parameters
    ----------
    figure : matplotlib Figure
        From `new_figure`, drawn on by the ``draw_`` functions.
    label : str
        What the picture says, for those who do not see it. Escaped here.
    salt : str, optional
        What tells this picture from an equal one on the same page, where ids must differ.

    Returns
    -------
    str
        One ``<svg>`` element: no XML header, transparent, ink in ``currentColor``, text as text, no links.
        The same figure, label and salt give the same string; ids are made from all three.

    Examples
    --------
    >>> figure_svg(new_figure(1, 1), label="nothing")[:41]
    '<svg role="img" aria-label="nothing" xmln'
    """
    raw = _render(figure)
    mark = sha256(f"{salt}\0{label}\0{raw}".encode()).hexdigest()[:8]
    body = _FILE_ONLY.sub("", raw[raw.index("<svg") :])
    body = _TAG.sub(lambda tag: _tidy(tag[0], mark), body)
    return _ROOT.sub(lambda root: _root(root[1], label), body, count=1).strip()


def _render(figure: Figure) -> str:
    file = io.StringIO()
    with own_settings(), warnings.catch_warnings():
        # The browser finds a font for what matplotlib's own does not have.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure.savefig(file, format="svg", facecolor="none", metadata={"Date": None})
    return file.getvalue()


def _tidy(tag: str, mark: str) -> str:
    tag = _GROUP_ID.sub(r"\1", tag)  # nothing refers to groups, and their ids are alike in all figures
    tag = _ID.sub(rf"\1ea-{mark}-", tag)
    return _STYLE.sub(lambda style: _attributes(style[1]), tag)


def _attributes(style: str) -> str:
    """Write a style as attributes, which hold where a Content-Security-Policy blocks inline styles."""
    pairs = (rule.split(":", 1) for rule in style.split(";") if rule.strip())
    looks = {name.strip(): value.strip() for name, value in pairs}
    if shorthand := _FONT.fullmatch(looks.pop("font", "")):
        names = ("font-style", "font-weight", "font-size", "font-family")
        looks |= {name: value for name, value in zip(names, shorthand.groups(), strict=True) if value}
    return "".join(
        f' {name}="{"currentColor" if name in ("fill", "stroke") and value == INK else value}"'
        for name, value in looks.items()
    )


def _root(view_box: str, label: str) -> str:
    width, height = view_box.split()[2:]
    # Its size in CSS pixels, as the points that matplotlib writes are taken for by browsers.
    width, height = (f"{float(side) * 4 / 3:.0f}" for side in (width, height))
    return (
        f'<svg role="img" aria-label="{escape(one_line(label, sys.maxsize))}" '
        'xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" height="{height}" '
        f'viewBox="{view_box}" {_ROOT_LOOK}>'
    )
