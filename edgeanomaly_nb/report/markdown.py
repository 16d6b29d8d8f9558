"""The report as Markdown that fits a comment on a pull request."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from ..comparison.changes import for_readers
from ..plots.axes.grid import MOST_LISTED, grid_of
from ..text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from .summarize import Block, Comparison, Summary

#: GitHub refuses a comment of more characters than this.
MOST_CHARACTERS = 65_536

_MOST_ROWS = 100  # of a table
_MOST_COLUMNS = 12  # of the picture
_MARKS = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}
# What Markdown takes for markup within a line; text never begins one. A colon may begin the
# name of an emoji, but not in a time.
_SPECIAL = re.compile(r"([\\`*\[\]|$~^]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?!\d\d:)(?=[\w+-]+:))")
# What GitHub turns into links: people, issues and addresses.
_LINKED = re.compile(r"(@|#|(?<![A-Za-z])(?:www|https?|ftp|GH))(?=\S)", re.IGNORECASE)


def render(summary: Summary) -> str:
    """Render the Markdown.

    It has no more than `MOST_CHARACTERS`: what has many blocks leaves out the tables of all axes, and what
    has even more says how many blocks are missing.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> print(render(summarize([ea.load_sample("motion")])).splitlines()[0])
    # Anomaly block “Anomaly detection”
    """
    head = [f"# {text(summary.title)}", f"{text(summary.made)}. {text(summary.how_to_read)}"]
    if len(summary.blocks) > 1:
        head += ["## Contents", *_contents(summary.blocks)]
    if summary.comparison:
        head += _changes(summary.comparison)
    room = MOST_CHARACTERS - _length(head) - 200
    short = not _fits((_block(block) for block in summary.blocks), room)
    told: list[str] = []
    for at, block in enumerate(summary.blocks):
        parts = _block(block, short=short)
        room -= _length(parts)
        if room < 0:
            rest = len(summary.blocks) - at
            told.append(
                f"*{rest} more {'block is' if rest == 1 else 'blocks are'} not told here, for want of room: "
                "the HTML page of this report holds them all.*"
            )
            break
        told += parts
    return "\n\n".join([*head, *told]) + "\n"


def _fits(blocks: Iterable[Sequence[str]], room: int) -> bool:
    """Return True if all blocks fit; no further block is made once one does not."""
    for parts in blocks:
        room -= _length(parts)
        if room < 0:
            return False
    return True


def _length(parts: Sequence[str]) -> int:
    return sum(len(part) + 2 for part in parts)


def text(words: str) -> str:
    r"""Write text so that Markdown shows it as it is: no markup, no mention, no link.

    Examples
    --------
    >>> print(text("a*b <c> | d"))
    a\*b &lt;c&gt; \| d
    """
    parted = _LINKED.sub("\\1\u200b", words)  # a space of no width keeps GitHub from making a link
    escaped = parted.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", escaped)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; cells are Markdown already.

    Examples
    --------
    >>> print(table(["a"], [["1"]]))
    | a |
    | --- |
    | 1 |
    """
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _contents(blocks: Sequence[Block]) -> list[str]:
    rows = (
        (
            text(block.name),
            text(block.where),
            text(block.kind),
            text(block.selected_in_words),
            text(block.threshold_in_words),
            text(block.findings_in_words),
        )
        for block in blocks[:_MOST_ROWS]
    )
    return [
        table(["Block", "Where", "Type", "Axes selected", "Threshold", "Findings"], rows),
        *_cut_off(len(blocks) - _MOST_ROWS, "blocks"),
    ]


def _changes(comparison: Comparison) -> list[str]:
    before, after, changes = comparison.before, comparison.after, comparison.changes
    parts = [
        "## What changed",
        f"From {_named(before)} to {_named(after)}. Axes are compared by label, thresholds by key.",
        f"**{text(comparison.in_words)}**",
    ]
    if changes.empty:
        return parts
    shown = changes.head(_MOST_ROWS)
    told = for_readers(shown)
    columns = (map(text, map(_short, told[name])) for name in ("part", "subject", "what", "in_words"))
    parts.append(table(["Part", "Subject", "What", "Change"], zip(*columns, strict=True)))
    return parts + _cut_off(len(changes) - len(shown), "changes")


