"""The thresholds of a visual block as the option of the Linux runner."""

from __future__ import annotations

import math
import re

from ..block.config import AnomalyConfig
from ..block.given_config import config_given
from ..block.kinds import VISUAL
from ..block.source import block_text
from ..block.thresholds import as_number, threshold_rows
from ..errors import FirmwareError
from ..text import one_line

_KEY = re.compile(r"[A-Za-z0-9_]+")


def runner_thresholds(config: AnomalyConfig) -> str:
    """Return the thresholds of a visual block for the option ``--thresholds`` of the Linux runner.

    Parameters
    ----------
    config : AnomalyConfig
        The configuration of a visual block. No other kind has a threshold at run time.

    Returns
    -------
    str
        ``block.key=value``, with commas between several thresholds. Those that are not numbers are skipped,
        since the runner takes none.

    Raises
    ------
    FirmwareError
        The block is of another kind, its id is not known, it has no number, or a key is not a name.
    TypeError
        `config` is not a config.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> runner_thresholds(ea.load_sample("motion"))
    Traceback (most recent call last):
        ...
    edgeanomaly_nb.errors.FirmwareError: The Linux runner takes thresholds of visual blocks only, and ...
    """
    config = config_given(config, "runner_thresholds")
    block = block_text(config.source)
    _refuse_other(config, block)
    rows = [row for row in threshold_rows(config.thresholds) if math.isfinite(as_number(row.value))]
    for row in rows:
        if not _KEY.fullmatch(row.Index):
            raise FirmwareError(
                f"The key {one_line(row.Index, 60)!r} of {block} cannot be part of an option: it has other "
                "characters than letters, digits and underscores."
            )
    if not rows:
        raise FirmwareError(
            f"No threshold of {block} is a number, and the runner takes no other. Set one in Studio."
        )
    return ",".join(f"{config.source.learn_id}.{row.Index}={_number(row.value)}" for row in rows)


def _refuse_other(config: AnomalyConfig, block: str) -> None:
    if config.kind != VISUAL:
        kind = f"is {config.kind.name}" if config.kind.is_known else "is of an unknown kind"
        raise FirmwareError(
            f"The Linux runner takes thresholds of visual blocks only, and {block} {kind}. K-means, GMM and "
            "custom blocks take no threshold at run time: compare the score in your own program, in C or C++ "
            "with the header of firmware_header."
        )
    if config.source.learn_id is None:
        raise FirmwareError(
            "The id of the block is not known, and the option of the runner contains it. Use a config that "
            "was fetched, or one that config.save wrote."
        )


def _number(value: float | str) -> str:
    return repr(as_number(value) + 0.0).removesuffix(".0")  # + 0.0 turns -0.0 into 0
