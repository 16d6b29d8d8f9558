"""The findings of a block as a list of what to do, and the verdict that begins its report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..checks.severities import SEVERITIES

#: What the most severe finding means for the reader.
_VERBS = {"error": "Fix", "warning": "Check", "info": "Consider"}
NOTHING = "Nothing stands out"
# Rules end with what to do: a sentence of its own, or the end of the last one, behind a colon.
_SENTENCE = re.compile(r"\. (?=[A-Z])")
_CLAUSE = re.compile(r": (?=[a-z]+ )")


@dataclass(frozen=True)
class Finding:
    """One finding."""

    severity: str
    code: str
    subject: str
    message: str

    @property
    def problem(self) -> str:
        """The message up to what to do, with the space between both."""
        return self.message[: _advice_at(self.message)]

    @property
    def advice(self) -> str:
        """What to do; empty if the message does not show it."""
        return self.message[_advice_at(self.message) :]


def _advice_at(message: str) -> int:
    ends = [match.end() for match in _SENTENCE.finditer(message)]
    last = ends[-1] if ends else 0
    clauses = [match.end() for match in _CLAUSE.finditer(message, last)]
    return clauses[-1] if clauses else last or len(message)


def verdict_of(findings: Sequence[Finding]) -> str:
    """Return the verdict on a block in a few words: the code of its most severe finding.

    Examples
    --------
    >>> verdict_of([Finding("error", "untrained", "block", "It is not trained. Train it.")])
    'Fix: untrained'
    >>> verdict_of([])
    'Nothing stands out'
    """
    return f"{_VERBS[findings[0].severity]}: {findings[0].code}" if findings else NOTHING


def verdict_text(findings: Sequence[Finding]) -> str:
    """Return the verdict on a block as a sentence: what its most severe finding is.

    Examples
    --------
    >>> verdict_text([Finding("error", "untrained", "block", "It is not trained. Train it.")])
    'Fix this: It is not trained.'
    >>> verdict_text([])
    'Nothing stands out.'
    """
    if not findings:
        return f"{NOTHING}."
    worst, more = findings[0], len(findings) - 1
    begins = "Nothing is wrong. Consider" if worst.severity == "info" else f"{_VERBS[worst.severity]} this"
    problem = worst.problem.rstrip(" :").removesuffix(".")
    others = f" And {more:,} more finding{'s' * (more > 1)}." if more else ""
    return f"{begins}: {problem}.{others}"


def order_of(findings: Sequence[Finding]) -> tuple[int, ...]:
    """Return a key that sorts blocks by the severity of their findings, then by the number, worst first.

    Examples
    --------
    >>> order_of([Finding("warning", "a", "", ""), Finding("info", "b", "", "")])
    (0, -1, -1)
    """
    severities = [finding.severity for finding in findings]
    return tuple(-severities.count(severity) for severity in SEVERITIES)
