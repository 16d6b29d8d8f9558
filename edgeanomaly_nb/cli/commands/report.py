"""``edgeanomaly-nb report``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..evidence import Evidence, category_option, evidence_of, model_option, windows_option
from ..mixed_selection import OrderedCommand, fetch_mixed, mixed_options
from ..options import FORMS, complete_report, output_option, output_options
from ..output.files import check_output_path, writing
from ..output.streams import ignoring_closed, put
from ..output.terminal import print_error, print_json, status
from ..selection import BlockSelection
from ..settings import report_time, rule_settings, settings_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...block.config import AnomalyConfig
    from ...checks.findings import FindingSettings

STDOUT = "-"
# Forms that a terminal can show.
TEXT = ("html", "md", "ipynb")


@click.command("report", cls=OrderedCommand)
@mixed_options
@output_option(
    "The file; its suffix selects the form. “-” is stdout, with --form.",
    shell_complete=complete_report,
    required=True,
)
@click.option("--form", type=click.Choice(FORMS), help="The form, if it is not that of the suffix.")
@settings_options
@model_option
@windows_option
@category_option
@output_options
def command(
    selections: Sequence[BlockSelection],
    *,
    output: str,
    form: str | None,
    settings: str | None,
    no_settings: bool,
    model_file: str | None,
    windows_file: str | None,
    category: str | None,
    as_json: bool,
) -> int:
    """Write a report on one or several blocks.

    For each block: a verdict, its thresholds and its axes with charts, what to do, and its source. Two blocks
    are also compared: the first is “before”, the second “after”, in the order of the command line. More than
    three begin with one line per block, worst first. FILE is a saved config. With --windows, a report on one
    block shows what its thresholds would flag.

    Some forms need further packages: .pdf pip install typst; .xlsx pip install XlsxWriter; .ipynb
    pip install nbclient nbformat ipykernel.

    SOURCE_DATE_EPOCH, if set, is the time that the report shows.

    Examples
    --------
    edgeanomaly-nb report --sample --block all -o report.html
    edgeanomaly-nb report --project 12345 --block 4,7 -o report.pdf
    edgeanomaly-nb report before.json after.json -o changes.md
    edgeanomaly-nb report before.json --project 12345 --block 7 -o changes.html
    edgeanomaly-nb report --sample motion --form md -o - | less
    edgeanomaly-nb report --project 12345 --block 7 --windows new.npy -o scores.html
    """
    chosen = _form(output, form, as_json)
    if output != STDOUT:
        check_output_path(output, "-o")
    arguments = rule_settings(settings, no_settings).arguments
    fetched = fetch_mixed(selections or [BlockSelection()])
    if fetched.failures:
        print_error(
            "No report was written, since it would not be complete. Select the other blocks with --block, or "
            "try again."
        )
        return fetched.exit_code()
    evidence = evidence_of(fetched, model_file, windows_file, category)
    _write(fetched.configs, output, chosen, arguments, evidence)
    if as_json:
        print_json({"path": output, "form": chosen, "blocks": len(fetched.configs)})
    elif output != STDOUT:
        put(str(Path(output)))
    return 0


def _write(
    configs: list[AnomalyConfig], output: str, form: str, findings: FindingSettings, evidence: Evidence
) -> None:
    made_at = report_time()  # after fetched_at of all blocks
    model, windows = evidence.model, evidence.windows
    from ...report import report_bytes, write_report

    if output == STDOUT:
        content = report_bytes(
            configs, form, model=model, windows=windows, made_at=made_at, findings=findings
        )
        with ignoring_closed(sys.stdout):
            sys.stdout.buffer.write(content)
        return
    path = Path(output)
    with status(f"Writing {path.name}"), writing(path):
        write_report(
            configs, path, form=form, model=model, windows=windows, made_at=made_at, findings=findings
        )


def _form(output: str, form: str | None, as_json: bool) -> str:
    if output == STDOUT:
        if form is None:
            raise click.UsageError("-o - needs --form, since there is no suffix.")
        if as_json:
            raise click.UsageError("-o - and --json both print to stdout; use one of them.")
        if form not in TEXT and sys.stdout.isatty():
            raise click.UsageError(f"A terminal cannot show {form}: name a file, or use a pipe.")
    chosen = form or Path(output).suffix.lower().removeprefix(".")
    if chosen not in FORMS:
        raise click.UsageError(
            f"{output!r} has no suffix of a report: use .{', .'.join(FORMS)}, or select the form with --form."
        )
    return chosen
