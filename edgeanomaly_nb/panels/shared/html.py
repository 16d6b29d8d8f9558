"""Text of the service as HTML: escaped, of bounded length, and unable to turn the line around it."""

from __future__ import annotations

from html import escape

from ...text import one_line


def text_html(text: str, limit: int = 80) -> str:
    """Write text as one isolated line.

    Parameters
    ----------
    text : str
        As the service sent it.
    limit : int
        Characters that are shown at most.

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
    r"""Write text with its line breaks, each line isolated.

    Parameters
    ----------
    text : str
        As the service sent it.
    limit : int
        Characters that are shown at most.

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
