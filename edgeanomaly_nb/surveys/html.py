"""A survey as one self-contained HTML page: no network, and complete without JavaScript."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from ..checks.severities import SEVERITIES
from ..plots import figure_svg
from ..plots.surveys.axes import axes_title
from ..plots.surveys.figure import Estate, kind_picture
from ..report.provenance import created_text
from ..report.template import page_style, template
from ..text import one_line, utc_text
from .overview import Line, overview
from .text import survey_facts, survey_title

if TYPE_CHECKING:
    import pandas as pd

    from .survey import Survey

_CHUNK = 200  # rows of a group: the style sheet has its height
_LONG = 20  # a longer table of blocks scrolls in a box, so that the pictures are not far below

COLUMNS = (
    "Project",
    "Block",
    "Name",
    "Kind",
    "Threshold (suggested)",
    "Verdict",
    "Findings",
    "Axes selected",
    "State",
)


def page_parts(survey: Survey, made_at: datetime | None = None) -> Iterator[bytes]:
    """Render the page in parts.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> next(page_parts(ea.survey([519640], client=ea.StudioClient.sample())))[:15]
    b'<!doctype html>'
    """
    estate = Estate.of(survey._blocks, survey._axes)
    lines = overview(survey)
    page = template("survey.html.j2", {}).generate(
        title=survey_title(survey),
        created=created_text(made_at),
        when=utc_text(survey.surveyed_at) if survey.surveyed_at else "",
        host=survey.host,
        stopped=survey.stopped,
        facts=survey_facts(survey),
        pictures=[*map(_picture, estate.kinds.items())],
        axes=list(axis_rows(estate)),
        axes_title=axes_title(estate.counts, estate.most_axes),
        rules=rules_table(survey),
        columns=COLUMNS,
        is_long=len(lines) > _LONG,
        rows=line_rows(lines),
        **page_style("survey.js"),
    )
    return map(str.encode, page)


def _picture(of_kind: tuple[str, pd.DataFrame]) -> Markup:
    kind, blocks = of_kind
    figure, description, tooltips = kind_picture(kind, blocks)
    return Markup(figure_svg(figure, label=description, salt=kind, tooltips=tooltips))  # noqa: S704  # escapes all


class AxisRow(NamedTuple):
    """An axis by its label: how many blocks have it, select it and favour it, and two of them as percent."""

    label: str
    blocks: int
    selected: int
    favourite: int
    blocks_percent: float
    selected_percent: float


def axis_rows(estate: Estate) -> Iterator[AxisRow]:
    """Return the axes that most blocks select.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> survey = ea.survey([519640], client=ea.StudioClient.sample())
    >>> next(axis_rows(Estate.of(survey.blocks, survey.axes)))
    AxisRow(label='fan01.x RMS', blocks=4, selected=4, favourite=3, blocks_percent=100.0, ...)
    """
    shown = estate.counts.head(estate.most_axes)
    most = int(max([1, *shown["blocks"]]))
    for label, *numbers in shown.itertuples(name=None):
        percent = [round(100 * number / most, 1) for number in numbers[:2]]
        yield AxisRow(one_line(label, 200) or "(no label)", *numbers, *percent)


def rules_table(survey: Survey) -> list[tuple[str, str, str, str, str]]:
    """Return for each rule that found something: severity, code, numbers of findings and blocks, an example.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> rules_table(ea.survey([519640], client=ea.StudioClient.sample()))[0][:4]
    ('error', 'selected-axis-missing', '2', '2')
    """
    found_by = {(found.severity, found.code, found.at) for found in survey._found}
    findings = Counter((found.severity, found.code) for found in survey._found)
    counts = Counter((severity, code) for severity, code, _ in sorted(found_by))
    examples = {found.code: found.message for found in reversed(survey._found)}  # the first one of each code
    ordered = sorted(counts.items(), key=lambda one: (SEVERITIES.index(one[0][0]), -one[1]))
    return [
        (severity, code, f"{findings[severity, code]:,}", f"{count:,}", examples[code])
        for (severity, code), count in ordered
    ]


def line_rows(lines: Sequence[Line]) -> Iterator[Markup]:
    """Return the rows of the table of blocks, in chunks; every text is escaped.

    Examples
    --------
    >>> line = Line("", "<b>", "", "GMM", "", "", "3", "", "", "Pumps", "12", "7")
    >>> print(next(line_rows([line])))
    <tr><th scope=row>Pumps <span>12</span><td>7<td>&lt;b&gt;<td>GMM<td>3<td><td><td><td>
    <BLANKLINE>
    """
    rest = iter(lines)
    while chunk := list(islice(rest, _CHUNK)):
        yield Markup("".join(map(_row, chunk)))  # noqa: S704


def _row(line: Line) -> str:
    project = f"project {line.project_id}"
    if line.project:
        project = f"{_text(line.project)} <span>{line.project_id}</span>"
    tone = f' class="ea-tone ea-{line.worst}"' if line.worst else ""
    if not line.kind:  # nothing was fetched: the verdict is the error, or that there is no block
        cells = f'<td>{line.block}<td colspan="7"{tone}>{_text(line.verdict)}'
        return f"<tr class=ea-empty><th scope=row>{project}{cells}\n"
    before = "".join(f"<td>{_text(text)}" for text in (line.block, line.name, line.kind, line.threshold))
    after = "".join(f"<td>{_text(text)}" for text in (line.findings, line.axes, line.state))
    return f"<tr><th scope=row>{project}{before}<td{tone}>{_text(line.verdict)}{after}\n"


def _text(text: str) -> str:
    return str(escape(text)) if text.isascii() else f"<bdi>{escape(text)}</bdi>"
