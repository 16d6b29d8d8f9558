"""A config checked against the rules: the frame of findings, and which rules and limits a project sets."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import pandas as pd

from ..block.frames import TEXT_DTYPE
from ..files import decode_text, read_whole
from .rules import LIMITS, RULES, Rule
from .severities import SEVERITIES

if TYPE_CHECKING:
    import os
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
    _refuse_unknown("rule", left_out, [rule.code for rule in rules])
    own = {name: value for rule in rules for name, value in rule.limits.items()}
    _refuse_unknown("limit", limits or {}, own)
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


def read_finding_settings(path: str | os.PathLike[str] | None = None) -> FindingSettings:
    """Read which rules to leave out, and other limits, from a ``pyproject.toml``.

    ::

        [tool.edgeanomaly_nb.findings]
        leave_out = ["no-favourites"]
        limits = {gmm_axes = 12}

    Parameters
    ----------
    path : str or path, optional
        The file; by default the nearest ``pyproject.toml`` in this folder or above it, if any.

    Returns
    -------
    dict
        Keyword arguments for `AnomalyConfig.findings`; empty when the file does not speak of findings.

    Raises
    ------
    ValueError
        The file is not TOML, or what it says of findings is not as above; the message names the file.
    OSError
        It cannot be read.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> found = ea.load_sample("motion").findings(**read_finding_settings())
    """
    file = nearest_file("pyproject.toml") if path is None else Path(path)
    if file is None:
        return {}
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        table: Any = tomllib.loads(decode_text(read_whole(file, 2**24)).replace("\r\n", "\n"))
    except RecursionError:
        raise ValueError(
            f"{file} cannot be read as TOML: it is nested too deeply. Use a file with fewer nested lists."
        ) from None
    except ValueError as exc:
        raise ValueError(f"{file} cannot be read as TOML: {exc}") from exc
    tools = table.get("tool", {})
    if isinstance(tools, dict) and "edgeanomaly-nb" in tools:
        raise ValueError(f"{file}, [tool.edgeanomaly-nb]: write edgeanomaly_nb, with an underscore.")
    own = tools.get("edgeanomaly_nb", {}) if isinstance(tools, dict) else {}
    if not isinstance(own, dict):
        raise ValueError(f"{file}: [tool.edgeanomaly_nb] is not a table.")  # noqa: TRY004
    try:
        _refuse_unknown("table", own, ("findings",))
    except ValueError as exc:
        raise ValueError(f"{file}, [tool.edgeanomaly_nb]: {exc}") from exc
    try:
        return _settings(own.get("findings", {}))
    except (TypeError, ValueError) as exc:
        raise ValueError(f"{file}, [tool.edgeanomaly_nb.findings]: {exc}") from exc


def _settings(table: Any) -> FindingSettings:
    if not isinstance(table, dict):
        raise TypeError("This is not a table.")
    _refuse_unknown("setting", table, ("leave_out", "limits"))
    settings = FindingSettings()
    if "leave_out" in table:
        codes = table["leave_out"]
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            raise TypeError('leave_out is a list of rules, such as ["no-favourites"].')
        _refuse_unknown("rule", codes, [rule.code for rule in RULES])
        settings["leave_out"] = codes
    if "limits" in table:
        limits = table["limits"]
        if not isinstance(limits, dict) or not all(map(_is_number, limits.values())):
            raise TypeError("limits is a table of numbers, such as {gmm_axes = 12}.")
        _refuse_unknown("limit", limits, LIMITS)
        settings["limits"] = limits
    return settings


def nearest_file(name: str) -> Path | None:
    """Find the nearest file of a name, in this folder or above it; None when there is none.

    Examples
    --------
    >>> nearest_file("no such file")
    """
    here = Path.cwd()
    return next((file for folder in (here, *here.parents) if (file := folder / name).is_file()), None)


def _refuse_unknown(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    for name in given:
        if name not in known:
            close = get_close_matches(str(name), known, n=1)
            meant = f"Did you mean {close[0]!r}?" if close else f"There are: {', '.join(known)}."
            raise ValueError(f"There is no {what} {name!r}. {meant}")
