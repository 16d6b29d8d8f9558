"""Fetching the selected blocks: from files, from the samples, or from the service."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from ..errors import AuthenticationError, EdgeAnomalyError, MissingCredentialsError
from ..selection import ALL, BlockRef, SelectionError, place_text, select_blocks
from ..text import listed
from .help import SERVICE
from .output.terminal import print_error, print_message, with_progress
from .results import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..block.config import AnomalyConfig
    from ..studio.client import StudioClient
    from .selection import BlockSelection

_MOST_LISTED = 12


@dataclass
class FetchedBlocks:
    """The configs of the selected blocks, the blocks that could not be fetched, and the client if any."""

    configs: list[AnomalyConfig] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    client: StudioClient | None = None

    @property
    def n_selected(self) -> int:
        """The number of selected blocks, fetched or not."""
        return len(self.configs) + len(self.failures)

    def fail(self, what: str, error: Exception, problem: str = "could not be fetched") -> None:
        """Print that something failed, and keep the error."""
        print_error(f"{what} {problem}: {error}")
        self.failures.append(Failure(what, error))

    def exit_code(self, otherwise: int = 0) -> int:
        """Return the exit code: that of a failure, or else `otherwise`."""
        return SERVICE if self.failures else otherwise


def fetch_blocks(selection: BlockSelection, *, allow_writes: bool = False) -> FetchedBlocks:
    """Return the configs of the selected blocks; report those of several that fail.

    Parameters
    ----------
    selection : BlockSelection
        The blocks.
    allow_writes : bool
        True for a client that can write thresholds.

    Returns
    -------
    FetchedBlocks
        The configs in the order of the selection.

    Raises
    ------
    EdgeAnomalyError
        The only selected block could not be fetched.
    click.ClickException
        It is not clear which block is meant.

    Examples
    --------
    >>> from edgeanomaly_nb.cli.selection import SAMPLE_PROJECTS, BlockSelection
    >>> fetched = fetch_blocks(BlockSelection(481207, (4,), SAMPLE_PROJECTS))
    >>> [config.name for config in fetched.configs]
    ['Anomaly detection']
    """
    if selection.files:
        return _load(selection.files)
    if selection.sample:
        from ..studio.client import StudioClient
        from ..studio.load_sample import load_sample

        return FetchedBlocks([load_sample(selection.sample)], client=StudioClient.sample())
    with as_usage_error(selection):
        client = open_client(selection, allow_writes=allow_writes)
        return _fetch(client, _find_blocks(client, selection))


def _load(files: Sequence[str]) -> FetchedBlocks:
    """Load saved configs; a folder is a survey, whose errors are failures."""
    from pathlib import Path

    from ..block.config import AnomalyConfig

    fetched = FetchedBlocks()
    for file in files:
        if not Path(file).is_dir():
            fetched.configs.append(AnomalyConfig.load(file))
            continue
        from ..surveys.survey import Survey

        for row in Survey.load(file).rows:
            if row.config is not None:
                fetched.configs.append(row.config)
            elif row.error:
                what = place_text(row.project_id, row.learn_id)
                fetched.failures.append(Failure(what, EdgeAnomalyError(row.error)))
                print_error(f"{what} in {file} is skipped: {row.error}")
    return fetched


def open_client(selection: BlockSelection, *, allow_writes: bool = False) -> StudioClient:
    """Return a client for the service, or for the samples, which cannot be written.

    Without a key in the environment, a person at a terminal is prompted for it.

    Examples
    --------
    >>> from edgeanomaly_nb.cli.selection import SAMPLE_PROJECTS, BlockSelection
    >>> open_client(BlockSelection(None, (), SAMPLE_PROJECTS)).host
    'samples.invalid'
    """
    from ..studio.auth.keys import ApiKey
    from ..studio.client import StudioClient

    if selection.sample is not None:
        return StudioClient.sample()
    try:
        return StudioClient(allow_writes=allow_writes)
    except MissingCredentialsError:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise MissingCredentialsError(_how_to_begin(selection, allow_writes)) from None
        if selection.is_empty:
            print_message(_HOW_TO_SELECT)
    key = ApiKey(click.prompt("API key, not shown", hide_input=True, err=True))
    return StudioClient(key, allow_writes=allow_writes)


_HOW_TO_SELECT = (
    "No block is selected. Select a bundled block with --sample motion, or one of your own with --project ID "
    "--block ID."
)
_HOW_TO_GET_A_KEY = (
    "set the environment variable EI_API_KEY to a key of your project (in Studio: Dashboard, Keys; {})"
)
_READS, _WRITES = "a read-only key is enough", "it has to be one that can write"


def _how_to_begin(selection: BlockSelection, allow_writes: bool) -> str:
    how = _HOW_TO_GET_A_KEY.format(_WRITES if allow_writes else _READS)
    if selection.is_empty:
        return f"{_HOW_TO_SELECT} There is no API key, which your own needs: {how}."
    return f"There is no API key: {how}, or use the bundled projects with --sample."


@contextmanager
def as_usage_error(selection: BlockSelection | None = None) -> Iterator[None]:
    """Turn errors about selections, ids, keys and addresses into errors about the usage.

    Examples
    --------
    >>> with as_usage_error():
    ...     raise ValueError("The id must be a number.")
    Traceback (most recent call last):
        ...
    click.exceptions.ClickException: The id must be a number.
    """
    try:
        yield
    except EdgeAnomalyError:
        raise
    except SelectionError as error:
        raise click.UsageError(f"{error}{_how_to_choose(error, selection)}") from error
    except (TypeError, ValueError) as error:
        raise click.ClickException(str(error)) from error


def _how_to_choose(error: SelectionError, selection: BlockSelection | None) -> str:
    if error.choose == "block":
        return " Choose with --block, which also takes several ids, or all."
    has_samples = selection is not None and selection.sample is not None
    sample = " Or name a bundled block, such as --sample motion." if has_samples else ""
    return f" Choose one with --project.{sample}" if error.choose else ""


def _find_blocks(client: StudioClient, selection: BlockSelection) -> list[BlockRef]:
    learn_ids = ALL if selection.is_all else [int(block) for block in selection.blocks]
    return select_blocks(client, selection.project_id, learn_ids, every_project=selection.every_project)


def _fetch(client: StudioClient, refs: Sequence[BlockRef]) -> FetchedBlocks:
    fetched = FetchedBlocks(client=client)
    skipped: Sequence[BlockRef] = ()
    for position, ref in enumerate(with_progress(refs, "Fetching blocks"), 1):
        try:
            fetched.configs.append(client.get_anomaly(ref.project_id, ref.learn_id))
        except EdgeAnomalyError as error:
            if len(refs) == 1:
                raise
            fetched.failures.append(Failure(ref.text, error))
            if isinstance(error, AuthenticationError):  # the others would be refused for the same reason
                skipped = refs[position:]
                break
    for failure in fetched.failures:
        print_error(f"{failure.what} could not be fetched: {failure.error}")
    if skipped:
        names = listed([ref.text for ref in skipped], most=_MOST_LISTED)
        print_error(f"not attempted, since the key was refused: {names}.")
        refused = AuthenticationError("It was not attempted, since the key was refused.")
        fetched.failures += [Failure(ref.text, refused) for ref in skipped]
    return fetched
