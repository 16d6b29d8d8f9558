"""A survey as one self-contained HTML page: no network, and complete without JavaScript."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from ..checks.severities import SEVERITIES
from ..plots import figure_svg
from ..plots.surveys.figure import Estate, estate_figure
from ..report.provenance import created_text
from ..report.template import own_file, template
from ..text import counted, utc_text
from .overview import COLUMNS, Line, overview
from .text import survey_facts, survey_title

if TYPE_CHECKING:
    from .survey import Survey

_CHUNK = 200  # rows of a group: the style sheet has its height
_LEAST_SCALE = 11 / 12  # the smallest text of a picture has 12 CSS pixels


def page_parts(survey: Survey, made_at: datetime | None = None) -> Iterator[bytes]:
    """Render the page in parts.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> next(page_parts(ea.survey([519640], client=ea.StudioClient.sample())))[:15]
    b'<!doctype html>'
    """
    script = own_file("survey.js")
    estate = Estate.of(survey._blocks, survey._axes)
    figure = estate_figure(estate)
    lines = overview(survey)
    page = template("survey.html.j2", {}).generate(
        title=survey_title(survey),
        created=created_text(made_at),
        when=utc_text(survey.surveyed_at) if survey.surveyed_at else "",
        host=survey.host,
        stopped=survey.stopped,
        facts=survey_facts(survey),
        picture=Markup(figure_svg(figure, label=estate.description)),  # noqa: S704  # escapes its label
        least=round(float(figure.get_size_inches()[0]) * 96 * _LEAST_SCALE),
        rules=rules_table(survey),
        columns=COLUMNS,
        count=counted(len(lines), "row"),
        rows=line_rows(lines),
        style=Markup(own_file("report.css")),  # noqa: S704
        script=Markup(script),  # noqa: S704
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    return map(str.encode, page)


def rules_table(survey: Survey) -> list[tuple[str, str, str, str]]:
    """Return for each rule that found something: severity, code, number of blocks, and an example.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> rules_table(ea.survey([519640], client=ea.StudioClient.sample()))[0][:3]
    ('error', 'selected-axis-missing', '2')
    """
    blocks = {(found.at, found.severity, found.code) for found in survey._found}
    counts = Counter((severity, code) for _, severity, code in sorted(blocks))
    examples = {found.code: found.message for found in reversed(survey._found)}  # the first one of each code
    ordered = sorted(counts.items(), key=lambda one: (SEVERITIES.index(one[0][0]), -one[1]))
    return [(severity, code, f"{count:,}", examples[code]) for (severity, code), count in ordered]


def line_rows(lines: Sequence[Line]) -> Iterator[Markup]:
    """Return the rows of the table of blocks, in chunks; every text is escaped.

    Examples
    --------
    >>> line = Line("project 1, block 7", "<b>", "", "GMM", "", "", "3", "", "")
    >>> print(next(line_rows([line])))
    <tr><th scope=row><bdi>&lt;b&gt;</bdi> <span>project 1, block 7</span><td>GMM<td>...
    """
    rest = iter(lines)
    while chunk := list(islice(rest, _CHUNK)):
        yield Markup("".join(map(_row, chunk)))  # noqa: S704


def _row(line: Line) -> str:
    shown = Line(*map(_text, line))
    tone = f' class="ea-tone ea-{line.worst}"' if line.worst else ""
    name = f"<bdi>{shown.name}</bdi> " if line.name else ""
    rest = "".join(f"<td>{text}" for text in (shown.findings, shown.threshold, shown.axes, shown.state))
    return (
        f"<tr><th scope=row>{name}<span>{shown.place}</span><td>{shown.kind}<td{tone}>{shown.verdict}{rest}\n"
    )


def _text(text: str) -> str:
    return str(escape(text)) if text.isascii() else f"<bdi>{escape(text)}</bdi>"
