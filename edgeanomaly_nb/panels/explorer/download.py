"""A link that contains the file to download."""

from __future__ import annotations

import base64
from html import escape

from ...text import counted

_STYLE = "color:var(--jp-content-link-color,#0b66c3);text-decoration:underline;overflow-wrap:anywhere"


def download_link(name: str, data: bytes, mime: str) -> str:
    """Return a link that contains the file, so that it needs neither a server nor a script.

    Examples
    --------
    >>> download_link("a.csv", b"x", "text/csv")
    '<a download="a.csv" href="data:text/csv;charset=utf-8;base64,eA==" ...>Download a.csv (1 byte)</a>'
    """
    href = f"data:{mime};charset=utf-8;base64,{base64.b64encode(data).decode()}"
    text = escape(f"Download {name} ({_size(len(data))})")
    return f'<a download="{escape(name)}" href="{href}" style="{_STYLE}">{text}</a>'


def _size(count: int) -> str:
    if count < 1000:
        return counted(count, "byte")
    return f"{count / 1e3:.0f} kB" if count < 1e6 else f"{count / 1e6:.1f} MB"
