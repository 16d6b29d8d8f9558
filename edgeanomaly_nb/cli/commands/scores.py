"""``edgeanomaly-nb scores``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import click

from ..evidence import (
    Evidence,
    category_option,
    evidence_of,
    fetch_windows,
    fetched_model,
    model_option,
    read_model,
    read_windows,
    windows_option,
)
from ..fetching import as_usage_error, fetch_blocks
from ..help import Command
from ..options import block_options, file_option, output_options, rule_option
from ..output.scores import print_scores, scores_record
from ..output.terminal import print_json
from ..scoring import score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..selection import BlockSelection


def _finite(_context: click.Context, _option: click.Parameter, numbers: Sequence[float]) -> Sequence[float]:
    if not all(map(math.isfinite, numbers)):
        raise click.BadParameter("a threshold must be a finite number.")
    return numbers


@click.command("scores", cls=Command)
@block_options
@model_option
@file_option("--config", "config_file", "With --model: the saved config, for its thresholds and its labels.")
@windows_option
@category_option
@click.option(
    "--threshold",
    "thresholds",
    type=float,
    multiple=True,
    callback=_finite,
    metavar="NUMBER",
    help="A further threshold to try; can be repeated.",
)
@click.option(
    "--at-most",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.01,
    show_default=True,
    metavar="SHARE",
    help="The largest share of normal windows that the chosen threshold flags.",
)
@rule_option("A score is flagged above the threshold, or also if it is equal. Write it in quotation marks.")
@click.option(
    "--in-a-row",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    metavar="N",
    help="Flag a window only if so many in a row are above the threshold.",
)
@output_options
def command(
    selection: BlockSelection,
    *,
    model_file: str | None,
    config_file: str | None,
    windows_file: str | None,
    category: str | None,
    thresholds: Sequence[float],
    at_most: float,
    rule: str,
    in_a_row: int,
    as_json: bool,
) -> int:
    """Show what thresholds would flag of some windows.

    The windows are scored as the device scores them. Without --windows, the testing windows of the block are
    fetched, or the training windows with --category training. With --model nothing is fetched.

    Examples
    --------
    edgeanomaly-nb scores --sample motion
    edgeanomaly-nb scores --project 12345 --block 7 --at-most 0.001
    edgeanomaly-nb scores --project 12345 --block 7 --windows new.npy --threshold 0.7
    edgeanomaly-nb scores --model model.json --config saved.json --windows new.csv
    edgeanomaly-nb scores --sample fan --rule ">=" --in-a-row 3 --json
    """
    if model_file is None:
        evidence = _of_block(selection, config_file, windows_file, category)
    else:
        evidence = _of_files(selection, model_file, config_file, windows_file, category)
    with as_usage_error():
        scored = score(evidence, thresholds, at_most, rule, in_a_row)
    if as_json:
        print_json(scores_record(scored))
    else:
        print_scores(scored)
    return 0


def _of_block(
    selection: BlockSelection, config_file: str | None, windows_file: str | None, category: str | None
) -> Evidence:
    """Return a block of the service or of the samples; its windows are fetched unless there is a file."""
    if config_file is not None:
        raise click.UsageError("--config needs --model, the trained model of the block.")
    if selection.may_be_several:
        raise click.UsageError("Select one block: windows are those of one block.")
    fetched = fetch_blocks(selection)
    if windows_file is not None:
        return evidence_of(fetched, None, windows_file, category)
    (config,) = fetched.configs
    model = fetched_model(fetched, config)
    return Evidence(config, model, fetch_windows(fetched, config, category or "testing"))


def _of_files(
    selection: BlockSelection,
    model_file: str,
    config_file: str | None,
    windows_file: str | None,
    category: str | None,
) -> Evidence:
    """Return what the files contain; nothing is fetched."""
    if selection.project is not None or selection.blocks or selection.sample is not None:
        raise click.UsageError("Use either --model, or --project, --block and --sample.")
    if windows_file is None:
        raise click.UsageError("--model needs --windows FILE: a file of windows to score.")
    config = None
    if config_file is not None:
        from ...block.config import AnomalyConfig

        config = AnomalyConfig.load(config_file)
    model = read_model(model_file, config)
    return Evidence(config, model, read_windows(windows_file, model, category))
