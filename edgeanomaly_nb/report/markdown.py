"""The report as Markdown that fits a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

import pandas as pd

from ..checks.severities import MARKS
from ..plots.axes.grid import MOST_LISTED, grid_of
from ..text import counted, one_line
from .block import Block
from .findings import Finding
from .summarize import Summary
from .table import Table
from .template import template

#: GitHub refuses comments that are longer.
MOST_CHARACTERS = 65_536

_MOST_ROWS = 100  # of a table
_MOST_COLUMNS = 12  # of the picture
_BLANK_LINES = re.compile(r"\n{3,}")  # where a part of a template is empty
# Markup within a line; text is never at the beginning of a line. A colon may begin the name of an emoji, but
# not in a time.
_SPECIAL = re.compile(r"([\\`*\[\]|$~^]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?!\d\d:)(?=[\w+-]+:))")
# What GitHub turns into links: people, issues and addresses.
_LINKED = re.compile(r"(@|#|(?<![A-Za-z])(?:www|https?|ftp|GH))(?=\S)", re.IGNORECASE)


def render(summary: Summary) -> bytes:
    """Render the Markdown, with `MOST_CHARACTERS` at most.

    A report on many blocks omits the tables of all axes; one on even more blocks also omits the last blocks,
    and has their number instead.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> print(render(summarize([ea.load_sample("motion")])).decode().splitlines()[0])
    # Anomaly block “Anomaly detection”
    """
    links = [f"#{block.anchor}" for block in summary.blocks[:_MOST_ROWS]]
    head = _rendered("head.md.j2", summary=summary, links=links)
    room = MOST_CHARACTERS - _length(head) - 200
    parts = (_block(summary, block) for block in summary.blocks)
    short = any(length > room for length in accumulate(map(_length, parts)))
    shown = [head]
    for at, block in enumerate(summary.blocks):
        part = _block(summary, block, short=short)
        room -= _length(part)
        if room < 0:
            shown.append(_omitted(len(summary.blocks) - at, "block"))
            break
        shown.append(part)
    return ("\n\n".join(shown) + "\n").encode()


def _length(part: str) -> int:
    return len(part) + len("\n\n")


def _block(summary: Summary, block: Block, *, short: bool = False) -> str:
    axes = block.axes
    return _rendered(
        "block.md.j2",
        block=block,
        heading=summary.heading(block),
        has_anchor=len(summary.blocks) > 1,
        chosen=axes[axes["selected"] | axes["favourite"]],
        is_short=short,
    )


def _rendered(name: str, **contents: object) -> str:
    names = {
        "md": text,
        "short": _short,
        "most_rows": _MOST_ROWS,
        "omitted": _omitted,
        "pairs_table": pairs_table,
        "texts_table": texts_table,
        "findings_list": findings_list,
        "overview_table": overview_table,
        "picture": _picture,
    }
    return _BLANK_LINES.sub("\n\n", template(name, names).render(contents)).strip()


def text(plain: str) -> str:
    r"""Return text so that Markdown shows it unchanged: no markup, no mention, no link.

    Examples
    --------
    >>> print(text("a*b <c> | d"))
    a\*b &lt;c&gt; \| d
    """
    parted = _LINKED.sub("\\1\u200b", plain)  # a zero-width space, so that GitHub does not create a link
    escaped = parted.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", escaped)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are Markdown already.

    Examples
    --------
    >>> print(table(["a"], [["1"]]))
    | a |
    | --- |
    | 1 |
    """
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def pairs_table(title: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return names and values as a table."""
    return table([title, ""], ((text(name), text(value)) for name, value in pairs))


def texts_table(contents: Table) -> str:
    r"""Return a table of texts.

    Examples
    --------
    >>> print(texts_table(Table("Labels", ["Label"], [["a*b"]])))
    | Label |
    | --- |
    | a\*b |
    """
    return table([text(name) for name in contents.columns], ([*map(text, row)] for row in contents.rows))


def findings_list(block: Block) -> str:
    """Return the findings of a block as a numbered list, with what to do in bold.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> findings_list(summarize([ea.load_sample("spectral")]).blocks[0])
    'No rule found anything.'
    """
    lines = [f"{at}. {_finding_text(finding)}" for at, finding in enumerate(block.findings, start=1)]
    return "\n".join(lines) or "No rule found anything."


def _finding_text(finding: Finding) -> str:
    problem, advice = text(finding.problem), text(finding.advice)
    kind = f"{MARKS[finding.severity]} {finding.severity.capitalize()} `{finding.code}`"
    return f"{kind} {text(finding.subject)}: {problem}{advice and f'**{advice}**'}"


def overview_table(summary: Summary, links: Iterable[str]) -> str:
    """Return one row per block, each with a link to a place in the same text.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> both = summarize([ea.load_sample("untrained"), ea.load_sample("motion")])
    >>> print(overview_table(both, ["#block-1", "#block-2"]).splitlines()[0])
    | Block | Verdict | Findings | Threshold (suggested) | Axes |
    """
    rows = [
        [f"[{text(name)}]({link})", *map(text, cells)]
        for (name, *cells), link in zip(summary.overview.rows, links, strict=False)
    ]
    return table(summary.overview.columns, rows)


def _picture(axes: pd.DataFrame) -> str:
    """Return sensors by features as a table of symbols, if it is small enough to read."""
    grid = grid_of(axes)
    if grid.is_index or grid.other_rows or not grid.column_title.startswith("feature") or not all(grid.rows):
        return ""
    if len(grid.rows) > _MOST_COLUMNS or len(grid.columns) > MOST_LISTED:
        return ""
    cells = [[""] * len(grid.rows) for _ in grid.columns]
    for row, column, count, selected, favourite in zip(
        grid.row, grid.column, grid.axes, grid.selected, grid.favourite, strict=True
    ):
        mark = "●" if selected == count else f"◐ {selected:,} of {count:,}" if selected else "○"
        cells[column][row] = mark + ("★" if favourite else "")
    rows = ([text(name), *marks] for name, marks in zip(grid.columns, cells, strict=True))
    partly = " · ◐ some selected" if grid.partly_selected.any() else ""
    drawn = table(["", *map(text, grid.rows)], rows)
    return f"{drawn}\n\n● selected{partly} · ○ available · ★ favourite (suggested)"


def _omitted(count: int, one: str, many: str | None = None) -> str:
    if count <= 0:
        return ""
    return f"*Omitted to keep this short: {counted(count, one, many)}. The HTML report is complete.*"


def _short(value: object) -> str:
    return one_line(str(value), 80)
