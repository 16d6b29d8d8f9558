"""The report as Markdown that fits a comment on a pull request."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from ..checks.severities import MARKS
from ..plots.axes.grid import MOST_LISTED, grid_of
from ..plots.thresholds.figure import EMPTY
from ..text import counted, one_line
from .block import flag_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from .block import Block
    from .summarize import Comparison, Summary

#: GitHub refuses comments that are longer.
MOST_CHARACTERS = 65_536

_MOST_ROWS = 100  # of a table
_MOST_COLUMNS = 12  # of the picture
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
    head = [f"# {text(summary.title)}", f"{text(summary.created)}. {text(summary.how_to_read)}"]
    if len(summary.blocks) > 1:
        head += ["## Contents", *_contents(summary.blocks)]
    if summary.comparison:
        head += _changes(summary.comparison)
    room = MOST_CHARACTERS - _length(head) - 200
    short = any(length > room for length in accumulate(_length(_block(block)) for block in summary.blocks))
    shown: list[str] = []
    for at, block in enumerate(summary.blocks):
        parts = _block(block, short=short)
        room -= _length(parts)
        if room < 0:
            shown += _omitted(len(summary.blocks) - at, "block")
            break
        shown += parts
    return ("\n\n".join([*head, *shown]) + "\n").encode()


def _length(parts: Sequence[str]) -> int:
    return sum(len(part) + 2 for part in parts)


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


def _contents(blocks: Sequence[Block]) -> list[str]:
    names = ("name", "place", "kind", "selected_text", "thresholds_text", "findings_text")
    rows = ([text(getattr(block, name)) for name in names] for block in blocks[:_MOST_ROWS])
    return [
        table(["Block", "Where", "Type", "Axes selected", "Threshold", "Findings"], rows),
        *_omitted(len(blocks) - _MOST_ROWS, "block"),
    ]


def _changes(comparison: Comparison) -> list[str]:
    parts = [
        "## What changed",
        f"From {_named(comparison.before)} to {_named(comparison.after)}. "
        "Axes are compared by label, thresholds by key.",
        f"**{text(comparison.text)}**",
    ]
    if comparison.changes.empty:
        return parts
    shown = comparison.table.head(_MOST_ROWS)
    columns = (map(text, map(_short, shown[name])) for name in shown)
    parts.append(table(shown.columns.tolist(), zip(*columns, strict=True)))
    return parts + _omitted(len(comparison.changes) - len(shown), "change")


def _named(block: Block) -> str:
    fetched = block.fetched and f", fetched {block.fetched}"
    return f"{text(block.name)} ({text(block.place)}{text(fetched)})"


def _block(block: Block, *, short: bool = False) -> list[str]:
    return [
        f"## {text(block.name)}, {text(block.place)}",
        pairs_table("The block", block.facts),
        f"### Findings: {text(block.findings_text)}",
        findings_list(block),
        "### Thresholds",
        *([text(block.scores)] if block.scores else []),
        _thresholds(block),
        "### Axes",
        text(block.selection),
        *_axes(block, short=short),
        "<details><summary>Source</summary>",
        pairs_table("Source", block.provenance),
        "</details>",
    ]


def pairs_table(title: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return names and values as a table."""
    return table([title, ""], ((text(name), text(value)) for name, value in pairs))


def findings_list(block: Block) -> str:
    """Return the findings of a block as a list.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> findings_list(summarize([ea.load_sample("spectral")]).blocks[0])
    'No rule found anything.'
    """
    lines = [
        f"- {MARKS[finding.severity]} **{finding.severity.capitalize()}** `{finding.code}` "
        f"{text(finding.subject)}: {text(finding.message)}"
        for finding in block.findings
    ]
    return "\n".join(lines) or "No rule found anything."


def _thresholds(block: Block) -> str:
    cells = [(f"{it.title} ({it.key})", it.value, it.suggested or "–", it.text) for it in block.thresholds]
    rows = [list(map(text, row)) for row in cells]
    return table(["Threshold", "Value", "Suggested", "Explanation"], rows) if rows else EMPTY


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
    """Return sensors by features as a table of symbols, if it is small enough to read."""
    grid = grid_of(axes)
    if grid.is_index or grid.other_rows or not grid.column_title.startswith("feature") or not all(grid.rows):
        return []
    if len(grid.rows) > _MOST_COLUMNS or len(grid.columns) > MOST_LISTED:
        return []
    cells = [[""] * len(grid.rows) for _ in grid.columns]
    for row, column, count, selected, favourite in zip(
        grid.row, grid.column, grid.axes, grid.selected, grid.favourite, strict=True
    ):
        mark = "●" if selected == count else f"◐ {selected:,} of {count:,}" if selected else "○"
        cells[column][row] = mark + ("★" if favourite else "")
    rows = ([text(name), *marks] for name, marks in zip(grid.columns, cells, strict=True))
    partly = " · ◐ some selected" if ((grid.selected > 0) & (grid.selected < grid.axes)).any() else ""
    return [
        table(["", *map(text, grid.rows)], rows),
        f"● selected{partly} · ○ available · ★ favourite (suggested)",
    ]


def _axes_table(axes: pd.DataFrame, title: str, *, is_open: bool = False) -> list[str]:
    if axes.empty:
        return []
    shown = axes.head(_MOST_ROWS)
    labels = (text(_short(label)) for label in shown["label"])
    flags = flag_texts(shown["selected"]), flag_texts(shown["favourite"])
    rows = zip(map(str, shown.index), labels, *flags, strict=True)
    return [
        f"<details{' open' * is_open}><summary>{title}: {len(axes):,}</summary>",
        table(["ix", "Label", "Selected", "Favourite"], rows),
        *_omitted(len(axes) - len(shown), "axis", "axes"),
        "</details>",
    ]


def _omitted(count: int, one: str, many: str | None = None) -> list[str]:
    if count <= 0:
        return []
    return [f"*Omitted to keep this short: {counted(count, one, many)}. The HTML report is complete.*"]


def _short(value: object) -> str:
    return one_line(str(value), 80)
