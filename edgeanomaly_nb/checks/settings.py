"""Which rules and limits a project sets in its pyproject.toml."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..files import decode_text, read_file
from .findings import FindingSettings, is_number, refuse_unknown
from .rules import LIMITS, RULES

if TYPE_CHECKING:
    import os


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
        table: Any = tomllib.loads(decode_text(read_file(file, 2**24)).replace("\r\n", "\n"))
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
        refuse_unknown("table", own, ("findings",))
    except ValueError as exc:
        raise ValueError(f"{file}, [tool.edgeanomaly_nb]: {exc}") from exc
    try:
        return _settings(own.get("findings", {}))
    except (TypeError, ValueError) as exc:
        raise ValueError(f"{file}, [tool.edgeanomaly_nb.findings]: {exc}") from exc


def _settings(table: Any) -> FindingSettings:
    if not isinstance(table, dict):
        raise TypeError("This is not a table.")
    refuse_unknown("setting", table, ("leave_out", "limits"))
    settings = FindingSettings()
    if "leave_out" in table:
        codes = table["leave_out"]
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            raise TypeError('leave_out is a list of rules, such as ["no-favourites"].')
        refuse_unknown("rule", codes, [rule.code for rule in RULES])
        settings["leave_out"] = codes
    if "limits" in table:
        limits = table["limits"]
        if not isinstance(limits, dict) or not all(map(is_number, limits.values())):
            raise TypeError("limits is a table of numbers, such as {gmm_axes = 12}.")
        refuse_unknown("limit", limits, LIMITS)
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
