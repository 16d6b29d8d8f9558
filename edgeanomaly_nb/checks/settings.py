"""Settings of the rules in a ``pyproject.toml``: which rules to ignore, and other limits."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from msgspec import DecodeError, ValidationError, convert, toml

from ..files import decode_text, read_file
from .findings import FindingSettings, refuse_unknown
from .rules import LIMITS, RULES

#: The type of each setting, and the message for a value of another type.
_SETTINGS: dict[str, tuple[type, str]] = {
    "leave_out": (list[str], 'leave_out must be a list of rules, such as ["no-favourites"].'),
    "limits": (dict[str, float], "limits must be a table of numbers, such as {gmm_axes = 12}."),
}


def read_finding_settings(path: str | os.PathLike[str] | None = None) -> FindingSettings:
    """Read which rules to ignore, and other limits, from a ``pyproject.toml``.

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
        Keyword arguments for `AnomalyConfig.findings`; empty when the file has no such table.

    Raises
    ------
    ValueError
        The file is not TOML, or the table is not as above; the message names the file.
    OSError
        The file cannot be read.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> found = ea.load_sample("motion").findings(**read_finding_settings())
    """
    file = nearest_file("pyproject.toml") if path is None else Path(path)
    tools = {} if file is None else _read_toml(file).get("tool", {})
    if not isinstance(tools, dict):
        return {}
    if "edgeanomaly-nb" in tools:
        raise ValueError(f"{file}, [tool.edgeanomaly-nb]: write edgeanomaly_nb, with an underscore.")
    with _located(f"{file}, [tool.edgeanomaly_nb]"):
        own = _table(tools.get("edgeanomaly_nb", {}), "table", ["findings"])
    with _located(f"{file}, [tool.edgeanomaly_nb.findings]"):
        return _settings(_table(own.get("findings", {}), "setting", _SETTINGS))


def nearest_file(name: str) -> Path | None:
    """Return the nearest file of a name, in this folder or above it; None if there is none.

    Examples
    --------
    >>> nearest_file("no such file")
    """
    here = Path.cwd()
    return next((file for folder in (here, *here.parents) if (file := folder / name).is_file()), None)


def _read_toml(file: Path) -> dict[str, object]:
    content = read_file(file, 2**24)
    try:
        return toml.decode(decode_text(content).replace("\r\n", "\n"), type=dict)
    except (ValueError, DecodeError, RecursionError) as exc:
        deep = isinstance(exc, RecursionError)
        problem = "it is nested too deeply. Use a file with fewer nested lists." if deep else exc
        raise ValueError(f"{file} cannot be read as TOML: {problem}") from exc


def _table(value: object, what: str, known: Iterable[str]) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError("This is not a table.")  # noqa: TRY004  # an error of the file
    refuse_unknown(what, value, known)
    return value


def _settings(table: dict[str, Any]) -> FindingSettings:
    for name, value in table.items():
        expected, message = _SETTINGS[name]
        try:
            convert(value, expected)
        except ValidationError:
            raise ValueError(message) from None
    if any(limit != limit for limit in table.get("limits", {}).values()):
        raise ValueError(_SETTINGS["limits"][1])  # NaN would turn a rule off without a message
    refuse_unknown("rule", table.get("leave_out", ()), [rule.code for rule in RULES])
    refuse_unknown("limit", table.get("limits", ()), LIMITS)
    return cast("FindingSettings", table)


@contextmanager
def _located(where: str) -> Iterator[None]:
    try:
        yield
    except ValueError as exc:
        raise ValueError(f"{where}: {exc}") from exc
