"""Findings as a list: one line each in a pipe; in a terminal, each message stands below its code."""

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
    """Print findings: in a terminal with the message below, and several blocks with headings.

    In a pipe each finding is one line with its severity and block, so that ``grep error`` finds all of it.

    Examples
    --------
    >>> from edgeanomaly_nb.cli.output.findings import Checked, Finding
    >>> found = Finding("info", "no-favourites", "axes", "No axis is a favourite.")
    >>> print_findings([Checked("1/7", "Fan", None, (found,))])
    info     1/7  no-favourites  axes: No axis is a favourite.
    """
    if not is_terminal():
        _print_lines(checked)
        return
    with_findings = [one for one in checked if one.findings]
    width = max((len(finding.code) for one in with_findings for finding in one.findings), default=0)
    for position, one in enumerate(with_findings):
        if len(checked) > 1:
            if position:
                put()
            print_heading(f"{one.block}: {one.name}")
        for finding in one.findings:
            _print(finding, width)


def _print_lines(checked: Sequence[Checked]) -> None:
    rows = [(one.block, finding) for one in checked for finding in one.findings]
    widest_block = max((len(block) for block, _ in rows), default=0)
    widest_code = max((len(finding.code) for _, finding in rows), default=0)
    for block, finding in rows:
        subject, message = (one_line(text, sys.maxsize) for text in (finding.subject, finding.message))
        head = f"{finding.severity:<7}  {block:<{widest_block}}  {finding.code:<{widest_code}}"
        put(f"{head}  {subject}: {message}" if subject else f"{head}  {message}")


def _print(finding: Finding, width: int) -> None:
    from rich.text import Text

    severity, subject = f"{finding.severity:<7}", one_line(finding.subject, sys.maxsize)
    rest = f"  {finding.code:<{width}}  {subject}".rstrip()
    message = one_line(finding.message, sys.maxsize)

    screen = console()
    room = max(min(screen.width, WIDEST) - INDENT, 1)
    head = Text.assemble((severity, STYLES[finding.severity]), rest)
    screen.print(head, overflow="ignore", crop=False)  # a code that is broken cannot be copied
    for line in Text(message).wrap(screen, room, overflow="fold"):
        line.rstrip()
        screen.print(Text.assemble(INDENT * " ", line), crop=False)
