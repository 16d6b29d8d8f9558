"""Figures as inline SVG that follows the theme of the page and does not collide with other pictures."""

from __future__ import annotations

import io
import re
import sys
import warnings
from collections.abc import Mapping, Sequence
from hashlib import sha256
from html import escape

from matplotlib.figure import Figure

from ..text import one_line
from .settings import own_settings
from .style import INK, TEXT_PT

_TAG = re.compile(r"<[^<>]+>")  # in text, angle brackets are escaped
_STYLE = re.compile(r' style="([^"]*)"')
# The shorthand that older matplotlib writes, which is not an attribute:
# https://github.com/matplotlib/matplotlib/pull/19253
_FONT = re.compile(r"(?:(italic|oblique) )?(?:small-caps )?(?:(\w+) )?(?:[\w-]+ )?([\d.]+px) (.+)")
_GROUP_ID = re.compile(r'(<g) id="[^"]*"')
_ID = re.compile(r'( id="|href="#|url\(#)')
# The style rule would apply to the complete page (https://github.com/matplotlib/matplotlib/issues/14283), and
# the rest is only for files.
_FILE_ONLY = re.compile(r"<metadata>.*?</metadata>|<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
_WIDTH = re.compile(r' width="(\d+)"')
_TEXT_PX, _LEAST_PX = TEXT_PT * 4 / 3, 11  # of the smallest text
_MARKER = re.compile(r"(<use\b[^<>]*?)\s*/>")
_ROOT = re.compile(r"<svg [^>]*?viewBox=\"([^\"]*)\"[^>]*>")


def figure_svg(
    figure: Figure, *, label: str, salt: str = "", tooltips: Mapping[str, Sequence[str]] | None = None
) -> str:
    """Render a figure as SVG that can be inserted into a page.

    Parameters
    ----------
    figure : matplotlib Figure
        From `new_figure`, with what the ``draw_`` functions drew.
    label : str
        The alternative text of the picture. It is escaped here.
    salt : str, optional
        Distinguishes equal pictures on one page, where ids must differ.
    tooltips : mapping of str to sequence of str, optional
        What each marker of a line is, by the gid of the line. It is escaped here.

    Returns
    -------
    str
        One ``<svg>`` element: no XML header, transparent, ink in ``currentColor``, text as text, no links.
        The same figure, label and salt give the same string; ids depend on all three.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> figure_svg(new_figure(1, 1), label="nothing")[:41]
    '<svg role="img" aria-label="nothing" xmln'
    """
    raw = _with_tooltips(_render(figure), tooltips or {})
    mark = sha256(f"{salt}\0{label}\0{raw}".encode()).hexdigest()[:8]
    body = _FILE_ONLY.sub("", raw[raw.index("<svg") :])
    body = _TAG.sub(lambda tag: _tidy(tag[0], mark), body)
    return _ROOT.sub(lambda root: _root(root[1], label), body, count=1).strip()


def scrolling(svg: str) -> str:
    """Return SVG in an element that scrolls where the page is so narrow that text would be under 11 pixels.

    Parameters
    ----------
    svg : str
        From `figure_svg`.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> scrolling(figure_svg(new_figure(1, 1), label="nothing")).count("<svg")
    1
    """
    width = _WIDTH.search(svg)
    least = f"min-width:{float(width[1]) * _LEAST_PX / _TEXT_PX:.0f}px;" if width else ""
    return (
        # Contained, else the text beside it would become as wide as the picture.
        '<div tabindex="0" style="overflow-x:auto;contain:inline-size">'
        f"{svg.replace('max-width:100%;', f'{least}max-width:100%;', 1)}</div>"
    )


def _render(figure: Figure) -> str:
    file = io.StringIO()
    with own_settings(), warnings.catch_warnings():
        # The browser finds a font for what matplotlib's font does not have, so the warning of
        # https://github.com/matplotlib/matplotlib/pull/12759 does not apply.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure.savefig(file, format="svg", facecolor="none", metadata={"Date": None})
    return file.getvalue()


def _with_tooltips(svg: str, tooltips: Mapping[str, Sequence[str]]) -> str:
    for gid, texts in tooltips.items():
        before, start, rest = svg.partition(f'<g id="{gid}"')
        titles = (f"<title>{escape(one_line(text, 400))}</title></use>" for text in texts)
        svg = before + start + _MARKER.sub(lambda tag: f"{tag[1]}>{next(titles)}", rest, count=len(texts))  # noqa: B023
    return svg


def _tidy(tag: str, mark: str) -> str:
    # Equal ids are mixed up: https://github.com/matplotlib/matplotlib/issues/4349. The ids of groups are
    # the same in all figures, and nothing refers to them.
    tag = _GROUP_ID.sub(r"\1", tag)
    tag = _ID.sub(rf"\1ea-{mark}-", tag)
    return _STYLE.sub(lambda style: _attributes(style[1]), tag)


def _attributes(style: str) -> str:
    """Return a style as attributes, which apply where a Content-Security-Policy blocks inline styles."""
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
    # The size in CSS pixels; the units of viewBox are points.
    width, height = (f"{float(side) * 4 / 3:.0f}" for side in (width, height))
    return (
        f'<svg role="img" aria-label="{escape(one_line(label, sys.maxsize))}" '
        'xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" height="{height}" '
        f'viewBox="{view_box}" stroke-linejoin="round" stroke-linecap="butt" direction="ltr" '
        'style="max-width:100%;height:auto">'
    )
