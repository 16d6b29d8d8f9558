"""``edgeanomaly-nb set-threshold``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

import click

from ...errors import InvalidChangeError
from ...text import listed, one_line
from ..evidence import evidence_of, model_option, windows_option
from ..fetching import FetchedBlocks, as_usage_error, fetch_blocks
from ..help import Command
from ..options import block_options, output_options
from ..output.json import source_record
from ..output.terminal import print_heading, print_json, print_message, print_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ...block.config import AnomalyConfig
    from ...scores.model import AnomalyModel
    from ...scores.windows import Windows
    from ...studio.threshold_change import ThresholdChange
    from ...studio.threshold_result import ThresholdsWritten
    from ..selection import BlockSelection

_HOW_TO_WRITE = "Nothing was written. To write it, run the same command with --apply."


@click.command("set-threshold", cls=Command)
@click.argument("pairs", nargs=-1, required=True, metavar="KEY=VALUE...")
@block_options
@click.option(
    "--apply", "is_applied", is_flag=True, help="Write the new values to Studio; without it, nothing is."
)
@click.option(
    "--allow-jobs",
    is_flag=True,
    help="Let Studio start a job if it needs one to compute the model testing results again.",
)
@click.option(
    "--expect",
    "expected",
    multiple=True,
    metavar="KEY=VALUE",
    help="Refuse unless Studio has this value now; can be repeated.",
)
@windows_option
@model_option
@output_options
def command(
    selection: BlockSelection,
    *,
    pairs: Sequence[str],
    is_applied: bool,
    allow_jobs: bool,
    expected: Sequence[str],
    windows_file: str | None,
    model_file: str | None,
    as_json: bool,
) -> int:
    """Show what new thresholds of a block would do, and write them.

    KEY is the key of a threshold, as “show” prints it. Without --apply this is a dry run: nothing is
    written. With --apply the values are sent once, never again, and read back: that needs a key that can
    write. If Studio has changed in between, nothing is written.

    With --expect the command ends with exit code 3 if somebody has set another value. If Studio has the new
    values already, nothing is written, and the exit code is 0. With --windows, the old and the new threshold
    are tried on the windows of a file; the model is fetched unless there is --model.

    Examples
    --------
    edgeanomaly-nb set-threshold --sample motion min_score=0.5
    edgeanomaly-nb set-threshold --project 12345 --block 7 min_score=0.5
    edgeanomaly-nb set-threshold --project 12345 --block 7 min_score=0.5 --windows new.npy
    edgeanomaly-nb set-threshold --project 12345 --block 7 min_score=0.5 --expect min_score=0.3 --apply
    """
    from ...studio.threshold_values import refuse_unless

    texts, expected_texts = _read_pairs(pairs), _read_pairs(expected)
    if model_file is not None and windows_file is None:
        raise click.UsageError("--model needs --windows FILE: a file of windows to score.")
    if allow_jobs and not is_applied:
        raise click.UsageError("--allow-jobs needs --apply: nothing is written without it.")
    if selection.may_be_several:
        raise click.UsageError("Select one block: thresholds of one block are written at a time.")
    fetched = fetch_blocks(selection, allow_writes=is_applied)
    (config,), client = fetched.configs, fetched.client
    if client is None:
        raise click.UsageError("Select a block with --project and --block.")
    values = _values(config, texts)
    try:
        with as_usage_error():
            scores = _scores(fetched, windows_file, model_file)
            change = client.prepare_thresholds(config, values, scores=scores)
    except InvalidChangeError:
        if not _are_saved(config, values):
            raise
        return _print_saved(config, values, as_json=as_json)
    refuse_unless(config, _values(config, expected_texts))
    written = change.apply(allow_jobs) if is_applied else None
    if as_json:
        print_json(_record(change, written))
    else:
        _print(change, written)
    return 0


def _read_pairs(pairs: Sequence[str]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not (key and equals and text):
            raise click.UsageError(f"{pair!r} is not KEY=VALUE, such as min_score=0.5.")
        if key in texts:
            raise click.UsageError(f"{key!r} has two values: {texts[key]} and {text}.")
        texts[key] = text
    return texts


def _values(config: AnomalyConfig, texts: dict[str, str]) -> dict[str, float | str]:
    """Return the values: a number where the saved value is one."""
    from ...block.thresholds import as_number, threshold_rows

    numbers = {row.Index for row in threshold_rows(config.thresholds) if not isinstance(row.value, str)}
    values: dict[str, float | str] = {}
    for key, text in texts.items():
        number = as_number(text)
        is_text = key not in numbers or (math.isnan(number) and text.strip().lower() != "nan")
        values[key] = text if is_text else number
    return values


def _scores(fetched: FetchedBlocks, windows_file: str | None, model_file: str | None) -> pd.DataFrame | None:
    if windows_file is None:
        return None
    evidence = evidence_of(fetched, model_file, windows_file, None)
    return cast("AnomalyModel", evidence.model).score(cast("Windows", evidence.windows))


def _are_saved(config: AnomalyConfig, values: Mapping[str, float | str]) -> bool:
    saved = config.thresholds["value"]
    # A key that the service sends twice has two values, and cannot be set.
    return all(saved[saved.index == key].tolist() == [value] for key, value in values.items())


def _print_saved(config: AnomalyConfig, values: Mapping[str, float | str], *, as_json: bool) -> int:
    from ...studio.threshold_values import exact_value_text

    named = [f"{one_line(key, 40)} is {exact_value_text(value)}" for key, value in values.items()]
    text = f"{listed(named)} already: nothing to write."
    if as_json:
        print_json(_json(config, [], [text]))
    else:
        print_text(text)
    return 0


def _print(change: ThresholdChange, written: ThresholdsWritten | None) -> None:
    if written is None:
        print_heading(change.title)
        for line in change.lines[:-1]:
            print_text(f"  {line}")
        print_text(change.test_results_text("--apply --allow-jobs"))
        print_message(_HOW_TO_WRITE)
        return
    print_heading(written.title)
    for line in written.lines:
        print_text(f"  {line}")


def _record(change: ThresholdChange, written: ThresholdsWritten | None) -> dict[str, object]:
    changes = [{"key": new.key, "old": new.old, "new": new.value} for new in change.values]
    if written is None:
        lines = [*change.lines[:-1], change.test_results_text("--apply --allow-jobs")]
        return _json(change.config, changes, lines)
    return {
        **_json(written.config, changes, written.lines),
        "written": True,
        "model_testing_status": written.status,
        "had_model_testing_results": written.had_test_results,
        "job_id": written.job_id,
    }


def _json(config: AnomalyConfig, changes: Sequence[object], lines: Sequence[str]) -> dict[str, object]:
    return {
        "source": source_record(config.source),
        "changes": changes,
        "written": False,
        "model_testing_status": None,
        "had_model_testing_results": None,
        "job_id": None,
        "text": lines,
    }
