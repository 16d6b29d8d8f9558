"""Text of the service as HTML: escaped, of bounded length, and isolated from the text around it.

The tables take the colours of the page, so that they suit light and dark themes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from .text import one_line

#: Classes that keep JupyterLab and nbconvert from typesetting $…$: the text of the service is not TeX.
NO_TEX = "mathjax_ignore tex2jax_ignore"

_STYLE = "border-collapse:collapse;margin:0;color:inherit;background:transparent;font:inherit;line-height:1.5"
_TABLE = f'<table class="{NO_TEX}" style="{_STYLE};max-width:70em">'
_CELL = "padding:2px 18px 2px 0;text-align:left;vertical-align:top;overflow-wrap:anywhere"
_LONGEST_WORD = 20
_ROW = '<tr style="background:transparent">'


def text_html(text: str, limit: int = 80) -> str:
    """Return text as one isolated line.

    Parameters
    ----------
    text : str
        As the service sent it.
    limit : int
        Number of characters that are shown at most.

    Returns
    -------
    str
        One ``<bdi>`` element.

    Examples
    --------
    >>> text_html("<b>RMS</b>", limit=6)
    '<bdi>&lt;b&gt;RM…</bdi>'
    """
    return f"<bdi>{escape(one_line(text, limit))}</bdi>"


def paragraphs_html(text: str, limit: int = 2000) -> str:
    r"""Return text with its line breaks, each line isolated.

    Parameters
    ----------
    text : str
        As the service sent it.
    limit : int
        Number of characters that are shown at most.

    Returns
    -------
    str
        The lines, with ``<br>`` between them.

    Examples
    --------
    >>> paragraphs_html("a < b\nb < c")
    '<bdi>a &lt; b</bdi><br><bdi>b &lt; c</bdi>'
    """
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    return "<br>".join(text_html(line, limit) for line in shown.strip().splitlines())


def table_html(header: Sequence[str], rows: Iterable[Sequence[str]], *, limit: int = 160) -> str:
    """Return a table with a header row; every cell is escaped.

    Examples
    --------
    >>> table_html(["ix", "label"], [["0", "accX RMS"], ["1", "<b>"]]).count("<tr")
    3
    """
    head = "".join(f'<th scope="col" style="{_cell(name)}">{escape(name)}</th>' for name in header)
    body = "".join(
        _ROW + "".join(f'<td style="{_cell(text)}">{text_html(text, limit)}</td>' for text in row) + "</tr>"
        for row in rows
    )
    return f"{_TABLE}<thead>{_ROW}{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(text: str) -> str:
    """Return the style of a cell: a word is broken only if it is long, such as a label without spaces."""
    longest = max(map(len, text.split()), default=0)
    return _CELL if longest > _LONGEST_WORD else _CELL.replace("anywhere", "normal")


def breakable(html: str) -> str:
    """Return escaped text that breaks behind the underscores of a key, and so not within its words.

    Examples
    --------
    >>> breakable("min_score")
    'min_<wbr>score'
    """
    return html.replace("_", "_<wbr>")


def pairs_html(pairs: Iterable[tuple[str, str]], *, caption: str = "") -> str:
    """Return a table of names and what each one is; every text is escaped.

    Examples
    --------
    >>> pairs_html([("trained", "yes")]).count("<tr")
    1
    """
    head = f"{_CELL};font-weight:400;color:inherit;max-width:max(12em,20vw);opacity:.75"
    body = "".join(
        f'{_ROW}<th scope="row" style="{head}">{breakable(text_html(name))}</th>'
        f'<td style="{_CELL}">{text_html(text, 400)}</td></tr>'
        for name, text in pairs
    )
    title = (
        f'<caption style="{_CELL};font-weight:600;color:inherit">{text_html(caption, 120)}</caption>'
        if caption
        else ""
    )
    return f"{_TABLE}{title}<tbody>{body}</tbody></table>"
