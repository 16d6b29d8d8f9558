"""A config checked against the rules: the frame of findings, and the list of rules."""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, Any, TypedDict

import pandas as pd

from ..block.frames import TEXT_DTYPE
from ..text import unknown_name
from .rules import RULES, SEVERITIES, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..block.config import AnomalyConfig


class FindingSettings(TypedDict, total=False):
    """What `AnomalyConfig.findings` can be told: its keyword arguments."""

    leave_out: Iterable[str]
    limits: Mapping[str, float] | None
    extra: Iterable[Rule]


def findings_frame(
    config: AnomalyConfig,
    *,
    leave_out: Iterable[str] = (),
    limits: Mapping[str, float] | None = None,
    extra: Iterable[Rule] = (),
) -> pd.DataFrame:
    """Ask every rule; `AnomalyConfig.findings` describes parameters and frame.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> findings_frame(ea.load_sample("spectral")).empty
    True
    """
    rules = [*RULES, *_checked(extra)]
    left_out = {leave_out} if isinstance(leave_out, str) else set(leave_out)
    refuse_unknown("rule", left_out, [rule.code for rule in rules])
    own = {name: value for rule in rules for name, value in rule.limits.items()}
    refuse_unknown("limit", limits or {}, own)
    for name, value in (limits or {}).items():
        if not _is_number(value):
            raise TypeError(f"The limit {name!r} is a number, not {value!r}.")
    chosen = {**own, **(limits or {})}
    rows = [
        (rule.severity, rule.code, subject, message)
        for rule in rules
        if rule.code not in left_out
        for subject, message in _pairs(rule, config, chosen)
    ]
    rows.sort(key=lambda row: SEVERITIES.index(row[0]))  # stable: rules keep their order
    return pd.DataFrame(rows, columns=["severity", "code", "subject", "message"], dtype=TEXT_DTYPE)


def _checked(extra: Rule | Iterable[object]) -> list[Rule]:
    rules: list[Any] = [extra] if isinstance(extra, Rule) else list(extra)
    taken = {rule.code for rule in RULES}
    for rule in rules:
        if not isinstance(rule, Rule):
            raise TypeError(
                f"extra holds rules, made by ea.Rule(code, severity, reason, find), not {rule!r}."
            )
        if rule.code in taken:
            raise ValueError(f"There is a rule {rule.code!r} already: give yours another code.")
        taken.add(rule.code)
    return rules


def _is_number(value: Any) -> bool:
    # NaN would compare with nothing, and so turn a rule off unseen.
    return not isinstance(value, bool) and isinstance(value, Real) and bool(value == value)


def _pairs(rule: Rule, config: AnomalyConfig, limits: Mapping[str, float]) -> list[tuple[str, str]]:
    try:
        found = rule.find(config, limits)
        if hasattr(found, "__next__"):
            found = list(found)  # a generator does its work only now
    except Exception as error:
        raise RuntimeError(f"The rule {rule.code!r} failed: {type(error).__name__}: {error}") from error
    problem = f"The find function of rule {rule.code!r} must yield pairs of a subject and a message"
    pairs: Any = found  # users write it, so its type is a wish
    if isinstance(pairs, str) or not hasattr(pairs, "__iter__"):
        raise TypeError(f"{problem}, and gave {found!r}.")
    told = list(pairs)
    for pair in told:
        if not isinstance(pair, tuple | list) or len(pair) != 2 or not all(isinstance(p, str) for p in pair):
            raise TypeError(f"{problem}, and one was {pair!r}.")
    return [(subject, message) for subject, message in told]


def list_rules() -> pd.DataFrame:
    """List the rules that a config is checked against.

    Returns
    -------
    DataFrame
        One row per rule, index ``code`` (str): severity (str), limits (str: what it compares with, as
        ``name=number``, which can be set otherwise), reason (str).

    Examples
    --------
    >>> list_rules().loc["untrained", "reason"]
    'Only a trained block gives scores.'
    """
    rows = [
        (
            rule.code,
            rule.severity,
            ", ".join(f"{name}={value:g}" for name, value in rule.limits.items()),
            rule.reason,
        )
        for rule in RULES
    ]
    columns = ["code", "severity", "limits", "reason"]
    return pd.DataFrame(rows, columns=columns, dtype=TEXT_DTYPE).set_index("code")


def refuse_unknown(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    """Raise ValueError for the first name that is not among the known ones.

    Examples
    --------
    >>> refuse_unknown("rule", ["untraind"], ["untrained"])
    Traceback (most recent call last):
        ...
    ValueError: There is no rule 'untraind'. Did you mean 'untrained'?
    """
    for name in given:
        if name not in known:
            raise ValueError(unknown_name(what, name, known))
