"""A config checked against the rules: the frame of findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from numbers import Real
from typing import TypedDict

import pandas as pd

from ..block.config import AnomalyConfig
from ..block.frames import TEXT_DTYPE
from ..firmware.read import FirmwareHeader
from ..scores.model import AnomalyModel
from ..scores.windows import Windows
from ..text import unknown_name
from .evidence import Evidence
from .rule import Rule
from .rules import RULES, limits_of
from .severities import SEVERITIES


class FindingSettings(TypedDict, total=False):
    """Keyword arguments of `AnomalyConfig.findings`."""

    model: AnomalyModel | None
    windows: Windows | None
    firmware: FirmwareHeader | None
    leave_out: Iterable[str]
    limits: Mapping[str, float] | None
    extra: Iterable[Rule]


def findings_frame(
    config: AnomalyConfig,
    *,
    model: AnomalyModel | None = None,
    windows: Windows | None = None,
    firmware: FirmwareHeader | None = None,
    leave_out: Iterable[str] = (),
    limits: Mapping[str, float] | None = None,
    extra: Iterable[Rule] = (),
) -> pd.DataFrame:
    """Run the rules; `AnomalyConfig.findings` describes parameters and frame.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> findings_frame(ea.load_sample("spectral")).empty
    True
    """
    rules, skipped, chosen = check_settings(leave_out=leave_out, limits=limits, extra=extra)
    evidence = Evidence(model, windows, firmware)
    evidence.check()
    rows = [
        (rule.severity, rule.code, subject, message)
        for rule in rules
        if rule.code not in skipped and rule.applies_to(config.kind) and evidence.has(rule.needs)
        for subject, message in _run(rule, config, chosen, evidence)
    ]
    rows.sort(key=lambda row: SEVERITIES.index(row[0]))  # stable: rules keep their order
    return pd.DataFrame(rows, columns=["severity", "code", "subject", "message"], dtype=TEXT_DTYPE)


def check_settings(
    *,
    leave_out: Iterable[str] = (),
    limits: Mapping[str, float] | None = None,
    extra: Iterable[Rule] = (),
) -> tuple[list[Rule], set[str], dict[str, float]]:
    """Return all rules, the codes to skip and the limits, or raise what `AnomalyConfig.findings` raises.

    Examples
    --------
    >>> check_settings(leave_out="untrained")[1]
    {'untrained'}
    """
    rules = [*RULES, *_checked(extra)]
    skipped = {leave_out} if isinstance(leave_out, str) else set(leave_out)
    refuse_unknown("rule", skipped, [rule.code for rule in rules])
    return rules, skipped, {**limits_of(rules), **_checked_limits(limits or {}, limits_of(rules))}


def _checked_limits(limits: Mapping[str, float], known: Iterable[str]) -> Mapping[str, float]:
    refuse_unknown("limit", limits, known)
    for name, value in limits.items():
        if not is_number(value):
            raise TypeError(f"The limit {name!r} must be a number, not {value!r}.")
    return limits


def _checked(extra: Rule | Iterable[object]) -> list[Rule]:
    rules: list[Rule] = []
    for rule in [extra] if isinstance(extra, Rule) else extra:
        if not isinstance(rule, Rule):
            raise TypeError(
                f"extra takes rules, made by ea.Rule(code, severity, reason, find), not {rule!r}."
            )
        if rule.code in [other.code for other in (*RULES, *rules)]:
            raise ValueError(f"There is already a rule {rule.code!r}: give yours another code.")
        rules.append(rule)
    return rules


def is_number(value: object) -> bool:
    """Return True for a number; NaN is refused, since it would switch a rule off without notice."""
    return not isinstance(value, bool) and isinstance(value, Real) and bool(value == value)


def _run(
    rule: Rule, config: AnomalyConfig, limits: Mapping[str, float], evidence: Evidence
) -> list[tuple[str, str]]:
    parameters = (config, limits, evidence) if rule.needs else (config, limits)
    try:
        found: object = rule.find(*parameters)
        if isinstance(found, Iterator):
            found = list(found)  # a generator runs only now
    except Exception as error:
        raise RuntimeError(f"The rule {rule.code!r} failed: {type(error).__name__}: {error}") from error
    problem = f"The find function of rule {rule.code!r} must yield pairs of a subject and a message"
    if isinstance(found, str) or not isinstance(found, Iterable):
        raise TypeError(f"{problem}, not {found!r}.")
    return [_checked_pair(pair, problem) for pair in found]


def _checked_pair(pair: object, problem: str) -> tuple[str, str]:
    if isinstance(pair, tuple | list) and len(pair) == 2:
        subject, message = pair
        if isinstance(subject, str) and isinstance(message, str):
            return subject, message
    raise TypeError(f"{problem}, not {pair!r}.")


def list_rules() -> pd.DataFrame:
    """Return the rules that a config is checked against.

    Returns
    -------
    DataFrame
        One row per rule, index ``code`` (str): severity (str), limits (str: ``name=number``, which can be
        changed), needs (str: ``model``, ``model, windows``, ``firmware`` or empty), reason
        (str).

    Examples
    --------
    >>> list_rules().loc["untrained", "reason"]
    'Only a trained block gives scores.'
    """
    rows = [
        (rule.code, rule.severity, _limits_text(rule), ", ".join(rule.needs), rule.reason) for rule in RULES
    ]
    columns = ["code", "severity", "limits", "needs", "reason"]
    return pd.DataFrame(rows, columns=columns, dtype=TEXT_DTYPE).set_index("code")


def _limits_text(rule: Rule) -> str:
    return ", ".join(f"{name}={value:g}" for name, value in rule.limits.items())


def refuse_unknown(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    """Raise ValueError for a name that is not known; the message has the closest one.

    Examples
    --------
    >>> refuse_unknown("rule", ["untrained"], ["untrained"])
    """
    names = list(known)
    for name in given:
        if name not in names:
            raise ValueError(unknown_name(what, name, names))
