"""``edgeanomaly-nb check``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ..checking import check, counts, in_words
from ..gathering import gather
from ..github import annotation
from ..help import FOUND, Command
from ..junit import junit_file
from ..options import Name, asks_for_blocks, files_argument, json_option, no_color_option
from ..output import check_place, writing
from ..records import records, source_record
from ..screen import print_json, say
from ..settings import Limit, finding_settings, rule_codes, settings_options
from ..table import print_frame, print_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..checking import Checked
    from ..gathering import Gathered
    from ..wanted import Wanted

EXAMPLES = """\
edgeanomaly-nb check --rules
edgeanomaly-nb check --project 12345 --block all
edgeanomaly-nb check saved.json --fail-on error --leave-out no-favourites
edgeanomaly-nb check --sample faulty --limit gmm_axes=12 --junit findings.xml
edgeanomaly-nb check blocks/*.json --github
"""
COLUMNS = ("block", "severity", "code", "subject", "message")


@click.command("check", cls=Command, examples=EXAMPLES, found="findings at or over --fail-on")
@files_argument
@asks_for_blocks
@click.option("--rules", is_flag=True, help="List the rules, and why each is there.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="warning",
    show_default=True,
    help="The slightest severity that ends with exit code 1.",
)
@click.option(
    "--leave-out",
    type=Name("rule", rule_codes),
    multiple=True,
    metavar="CODE",
    help="A rule to leave out; may be repeated.",
)
@click.option(
    "--limit", "limits", type=Limit(), multiple=True, metavar="NAME=NUMBER", help="Another limit of a rule."
)
@settings_options
@click.option("--junit", type=click.Path(), metavar="PATH", help="Write a JUnit file too.")
@click.option("--github", is_flag=True, help="Print GitHub annotations too, on stderr.")
@json_option
@no_color_option
def command(wanted: Wanted, *, rules: bool, as_json: bool, **options: Any) -> int:
    """Check blocks against a table of rules.

    Rules that are left out, and other limits, can also stand in the nearest pyproject.toml, under
    [tool.edgeanomaly_nb.findings]: leave_out = ["no-favourites"] and limits = {gmm_axes = 12}. FILE is a
    saved config.
    """
    if rules:
        _list_rules(as_json=as_json)
        return 0
    return _check(wanted, as_json=as_json, **options)


def _list_rules(*, as_json: bool) -> None:
    from ...findings import list_rules

    if as_json:
        print_json(records(list_rules()))
    else:
        print_frame(list_rules())


def _check(
    wanted: Wanted,
    *,
    fail_on: str,
    leave_out: Sequence[str],
    limits: Sequence[tuple[str, float]],
    settings: str | None,
    no_settings: bool,
    junit: str | None,
    github: bool,
    as_json: bool,
) -> int:
    told = finding_settings(settings, no_settings, leave_out, limits)
    if junit is not None:
        check_place(junit, "--junit")
    found = gather(wanted)
    checked = [check(config, told) for config in found.configs]
    _print(checked, found, as_json=as_json)
    if github:
        _annotate(checked)
    if junit is not None:
        _write_junit(junit, checked, found, left_out=list(told["leave_out"]), fail_on=fail_on)
    say(in_words(checked))
    over = any(counts(finding.severity, fail_on) for one in checked for finding in one.findings)
    return found.code(FOUND if over else 0)


def _rows(checked: Sequence[Checked]) -> Iterator[tuple[str, ...]]:
    for one in checked:
        for finding in one.findings:
            yield one.block, *finding


def _print(checked: Sequence[Checked], found: Gathered, *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {**source_record(config.source), "name": config.name, **finding._asdict()}
                for config, one in zip(found.configs, checked, strict=True)
                for finding in one.findings
            ]
        )
    elif rows := list(_rows(checked)):
        print_table(rows, COLUMNS, spare=("block",) if len(checked) == 1 else ())


def _annotate(checked: Sequence[Checked]) -> None:
    for one in checked:
        for finding in one.findings:
            print(annotation(one, finding), file=sys.stderr)


def _write_junit(
    path: str, checked: Sequence[Checked], found: Gathered, *, left_out: Sequence[str], fail_on: str
) -> None:
    from pathlib import Path

    from ...files import write_atomically

    content = junit_file(
        checked, found.failures, rules=list(rule_codes()), left_out=left_out, fail_on=fail_on
    )
    with writing(Path(path)):
        write_atomically(path, [content])
