"""``edgeanomaly-nb fetch``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..fetching import gather
from ..help import Command
from ..options import asks_for_blocks, json_option, no_color_option
from ..output.files import check_place, make_folder, writing
from ..output.json import source_record
from ..output.streams import put
from ..output.terminal import print_json
from ..selection import Wanted, refusal

if TYPE_CHECKING:
    from ...block.config import AnomalyConfig

EXAMPLES = """\
edgeanomaly-nb fetch --project 12345 --block 7
edgeanomaly-nb fetch --project 12345 --block 7 -o before.json
edgeanomaly-nb fetch --project 12345 --block all -o blocks/
edgeanomaly-nb fetch --sample motion
"""


@click.command("fetch", cls=Command, examples=EXAMPLES)
@asks_for_blocks
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="PATH",
    help="The file; with several blocks, or “all”, the folder. Made if it is not there.",
)
@json_option
@no_color_option
def command(wanted: Wanted, *, output: str | None, as_json: bool) -> int:
    """Save the configs of blocks to files.

    A file holds the answer of the service unchanged, where it came from and when. It is named
    anomaly-project-P-block-B.json unless PATH says otherwise; a file that is there is replaced. The paths of
    the files go to stdout.
    """
    several = wanted.may_be_several
    into_folder = several or output is None or Path(output).is_dir() or output.endswith("/")
    target = Path(output or ".")
    if output is not None and (output == "-" or not into_folder):
        check_place(output, "-o")
    elif target.exists() and not target.is_dir():
        raise refusal(f"-o: {output} is a file; name a folder for several blocks.")
    found = gather(wanted)
    folder = make_folder(target) if into_folder else None
    saved = [
        (config, _save(config, folder / _name(config) if folder else target)) for config in found.configs
    ]
    if as_json:
        print_json(
            [
                {**source_record(config.source), "sha256": config.sha256, "path": str(path)}
                for config, path in saved
            ]
        )
    else:
        for _, path in saved:
            put(str(path))
    return found.code()


def _name(config: AnomalyConfig) -> str:
    return f"anomaly-project-{config.source.project_id}-block-{config.source.learn_id}.json"


def _save(config: AnomalyConfig, path: Path) -> Path:
    with writing(path):
        return config.save(path)
