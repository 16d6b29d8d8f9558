"""What the explorer loads from a service (projects, blocks, a block), and its status line about that."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import pandas as pd

from ...block.config import AnomalyConfig
from ...block.source import block_text
from ...errors import (
    AuthenticationError,
    EdgeAnomalyError,
    MissingCredentialsError,
    NotFoundError,
    PermissionDeniedError,
    TransportError,
)
from ...studio.client import StudioClient
from ...text import counted

# After one of these the next request would fail in the same way, perhaps after a long wait.
_FINAL = (AuthenticationError, MissingCredentialsError, TransportError)
NO_PROJECT = "No project is chosen. Choose one, or type its number, and load again."


@dataclass(frozen=True)
class LoadRequest:
    """What to load from a service.

    Parameters
    ----------
    project_id, learn_id : int, optional
        The project and the block; by default the only project that the key can see, and its first block.
    projects, blocks, config : bool
        Which of the three to load.

    Examples
    --------
    >>> LoadRequest(481207, 4, config=True).text
    'Loading block 4 of project 481207…'
    """

    project_id: int | None = None
    learn_id: int | None = None
    projects: bool = False
    blocks: bool = False
    config: bool = False

    @property
    def text(self) -> str:
        """What is happening while this is loaded."""
        project = "the project" if self.project_id is None else f"project {self.project_id}"
        if self.config:
            block = "the first block" if self.learn_id is None else f"block {self.learn_id}"
            return f"Loading {block} of {project}…"
        return "Loading the list of projects…" if self.projects else f"Loading the blocks of {project}…"


@dataclass
class LoadResult:
    """What a service returned for a `LoadRequest`; a part is None if it was not requested, or failed."""

    request: LoadRequest
    project_id: int | None = None
    projects: pd.DataFrame | None = None
    blocks: pd.DataFrame | None = None
    config: AnomalyConfig | None = None
    error: EdgeAnomalyError | None = None

    @property
    def error_text(self) -> str:
        """What went wrong; empty if nothing did."""
        if self.error:
            return str(self.error)
        return NO_PROJECT if self.request.config and self.config is None else ""

    @property
    def text(self) -> str:
        """What was loaded, as a sentence; empty if something went wrong."""
        if self.error_text:
            return ""
        if self.config:
            return f"Loaded {block_text(self.config.source)}."
        if self.blocks is not None and self.project_id is not None:
            return _blocks_text(self.project_id, self.blocks)
        if self.projects is not None:
            return f"{counted(len(self.projects), 'project')} found: choose one."
        return "This key cannot list projects: type the number of a project."


def _blocks_text(project_id: int, blocks: pd.DataFrame) -> str:
    if blocks.empty:
        return f"Project {project_id} has no anomaly block."
    return f"Project {project_id} has {counted(len(blocks), 'anomaly block')}."


def load(client: StudioClient, request: LoadRequest) -> LoadResult:
    """Load what is requested, as far as possible: what was loaded before an error is kept.

    A key that may not list projects is not an error: a project can be chosen by its number.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> result = load(ea.StudioClient.sample(), LoadRequest(481207, blocks=True, config=True))
    >>> result.config.source.learn_id, len(result.blocks), result.error
    (4, 7, None)
    """
    result = LoadResult(request, request.project_id)
    for step in (_load_projects, _load_blocks, _load_config):
        try:
            step(client, result)
        except EdgeAnomalyError as error:
            result.error = result.error or error
            if isinstance(error, _FINAL):
                break
    return result


def _load_projects(client: StudioClient, result: LoadResult) -> None:
    if not result.request.projects:
        return
    with contextlib.suppress(PermissionDeniedError, NotFoundError):
        result.projects = client.list_projects()
        if result.project_id is None and len(result.projects) == 1:
            result.project_id = int(result.projects.project_id.iloc[0])


def _load_blocks(client: StudioClient, result: LoadResult) -> None:
    if result.request.blocks and result.project_id is not None:
        result.blocks = client.list_anomaly_blocks(result.project_id)


def _load_config(client: StudioClient, result: LoadResult) -> None:
    if not result.request.config or result.project_id is None:
        return
    learn_id = result.request.learn_id
    if learn_id is None:
        if result.blocks is None:
            return  # the result has the reason already
        learn_id = first_block(result.blocks, result.project_id)
    result.config = client.get_anomaly(result.project_id, learn_id)


def first_block(blocks: pd.DataFrame, project_id: int) -> int:
    """Return the id of the first anomaly block of a project.

    Raises
    ------
    NotFoundError
        There is none.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> first_block(ea.StudioClient.sample().list_anomaly_blocks(602318), 602318)
    3
    """
    if len(blocks):
        return int(blocks.learn_id.iloc[0])
    raise NotFoundError(
        f"{_blocks_text(project_id, blocks)} Add one to an impulse in Studio and train it, or choose another "
        "project.",
        project_id=project_id,
    )
