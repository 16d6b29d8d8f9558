"""``edgeanomaly-nb check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ...errors import EdgeAnomalyError
from ..fetching import Failure, gather
from ..help import FOUND, Command
from ..options import Name, asks_for_blocks, files_argument, json_option, no_color_option
from ..output.files import check_place, writing
from ..output.findings import check, counts, in_words
from ..output.findings_text import print_findings
from ..output.github import first_annotations, left_out_in_words
from ..output.json import records, source_record
from ..output.junit import junit_file
from ..output.streams import put
from ..output.table import print_frame
from ..output.terminal import print_json, say
from ..settings import Limit, finding_settings, rule_codes, settings_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..fetching import Gathered
    from ..output.findings import Checked
    from ..selection import Wanted

EXAMPLES = """\
edgeanomaly-nb check --rules
edgeanomaly-nb check --project 12345 --block all
edgeanomaly-nb check saved.json --fail-on error --leave-out no-favourites
edgeanomaly-nb check --sample faulty --limit gmm_axes=12 --junit findings.xml
edgeanomaly-nb check blocks/*.json --github
"""


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
@click.option(
    "--github",
    is_flag=True,
    help="Print GitHub annotations too, on stderr: at most 10 errors, 10 warnings and 10 notices.",
)
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
    from ...checks.findings import list_rules

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
    told, used = finding_settings(settings, no_settings, leave_out, limits)
    if junit is not None:
        check_place(junit, "--junit")
    left_out = list(told["leave_out"])
    try:
        found = gather(wanted)
    except (EdgeAnomalyError, click.ClickException) as error:
        failures = [Failure("the blocks", error)]
        if junit is not None:  # or an older file would go on saying that all is well
            _write_junit(junit, [], failures, left_out=left_out, fail_on=fail_on)
        if github:
            _annotate([], failures)
        raise
    checked = [check(config, told) for config in found.configs]
    if junit is not None:
        _write_junit(junit, checked, found.failures, left_out=left_out, fail_on=fail_on)
    _print(checked, found, as_json=as_json)
    if github:
        _annotate(checked, found.failures)
    say(in_words(checked, len(found.failures)))
    if used:
        say(used)
    over = any(counts(finding.severity, fail_on) for one in checked for finding in one.findings)
    return found.code(FOUND if over else 0)


def _print(checked: Sequence[Checked], found: Gathered, *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {**source_record(config.source), "name": config.name, **finding._asdict()}
                for config, one in zip(found.configs, checked, strict=True)
                for finding in one.findings
            ]
        )
    else:
        print_findings(checked)


def _annotate(checked: Sequence[Checked], failures: Sequence[Failure]) -> None:
    for line in first_annotations(checked, failures):
        put(line, stderr=True)
    if left_out := left_out_in_words(checked, failures):
        say(left_out)


def _write_junit(
    path: str,
    checked: Sequence[Checked],
    failures: Sequence[Failure],
    *,
    left_out: Sequence[str],
    fail_on: str,
) -> None:
    from pathlib import Path

    from ...files import write_atomically

    content = junit_file(checked, failures, rules=list(rule_codes()), left_out=left_out, fail_on=fail_on)
    with writing(Path(path)):
        write_atomically(path, [content])
