"""``edgeanomaly-nb firmware``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..evidence import fetched_model, model_option, read_model
from ..fetching import FetchedBlocks, fetch_blocks
from ..help import Command
from ..options import block_options, files_argument, output_option, output_options, rule_option
from ..output.files import check_output_path, write_file
from ..output.json import source_record
from ..output.streams import put
from ..output.terminal import print_json

if TYPE_CHECKING:
    from ...block.config import AnomalyConfig
    from ...scores.model import AnomalyModel
    from ..selection import BlockSelection


@click.command("firmware", cls=Command)
@files_argument
@block_options
@output_option("The header, such as anomaly_thresholds.h. Without it, or with “-”, the header is printed.")
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
    """Write the thresholds of a block as a header for C and C++.

    No threshold is part of the library that Studio deploys, except for visual blocks. The header has the
    thresholds as macros, a function that compares a score with them, and checks that stop the build with the
    library of another project. Include it after model-parameters/model_metadata.h. FILE is a saved config.

    “check --firmware” shows later whether the thresholds in the header are still those of Studio.

    Examples
    --------
    edgeanomaly-nb firmware --project 12345 --block 7 -o anomaly_thresholds.h
    edgeanomaly-nb firmware --project 12345 --block 7 --prefix fan --rule ">=" -o fan_thresholds.h
    edgeanomaly-nb firmware --sample motion --trained-axes
    edgeanomaly-nb firmware saved.json -o anomaly_thresholds.h
    """
    output = None if output == "-" else output
    if runner:
        _refuse_for_runner(output=output, prefix=prefix, model=model_file is not None or trained_axes)
    if output is not None:
        check_output_path(output, "-o")
    fetched = fetch_blocks(selection)
    config = _only(fetched)
    if runner:
        return _print_runner(config, as_json=as_json)
    from ...firmware import firmware_header

    header = firmware_header(
        config, _model(fetched, config, model_file, trained_axes), prefix=prefix, rule=rule
    )
    if output is not None:
        write_file(output, header.encode("ascii"))
    if as_json:
        print_json(
            {**source_record(config.source), "sha256": config.sha256, "path": output, "header": header}
        )
    else:
        put(header.rstrip("\n") if output is None else str(Path(output)))
    return 0


def _refuse_for_runner(**given: object) -> None:
    names = {"output": "-o", "prefix": "--prefix", "model": "--model and --trained-axes"}
    if wrong := [names[name] for name, value in given.items() if value]:
        raise click.UsageError(f"--runner prints an option, not a header: omit {' and '.join(wrong)}.")


def _only(fetched: FetchedBlocks) -> AnomalyConfig:
    if len(fetched.configs) != 1 or fetched.failures:
        count = len(fetched.configs) + len(fetched.failures)
        raise click.UsageError(
            f"A header is of one block, but {count:,} are selected. Write one for each: their names differ, "
            "so a program can include several."
        )
    return fetched.configs[0]


def _model(
    fetched: FetchedBlocks, config: AnomalyConfig, model_file: str | None, trained_axes: bool
) -> AnomalyModel | None:
    if model_file is not None:
        return read_model(model_file, config)
    return fetched_model(fetched, config) if trained_axes else None


def _print_runner(config: AnomalyConfig, *, as_json: bool) -> int:
    from ...firmware import runner_thresholds

    thresholds = runner_thresholds(config)
    if as_json:
        print_json({**source_record(config.source), "thresholds": thresholds})
    else:
        put(f"--thresholds {thresholds}")
    return 0
