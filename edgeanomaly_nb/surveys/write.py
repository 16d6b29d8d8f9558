"""A survey as one file: HTML, CSV, Parquet or Excel."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..files import write_atomically
from ..plots.surveys.axes import axis_counts
from ..report.workbook import write_workbook
from ..report.write import form_of
from ..tables import flat, to_csv
from .html import page_parts
from .overview import COLUMNS, overview
from .parquet import parquet_parts
from .text import survey_title

if TYPE_CHECKING:
    from .survey import Survey


def write_survey(survey: Survey, path: str | os.PathLike[str], made_at: datetime | None = None) -> Path:
    """Write a survey to a file; `Survey.write` describes the forms.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> write_survey(ea.survey([519640], client=ea.StudioClient.sample()), "estate.txt")
    Traceback (most recent call last):
        ...
    ValueError: 'estate.txt' does not determine the form of the survey. There are: .html, .xlsx, ...
    """
    return write_atomically(path, form_of(path, FORMS, "survey")(survey, made_at))


def _csv(survey: Survey, made_at: datetime | None) -> list[bytes]:
    return [to_csv(survey.blocks).encode()]


def _parquet(survey: Survey, made_at: datetime | None) -> list[bytes]:
    return parquet_parts(survey.blocks)


def _workbook(survey: Survey, made_at: datetime | None) -> list[bytes]:
    return [write_workbook(survey_title(survey), "", list(_sheets(survey)))]


def _sheets(survey: Survey) -> Iterator[tuple[str, dict[str, int], Iterable[Sequence[object]]]]:
    lines = (
        (
            f"{line.name} ({line.place})" if line.name else line.place,
            line.kind,
            line.verdict,
            line.findings,
            line.threshold,
            line.axes,
            line.state,
        )
        for line in overview(survey)
    )
    yield "Overview", dict(zip(COLUMNS, (56, 12, 44, 26, 22, 14, 18), strict=True)), lines
    for name, frame in (
        ("Blocks", survey.blocks),
        ("Findings", survey.findings),
        ("Thresholds", survey.thresholds.drop(columns="help_text")),
        ("Axes", axis_counts(survey._axes)),
    ):
        plain = flat(frame)
        widths = {str(column): _WIDTHS.get(str(column), 14) for column in plain}
        cells = plain.astype(object).where(plain.notna(), None)
        yield name, widths, cells.itertuples(index=False, name=None)


_WIDTHS = {"message": 110, "label": 42, "error": 80, "description": 30, "options": 40, "code": 26, "name": 26,
           "project_name": 26, "impulse_name": 26, "fetched_at": 22}  # fmt: skip

Render = Callable[["Survey", "datetime | None"], Iterable[bytes]]

#: The function that renders each form, by suffix.
FORMS: Mapping[str, Render] = {
    "html": page_parts,
    "xlsx": _workbook,
    "csv": _csv,
    "parquet": _parquet,
}
