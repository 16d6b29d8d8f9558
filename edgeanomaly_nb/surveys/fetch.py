"""The work of one task: fetch a project, or one block. Runs in any thread or process, and never raises."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ..errors import (
    AuthenticationError,
    EdgeAnomalyError,
    InvalidResponseError,
    NotFoundError,
    OperationFailedError,
    RateLimitedError,
)
from ..studio.client import StudioClient
from ..text import one_line
from .courier import Courier
from .rows import Outcome, Row, Task

_LONGEST_ERROR = 600


def fetch(courier: Courier, task: Task) -> Outcome:
    """Fetch what a task names.

    Parameters
    ----------
    courier : Courier
        Carries the client.
    task : Task
        A project, or a block.

    Returns
    -------
    Outcome
        An error is part of it; it has no traceback, whose variables could hold more than its message.

    Examples
    --------
    >>> outcome = fetch(Courier(StudioClient.sample()), Task(481207))
    >>> [row.key for row in outcome.rows]
    [(481207, 4), (481207, 7), (481207, 10), (481207, 13), (481207, 16), (481207, 19), (481207, 23)]
    """
    try:
        return _fetch(courier.client, task)
    except Exception as error:  # noqa: BLE001  # of one task: it must not end the others
        return outcome_of(task, error)


def outcome_of(task: Task, error: Exception) -> Outcome:
    """Return an error as an outcome; a request to slow down is not an error yet.

    Examples
    --------
    >>> outcome_of(Task(1), RateLimitedError("Slow down.", retry_after=7)).pause_s
    7
    """
    error.__cause__ = error.__context__ = None
    error = error.with_traceback(None)
    pause_s = getattr(error, "retry_after", None)
    if isinstance(error, RateLimitedError):
        pause_s = pause_s or 0.0
    return Outcome(
        (task.failed(error_text(error)),),
        error=error,
        pause_s=pause_s,
        is_refused=isinstance(error, AuthenticationError),
    )


def error_text(error: BaseException) -> str:
    """Return the text of an error for a row: one of ours as it is, another one with its type.

    Examples
    --------
    >>> error_text(KeyError("x"))
    "KeyError: 'x'"
    """
    known = isinstance(error, EdgeAnomalyError)
    return one_line(str(error) if known else f"{type(error).__name__}: {error}", _LONGEST_ERROR)


def _fetch(client: StudioClient, task: Task) -> Outcome:
    if task.block is not None:
        return Outcome((_fetch_block(client, task.block, task.block_type),))
    if task.is_older:
        return _list_blocks(client, task.project_id)
    try:
        return _fetch_project(client, task.project_id)
    except NotFoundError:  # an older server, or the project does not exist: then listing its blocks fails
        return _list_blocks(client, task.project_id)._replace(is_older=True)
    except (InvalidResponseError, OperationFailedError):  # of one block, perhaps: the others can be fetched
        return _list_blocks(client, task.project_id)


def _fetch_project(client: StudioClient, project_id: int) -> Outcome:
    """Fetch a project in one request."""
    rows = [
        Row(
            project_id,
            config.source.learn_id,
            config,
            impulse_id=impulse.id,
            impulse_name=impulse.name,
            stale=config.source.is_stale,
        )
        for impulse, config in client._detailed_blocks(project_id)
    ]
    return Outcome(tuple(rows) or (Row(project_id),))


def _fetch_block(client: StudioClient, block: Row, block_type: str | None) -> Row:
    config = client.get_anomaly(block.project_id or 0, block.learn_id or 0, block_type=block_type)
    return replace(block, config=config)


def _list_blocks(client: StudioClient, project_id: int) -> Outcome:
    """List the blocks of a project on an older server: they are fetched one by one."""
    found = client.list_anomaly_blocks(project_id).drop_duplicates("learn_id")
    if found.empty:
        return Outcome((Row(project_id),))
    columns = [found[name].tolist() for name in ("learn_id", "impulse_id", "impulse_name", "type")]
    tasks = []
    for learn_id, impulse_id, name, kind in zip(*columns, strict=True):
        row = Row(
            project_id,
            learn_id,
            impulse_id=None if pd.isna(impulse_id) else impulse_id,
            impulse_name=None if pd.isna(name) else name,
        )
        tasks.append(Task(project_id, row, kind))
    return Outcome(more=tuple(tasks))
