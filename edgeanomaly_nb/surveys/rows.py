"""What a survey consists of: one row per block, and the tasks that fetch them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from ..block.config import AnomalyConfig
from ..text import one_line

#: Why a survey was stopped by Ctrl-C.
INTERRUPTED = "it was interrupted"


@dataclass(frozen=True)
class Row:
    """One block of a survey, or a project without blocks, or what could not be fetched.

    Parameters
    ----------
    project_id : int, optional
        The project; None for a file that does not name it.
    learn_id : int, optional
        The block; None for a project that has none, or whose blocks could not be listed.
    config : AnomalyConfig, optional
        What was fetched.
    error : str
        Why there is no config; empty if there is no error.
    impulse_id, impulse_name : optional
        The impulse, where it is known.
    stale : bool, optional
        True if the impulse has changed since it was trained; None where that is not known.
    is_kept : bool
        True if the survey took it from its folder and did not fetch it.

    Examples
    --------
    >>> Row(1, 7, error="The block was deleted.").key
    (1, 7)
    """

    project_id: int | None
    learn_id: int | None = None
    config: AnomalyConfig | None = None
    error: str = ""
    impulse_id: int | None = None
    impulse_name: str | None = None
    stale: bool | None = None
    is_kept: bool = False

    @property
    def key(self) -> tuple[int | None, int | None]:
        """Project and block."""
        return self.project_id, self.learn_id


class Task(NamedTuple):
    """What one call of a worker fetches: a project, or one block that was listed.

    On an older server, which does not send a project in one response, `is_older` saves a request.
    """

    project_id: int
    block: Row | None = None
    block_type: str | None = None
    is_older: bool = False

    def failed(self, error: str) -> Row:
        """Return the row that shows why this was not fetched."""
        return replace(self.block or Row(self.project_id), error=error)


class Outcome(NamedTuple):
    """What a worker returns. It never raises: an executor would log the error in its own way.

    Parameters
    ----------
    rows : tuple of Row
        What was fetched, or the error.
    more : tuple of Task
        What is left to fetch: the blocks of an older server, one by one.
    error : Exception, optional
        The error, without a traceback.
    pause_s : float, optional
        Seconds to wait, if the server limits the rate: the task is to be done again. 0 if it names no time.
    is_refused : bool
        True if the key was refused, so that every other task would fail, too.
    is_skipped : bool
        True if the task was not attempted.
    is_older : bool
        True if the server does not send a project in one response.
    """

    rows: tuple[Row, ...] = ()
    more: tuple[Task, ...] = ()
    error: Exception | None = None
    pause_s: float | None = None
    is_refused: bool = False
    is_skipped: bool = False
    is_older: bool = False


def place_of(row: Row, project_name: str | None = None) -> str:
    """Return project and block of a row.

    Examples
    --------
    >>> place_of(Row(1, 7)), place_of(Row(1, 7), "Pumps")
    ('project 1, block 7', 'Pumps, block 7')
    """
    project = f"project {row.project_id}" if row.project_id is not None else "a file without ids"
    project = one_line(project_name, 60) if project_name else project
    return project if row.learn_id is None else f"{project}, block {row.learn_id}"
