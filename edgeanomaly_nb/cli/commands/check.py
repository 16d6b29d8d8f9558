"""``edgeanomaly-nb check``."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import click

from ...errors import EdgeAnomalyError
from ...tables import records
from ..evidence import (
    category_option,
    evidence_of,
    firmware_option,
    model_option,
    rules_not_run,
    windows_option,
)
from ..fetching import FetchedBlocks
from ..firmware import fetch_for, read_headers, with_headers
from ..help import FOUND, Command
from ..options import block_options, files_or_folders_argument, output_options
from ..output.files import check_output_path, write_file
from ..output.findings import Checked, check, is_failure, summary_text
from ..output.findings_text import print_findings
from ..output.github import first_annotations, omitted_text
from ..output.json import source_record
from ..output.junit import junit_file
from ..output.streams import put
from ..output.table import print_frame
from ..output.terminal import print_json, print_message
from ..results import Failure
from ..settings import leave_out_option, limit_option, rule_codes, rule_settings, settings_options

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ..selection import BlockSelection


@click.command("check", cls=Command, found="findings at or above --fail-on")
@files_or_folders_argument
@block_options
@click.option("--rules", is_flag=True, help="List the rules and their reasons.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="warning",
    show_default=True,
    help="The least severe finding that ends with exit code 1.",
)
@leave_out_option
@limit_option
@settings_options
@model_option
@windows_option
@category_option
@firmware_option
@click.option("--junit", type=click.Path(), metavar="PATH", help="Also write a JUnit file.")
@click.option(
    "--github",
    is_flag=True,
    help="Also print GitHub annotations on stderr: at most 10 errors, 10 warnings and 10 notices.",
)
@output_options
def command(
    selection: BlockSelection,
    *,
    rules: bool,
    fail_on: str,
    leave_out: Sequence[str],
    limits: Sequence[tuple[str, float]],
    settings: str | None,
    no_settings: bool,
    model_file: str | None,
    windows_file: str | None,
    category: str | None,
    firmware_paths: Sequence[str],
    junit: str | None,
    github: bool,
    as_json: bool,
) -> int:
    """Check blocks against a list of rules.

    The rules to ignore, and other limits, can also be set in the nearest pyproject.toml, under
    [tool.edgeanomaly_nb.findings]: leave_out = ["no-favourites"] and limits = {gmm_axes = 12}. FILE is a
    saved config, and FOLDER a survey: all its blocks.

    With --windows, the rules about the scores of windows are run, too, and with --model those about the
    trained model. A block of the service or of the samples needs no --model: its model is fetched.

    With --firmware, the thresholds of headers that “firmware” wrote earlier are compared with those of their
    blocks, which need no --project and --block. Of a folder, all such headers are read; other files are not.

    Examples
    --------
    edgeanomaly-nb check --rules
    edgeanomaly-nb check --project 12345 --block all
    edgeanomaly-nb check saved.json --fail-on error --leave-out no-favourites
    edgeanomaly-nb check --sample faulty --limit gmm_axes=12 --junit findings.xml
    edgeanomaly-nb check blocks/*.json --github
    edgeanomaly-nb check estate/
    edgeanomaly-nb check --project 12345 --block 7 --windows train.npy --category training
    edgeanomaly-nb check --firmware src/anomaly_thresholds.h
    edgeanomaly-nb check --firmware headers/ --fail-on error
    """
    if rules:
        _list_rules(as_json=as_json)
        return 0
    if junit is not None:
        check_output_path(junit, "--junit")
    arguments, settings_message = rule_settings(settings, no_settings, leave_out, limits)
    reports = _Reports(junit, github, list(arguments["leave_out"]), fail_on)
    with reports.of_errors():
        headers = read_headers(firmware_paths)
        fetched = fetch_for(headers, selection)
        evidence = evidence_of(fetched, model_file, windows_file, category, headers)
        pairs = list(with_headers(fetched, headers))
    arguments |= {"model": evidence.model, "windows": evidence.windows}
    fetched.configs = [config for config, _ in pairs]
    checked = [check(config, arguments | {"firmware": header}) for config, header in pairs]
    reports.write(checked, fetched.failures, rules_not_run(evidence))
    _print(checked, fetched, as_json=as_json)
    reports.annotate(checked, fetched.failures)
    print_message(summary_text(checked, len(fetched.failures)))
    if settings_message:
        print_message(settings_message)
    failed = any(is_failure(finding.severity, fail_on) for one in checked for finding in one.findings)
    return fetched.exit_code(FOUND if failed else 0)


def _list_rules(*, as_json: bool) -> None:
    from ...checks.findings import list_rules

    if as_json:
        print_json(records(list_rules()))
    else:
        print_frame(list_rules())


class _Reports(NamedTuple):
    """The further forms in which findings are reported: as a JUnit file, and as annotations."""

    junit: str | None
    github: bool
    left_out: Collection[str]
    fail_on: str

    def write(
        self, checked: Sequence[Checked], failures: Sequence[Failure], not_run: Mapping[str, str]
    ) -> None:
        """Write the JUnit file."""
        if self.junit is None:
            return
        content = junit_file(
            checked,
            failures,
            rules=list(rule_codes()),
            left_out=self.left_out,
            not_run=not_run,
            fail_on=self.fail_on,
        )
        write_file(self.junit, content)

    def annotate(self, checked: Sequence[Checked], failures: Sequence[Failure]) -> None:
        """Print the annotations."""
        if not self.github:
            return
        for line in first_annotations(checked, failures):
            put(line, stderr=True)
        if omitted := omitted_text(checked, failures):
            print_message(omitted)

    @contextmanager
    def of_errors(self) -> Iterator[None]:
        """Report an error in all forms before it ends the command."""
        try:
            yield
        except (EdgeAnomalyError, click.ClickException) as error:
            failures = [Failure("the blocks", error)]
            self.write([], failures, {})  # or an older file would still report success
            self.annotate([], failures)
            raise


def _print(checked: Sequence[Checked], fetched: FetchedBlocks, *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {**source_record(config.source), "name": config.name, **finding._asdict()}
                for config, one in zip(fetched.configs, checked, strict=True)
                for finding in one.findings
            ]
        )
    else:
        print_findings(checked)
