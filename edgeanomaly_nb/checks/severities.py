"""The severities of findings, and how many there are of each as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Most severe first.
SEVERITIES = ("error", "warning", "info")


def count_text(severities: Sequence[str]) -> str:
    """Return how many findings there are of each severity, most severe first.

    Examples
    --------
    >>> count_text(["info", "error", "warning", "warning"]), count_text([])
    ('1 error, 2 warnings, 1 info', 'none')
    """
    counts = {severity: severities.count(severity) for severity in SEVERITIES}
    texts = [
        f"{count:,} {severity}{'s' * (count > 1 and severity != 'info')}"
        for severity, count in counts.items()
        if count
    ]
    return ", ".join(texts) or "none"
