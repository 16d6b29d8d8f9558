"""The report as an Excel workbook: one sheet per table, all blocks in each."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import TYPE_CHECKING

from ..checks.severities import SEVERITIES
from ..comparison.changes import for_readers
from ..errors import MissingExtraError
from ..tables import bare
from ..text import one_line
from .block import Block
from .scores import Scores
from .summarize import Summary

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_MOST_CHARACTERS = 32_000  # the limit of Excel for a cell is a little higher
_MOST_ROWS = 1_048_575  # below the header
_MOST_SCORES = 100_000  # a million rows take two minutes and 2 GB
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
    sheets = ((name, _COLUMNS[name], rows) for name, rows in _sheets(summary))
    return write_workbook(summary.title, summary.created, sheets)


def write_workbook(
    title: str, comments: str, sheets: Iterable[tuple[str, dict[str, int], Iterable[Sequence[object]]]]
) -> bytes:
    """Return a workbook with these sheets: the name, the width of each column, and the rows.

    Raises
    ------
    MissingExtraError
        XlsxWriter is not installed.

    Examples
    --------
    >>> write_workbook("Fans", "", [("Axes", {"label": 40}, [("fan1.x RMS",)])])[:2]
    b'PK'
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as exc:
        raise MissingExtraError.of("An Excel report", "XlsxWriter") from exc
    sink = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with Workbook(sink, {**options, "default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        book.set_properties({"title": title[:255], "comments": comments, "created": _EPOCH})
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, columns, rows in sheets:
            _write(book.add_worksheet(name), columns, rows, bold)
    return sink.getvalue()


def _sheets(summary: Summary) -> Iterator[tuple[str, Iterable[Sequence[object]]]]:
    """Return the name and the rows of each sheet."""
    blocks = summary.blocks
    if summary.is_long:
        yield "Overview", summary.overview.rows
    yield "Blocks", map(_block, blocks)
    yield "Findings", ((block.place, *astuple(finding)) for block in blocks for finding in block.findings)
    yield "Thresholds", (row for block in blocks for row in _thresholds(block))
    yield from _scores_sheets(blocks)
    yield "Axes", ((block.place, *row) for block in blocks for row in block.axes.itertuples())
    if summary.comparison:
        names = ["part", "subject", "what", "change", "before", "after", "in_words"]
        yield "Changes", for_readers(summary.comparison.changes)[names].itertuples(index=False)
    yield "About", [("created", summary.created), ("how to read", summary.how_to_read)]


#: The columns of each sheet, and their widths.
_COLUMNS = {
    "Overview": {"Block": 64, "Verdict": 36, "Findings": 28, "Threshold (suggested)": 32, "Axes": 16},
    "Blocks": {
        "Block": 42, "Name": 24, "Verdict": 60, "Type": 12, "Trained": 9, "Clusters or components": 22,
        "Axes": 8, "Selected": 9, "Selected indices": 28, "Favourite": 10, "Threshold": 16, "Errors": 8,
        "Warnings": 10, "Infos": 8, "Classes": 36, "Input blocks": 28, "Samples": 10, "Features": 10,
        "Host": 28, "Project": 10, "Impulse": 10, "Learn block": 12, "Fetched": 24, "Fetched by": 22,
        "File": 24, "SHA-256": 68,
    },
    "Findings": {"Block": 42, "Severity": 10, "Code": 26, "Subject": 24, "Message": 110},
    "Thresholds": {
        "Block": 42, "Key": 24, "Description": 28, "Value": 14, "Suggested": 14, "Difference": 14,
        "Explanation": 60, "Help": 80,
    },
    "Model": {"Block": 42, "What": 22, "Value": 110},
    "Flagged": {
        "Block": 42, "Threshold": 14, "Meaning": 30, "Windows": 10, "Flagged": 10, "Share": 10,
        "Share from": 11, "Share to": 11, "Samples": 10, "Samples flagged": 16, "Anomalies flagged": 18,
        "False alarms": 13, "Anomalies missed": 17, "Normal not flagged": 18, "Precision": 11, "Recall": 10,
        "F1": 10,
    },
    "Scores": {
        "Block": 42, "Window": 10, "Score": 14, "Nearest": 10, "Sample": 14, "Start (ms)": 12,
        "End (ms)": 12, "Label": 24, "Outcome": 14,
    },
    "Axes": {
        "Block": 42, "ix": 8, "Label": 42, "Selected": 10, "Favourite": 10, "In selectedAxes": 16,
        "Sensor": 18, "Feature": 34, "Band from (Hz)": 15, "Band to (Hz)": 15,
    },
    "Changes": {
        "Part": 12, "Subject": 42, "What": 24, "Change": 12, "Before": 24, "After": 24, "Explanation": 60,
    },
    "About": {"What": 16, "Value": 110},
}  # fmt: skip


def _block(block: Block) -> Sequence[object]:
    config = block.config
    uses, source = config.dependencies, dict(block.provenance)
    severities = [finding.severity for finding in block.findings]
    return (
        block.place, block.name, block.verdict_text, block.kind, config.trained, config.cluster_count,
        *_axes_counts(block), block.thresholds_text,
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


def _scores_sheets(blocks: Sequence[Block]) -> Iterator[tuple[str, Iterable[Sequence[object]]]]:
    """Return the sheets about a trained model, and about the scores of windows, where there are any."""
    known = [(block.place, block.flagged) for block in blocks if block.flagged]
    if not known:
        return
    yield "Model", ((place, *pair) for place, scores in known for pair in _score_facts(scores))
    trials = [(place, scores.trials.frame) for place, scores in known if scores.trials]
    if trials:
        yield "Flagged", ((place, *row) for place, frame in trials for row in _flagged(frame))
    frames = [(place, frame) for place, scores in known if (frame := _few_scores(scores)) is not None]
    if frames:
        yield "Scores", ((place, *row) for place, frame in frames for row in _score_rows(frame))


def _few_scores(scores: Scores) -> pd.DataFrame | None:
    """Return the scores of windows if they are few enough for a sheet."""
    return scores.frame if scores.frame is not None and len(scores.frame) <= _MOST_SCORES else None


def _score_facts(scores: Scores) -> Iterator[tuple[str, str]]:
    yield from scores.facts
    if scores.frame is not None and _few_scores(scores) is None:
        yield (
            "scores",
            f"omitted, since there are more than {_MOST_SCORES:,} windows: use model.score(windows)",
        )
    yield from (("what thresholds flag", text) for text in scores.texts)
    yield from (("how to read", text) for text in scores.notes)


def _flagged(frame: pd.DataFrame) -> Iterable[Sequence[object]]:
    names = ["meaning", "n_windows", "n_flagged", "share", "share_low", "share_high", "n_samples"]
    names += ["n_samples_flagged", "tp", "fp", "fn", "tn", "precision", "recall", "f1"]
    return frame.reindex(columns=names).itertuples()


def _score_rows(frame: pd.DataFrame) -> Iterable[Sequence[object]]:
    """Return window, score, nearest and origin; a score is the shortest number that is the same float32."""
    names = ["score", "nearest", "sample_id", "start_ms", "end_ms", "label", "outcome"]
    numbers = (
        frame["score"].astype(str).astype(float) if frame["score"].dtype == "float32" else frame["score"]
    )
    return frame.assign(score=numbers).reindex(columns=names).itertuples()


def _write(sheet: Worksheet, columns: dict[str, int], rows: Iterable[Sequence[object]], bold: Format) -> None:
    for column, (title, width) in enumerate(columns.items()):
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
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)


def _write_cell(sheet: Worksheet, row: int, column: int, value: object) -> None:
    value = bare(value)
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and abs(value) < 1e300:  # Excel has no infinity
        sheet.write_number(row, column, value)
    elif isinstance(value, str | int):
        sheet.write_string(row, column, one_line(str(value), _MOST_CHARACTERS))
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None))
    elif isinstance(value, tuple):
        options = ", ".join(f"{name} ({option})" for option, name in value)  # of a threshold
        sheet.write_string(row, column, one_line(options, _MOST_CHARACTERS))
