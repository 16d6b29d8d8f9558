"""``edgeanomaly-nb firmware``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...block.source import block_text
from ...errors import EdgeAnomalyError
from ..evidence import fetched_model, model_option, read_model
from ..fetching import FetchedBlocks, fetch_blocks
from ..help import Command
from ..options import block_options, files_or_folders_argument, output_option, output_options, rule_option
from ..output.files import check_output_path, create_folder, write_file
from ..output.json import source_record
from ..output.streams import put
from ..output.terminal import print_error, print_json, print_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...block.config import AnomalyConfig
    from ...scores.model import AnomalyModel
    from ..selection import BlockSelection


@click.command("firmware", cls=Command)
@files_or_folders_argument
@block_options
@output_option(
    "The header, such as anomaly_thresholds.h, or a folder for several. Without it, or with “-”, the header "
    "is printed."
)
@click.option(
    "--prefix",
    metavar="NAME",
    help="The beginning of all names in the header; ANOMALY_ and the block by default.",
)
@rule_option("A score is an anomaly above the threshold, or from the threshold on.")
@model_option
@click.option(
    "--trained-axes",
    is_flag=True,
    help="Fetch the trained model, and list its axes in place of the selected.",
)
@click.option(
    "--runner",
    is_flag=True,
    help="Print the option --thresholds of the Linux runner instead, for a visual block.",
)
@output_options
def command(
    selection: BlockSelection,
    *,
    output: str | None,
    prefix: str | None,
    rule: str,
    model_file: str | None,
    trained_axes: bool,
    runner: bool,
    as_json: bool,
) -> int:
    """Write the thresholds of blocks as headers for C and C++.

    No threshold is part of the library that Studio deploys, except for visual blocks. The header has the
    thresholds as macros, a function that compares a score with the first number, and checks that stop the
    build with the library of another project. Include it after model-parameters/model_metadata.h. A visual
    block needs it only if your program itself compares scores. FILE is a saved config, FOLDER a survey.

    Several blocks need a folder for their headers; those without a number are skipped. A header that would
    differ only in the time of fetching is not written again. “check --firmware” shows later whether the
    thresholds in headers are still those of Studio.

    Examples
    --------
    edgeanomaly-nb firmware --project 12345 --block 7 -o anomaly_thresholds.h
    edgeanomaly-nb firmware --project 12345 --block 7 --prefix fan --rule ">=" -o fan_thresholds.h
    edgeanomaly-nb firmware --project 12345 --block all -o headers/
    edgeanomaly-nb firmware --sample motion --trained-axes
    edgeanomaly-nb firmware saved.json -o anomaly_thresholds.h
    """
    output = None if output == "-" else output
    if runner:
        _refuse_for_runner(output=output, prefix=prefix, model=model_file is not None or trained_axes)
    folder = _is_folder(output)
    if output is not None and not folder and not selection.may_be_several:
        check_output_path(output, "-o")
    fetched = fetch_blocks(selection)
    if runner:
        return _print_runner(_only(fetched, "Run the command for each."), as_json=as_json)
    several = fetched.n_selected > 1
    if several:
        _refuse_for_several(output=output, prefix=prefix, model_file=model_file)
    headers = _headers(fetched, model_file, trained_axes, prefix=prefix, rule=rule)
    paths = _write(headers, output, folder=folder or several)
    if as_json:
        found = [_record(config, path, header) for (config, header), path in zip(headers, paths, strict=True)]
        print_json(found if folder or several else found[0])
    else:
        for (_, header), path in zip(headers, paths, strict=True):
            put(header.rstrip("\n") if path is None else str(path))
    return fetched.exit_code()


def _is_folder(output: str | None) -> bool:
    return output is not None and (output.endswith("/") or Path(output).is_dir())


def _refuse_for_runner(**given: object) -> None:
    names = {"output": "-o", "prefix": "--prefix", "model": "--model and --trained-axes"}
    if wrong := [names[name] for name, value in given.items() if value]:
        raise click.UsageError(f"--runner prints an option, not a header: omit {' and '.join(wrong)}.")


def _refuse_for_several(*, output: str | None, prefix: str | None, model_file: str | None) -> None:
    if output is None or Path(output).is_file():
        raise click.UsageError(
            "Several blocks are selected, and a header is of one block: name a folder with -o, such as "
            "-o headers/."
        )
    if prefix is not None or model_file is not None:
        option = "--prefix" if prefix is not None else "--model"
        raise click.UsageError(f"{option} is for one block, but several are selected.")


def _only(fetched: FetchedBlocks, advice: str) -> AnomalyConfig:
    if len(fetched.configs) != 1 or fetched.n_selected != 1:
        raise click.UsageError(f"Select one block: {fetched.n_selected:,} are selected. {advice}")
    return fetched.configs[0]


def _headers(
    fetched: FetchedBlocks, model_file: str | None, trained_axes: bool, *, prefix: str | None, rule: str
) -> list[tuple[AnomalyConfig, str]]:
    """Return the header of each block; of several, those without a number are skipped."""
    from ...firmware import firmware_header

    one = fetched.n_selected == 1
    headers = []
    for config in fetched.configs:
        if not one and _is_skipped(config):
            continue
        try:
            model = _model(fetched, config, model_file, trained_axes)
            headers.append((config, firmware_header(config, model, prefix=prefix, rule=rule)))
        except EdgeAnomalyError as error:
            if one:
                raise
            fetched.fail(block_text(config.source), error, "has no header")
        else:
            _warn(config)
    return headers


def _is_skipped(config: AnomalyConfig) -> bool:
    from ...block.thresholds import score_threshold

    if score_threshold(config.thresholds) is not None:
        return False
    print_error(f"{block_text(config.source)} is skipped: none of its thresholds is a number.")
    return True


def _warn(config: AnomalyConfig) -> None:
    if not config.trained:
        print_error(
            f"warning: {block_text(config.source)} is not trained, so its threshold is of no "
            "model yet. Train it, then write the header again."
        )


def _model(
    fetched: FetchedBlocks, config: AnomalyConfig, model_file: str | None, trained_axes: bool
) -> AnomalyModel | None:
    if model_file is not None:
        return read_model(model_file, config)
    several = len(fetched.configs) > 1
    wanted = trained_axes and (config.kind.has_axes or not several)
    return fetched_model(fetched, config) if wanted else None


def _write(
    headers: Sequence[tuple[AnomalyConfig, str]], output: str | None, *, folder: bool
) -> list[Path | None]:
    """Write the headers, and return their paths; None for one that is printed."""
    if output is None:
        return [None for _ in headers]
    place = create_folder(output) if folder else Path(output)
    paths: list[Path | None] = []
    for config, header in headers:
        path = place / _file_name(config) if folder else place
        _write_one(path, header)
        paths.append(path)
    return paths


def _file_name(config: AnomalyConfig) -> str:
    return f"anomaly-project-{config.source.project_id}-block-{config.source.learn_id}.h"


def _write_one(path: Path, header: str) -> None:
    """Write a header, unless only the time of fetching differs: who commits it has no new version then."""
    from ...firmware.format import is_same

    if path.is_file() and is_same(path.read_text("utf-8", errors="replace"), header):
        print_message(f"{path} is not written again: only the time of fetching differs.")
        return
    write_file(str(path), header.encode("ascii"))


def _record(config: AnomalyConfig, path: Path | None, header: str) -> dict[str, object]:
    shown = None if path is None else str(path)
    return {**source_record(config.source), "sha256": config.sha256, "path": shown, "header": header}


def _print_runner(config: AnomalyConfig, *, as_json: bool) -> int:
    from ...firmware import runner_thresholds

    thresholds = runner_thresholds(config)
    if as_json:
        print_json({**source_record(config.source), "thresholds": thresholds})
    else:
        put(f"--thresholds {thresholds}")
    return 0
