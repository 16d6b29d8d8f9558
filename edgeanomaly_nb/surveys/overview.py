"""One line per block, worst first, as plain text: what the page and the workbook show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..checks.severities import SEVERITIES, count_text
from ..report.findings import Finding, verdict_of
from ..text import number_text, one_line
from .rows import Row

if TYPE_CHECKING:
    from .frames import Found
    from .survey import Survey

COLUMNS = ("Block", "Kind", "Verdict", "Findings", "Threshold (suggested)", "Axes selected", "State")


class Line(NamedTuple):
    """One block: its place in the survey, its worst severity (``error`` where it is not known), and texts."""

    place: str
    name: str
    worst: str
    kind: str
    verdict: str
    findings: str
    threshold: str
    axes: str
    state: str
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
        of_row.setdefault(found.at, []).append(_finding(found))
    blocks = survey._blocks
    names = ("threshold", "suggestion", "selected", "axes")
    numbers = zip(*(blocks[name].tolist() for name in names), strict=True)
    lines = [
        (_order(row, of_row.get(at, [])), _line(row, survey.project_names, of_row.get(at, []), *of_block))
        for at, (row, of_block) in enumerate(zip(survey.rows, numbers, strict=True))
    ]
    return [line for _, line in sorted(lines, key=lambda pair: pair[0])]


def _finding(found: Found) -> Finding:
    return Finding(*found.finding)


def _order(row: Row, findings: Sequence[Finding]) -> tuple[int, ...]:
    severities = [finding.severity for finding in findings]
    is_empty = row.config is None and not row.error
    return (-bool(row.error), is_empty, *(-severities.count(severity) for severity in SEVERITIES))


def _line(
    row: Row,
    names: Mapping[int, str],
    findings: Sequence[Finding],
    threshold: float,
    suggestion: float,
    selected: int,
    axes: int,
) -> Line:
    name = names.get(row.project_id or 0)
    place, ids = place_of(row, name), _ids(row, name)
    config = row.config
    if config is None:
        what = one_line(row.error, 300) if row.error else "This project has no anomaly block."
        worst, why = ("error", "not fetched") if row.error else ("", "")
        return Line(place, "", worst, "", what, "", "", "", why, *ids)
    numbers = number_text(threshold) if threshold == threshold else "–"
    if suggestion == suggestion:
        numbers += f" ({number_text(suggestion)})"
    state = ["not trained"] * (not config.trained) + ["impulse changed"] * bool(row.stale)
    return Line(
        place,
        one_line(config.name) or "(no name)",
        findings[0].severity if findings else "",
        one_line(config.kind.short_name, 40),
        verdict_of(findings),
        count_text([finding.severity for finding in findings]),
        numbers,
        f"{selected:,} of {axes:,}" if config.kind.has_axes else "–",
        ", ".join(state),
        *ids,
    )


def _ids(row: Row, project_name: str | None) -> tuple[str, str, str]:
    """Return the name of the project, and the ids; what is not known is empty, but the project has a text."""
    project, block = ("" if it is None else str(it) for it in row.key)
    name = one_line(project_name or "", 60) or ("" if project else "a file without ids")
    return name, project, block


def place_of(row: Row, project_name: str | None) -> str:
    """Return project and block of a row.

    Examples
    --------
    >>> place_of(Row(1, 7), None), place_of(Row(1, 7), "Pumps")
    ('project 1, block 7', 'Pumps, block 7')
    """
    project = f"project {row.project_id}" if row.project_id is not None else "a file without ids"
    project = one_line(project_name, 60) if project_name else project
    return project if row.learn_id is None else f"{project}, block {row.learn_id}"
