"""``edgeanomaly-nb report``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..fetching import gather
from ..group import PROGRAM
from ..help import Command
from ..options import FORMS, ReportPath, asks_for_blocks, files_argument, json_option, no_color_option
from ..output.files import check_place, writing
from ..output.streams import put, read_or_not
from ..output.terminal import print_json, say, working
from ..selection import Wanted, refusal
from ..settings import finding_settings, settings_options, time_of_making

EXAMPLES = """\
edgeanomaly-nb report --sample --block all -o report.html
edgeanomaly-nb report --project 12345 --block 4,7 -o report.pdf
edgeanomaly-nb report before.json after.json -o changes.md
edgeanomaly-nb report --sample motion --form md -o - | less
"""
STDOUT = "-"
# What would wreck a terminal.
BINARY = ("pdf", "xlsx")


@click.command("report", cls=Command, examples=EXAMPLES)
@files_argument
@asks_for_blocks
@click.option(
    "-o",
    "--output",
    type=ReportPath(),
    required=True,
    metavar="PATH",
    help="The file: its suffix tells the form. “-” is stdout, with --form.",
)
@click.option("--form", type=click.Choice(FORMS), help="The form, when the suffix does not tell it.")
@settings_options
@json_option
@no_color_option
def command(
    wanted: Wanted, *, output: str, form: str | None, settings: str | None, no_settings: bool, as_json: bool
) -> int:
    """Write a report of one block or several.

    What each block is and where it is from, its findings, its thresholds and its axes, with pictures. Two
    blocks are compared too; the first is the one before. FILE is a saved config. PDF, .ipynb and .xlsx need
    extras: pip install "edgeanomaly-nb[reports]".

    SOURCE_DATE_EPOCH, if set, is the time that the report says it was made at.
    """
    chosen = _form(output, form, as_json)
    path = Path(output) if output == STDOUT else check_place(output, "-o")
    told = finding_settings(settings, no_settings).told
    found = gather(wanted)
    if found.failures:
        say(
            f"{PROGRAM}: No report was written, since it would not be complete: leave those blocks out with "
            "--block, or try again."
        )
        return found.code()
    made_at = time_of_making()  # after fetched_at of all blocks
    from ...report import report_bytes, write_report

    if output == STDOUT:
        content = report_bytes(found.configs, chosen, made_at=made_at, findings=told)
        with read_or_not(sys.stdout):
            sys.stdout.buffer.write(content)
        return 0
    with working(f"Writing {path.name}"), writing(path):
        write_report(found.configs, path, form=chosen, made_at=made_at, findings=told)
    if as_json:
        print_json({"path": output, "form": chosen, "blocks": len(found.configs)})
    else:
        put(str(path))
    return 0


def _form(output: str, form: str | None, as_json: bool) -> str:
    if output == STDOUT:
        if form is None:
            raise refusal("-o - needs --form, since there is no suffix.")
        if as_json:
            raise refusal("-o - and --json both print to stdout; leave one out.")
        if form in BINARY and sys.stdout.isatty():
            raise refusal(f"A terminal cannot show {form}: name a file, or use a pipe.")
    chosen = form or Path(output).suffix.lower().removeprefix(".")
    if chosen not in FORMS:
        raise refusal(
            f"{output!r} does not tell the form of the report: let it end in .{', .'.join(FORMS)}, "
            "or give --form."
        )
    return chosen
