"""The thresholds of a block as macros: a number, or one of numbered options."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from ..block.config import AnomalyConfig
from ..block.source import block_text
from ..block.thresholds import (
    ThresholdRow,
    as_number,
    chosen_option,
    score_threshold_position,
    threshold_rows,
)
from ..block.thresholds_text import value_text
from ..errors import FirmwareError
from ..text import listed, one_line
from .literal import float32, float_literal
from .names import RESERVED, macro_parts


class Define(NamedTuple):
    """The macro of a threshold: its name, its value in C, and the macros of its options, with their texts."""

    name: str
    value: str
    row: ThresholdRow
    options: Sequence[tuple[str, str]] = ()


class Defines(NamedTuple):
    """The macros of all thresholds, in the order of the config, and the one of the score."""

    all: Sequence[Define]
    score: Define


def defines_of(config: AnomalyConfig, prefix: str) -> Defines:
    """Return the macros of the thresholds of a block.

    Raises
    ------
    FirmwareError
        A threshold is neither a number that float32 can hold nor one of its options, or none is a number.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> [(one.name, one.value) for one in defines_of(ea.load_sample("motion"), "FAN").all]
    [('FAN_MIN_SCORE', '0.3f')]
    """
    rows, block = list(threshold_rows(config.thresholds)), block_text(config.source)
    at = score_threshold_position(config.thresholds)
    for row in rows:
        _check(row, block)
    if at is None:
        raise FirmwareError(
            f"No threshold of {block} is a number, so there is nothing to compare a score with. "
            "Set one in Studio, then fetch the block again."
        )
    keys = macro_parts([row.Index for row in rows], "THRESHOLD", RESERVED)
    taken = [*RESERVED, *keys]
    defines = [_define(row, key, prefix, taken) for row, key in zip(rows, keys, strict=True)]
    return Defines(defines, defines[at])


def _check(row: ThresholdRow, block: str) -> None:
    number, name = as_number(row.value), f"The threshold {one_line(row.Index, 60)!r} of {block}"
    if not math.isnan(number):
        if float32(number) is None:
            raise FirmwareError(
                f"{name} is {value_text(number)}, which a float of the device (float32) cannot hold. Set "
                "another value in Studio, then fetch the block again."
            )
    elif chosen_option(row) is None:
        values = [value for value, _ in row.options]
        problem = f"not one of its options: {listed(values)}" if values else "not a number"
        raise FirmwareError(
            f"{name} is {value_text(row.value)}, which is {problem}. Set it in Studio, then fetch the block "
            "again."
        )


def _define(row: ThresholdRow, key: str, prefix: str, taken: list[str]) -> Define:
    name, number = f"{prefix}_{key}", as_number(row.value)
    if not math.isnan(number):
        return Define(name, float_literal(number), row)
    options = dict(row.options)
    parts = macro_parts([f"{key}_{value}" for value in options], f"{key}_OPTION", taken)
    taken += parts
    names = dict(zip(options, [f"{prefix}_{part}" for part in parts], strict=True))
    chosen = names[chosen_option(row) or ""]
    return Define(name, chosen, row, [(names[value], text or value) for value, text in options.items()])
