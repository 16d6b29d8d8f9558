"""Findings as workflow commands, which GitHub shows as annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...text import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..results import Failure
    from .findings import Checked, Finding

LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
#: GitHub shows so many annotations of each level from one step, and drops the others without a message:
#: https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md
#: https://github.com/orgs/community/discussions/26680
MOST = 10


def first_annotations(checked: Sequence[Checked], failures: Sequence[Failure]) -> list[str]:
    """Return findings and failures as workflow commands: of each level, the first that GitHub shows.

    Failures count as errors and come first among them, since a block that was not checked can hide more.

    Examples
    --------
    >>> from edgeanomaly_nb.cli.output.findings import Checked, Finding
    >>> found = Finding("error", "untrained", "block", "It is not trained.")
    >>> len(first_annotations([Checked("1/7", "Fan", None, (found,) * 30)], []))
    10
    """
    by_level = _by_level(checked, failures)
    return [line for lines in by_level.values() for line in lines[:MOST]]


def omitted_text(checked: Sequence[Checked], failures: Sequence[Failure]) -> str:
    """Return how many annotations are omitted; empty if there are none.

    Examples
    --------
    >>> omitted_text([], [])
    ''
    """
    more = [
        counted(len(lines) - MOST, level)
        for level, lines in _by_level(checked, failures).items()
        if len(lines) > MOST
    ]
    if not more:
        return ""
    return (
        f"GitHub shows {MOST} annotations of each level per step. Not annotated: {', '.join(more)}. "
        "The list of findings and --junit have all."
    )


def _by_level(checked: Sequence[Checked], failures: Sequence[Failure]) -> dict[str, list[str]]:
    by_level: dict[str, list[str]] = {level: [] for level in LEVELS.values()}
    by_level["error"] += map(failure_annotation, failures)
    for one in checked:
        for finding in one.findings:
            by_level[LEVELS[finding.severity]].append(annotation(one, finding))
    return by_level


def annotation(checked: Checked, finding: Finding) -> str:
    """Return one finding as a workflow command: one line, whatever the texts contain.

    Examples
    --------
    >>> from edgeanomaly_nb.cli.output.findings import Checked, Finding
    >>> found = Finding("info", "no-favourites", "axes", "100% plain")
    >>> annotation(Checked("1/7", "Fan", None, (found,)), found)
    '::notice title=1/7%3A no-favourites::axes: 100%25 plain'
    """
    place = f"file={_property(checked.path)}," if checked.path else ""
    title = _property(f"{checked.block}: {finding.code}")
    return (
        f"::{LEVELS[finding.severity]} {place}title={title}::{_data(f'{finding.subject}: {finding.message}')}"
    )


def failure_annotation(failure: Failure) -> str:
    """Return a block that could not be fetched as a workflow command.

    Examples
    --------
    >>> from edgeanomaly_nb import NotFoundError
    >>> from edgeanomaly_nb.cli.results import Failure
    >>> failure_annotation(Failure("block 7 of project 1", NotFoundError("There is no such block.")))
    '::error title=block 7 of project 1::could not be fetched: There is no such block.'
    """
    message = f"could not be fetched: {one_line(str(failure.error), 2000)}"
    return f"::error title={_property(failure.what)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
