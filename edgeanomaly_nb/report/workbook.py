"""The report as an Excel workbook: one sheet per table, all blocks in each."""

from __future__ import annotations

import io
import math
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..checks.severities import SEVERITIES
from ..comparison.changes import for_readers
from ..errors import MissingExtraError
from ..text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .block import Block
    from .summarize import Summary

_MOST_CHARACTERS = 32_000  # the limit of Excel for a cell is a little higher
_MOST_ROWS = 1_048_575  # below the header
_EPOCH = datetime(2000, 1, 1)  # in place of the time of creation, so that the bytes are the same each time


def render(summary: Summary) -> bytes:
    """Render the workbook.

    Text is always written as text, so that no spreadsheet runs it as a formula.

    Raises
    ------
    MissingExtraError
        XlsxWriter is not installed.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> render(summarize([ea.load_sample("motion")]))[:2]  # a zip file
    b'PK'
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as exc:
        raise MissingExtraError(
            "An Excel report needs XlsxWriter. Install it: pip install 'edgeanomaly-nb[xlsx]'."
        ) from exc
    sink = io.BytesIO()
    with Workbook(sink, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}) as book:
        book.set_properties({"title": summary.title[:255], "comments": summary.created, "created": _EPOCH})
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, (header, rows, widths) in _sheets(summary).items():
            _write(book.add_worksheet(name), header, rows, widths, bold)
    return sink.getvalue()


Sheet = tuple["Sequence[str]", "Iterable[Sequence[object]]", "Sequence[int]"]


def _sheets(summary: Summary) -> dict[str, Sheet]:
    blocks = summary.blocks
    sheets: dict[str, Sheet] = {
        "Blocks": (list(_BLOCK_COLUMNS), map(_block, blocks), tuple(_BLOCK_COLUMNS.values())),
        "Findings": (
            ["Block", "Severity", "Code", "Subject", "Message"],
            (
                (block.place, finding.severity, finding.code, finding.subject, finding.message)
                for block in blocks
                for finding in block.findings
            ),
            (42, 10, 26, 24, 110),
        ),
        "Thresholds": (
            ["Block", "Key", "Description", "Value", "Suggested", "Difference", "Explanation", "Help"],
            (row for block in blocks for row in _thresholds(block)),
            (42, 24, 28, 14, 14, 14, 60, 80),
        ),
        "Axes": (
            ["Block", "ix", "Label", "Selected", "Favourite", "In selectedAxes", "Sensor", "Feature",
             "Band from (Hz)", "Band to (Hz)"],
            (row for block in blocks for row in _axes(block)),
            (42, 8, 42, 10, 10, 16, 18, 34, 15, 15),
        ),
    }  # fmt: skip
    if summary.comparison:
        names = ["part", "subject", "what", "change", "before", "after", "in_words"]
        changes = for_readers(summary.comparison.changes)[names]
        header = ["Part", "Subject", "What", "Change", "Before", "After", "Explanation"]
        sheets["Changes"] = (header, changes.itertuples(index=False), (12, 42, 24, 12, 24, 24, 60))
    notes = [("created", summary.created), ("how to read", summary.how_to_read)]
    sheets["About"] = (["What", "Value"], notes, (16, 110))
    return sheets


#: The columns with one row per block, and their widths.
_BLOCK_COLUMNS = {
    "Block": 42, "Name": 24, "Type": 12, "Trained": 9, "Clusters or components": 22, "Axes": 8,
    "Selected": 9, "Selected indices": 28, "Favourite": 10, "Threshold": 16, "Errors": 8, "Warnings": 10,
    "Infos": 8, "Classes": 36,
    "Input blocks": 28, "Samples": 10, "Features": 10, "Host": 28, "Project": 10,
    "Impulse": 10, "Learn block": 12, "Fetched": 24, "Fetched by": 22, "File": 24, "SHA-256": 68,
}  # fmt: skip


def _block(block: Block) -> Sequence[object]:
    config = block.config
    uses, source = config.dependencies, dict(block.provenance)
    severities = [finding.severity for finding in block.findings]
    return (
        block.place, block.name, block.kind, config.trained, config.cluster_count, *_axes_counts(block),
        block.thresholds_text,
        *(severities.count(severity) for severity in SEVERITIES),
        ", ".join(uses.classes), ", ".join(uses.block_names), uses.sample_count, uses.feature_count,
        source.get("host"), config.source.project_id, config.source.impulse_id, config.source.learn_id,
        block.fetched, source.get("fetched by"), source.get("file"), config.sha256,
    )  # fmt: skip


def _axes_counts(block: Block) -> Sequence[object]:
    """Return the cells about axes, which are empty if this kind of block has no axes."""
    if not block.config.kind.has_axes:
        return (None,) * 4
    axes, indices = block.axes, dict(block.facts).get("selected indices")
    return len(axes), int(axes["selected"].sum()), indices, int(axes["favourite"].sum())


def _thresholds(block: Block) -> Iterable[Sequence[object]]:
    frame = block.config.thresholds
    rows = zip(block.thresholds, frame["value"], frame["suggested_value"], frame["difference"], strict=True)
    for row, value, number, difference in rows:
        suggested = (row.suggested or None) if math.isnan(number) else number
        yield block.place, row.key, row.title, value, suggested, difference, row.text, row.help


def _axes(block: Block) -> Iterable[Sequence[object]]:
    return ((block.place, *row) for row in block.axes.itertuples())


def _write(
    sheet: Any, header: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[int], bold: Any
) -> None:
    for column, (title, width) in enumerate(zip(header, widths, strict=True)):
        sheet.write_string(0, column, title, bold)
        sheet.set_column(column, column, width)
    last = 0
    for last, row in enumerate(rows, start=1):
        if last > _MOST_ROWS:
            raise ValueError(
                f"More than {_MOST_ROWS:,} rows do not fit an Excel sheet. Report fewer blocks at once."
            )
        for column, value in enumerate(row):
            _write_cell(sheet, last, column, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(header) - 1)


def _write_cell(sheet: Any, row: int, column: int, value: object) -> None:
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and abs(value) < 1e300:  # false for NaN
        sheet.write_number(row, column, value)
    elif isinstance(value, str | int):
        sheet.write_string(row, column, one_line(str(value), _MOST_CHARACTERS))
    elif isinstance(value, tuple):
        options = ", ".join(f"{name} ({option})" for option, name in value)  # of a threshold
        sheet.write_string(row, column, one_line(options, _MOST_CHARACTERS))
