"""Figures as inline SVG that follows the page's theme and stands beside others without collisions."""

from __future__ import annotations

import io
import re
import warnings
from hashlib import sha256
from html import escape
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from .style import INK

_TAG = re.compile(r"<[^<>]+>")  # text holds no bare angle brackets, so these are tags only
_INK = re.compile(rf"(fill|stroke): ?{INK}")
_GROUP_ID = re.compile(r'(<g) id="[^"]*"')
_ID = re.compile(r'( id="|href="#|url\(#)')
# The style rule would reach all other pictures of the page, and the rest is an XML file's own.
_FILE_ONLY = re.compile(r"<metadata>.*?</metadata>|<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
_ROOT = re.compile(r"<svg [^>]*?viewBox=\"([^\"]*)\"[^>]*>")
_ROOT_STYLE = "max-width:100%;height:auto;stroke-linejoin:round;stroke-linecap:butt;direction:ltr"


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
    # A fixed salt makes the ids the same at each run; a single font name keeps each text's style short.
    settings: dict[Any, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "edgeanomaly_nb",
        "font.sans-serif": ["DejaVu Sans"],
    }
    with mpl.rc_context(settings), warnings.catch_warnings():
        # The browser finds a font for what matplotlib's own does not have.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure.savefig(file, format="svg", facecolor="none", metadata={"Date": None})
    return file.getvalue()


def _tidy(tag: str, mark: str) -> str:
    tag = _GROUP_ID.sub(r"\1", tag)  # nothing refers to groups, and their ids are alike in all figures
    tag = _ID.sub(rf"\1ea-{mark}-", tag)
    return _INK.sub(r"\1: currentColor", tag)


def _root(view_box: str, label: str) -> str:
    width, height = view_box.split()[2:]
    # Its size in CSS pixels, as the points that matplotlib writes are taken for by browsers.
    width, height = (f"{float(side) * 4 / 3:.0f}" for side in (width, height))
    return (
        f'<svg role="img" aria-label="{escape(label)}" xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" height="{height}" '
        f'viewBox="{view_box}" style="{_ROOT_STYLE}">'
    )
