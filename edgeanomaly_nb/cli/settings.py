"""What `check` and `report` are told: which rules count, and what time it is."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ..text import one_line
from .fetching import refusing
from .options import Name
from .selection import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from ..checks.findings import FindingSettings


class Limit(click.ParamType):  # type: ignore[type-arg]  # click 8.1 has none
    """A limit of the rules, as ``NAME=NUMBER``.

    Examples
    --------
    >>> Limit().convert("gmm_axes=12", None, None)
    ('gmm_axes', 12.0)
    """

    name = "limit"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        """Take name and number apart."""
        name, _, number = value.partition("=")
        known = Name("limit", _limit_names).convert(name.strip(), param, ctx)
        try:
            limit = float(number)
        except ValueError:
            limit = math.nan
        if math.isnan(limit):
            raise click.BadParameter(f"{value!r} has no number: write {known}=NUMBER.", ctx)
        return known, limit

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """Complete the names."""
        return Name("limit", lambda: [f"{name}=" for name in _limit_names()]).shell_complete(
            ctx, param, incomplete
        )


def _limit_names() -> Iterable[str]:
    from ..checks.rules import LIMITS

    return LIMITS


def rule_codes() -> Iterable[str]:
    """Name the rules.

    Examples
    --------
    >>> "untrained" in rule_codes()
    True
    """
    from ..checks.findings import list_rules

    return list(list_rules().index)


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--settings`` and ``--no-settings``.

    Examples
    --------
    >>> [option.opts for option in settings_options(lambda: None).__click_params__]
    [['--settings'], ['--no-settings']]
    """
    for option in (
        click.option(
            "--settings",
            type=click.Path(exists=True, dir_okay=False),
            metavar="FILE",
            help="The pyproject.toml with the settings of the rules, in place of the nearest one.",
        ),
        click.option("--no-settings", is_flag=True, help="Read no pyproject.toml."),
    ):
        command = option(command)
    return command


class Settings(NamedTuple):
    """The settings of the rules, and a line that says which file set what; empty where none did."""

    told: FindingSettings
    used: str


def finding_settings(
    file: str | None,
    no_file: bool,
    leave_out: Sequence[str] = (),
    limits: Sequence[tuple[str, float]] = (),
) -> Settings:
    """Read the settings of the rules; what the command line says is added.

    Parameters
    ----------
    file : str, optional
        The ``pyproject.toml``; the nearest one when not given.
    no_file : bool
        Whether to read none.
    leave_out : sequence of str
        Rules that are not asked.
    limits : sequence of pairs
        Names and numbers.

    Returns
    -------
    Settings
        Keyword arguments for `AnomalyConfig.findings`, and a text about the file.

    Raises
    ------
    click.ClickException
        The file is not as it should be.

    Examples
    --------
    >>> finding_settings(None, True, ["untrained"], [("gmm_axes", 12.0)]).told
    {'leave_out': ['untrained'], 'limits': {'gmm_axes': 12.0}}
    """
    if file is not None and no_file:
        raise refusal("Give either --settings or --no-settings.")
    found = None if no_file else _file(file)
    read = _read(found)
    told: FindingSettings = {
        "leave_out": [*read.get("leave_out", ()), *leave_out],
        "limits": {**(read.get("limits") or {}), **dict(limits)},
    }
    return Settings(told, _settings_in_words(found, read))


def _settings_in_words(file: Path | None, read: FindingSettings) -> str:
    told = [
        f"{number} {what}{'s' * (number != 1)} {done}"
        for number, what, done in (
            (len(list(read.get("leave_out", ()))), "rule", "left out"),
            (len(read.get("limits") or ()), "limit", "changed"),
        )
        if number
    ]
    return f"Settings of the rules: {one_line(str(file), 200)}: {', '.join(told)}." if told else ""


def _file(given: str | None) -> Path | None:
    """Name the file to read, as shortly as can be."""
    from pathlib import Path

    from ..checks.settings import nearest_file

    if given is not None:
        return Path(given)
    nearest = nearest_file("pyproject.toml")
    return nearest and min(nearest, Path(os.path.relpath(nearest)), key=lambda path: len(str(path)))


def _read(file: Path | None) -> FindingSettings:
    from ..checks.settings import read_finding_settings

    with refusing():
        return {} if file is None else read_finding_settings(file)


def time_of_making() -> datetime:
    """Give the time that reports say they were made at: ``SOURCE_DATE_EPOCH``, or else now.

    Raises
    ------
    click.ClickException
        The variable does not hold a time.

    Examples
    --------
    >>> time_of_making().tzinfo
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
