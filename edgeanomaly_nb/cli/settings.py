"""The settings of `check` and `report`: which rules are run, with which limits, and the time of a report."""

from __future__ import annotations

import math
import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import click

from ..text import counted, one_line
from .fetching import as_usage_error
from .options import F, complete_from, file_option, known_name

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from pathlib import Path

    from ..checks.findings import FindingSettings


def limit(value: str) -> tuple[str, float]:
    """Return name and number of a limit of the rules, given as ``NAME=NUMBER``.

    Examples
    --------
    >>> limit("gmm_axes=12")
    ('gmm_axes', 12.0)
    """
    name, _, number = value.partition("=")
    known = known_name("limit", name.strip(), _limit_names())
    with suppress(ValueError):
        if not math.isnan(found := float(number)):
            return known, found
    raise click.BadParameter(f"{value!r} has no number: write {known}=NUMBER.")


def _limit_names() -> Collection[str]:
    from ..checks.rules import LIMITS

    return LIMITS


def rule_codes() -> Collection[str]:
    """Return the codes of the rules.

    Examples
    --------
    >>> "untrained" in rule_codes()
    True
    """
    from ..checks.rules import RULES

    return [rule.code for rule in RULES]


def _rule(value: str) -> str:
    return known_name("rule", value, rule_codes())


limit_option = click.option(
    "--limit",
    "limits",
    type=limit,
    shell_complete=complete_from(lambda: [f"{name}=" for name in _limit_names()]),
    multiple=True,
    metavar="NAME=NUMBER",
    help="Another limit for a rule; can be repeated.",
)
leave_out_option = click.option(
    "--leave-out",
    type=_rule,
    shell_complete=complete_from(rule_codes),
    multiple=True,
    metavar="CODE",
    help="A rule to ignore; can be repeated.",
)


def settings_options(command: F) -> F:
    """Add ``--settings`` and ``--no-settings`` to a command.

    Examples
    --------
    >>> [option.opts for option in settings_options(lambda: None).__click_params__]
    [['--no-settings'], ['--settings']]
    """
    settings = file_option(
        "--settings",
        "settings",
        "The pyproject.toml with the settings of the rules, instead of the nearest one.",
    )
    no_settings = click.option("--no-settings", is_flag=True, help="Read no pyproject.toml.")
    return settings(no_settings(command))


class RuleSettings(NamedTuple):
    """Keyword arguments for `AnomalyConfig.findings`, and a message about the file; empty if it sets none."""

    arguments: FindingSettings
    message: str


def rule_settings(
    file: str | None,
    no_file: bool,
    leave_out: Sequence[str] = (),
    limits: Sequence[tuple[str, float]] = (),
) -> RuleSettings:
    """Read the settings of the rules, and add those of the command line.

    Parameters
    ----------
    file : str, optional
        The ``pyproject.toml``; by default the nearest one.
    no_file : bool
        True to read none.
    leave_out : sequence of str
        Rules that are not run.
    limits : sequence of pairs
        Names and numbers.

    Raises
    ------
    click.ClickException
        The file cannot be read, or both `file` and `no_file` are given.

    Examples
    --------
    >>> rule_settings(None, True, ["untrained"], [("gmm_axes", 12.0)]).arguments
    {'leave_out': ['untrained'], 'limits': {'gmm_axes': 12.0}}
    """
    if file is not None and no_file:
        raise click.UsageError("Use either --settings or --no-settings.")
    path = None if no_file else _settings_file(file)
    read: FindingSettings = {}
    if path is not None:
        from ..checks.settings import read_finding_settings

        with as_usage_error():
            read = read_finding_settings(path)
    arguments: FindingSettings = {
        "leave_out": [*read.get("leave_out", ()), *leave_out],
        "limits": {**(read.get("limits") or {}), **dict(limits)},
    }
    return RuleSettings(arguments, _settings_text(path, read))


def _settings_text(file: Path | None, read: FindingSettings) -> str:
    ignored, changed = len(list(read.get("leave_out", ()))), len(read.get("limits") or ())
    texts = [f"{counted(ignored, 'rule')} ignored"] * bool(ignored)
    texts += [f"{counted(changed, 'limit')} changed"] * bool(changed)
    return f"Settings of the rules: {one_line(str(file), 200)}: {', '.join(texts)}." if texts else ""


def _settings_file(given: str | None) -> Path | None:
    """Return the shortest path of the file to read."""
    from pathlib import Path

    from ..checks.settings import nearest_file

    if given is not None:
        return Path(given)
    nearest = nearest_file("pyproject.toml")
    return nearest and min(nearest, Path(os.path.relpath(nearest)), key=lambda path: len(str(path)))


def report_time() -> datetime:
    """Return the time that is shown in reports: that of ``SOURCE_DATE_EPOCH``, or else now.

    Raises
    ------
    click.ClickException
        The variable is not a time.

    Examples
    --------
    >>> report_time().tzinfo
    datetime.timezone.utc
    """
    from datetime import datetime, timezone

    given = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not given:
        return datetime.now(timezone.utc)
    try:
        return datetime.fromtimestamp(int(given), timezone.utc)
    except (ValueError, OverflowError, OSError):
        raise click.ClickException(
            f"SOURCE_DATE_EPOCH is {given[:40]!r}; it must be seconds since 1970."
        ) from None
