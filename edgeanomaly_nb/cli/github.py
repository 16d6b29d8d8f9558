"""Findings as workflow commands, which GitHub shows as annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..wording import one_line

if TYPE_CHECKING:
    from .checking import Checked, Finding
    from .gathering import Failure

LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def annotation(checked: Checked, finding: Finding) -> str:
    """Write one finding as a workflow command: one line, whatever is in the texts.

    Examples
    --------
    >>> from edgeanomaly_nb.cli.checking import Checked, Finding
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
    """Write what could not be fetched as a workflow command.

    Examples
    --------
    >>> from edgeanomaly_nb import NotFoundError
    >>> from edgeanomaly_nb.cli.gathering import Failure
    >>> failure_annotation(Failure("block 7 of project 1", NotFoundError("There is no such block.")))
    '::error title=block 7 of project 1::could not be fetched: There is no such block.'
    """
    message = f"could not be fetched: {one_line(str(failure.error), 2000)}"
    return f"::error title={_property(failure.what)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
