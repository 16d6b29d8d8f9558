"""Inline SVG as images, for pages that remove SVG: an untrusted JupyterLab, GitHub, mail.

JupyterLab removes the elements of inline SVG in untrusted notebooks and leaves their text behind, but it
keeps images with a data URI:
https://github.com/jupyterlab/jupyterlab/blob/main/packages/apputils/src/sanitizer.ts
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import quote

_EDGE = re.compile(r"<svg\b[^>]*>|</svg>")
_ATTRIBUTE = re.compile(r'\s([\w:-]+)="([^"]*)"')
#: Wide pictures scroll, and have room for what lies beyond their edges.
_SMALL_PX, _EDGE_PX, _WIDTH_PX = 100, 14, 640
_SAFE = " =:/;,.()-_"
#: An image does not know the theme of its page, so it brings its own background.
_PAPER = "background:#fff;color:#1f2430"


def with_images(html: str) -> str:
    """Return HTML with each inline SVG as an image that has the same alternative text.

    Examples
    --------
    >>> picture = '<svg role="img" aria-label="One bar" width="20" height="10"><rect/></svg>'
    >>> print(with_images(f"<p>{picture}</p>")[:46])
    <p><img alt="One bar" width="20" height="10" s
    """
    parts, depth, start, end = [], 0, 0, 0
    for edge in _EDGE.finditer(html):
        if edge[0].startswith("</"):
            depth -= 1
            if not depth:
                parts.append(_image(html[start : edge.end()]))
                end = edge.end()
        else:
            if not depth:
                start = edge.start()
                parts.append(html[end:start])
            depth += not edge[0].endswith("/>")
    return "".join([*parts, html[end:]])


def _image(svg: str) -> str:
    tag = svg[: svg.index(">") + 1]
    found = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
    width, height = _size(found)
    edge = _EDGE_PX if width > _SMALL_PX else 0  # what is visible beyond the edge inline
    own = {name: value for name, value in found.items() if name not in ("role", "aria-label", "xmlns")}
    own |= {"x": str(edge), "width": str(width), "height": str(height)}
    written = "".join(f' {name}="{escape(value)}"' for name, value in own.items())
    outer = width + 2 * edge
    file = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {outer} {height}" style="{_PAPER}">'
        f"<svg{written}>{svg[len(tag) :]}</svg>"
    )
    image = (
        f'<img alt="{escape(found.get("aria-label", ""))}" width="{outer}" height="{height}" '
        f'style="max-width:none;vertical-align:middle" src="data:image/svg+xml,{quote(file, safe=_SAFE)}">'
    )
    return f'<div tabindex="0" style="overflow-x:auto">{image}</div>' if edge else image


def _size(attributes: dict[str, str]) -> tuple[int, int]:
    """Return width and height in pixels; a width in percent becomes that of a page."""
    width, height = (_pixels(attributes.get(name, "")) for name in ("width", "height"))
    box = [float(number) for number in attributes.get("viewBox", "").split()[2:]]
    if box and not (width and height):
        return round(box[0]), round(box[1])
    return width or _WIDTH_PX, height or _WIDTH_PX // 4


def _pixels(length: str) -> int:
    number = length.removesuffix("px")
    return round(float(number)) if number.replace(".", "", 1).isdigit() else 0
