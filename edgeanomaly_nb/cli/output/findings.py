"""Findings of several blocks as data: one result per block, for the list, JUnit and GitHub alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ...checks.severities import SEVERITIES, count_text
from ...studio.samples import sample_name
from ...text import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...block.config import AnomalyConfig
    from ...checks.findings import FindingSettings

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
        Its file, the name of the sample, or project and block.
    name : str
        Its name, in one line.
    path : str, optional
        The file that it was read from.
    findings : tuple of Finding
        Most severe first.
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
    block = source.path or sample_name(source) or f"{source.project_id}/{source.learn_id}"
    rows = config.findings(**settings).itertuples(index=False, name=None)
    return Checked(
        one_line(block, 200), one_line(config.name), source.path, tuple(Finding(*row) for row in rows)
    )


def is_failure(severity: str, fail_on: str) -> bool:
    """Return True if a severity is at or above `fail_on`.

    Examples
    --------
    >>> is_failure("error", "warning"), is_failure("info", "warning"), is_failure("error", "never")
    (True, False, False)
    """
    return fail_on != NEVER and SEVERITIES.index(severity) <= SEVERITIES.index(fail_on)


def summary_text(checked: Sequence[Checked], failed: int = 0) -> str:
    """Return the number of findings, and of the blocks that could not be fetched, in one line.

    Examples
    --------
    >>> summary_text([Checked("a", "A", None, ()), Checked("b", "B", None, ())])
    '2 blocks checked: no findings.'
    >>> summary_text([], failed=2)
    '2 blocks could not be fetched.'
    """
    missing = f"{counted(failed, 'block')} could not be fetched." if failed else ""
    if failed and not checked:
        return missing
    severities = [finding.severity for one in checked for finding in one.findings]
    found = count_text(severities) if severities else "no findings"
    return f"{counted(len(checked), 'block')} checked: {found}. {missing}".rstrip()
