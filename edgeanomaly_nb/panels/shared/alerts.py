"""Boxes that several panels show: errors, which may be bugs, and notes."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from ...errors import EdgeAnomalyError
from ...html import text_html


def alert_html(error: str) -> str:
    """Return an error as a box that screen readers read out at once; empty for no error.

    Examples
    --------
    >>> alert_html("a < b").count("a &lt; b")
    1
    """
    if not error:
        return ""
    return (
        '<div role="alert" style="border:1px solid var(--jp-error-color1,#c62828);border-left-width:5px;'
        'padding:6px 12px;line-height:1.5;overflow-wrap:anywhere;max-width:70em">'
        f"<b>⚠ Error.</b> {text_html(error, 1000)}</div>"
    )


def note_html(text: str) -> str:
    """Return a note for the top of a panel; empty for no text.

    Examples
    --------
    >>> note_html("A < B").endswith("A &lt; B</div>")
    True
    """
    if not text:
        return ""
    return (
        '<div role="note" style="border-left:3px solid var(--jp-border-color1,#9e9e9e);padding:4px 12px;'
        f'line-height:1.5;max-width:70em">{escape(text)}</div>'
    )


def show_error(error: Exception, show: Callable[[str], object]) -> None:
    """Show the text of an error; one that this package does not raise on purpose is raised again.

    Examples
    --------
    >>> show_error(EdgeAnomalyError("The block was deleted."), print)
    The block was deleted.
    """
    is_known = isinstance(error, EdgeAnomalyError)
    show(str(error) if is_known else bug_text(error))
    if not is_known:
        raise error


def bug_text(error: Exception) -> str:
    """Return the message for an exception that this package does not raise on purpose.

    Examples
    --------
    >>> bug_text(KeyError("x"))
    'Something failed inside edgeanomaly_nb (KeyError). This is a bug; the details are in the log of the
    kernel.'
    """
    return (
        f"Something failed inside edgeanomaly_nb ({type(error).__name__}). This is a bug; the details are in "
        "the log of the kernel."
    )
