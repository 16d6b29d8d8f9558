"""Findings of several blocks as data: one outcome a block, for the table, JUnit and GitHub alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ...block.source import SAMPLE_HOST
from ...studio.samples import sample_name
from ...text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...block.config import AnomalyConfig
    from ...checks.findings import FindingSettings

#: From grave to slight.
SEVERITIES = ("error", "warning", "info")
NEVER = "never"


class Finding(NamedTuple):
    """One row of `AnomalyConfig.findings`."""

    severity: str
    code: str
    subject: str
    message: str


@dataclass(frozen=True)
class Checked:
    """A block and its findings.

    Parameters
    ----------
    block : str
        What to call it: its file, or project and block.
    name : str
        Its name, in one line.
    path : str, optional
        The file that it was read from.
    findings : tuple of Finding
        The gravest first.
    """

    block: str
    name: str
    path: str | None
    findings: tuple[Finding, ...]


def check(config: AnomalyConfig, settings: FindingSettings) -> Checked:
    """Check one block.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> checked = check(ea.load_sample("untrained"), {})
    >>> checked.block, checked.findings[0].code
    ('untrained', 'untrained')
    """
    source = config.source
    sample = sample_name(source.project_id, source.learn_id) if source.host == SAMPLE_HOST else None
    block = source.path or sample or f"{source.project_id}/{source.learn_id}"
    rows = config.findings(**settings).itertuples(index=False, name=None)
    return Checked(
        one_line(block, 200), one_line(config.name), source.path, tuple(Finding(*row) for row in rows)
    )


def counts(severity: str, fail_on: str) -> bool:
    """Whether a finding is at or over `fail_on`.

    Examples
    --------
    >>> counts("error", "warning"), counts("info", "warning"), counts("error", "never")
    (True, False, False)
    """
    return fail_on != NEVER and SEVERITIES.index(severity) <= SEVERITIES.index(fail_on)


def in_words(checked: Sequence[Checked], failed: int = 0) -> str:
    """Say in one line what was found, and how many blocks could not be fetched.

    Examples
    --------
    >>> in_words([Checked("a", "A", None, ()), Checked("b", "B", None, ())])
    '2 blocks checked: no findings.'
    >>> in_words([], failed=2)
    '2 blocks could not be fetched.'
    """
    missing = f"{_blocks(failed)} could not be fetched." if failed else ""
    if failed and not checked:
        return missing
    severities = [finding.severity for one in checked for finding in one.findings]
    told = [
        f"{number} {severity}{'s' * (number > 1 and severity != 'info')}"
        for severity in SEVERITIES
        if (number := severities.count(severity))
    ]
    return f"{_blocks(len(checked))} checked: {', '.join(told) or 'no findings'}. {missing}".rstrip()


def _blocks(number: int) -> str:
    return f"{number} block{'s' * (number != 1)}"
