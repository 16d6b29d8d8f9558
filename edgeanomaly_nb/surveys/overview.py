"""One line per block, worst first, as plain text: what the page and the workbook show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..block.thresholds import ThresholdRow, is_as_suggested, is_on_scale, suggestion, threshold_rows
from ..block.thresholds_text import setting_text, value_text
from ..checks.severities import count_text
from ..report.findings import Finding, order_of, verdict_of
from ..text import one_line
from .frames import thresholds_at
from .rows import Row, place_of

if TYPE_CHECKING:
    from .survey import Survey

COLUMNS = ("Block", "Kind", "Verdict", "Findings", "Threshold (suggested)", "Axes selected", "State")


class Line(NamedTuple):
    """One block: its place in the survey, its worst severity (``error`` where it is not known), and texts."""

    place: str
    name: str = ""
    worst: str = ""
    kind: str = ""
    verdict: str = ""
    findings: str = ""
    threshold: str = ""
    axes: str = ""
    state: str = ""
    project: str = ""
    project_id: str = ""
    block: str = ""


def overview(survey: Survey) -> list[Line]:
    """Return a line per block: first what could not be fetched, then by severity and number of findings.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> first = overview(ea.survey([519640], client=ea.StudioClient.sample()))[0]
    >>> first.place, first.name, first.verdict
    ('Tunnel ventilation, block 19', 'Fan anomaly', 'Fix: selected-axis-missing')
    """
    of_row: dict[int, list[Finding]] = {}
    for found in survey._found:
        of_row.setdefault(found.at, []).append(Finding(*found[1:]))
    thresholds: dict[int, list[ThresholdRow]] = {}
    rows = threshold_rows(survey._thresholds)
    for at, threshold in zip(thresholds_at(survey.rows).tolist(), rows, strict=True):
        thresholds.setdefault(at, []).append(threshold)
    numbers = zip(*(survey._blocks[name].tolist() for name in ("selected", "axes")), strict=True)
    lines = [
        (
            _order(row, of_row.get(at, [])),
            _line(row, survey.project_names, of_row.get(at, []), thresholds.get(at, []), *of_block),
        )
        for at, (row, of_block) in enumerate(zip(survey.rows, numbers, strict=True))
    ]
    return [line for _, line in sorted(lines, key=lambda pair: pair[0])]


def _order(row: Row, findings: Sequence[Finding]) -> tuple[int, ...]:
    is_empty = row.config is None and not row.error
    return (-bool(row.error), is_empty, *order_of(findings))


def _line(
    row: Row,
    names: Mapping[int, str],
    findings: Sequence[Finding],
    thresholds: Sequence[ThresholdRow],
    selected: int,
    axes: int,
) -> Line:
    name = names.get(row.project_id or 0)
    place = place_of(row, name)
    ids = _ids(row, name)
    if row.error:
        return Line(place, worst="error", verdict=one_line(row.error, 300), state="not fetched", **ids)
    config = row.config
    if config is None:
        return Line(place, verdict="This project has no anomaly block.", **ids)
    state = ["not trained"] * (not config.trained) + ["impulse changed"] * bool(row.stale)
    return Line(
        place,
        one_line(config.name) or "(no name)",
        findings[0].severity if findings else "",
        one_line(config.kind.short_name, 40),
        verdict_of(findings),
        count_text([finding.severity for finding in findings]),
        _thresholds_text(thresholds),
        f"{selected:,} of {axes:,}" if config.kind.has_axes else "–",
        ", ".join(state),
        **ids,
    )


def _thresholds_text(rows: Sequence[ThresholdRow]) -> str:
    """Return the threshold of the score and its suggestion, and how many others there are and differ."""
    if not rows:
        return "–"
    first = next((row for row in rows if is_on_scale(row.number)), rows[0])
    suggested = suggestion(first)
    text = setting_text(first) + (f" ({value_text(suggested)})" if suggested is not None else "")
    others = [is_as_suggested(row) for row in rows if row is not first]
    if not others:
        return text
    differ = others.count(False)
    return f"{text} and {len(others):,} more" + f", {differ:,} not as suggested" * bool(differ)


def _ids(row: Row, project_name: str | None) -> dict[str, str]:
    """Return the name of the project, and the ids; what is not known is empty, but the project has a text."""
    project_id, block = ("" if number is None else str(number) for number in row.key)
    project = one_line(project_name or "", 60) or ("" if project_id else "a file without ids")
    return {"project": project, "project_id": project_id, "block": block}
