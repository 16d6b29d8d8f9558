"""A header that was written earlier: reading it, and the block that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..block.source import SAMPLE_HOST
from .selection import SAMPLE_PROJECTS, BlockSelection

if TYPE_CHECKING:
    from ..firmware.read import FirmwareHeader


def read_header(path: str | None) -> FirmwareHeader | None:
    """Return the header in a file; None without a file.

    Examples
    --------
    >>> read_header(None)
    """
    if path is None:
        return None
    from ..firmware.read import FirmwareHeader

    return FirmwareHeader.load(path)


def block_of(header: FirmwareHeader | None, selection: BlockSelection) -> BlockSelection:
    """Return the selection, or the block of a header if nothing is selected.

    Examples
    --------
    >>> block_of(None, BlockSelection(1, (7,)))
    BlockSelection(project=1, blocks=(7,), sample=None, files=())
    """
    if header is None or not selection.is_empty:
        return selection
    sample = SAMPLE_PROJECTS if header.host == SAMPLE_HOST else None
    return BlockSelection(header.project_id, (header.learn_id,), sample)
