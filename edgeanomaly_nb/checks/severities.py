"""The severities of findings, their plurals, and how many findings there are of each."""

from __future__ import annotations

from collections.abc import Sequence

from ..text import counted

_PLURALS = {"error": "errors", "warning": "warnings", "info": "info"}
#: Most severe first.
SEVERITIES = tuple(_PLURALS)
#: A symbol for each severity, in Markdown and plain text.
MARKS = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}


def count_text(severities: Sequence[str], none: str = "none") -> str:
    """Return the number of findings of each severity, most severe first.

    Parameters
    ----------
    severities : sequence of str
        The severity of each finding.
    none : str
        The text if there are no findings.

    Examples
    --------
    >>> count_text(["info", "error", "info"]), count_text([], "no findings")
    ('1 error, 2 info', 'no findings')
    """
    counts = {severity: severities.count(severity) for severity in SEVERITIES}
    texts = [counted(count, severity, _PLURALS[severity]) for severity, count in counts.items() if count]
    return ", ".join(texts) or none
