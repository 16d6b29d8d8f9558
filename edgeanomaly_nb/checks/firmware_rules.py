"""Rules about a header for firmware that was written earlier."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import cast

from ..block.config import AnomalyConfig
from ..block.source import Source
from ..block.thresholds import threshold_key
from ..block.thresholds_text import setting_text
from ..errors import FirmwareError
from ..firmware.defines import Define, defines_of
from ..firmware.literal import float32
from ..firmware.read import FirmwareHeader
from ..text import one_line
from .evidence import Evidence
from .rule import Limits, Pairs

_SUBJECT = "firmware"
_NUMBER = re.compile(r"\(?(-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)[fF]?\)?")
_HOW = "Write the header again with “edgeanomaly-nb firmware”, and build the firmware again."


def edited(_config: AnomalyConfig, _: Limits, evidence: Evidence) -> Pairs:
    """Find a header that was changed after it was written."""
    header = _header(evidence)
    if header.is_edited:
        yield (
            _SUBJECT,
            f"{one_line(header.path, 200)} was edited after it was written, by hand or by a formatter: its "
            "checksum differs. Its numbers may have been changed, too. Set thresholds in Studio, then write "
            "the header again with “edgeanomaly-nb firmware”.",
        )


def differs(config: AnomalyConfig, _: Limits, evidence: Evidence) -> Pairs:
    """Find thresholds of a header that are not those of the config."""
    header = _header(evidence)
    other = _other_block(header, config.source)
    if other:
        yield _SUBJECT, other
        return
    try:
        defines = defines_of(config, header.prefix).all
    except FirmwareError as error:
        yield _SUBJECT, f"The thresholds have changed. {error}"
        return
    for define in defines:
        if message := _difference(define, header, config):
            yield threshold_key(define.row), message
    yield from _removed(header, defines)


def _other_block(header: FirmwareHeader, source: Source) -> str:
    host = None if header.host == "not known" else header.host
    theirs = Source(host, header.project_id, header.learn_id)
    pairs = (
        (theirs.host, source.host),
        (theirs.project_id, source.project_id),
        (theirs.learn_id, source.learn_id),
    )
    if not any(None not in pair and pair[0] != pair[1] for pair in pairs):
        return ""
    return (
        f"{one_line(header.path, 200)} is the header of another block: {one_line(theirs.in_words, 200)}. "
        f"This is {one_line(source.in_words, 200)}. Check the header against its own block, or write the "
        "header of this block with “edgeanomaly-nb firmware”."
    )


def _difference(define: Define, header: FirmwareHeader, config: AnomalyConfig) -> str:
    """Return how a threshold of the header differs from that of the config; empty if it does not."""
    found = header.values.get(define.name)
    if found is None:
        return f"The header does not define {define.name}, a threshold that Studio has. {_HOW}"
    if found == define.value:
        return ""
    begin = f"The header has {_shown(found)} ({define.name}), but Studio has"
    if define.options:
        return f"{begin} {setting_text(define.row)}. {_HOW}"
    ours, theirs = _number(define.value), _number(found)
    if ours is None or theirs is None:
        return f"{begin} {_shown(define.value)}. {_HOW}"
    if ours == theirs:
        return ""
    effect = config.kind.effect(theirs, ours)
    return f"{begin} {_shown(define.value)}{effect and f', so the firmware {effect}'}. {_HOW}"


def _removed(header: FirmwareHeader, defines: Sequence[Define]) -> Iterator[tuple[str, str]]:
    known = {define.name for define in defines}
    for name, value in header.values.items():
        if name not in known and not value.isdigit():  # whole numbers are options
            yield (
                _SUBJECT,
                f"The header defines {one_line(name, 80)}, a threshold that Studio does not have. {_HOW}",
            )


def _number(text: str) -> float | None:
    found = _NUMBER.fullmatch(text)
    return None if found is None else float32(float(found[1]))


def _shown(text: str) -> str:
    found = _NUMBER.fullmatch(text)
    return one_line(found[1].removesuffix(".0") if found else text, 80)


def _header(evidence: Evidence) -> FirmwareHeader:
    return cast("FirmwareHeader", evidence.firmware)
