"""``edgeanomaly-nb fetch``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...errors import EdgeAnomalyError
from ..evidence import fetched_model
from ..fetching import FetchedBlocks, fetch_blocks
from ..help import Command
from ..options import block_options, output_option, output_options
from ..output.files import check_output_path, create_folder, writing
from ..output.json import source_record
from ..output.streams import put
from ..output.terminal import print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...block.config import AnomalyConfig
    from ...scores.model import AnomalyModel
    from ..selection import BlockSelection


@click.command("fetch", cls=Command)
@block_options
@output_option("The file; for several blocks, or “all”, the folder. It is created if it does not exist.")
@click.option(
    "--model", "with_model", is_flag=True, help="Also save the trained model, as …-model.json beside it."
)
@output_options
def command(selection: BlockSelection, *, output: str | None, with_model: bool, as_json: bool) -> int:
    """Save the configs of blocks to files.

    A file holds the response of the service unchanged, its source and the time. It is named
    anomaly-project-P-block-B.json unless PATH is a file; an existing file is replaced. The paths of the files
    are printed on stdout.

    Examples
    --------
    edgeanomaly-nb fetch --project 12345 --block 7
    edgeanomaly-nb fetch --project 12345 --block 7 -o before.json
    edgeanomaly-nb fetch --project 12345 --block all -o blocks/
    edgeanomaly-nb fetch --sample motion --model
    """
    target = Path(output or ".")
    into_folder = _is_for_folder(selection, output)
    if output is not None and (output == "-" or not into_folder):
        check_output_path(output, "-o")
    elif target.exists() and not target.is_dir():
        raise click.UsageError(f"-o: {output} is a file; name a folder for several blocks.")
    fetched = fetch_blocks(selection)
    folder = create_folder(target) if into_folder else None
    paths = [folder / _name(config) if folder else target for config in fetched.configs]
    saved = list(map(_save, fetched.configs, paths))
    models = _save_models(fetched, paths) if with_model else {}
    if as_json:
        print_json(list(map(_record, fetched.configs, saved, map(models.get, saved))))
    else:
        for path in [*saved, *models.values()]:
            put(str(path))
    return fetched.exit_code()


def _record(config: AnomalyConfig, path: Path, model_path: Path | None) -> dict[str, object]:
    model = {} if model_path is None else {"model_path": str(model_path)}
    return {**source_record(config.source), "sha256": config.sha256, "path": str(path), **model}


def _save_models(fetched: FetchedBlocks, paths: Sequence[Path]) -> dict[Path, Path]:
    """Return the file of each model by that of its config; report the blocks that have no model."""
    saved: dict[Path, Path] = {}
    for config, path in zip(fetched.configs, paths, strict=True):
        try:
            model = fetched_model(fetched, config)
        except EdgeAnomalyError as error:
            if len(paths) == 1:
                raise
            fetched.fail(f"the trained model of block {config.source.learn_id}", error)
        else:
            saved[path] = _save(model, path.with_name(f"{path.stem}-model{path.suffix}"))
    return saved


def _is_for_folder(selection: BlockSelection, output: str | None) -> bool:
    return selection.may_be_several or output is None or Path(output).is_dir() or output.endswith("/")


def _name(config: AnomalyConfig) -> str:
    return f"anomaly-project-{config.source.project_id}-block-{config.source.learn_id}.json"


def _save(what: AnomalyConfig | AnomalyModel, path: Path) -> Path:
    with writing(path):
        return what.save(path)
