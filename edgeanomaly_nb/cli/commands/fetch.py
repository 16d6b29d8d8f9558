"""``edgeanomaly-nb fetch``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..fetching import fetch_blocks
from ..help import Command
from ..options import block_options, output_options
from ..output.files import check_output_path, create_folder, writing
from ..output.json import source_record
from ..output.streams import put
from ..output.terminal import print_json

if TYPE_CHECKING:
    from ...block.config import AnomalyConfig
    from ..selection import BlockSelection


@click.command("fetch", cls=Command)
@block_options
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="PATH",
    help="The file; for several blocks, or “all”, the folder. It is created if it does not exist.",
)
@output_options
def command(selection: BlockSelection, *, output: str | None, as_json: bool) -> int:
    """Save the configs of blocks to files.

    A file holds the response of the service unchanged, its source and the time. It is named
    anomaly-project-P-block-B.json unless PATH is a file; an existing file is replaced. The paths of the files
    are printed on stdout.

    Examples
    --------
    edgeanomaly-nb fetch --project 12345 --block 7
    edgeanomaly-nb fetch --project 12345 --block 7 -o before.json
    edgeanomaly-nb fetch --project 12345 --block all -o blocks/
    edgeanomaly-nb fetch --sample motion
    """
    target = Path(output or ".")
    into_folder = _is_for_folder(selection, output)
    if output is not None and (output == "-" or not into_folder):
        check_output_path(output, "-o")
    elif target.exists() and not target.is_dir():
        raise click.UsageError(f"-o: {output} is a file; name a folder for several blocks.")
    fetched = fetch_blocks(selection)
    folder = create_folder(target) if into_folder else None
    saved = [_save(config, folder / _name(config) if folder else target) for config in fetched.configs]
    if as_json:
        print_json(
            [
                {**source_record(config.source), "sha256": config.sha256, "path": str(path)}
                for config, path in zip(fetched.configs, saved, strict=True)
            ]
        )
    else:
        for path in saved:
            put(str(path))
    return fetched.exit_code()


def _is_for_folder(selection: BlockSelection, output: str | None) -> bool:
    return selection.may_be_several or output is None or Path(output).is_dir() or output.endswith("/")


def _name(config: AnomalyConfig) -> str:
    return f"anomaly-project-{config.source.project_id}-block-{config.source.learn_id}.json"


def _save(config: AnomalyConfig, path: Path) -> Path:
    with writing(path):
        return config.save(path)
