"""``edgeanomaly-nb demo``."""

from __future__ import annotations

import os
import sys
from shutil import which
from typing import TYPE_CHECKING

import click

from ...selection import ALL
from ..fetching import fetch_blocks
from ..help import PROGRAM, Command
from ..options import no_color_option
from ..output.files import create_folder, writing
from ..output.findings import check
from ..output.findings_text import print_findings
from ..output.streams import put
from ..output.terminal import print_heading, status
from ..selection import SAMPLE_PROJECTS, BlockSelection
from ..settings import report_time
from .diff import print_changes
from .show import print_config

if TYPE_CHECKING:
    from pathlib import Path

    from ...block.config import AnomalyConfig

NEXT = """\
What to try next:
  {program} samples                 the purpose of each bundled block
  {program} check --sample faulty   a block with errors
  {program} lab                     the explorer, in JupyterLab
With EI_API_KEY set to a read-only key of your own project:
  {program} blocks                  its anomaly blocks
  {program} report --block all -o report.html
"""


@click.command("demo", cls=Command)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False),
    default="edgeanomaly-demo",
    show_default=True,
    metavar="FOLDER",
    help="The folder for the two reports.",
)
@no_color_option
def command(*, output: str) -> int:
    """Show the main features on the bundled samples.

    Prints a block, its findings, and what changed in it within a month. Writes a report on all sample blocks,
    and one on the change. Needs no network and no account.

    Examples
    --------
    edgeanomaly-nb demo
    edgeanomaly-nb demo -o somewhere/else
    """
    from ...comparison.changes import compare
    from ...studio.load_sample import load_sample

    folder = create_folder(output)
    motion, later = load_sample("motion"), load_sample("motion-later")
    print_config(motion)
    put()
    print_heading("Findings")
    print_findings([check(motion, {})])
    put()
    print_heading("The same block a month later")
    print_changes(motion, later, compare(motion, later))
    put()
    samples = fetch_blocks(BlockSelection(None, (ALL,), SAMPLE_PROJECTS)).configs
    _report(
        samples, folder / "report.html", f"{len(samples)} blocks, each with its findings, charts and tables"
    )
    _report([motion, later], folder / "changes.html", "the same block at two times")
    put(f"\n{NEXT.format(program=_program()).rstrip()}")
    return 0


def _program() -> str:
    """Return the command as the reader can type it: with its folder, unless that is in the PATH."""
    called = sys.argv[0]
    return called if os.path.basename(called) == PROGRAM and not which(PROGRAM) else PROGRAM  # noqa: PTH119


def _report(configs: list[AnomalyConfig], path: Path, description: str) -> None:
    from ...report import write_report

    with status(f"Writing {path.name}"), writing(path):
        write_report(configs, path, made_at=report_time())
    put(f"{path}: {description}")