def _named(block: Block) -> str:
    fetched = block.fetched and f", fetched {block.fetched}"
    return f"{text(block.name)} ({text(block.where)}{text(fetched)})"


def _block(block: Block, *, short: bool = False) -> list[str]:
    return [
        f"## {text(block.name)}, {text(block.where)}",
        table(["The block", ""], ((text(name), text(words)) for name, words in block.facts)),
        f"### Findings: {text(block.findings_in_words)}",
        findings_list(block),
        "### Thresholds",
        *([text(block.scores_in_words)] if block.scores_in_words and block.thresholds else []),
        _thresholds(block),
        "### Axes",
        text(block.axes_in_words),
        *_axes(block, short=short),
        "<details><summary>Where it comes from</summary>",
        table(["", ""], ((text(name), text(words)) for name, words in block.provenance)),
        "</details>",
    ]


def findings_list(block: Block) -> str:
    """Write a block's findings as a list.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> findings_list(summarize([ea.load_sample("spectral")]).blocks[0])
    'Nothing deserves a second look.'
    """
    lines = [
        f"- {_MARKS[finding.severity]} **{finding.severity_name.capitalize()}** `{finding.code}` "
        f"{text(finding.subject)}: {text(finding.message)}"
        for finding in block.findings
    ]
    return "\n".join(lines) or "Nothing deserves a second look."


def _thresholds(block: Block) -> str:
    rows = [
        (
            f"{text(threshold.title)} ({text(threshold.key)})",
            text(threshold.value),
            text(threshold.suggested or "–"),
            text(threshold.in_words),
        )
        for threshold in block.thresholds
    ]
    return table(["Threshold", "Value", "Suggested", "In words"], rows) if rows else "None."


def _axes(block: Block, *, short: bool) -> list[str]:
    axes = block.axes
    if axes.empty:
        return []
    chosen = axes[axes["selected"] | axes["favourite"]]
    return [
        *_picture(axes),
        *_axes_table(chosen, "Axes that are selected or favourite", is_open=True),
        *(_axes_table(axes, "All axes") if len(axes) > len(chosen) and not short else []),
    ]


def _picture(axes: pd.DataFrame) -> list[str]:
    """Draw sensors by features with two characters, where that is small enough to be read."""
    grid = grid_of(axes)
    if grid.is_index or grid.other_rows or not grid.column_title.startswith("feature") or not all(grid.rows):
        return []
    if len(grid.rows) > _MOST_COLUMNS or len(grid.columns) > MOST_LISTED:
        return []
    cells = [[""] * len(grid.rows) for _ in grid.columns]
    for row, column, count, selected, favourite in zip(
        grid.row, grid.column, grid.axes, grid.selected, grid.favourite, strict=True
    ):
        mark = "●" if selected == count else f"◐ {selected} of {count}" if selected else "○"
        cells[column][row] = mark + ("★" if favourite else "")
    names = [text(name.replace(r"\$", "$")) for name in grid.rows]
    rows = ([text(name.replace(r"\$", "$")), *marks] for name, marks in zip(grid.columns, cells, strict=True))
    partly = " · ◐ some selected" if ((grid.selected > 0) & (grid.selected < grid.axes)).any() else ""
    return [table(["", *names], rows), f"● selected{partly} · ○ available · ★ favourite (suggested)"]


def _axes_table(axes: pd.DataFrame, title: str, *, is_open: bool = False) -> list[str]:
    if axes.empty:
        return []
    rows = (
        [
            str(row.Index),
            text(_short(row.label)),
            "yes" if row.selected else "",
            "yes" if row.favourite else "",
        ]
        for row in islice(axes.itertuples(), _MOST_ROWS)
    )
    return [
        f"<details{' open' * is_open}><summary>{title}: {len(axes):,}</summary>",
        table(["ix", "Label", "Selected", "Favourite"], rows),
        *_cut_off(len(axes) - _MOST_ROWS, "axes"),
        "</details>",
    ]


def _cut_off(count: int, what: str) -> list[str]:
    return [f"*{count:,} more {what}: the HTML page of this report holds them all.*"] if count > 0 else []


def _short(words: object) -> str:
    return one_line(str(words), 80)
