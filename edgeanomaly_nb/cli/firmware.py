"""Headers that were written earlier: reading them, and the blocks that they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..block.source import SAMPLE_HOST
from ..errors import EdgeAnomalyError
from .fetching import FetchedBlocks, fetch_blocks
from .selection import SAMPLE_PROJECTS, BlockSelection

if TYPE_CHECKING:
    from ..block.config import AnomalyConfig
    from ..firmware.read import FirmwareHeader


def read_headers(paths: Sequence[str]) -> list[FirmwareHeader]:
    """Return the headers in files, and those in folders and the folders in them.

    Raises
    ------
    click.UsageError
        A folder has no header.

    Examples
    --------
    >>> read_headers([])
    []
    """
    from ..firmware.read import FirmwareHeader

    return [FirmwareHeader.load(file) for path in paths for file in _files(Path(path))]


def _files(path: Path) -> list[Path]:
    """Return a file, or the files of a folder that are headers of this package: others may be there, too."""
    from ..firmware.read import is_header

    if not path.is_dir():
        return [path]
    found = [file for file in sorted(path.rglob("*.h")) if is_header(file)]
    if not found:
        raise click.UsageError(f"--firmware: the folder {path} has no header that “firmware” wrote.")
    return found


def fetch_for(headers: Sequence[FirmwareHeader], selection: BlockSelection) -> FetchedBlocks:
    """Return the selected blocks, or those of the headers if nothing is selected.

    Examples
    --------
    >>> len(fetch_for([], BlockSelection(sample="motion")).configs)
    1
    """
    if not headers or not selection.is_empty:
        return fetch_blocks(selection)
    if len(headers) == 1:
        return fetch_blocks(_block_of(headers[0]))
    fetched = FetchedBlocks()
    for block in dict.fromkeys(map(_block_of, headers)):
        try:
            fetched.configs += fetch_blocks(block).configs
        except EdgeAnomalyError as error:
            fetched.fail(f"block {block.blocks[0]} of project {block.project}", error)
    return fetched


def _block_of(header: FirmwareHeader) -> BlockSelection:
    sample = SAMPLE_PROJECTS if header.host == SAMPLE_HOST else None
    return BlockSelection(header.project_id, (header.learn_id,), sample)


def with_headers(
    fetched: FetchedBlocks, headers: Sequence[FirmwareHeader]
) -> Iterator[tuple[AnomalyConfig, FirmwareHeader | None]]:
    """Yield each block with each of its headers; a block without one is alone.

    One header belongs to the only block, so that a check can find that it is the header of another one.

    Raises
    ------
    click.UsageError
        The block of a header is not selected.

    Examples
    --------
    >>> [header for _, header in with_headers(fetch_blocks(BlockSelection(sample="motion")), [])]
    [None]
    """
    if len(headers) == 1 and len(fetched.configs) == 1:
        yield fetched.configs[0], headers[0]
        return
    for header in headers:
        if not fetched.failures and not any(_belongs(header, config) for config in fetched.configs):
            raise click.UsageError(
                f"{header.path} is the header of block {header.learn_id} of project {header.project_id}, "
                "which is not selected."
            )
    for config in fetched.configs:
        own: list[FirmwareHeader | None] = [header for header in headers if _belongs(header, config)]
        yield from ((config, header) for header in own or [None])


def _belongs(header: FirmwareHeader, config: AnomalyConfig) -> bool:
    return (header.project_id, header.learn_id) == (config.source.project_id, config.source.learn_id)
