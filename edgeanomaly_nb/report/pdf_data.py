"""A summary as plain data for the template of the PDF, which shows all text as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..comparison.changes import for_readers
from ..plots import figure_svg
from ..text import one_line
from .pdf_fonts import text_em
from .pictures import Picture, axes_picture, changes_picture, thresholds_picture

if TYPE_CHECKING:
    from datetime import datetime

    import pandas as pd

    from .summarize import Block, Comparison, Summary

PAGE_WIDTH_PT, PAGE_HEIGHT_PT = 510, 600  # A4 without the margins that report.typ sets, and some text
_SCALE = 0.75  # of pictures, which are drawn for screens
_AXES_PT, _THRESHOLDS_PT = 275, 225  # heights at most, so that a block of 40 axes fits two pages
_TABLE_PT = 7.4  # text of tables of axes
_NARROW_PT = 225  # room for a label and flags in a table that takes half the width of a page
_SHORT_FACT = 120  # characters; a longer one takes the whole width
_LABEL_CHARACTERS = 200


class _Flag(NamedTuple):
    """A column of the table of axes: what it is called where there is room, and where there is not."""

    column: str
    name: str
    short: str
    meaning: str
    wide_em: float
    narrow_em: float


_FLAGS = (
    _Flag("selected", "Selected", "Sel.", "selected", 6, 2.8),
    _Flag("favourite", "Favourite", "Fav.", "favourite", 6.5, 2.8),
    _Flag("configured", "In selectedAxes", "List", "in selectedAxes", 10.5, 2.8),
)


def report_data(summary: Summary) -> dict[str, Any]:
    """Prepare everything that the PDF shows.

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
        "made": summary.made,
        "how_to_read": summary.how_to_read,
        "date": _date(summary.made_at),
        "note": "",
        "changes": summary.comparison and _changes(summary.comparison),
        "blocks": [_block(block) for block in summary.blocks],
    }


def _date(moment: datetime | None) -> dict[str, int] | None:
    names = ("year", "month", "day", "hour", "minute", "second")
    return None if moment is None else {name: getattr(moment, name) for name in names}


def _block(block: Block) -> dict[str, Any]:
    return {
        "anchor": block.anchor,
        "name": block.name,
        "where": block.where,
        "kind": block.kind,
        "trained": "yes" if block.config.trained else "no",
        "selected": block.selected_in_words,
        "threshold": block.threshold_in_words,
        "facts": [pair for pair in block.facts if len(pair[1]) <= _SHORT_FACT],
        "long_facts": [pair for pair in block.facts if len(pair[1]) > _SHORT_FACT],
        "provenance": block.provenance,
        "worst": block.findings[0].severity if block.findings else "fine",
        "findings_in_words": block.findings_in_words,
        "findings": [
            {
                "severity": finding.severity,
                "name": finding.severity_name.capitalize(),
                "code": finding.code,
                "subject": finding.subject,
                "message": finding.message,
            }
            for finding in block.findings
        ],
        "scores": block.scores_in_words,
        "thresholds": [
            {
                "title": threshold.title,
                "key": threshold.key,
                "help": threshold.help,
                "value": threshold.value,
                "suggested": threshold.suggested or "–",
                "in_words": threshold.in_words,
            }
            for threshold in block.thresholds
        ],
        "thresholds_picture": _picture(thresholds_picture(block), _THRESHOLDS_PT)
        if block.thresholds
        else None,
        "axes_in_words": block.axes_in_words,
        "axes_picture": _picture(axes_picture(block), _AXES_PT) if len(block.axes) else None,
        "tables": [
            _axes_table(axes, title)
            for axes, title in (
                (block.chosen_axes, "Axes that are selected or favourite"),
                (block.axes, "All axes"),
            )
            if len(axes)
        ],
    }


def _changes(comparison: Comparison) -> dict[str, Any]:
    told = for_readers(comparison.changes)
    columns = [map(_text, told[name]) for name in ("part", "subject", "what", "in_words")]
    return {
        "before": _end(comparison.before),
        "after": _end(comparison.after),
        "in_words": comparison.in_words,
        "picture": _picture(changes_picture(comparison), PAGE_HEIGHT_PT) if len(comparison.changes) else None,
        "rows": list(zip(*columns, strict=True)),
    }


def _end(block: Block) -> dict[str, str]:
    when = block.fetched and f", fetched {block.fetched}"
    return {"anchor": block.anchor, "name": block.name, "where": block.where, "when": when}


def _axes_table(axes: pd.DataFrame, title: str) -> dict[str, Any]:
    """Prepare a table of axes: narrow columns stand twice on a page, and halve the paper that it takes.

    Sensor and feature have no columns of their own: the label holds both, and the picture shows them.
    """
    labels = list(map(_text, axes["label"]))
    differs = bool((axes["selected"] != axes["configured"]).any())
    flags = _FLAGS if differs else _FLAGS[:2]
    room = _NARROW_PT - _TABLE_PT * sum(flag.narrow_em for flag in flags)
    wide = max(map(text_em, labels)) * _TABLE_PT > room
    columns = [map(str, axes.index), labels, *(_flags(axes[flag.column]) for flag in flags)]
    return {
        "title": f"{title}: {len(axes):,}",
        "legend": "" if wide else " ".join(f"{flag.short}: {flag.meaning}." for flag in flags),
        "wide": wide,
        "size": _TABLE_PT,
        "head": ["ix", "Label", *(flag.name if wide else flag.short for flag in flags)],
        "widths": [
            max(2.2, 0.68 * len(str(axes.index.max())) + 0.7),
            None,
            *(flag.wide_em if wide else flag.narrow_em for flag in flags),
        ],
        "rows": list(zip(*columns, strict=True)),
    }


def _flags(column: pd.Series) -> list[str]:
    return ["yes" if flag else "" for flag in column.tolist()]


def _text(text: object) -> str:
    return one_line(text, _LABEL_CHARACTERS) if isinstance(text, str) else ""


def _picture(picture: Picture, most_height: float) -> dict[str, Any]:
    width, height = (float(side) * 72 for side in picture.figure.get_size_inches())
    scale = min(_SCALE, PAGE_WIDTH_PT / width, most_height / height)
    return {"svg": figure_svg(picture.figure, label=""), "alt": picture.in_words, "width": width * scale}
