"""A summary as plain data for the template of the PDF, which shows all text unchanged."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import NamedTuple

import pandas as pd

from ..plots import figure_svg
from .block import Block, flag_texts, shown_flags
from .pdf_fonts import text_em
from .pictures import Picture, axes_picture, changes_picture, scores_picture, thresholds_picture
from .scores import Scores
from .summarize import Comparison, Summary
from .table import cell_text

PAGE_WIDTH_PT, PAGE_HEIGHT_PT = 510, 600  # A4 without the margins in report.typ and some text
_SCALE = 0.75  # of pictures, which are drawn for screens
_AXES_PT, _THRESHOLDS_PT = 275, 225  # heights at most, so that a block of 40 axes fits two pages
_TABLE_PT = 7.4  # text of tables of axes
_FLAG_EM = 2.8  # width of a flag in a narrow table
_NARROW_PT = 225  # for a label and flags in a table of half the width of a page
_SHORT_FACT = 120  # characters; a longer fact has the full width
# The parts of a block that are shown as they are: what and where it is, and what is known about it.
_HEADING = ("anchor", "name", "place", "title", "provenance", "verdict_text", "worst")
_TEXTS = ("findings_text", "scores", "selection", "has_axes")

#: What JSON can hold.
Data = dict[str, object]


class _Flag(NamedTuple):
    """A column of the table of axes: its name and its width, and its short name for narrow tables."""

    name: str
    short: str
    meaning: str
    wide_em: float


_FLAGS = {
    "selected": _Flag("Selected", "Sel.", "selected", 6),
    "favourite": _Flag("Favourite", "Fav.", "favourite", 6.5),
    "configured": _Flag("In selectedAxes", "List", "in selectedAxes", 10.5),
}


def report_data(summary: Summary) -> Data:
    """Return everything that the PDF shows.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> data = report_data(summarize([ea.load_sample("motion")]))
    >>> data["title"], len(data["blocks"][0]["tables"][0]["rows"])
    ('Anomaly block “Anomaly detection”', 33)
    """
    return {
        "title": summary.title,
        "created": summary.created,
        "how_to_read": summary.how_to_read,
        "date": _date(summary.created_at),
        "note": "",
        "changes": summary.comparison and _changes(summary.comparison),
        "overview": summary.overview._asdict(),
        "blocks": [_block(block) for block in summary.blocks],
    }


def _date(moment: datetime | None) -> dict[str, int] | None:
    names = ("year", "month", "day", "hour", "minute", "second")
    return None if moment is None else {name: getattr(moment, name) for name in names}


def _block(block: Block) -> Data:
    tables = {"Axes that are selected or favourite": block.chosen_axes, "All axes": block.axes}
    return {
        **{name: getattr(block, name) for name in (*_HEADING, *_TEXTS)},
        "facts": [pair for pair in block.facts if len(pair[1]) <= _SHORT_FACT],
        "long_facts": [pair for pair in block.facts if len(pair[1]) > _SHORT_FACT],
        "findings": [
            {**asdict(finding), "problem": finding.problem, "advice": finding.advice}
            for finding in block.findings
        ],
        "thresholds": [asdict(threshold) for threshold in block.thresholds],
        "thresholds_picture": _thresholds_picture(block),
        "flagged": block.flagged and _scores(block, block.flagged),
        "axes_picture": None if block.axes.empty else _picture(axes_picture(block), _AXES_PT),
        "tables": [_axes_table(axes, title) for title, axes in tables.items() if len(axes)],
    }


def _thresholds_picture(block: Block) -> Data | None:
    """Return the picture of the thresholds; that of scores has the one of the score, too."""
    is_drawn = block.flagged is not None and block.flagged.frame is not None
    if not block.thresholds or (is_drawn and len(block.thresholds) == 1):
        return None
    return _picture(thresholds_picture(block), _THRESHOLDS_PT)


def _scores(block: Block, scores: Scores) -> Data:
    picture = scores_picture(block)
    return {
        "title": scores.title,
        "facts_title": scores.facts_title,
        "facts": scores.facts,
        "texts": scores.texts,
        "notes": scores.notes,
        "picture": picture and _picture(picture, _THRESHOLDS_PT),
        "tables": [table._asdict() for table in scores.tables],
    }


def _changes(comparison: Comparison) -> Data:
    columns = [map(cell_text, comparison.table[name]) for name in comparison.table]
    return {
        "before": _end(comparison.before),
        "after": _end(comparison.after),
        "text": comparison.text,
        "matching": comparison.matching,
        "picture": _picture(changes_picture(comparison), PAGE_HEIGHT_PT) if len(comparison.changes) else None,
        "rows": list(zip(*columns, strict=True)),
    }


def _end(block: Block) -> dict[str, str]:
    when = block.fetched and f", fetched {block.fetched}"
    return {"anchor": block.anchor, "name": block.name, "place": block.place, "when": when}


def _axes_table(axes: pd.DataFrame, title: str) -> Data:
    """Return a table of axes; with short labels it has two columns per page, which saves half of the paper.

    There are no columns for sensor and feature, since the label contains both and the picture shows them.
    """
    labels = list(map(cell_text, axes["label"]))
    names = shown_flags(axes)
    flags = [_FLAGS[name] for name in names]
    room = _NARROW_PT - _TABLE_PT * _FLAG_EM * len(flags)
    wide = max(map(text_em, labels)) * _TABLE_PT > room
    columns = [map(str, axes.index), labels, *(flag_texts(axes[name]) for name in names)]
    return {
        "title": f"{title}: {len(axes):,}",
        "legend": "" if wide else " ".join(f"{flag.short}: {flag.meaning}." for flag in flags),
        "wide": wide,
        "size": _TABLE_PT,
        "head": ["ix", "Label", *(flag.name if wide else flag.short for flag in flags)],
        "widths": [
            max(2.2, 0.68 * len(str(axes.index.max())) + 0.7),
            None,
            *(flag.wide_em if wide else _FLAG_EM for flag in flags),
        ],
        "rows": list(zip(*columns, strict=True)),
    }


def _picture(picture: Picture, most_height: float) -> Data:
    width, height = (float(side) * 72 for side in picture.figure.get_size_inches())
    scale = min(_SCALE, PAGE_WIDTH_PT / width, most_height / height)
    return {"svg": figure_svg(picture.figure, label=""), "alt": picture.description, "width": width * scale}
