"""Findings as a list: codes and messages can be copied, however narrow the terminal is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ...text import one_line
from .streams import put
from .table import STYLES
from .terminal import console, is_terminal, print_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .findings import Checked, Finding

# Longer lines are hard to read.
WIDEST = 100
INDENT = 4


def print_findings(checked: Sequence[Checked]) -> None:
    """Print one line per finding, and its message below; several blocks have headings.

    In a pipe a message is one line, however long.

    Examples
    --------
    >>> from edgeanomaly_nb.cli.output.findings import Checked, Finding
    >>> found = Finding("info", "no-favourites", "axes", "No axis is a favourite.")
    >>> print_findings([Checked("1/7", "Fan", None, (found,))])
    info     no-favourites  axes
        No axis is a favourite.
    """
    with_findings = [one for one in checked if one.findings]
    width = max((len(finding.code) for one in with_findings for finding in one.findings), default=0)
    for position, one in enumerate(with_findings):
        if len(checked) > 1:
            if position:
                put()
            print_heading(f"{one.block}: {one.name}")
        for finding in one.findings:
            _print(finding, width)


def _print(finding: Finding, width: int) -> None:
    severity, subject = f"{finding.severity:<7}", one_line(finding.subject, sys.maxsize)
    rest = f"  {finding.code:<{width}}  {subject}".rstrip()
    message = one_line(finding.message, sys.maxsize)
    if not is_terminal():
        put(f"{severity}{rest}")
        put(f"{'':{INDENT}}{message}")
        return
    from rich.text import Text

    screen = console()
    room = max(min(screen.width, WIDEST) - INDENT, 1)
    head = Text.assemble((severity, STYLES[finding.severity]), rest)
    screen.print(head, overflow="ignore", crop=False)  # a code that is broken cannot be copied
    for line in Text(message).wrap(screen, room, overflow="fold"):
        line.rstrip()
        screen.print(Text.assemble(INDENT * " ", line), crop=False)
