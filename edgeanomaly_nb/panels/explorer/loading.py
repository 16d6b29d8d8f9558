"""What the explorer asks of a service, and the thread that it asks in."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections import deque
from concurrent.futures import Future
from contextvars import copy_context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from ...errors import (
    AuthenticationError,
    EdgeAnomalyError,
    MissingCredentialsError,
    NotFoundError,
    PermissionDeniedError,
    TransportError,
)
from ...studio.other_blocks import describe_no_block

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from ...block.config import AnomalyConfig
    from ...studio.client import StudioClient

T = TypeVar("T")
R = TypeVar("R")

_log = logging.getLogger(__name__)
# After one of these the next request would fail the same way, perhaps after a long wait.
_HOPELESS = (AuthenticationError, MissingCredentialsError, TransportError)


@dataclass(frozen=True)
class Wish:
    """What to ask a service for.

    Parameters
    ----------
    project_id, learn_id : int, optional
        The project and the block; without them, the only project there is and its first block.
    projects, blocks, config : bool
        Which of the three to ask for.

    Examples
    --------
    >>> Wish(481207, 4, config=True).in_words
    'Loading block 4 of project 481207…'
    """

    project_id: int | None = None
    learn_id: int | None = None
    projects: bool = False
    blocks: bool = False
    config: bool = False

    @property
    def in_words(self) -> str:
        """What is going on while this is asked for."""
        project = "the project" if self.project_id is None else f"project {self.project_id}"
        if self.config:
            block = "the first block" if self.learn_id is None else f"block {self.learn_id}"
            return f"Loading {block} of {project}…"
        if self.projects:
            return "Asking which projects the key can see…"
        return f"Asking for the anomaly blocks of {project}…"


@dataclass
class Found:
    """What a service answered to a `Wish`: each part is None when it was not asked for, or failed."""

    wish: Wish
    project_id: int | None = None
    projects: pd.DataFrame | None = None
    blocks: pd.DataFrame | None = None
    config: AnomalyConfig | None = None
    error: EdgeAnomalyError | None = None


def look(client: StudioClient, wish: Wish) -> Found:
    """Ask for what is wished, as far as it goes: what was found before an error is kept.

    Not being allowed to list projects is no error: a project can be named by its number.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> found = look(ea.StudioClient.sample(), Wish(481207, blocks=True, config=True))
    >>> found.config.source.learn_id, len(found.blocks), found.error
    (4, 7, None)
    """
    found = Found(wish, wish.project_id)
    for step in (_look_for_projects, _look_for_blocks, _look_for_config):
        try:
            step(client, wish, found)
        except EdgeAnomalyError as error:
            found.error = found.error or error
            if isinstance(error, _HOPELESS):
                break
    return found


def _look_for_projects(client: StudioClient, wish: Wish, found: Found) -> None:
    if not wish.projects:
        return
    with contextlib.suppress(PermissionDeniedError, NotFoundError):
        found.projects = client.list_projects()
        if found.project_id is None and len(found.projects) == 1:
            found.project_id = int(found.projects.project_id.iloc[0])


def _look_for_blocks(client: StudioClient, wish: Wish, found: Found) -> None:
    if wish.blocks and found.project_id is not None:
        found.blocks = client.list_anomaly_blocks(found.project_id)


def _look_for_config(client: StudioClient, wish: Wish, found: Found) -> None:
    if not wish.config or found.project_id is None:
        return
    learn_id = wish.learn_id
    if learn_id is None:
        if found.blocks is None:
            return  # why is told already
        learn_id = first_block(found.blocks, found.project_id)
    found.config = client.get_anomaly(found.project_id, learn_id)


def first_block(blocks: pd.DataFrame, project_id: int) -> int:
    """Give the id of the first anomaly block of a project.

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
        f"{describe_no_block(project_id, blocks.attrs.get('other_blocks', ()))}. Add one to an impulse in "
        "Studio and train it, or choose another project.",
        project_id=project_id,
    )


class Job(Generic[T, R]):
    """Work that was handed to a `Background`."""

    outcome: T | Exception

    def __init__(self, work: Callable[[], T], deliver: Callable[[], None]) -> None:
        self.started = False
        self.ran = threading.Event()
        self.told: Future[R] = Future()
        self._work, self._deliver = work, deliver
        # The context knows the cell that ipykernel sends output to.
        self.context = copy_context()
        try:
            self.loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self.loop = None

    def run(self) -> None:
        """Do the work, and keep what came of it."""
        self.started = True
        try:
            self.outcome = self._work()
        except Exception as error:  # noqa: BLE001  # it is told, and raised by result()
            self.outcome = error

    def done(self) -> bool:
        """Whether it was told what came of it, or it was dropped."""
        return self.told.done()

    def result(self, timeout: float | None = None) -> R:
        """Wait until the work is done and told.

        Raises
        ------
        TimeoutError
            It takes longer than `timeout` seconds.
        concurrent.futures.CancelledError
            It was dropped.
        """
        if not self.ran.wait(timeout):
            raise TimeoutError(f"Not done after {timeout} s.")
        self._deliver()
        return self.told.result()


class Background(Generic[T, R]):
    """Does one job after the other on a thread that lives only while there is work.

    What came of a job is told on the event loop that the job was started on, when there is one: in a notebook
    that is the kernel's own. Assigning traits from another thread does reach the page, in JupyterLab and in
    Voilà, but it may meet the kernel's thread in the middle of a click on the same widget, and traitlets
    hold no lock. While a cell waits in `Job.result` that loop stands still, so that tells it itself. Without
    a loop (a script, a test) the worker tells it.

    Parameters
    ----------
    tell : callable
        Called with the outcome of each job: what the work gave, or the exception that it raised. What it
        gives is the job's result.

    Examples
    --------
    >>> background = Background(lambda outcome: outcome * 2)
    >>> background.start(lambda: 21).result(timeout=5)
    42
    """

    def __init__(self, tell: Callable[[T | Exception], R]) -> None:
        self._tell = tell
        self._waiting: deque[Job[T, R]] = deque()
        self._finished: deque[Job[T, R]] = deque()
        self._untold: list[Job[T, R]] = []
        self._lock = threading.Lock()
        self._telling = threading.RLock()
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether a job is waiting, running or untold."""
        return bool(self._untold)

    def start(self, work: Callable[[], T]) -> Job[T, R]:
        """Put a job in line."""
        job: Job[T, R] = Job(work, self._deliver)
        with self._lock:
            self._untold.append(job)
            self._waiting.append(job)
            if self._thread is None:
                # A daemon: a service that does not answer must not keep Python from ending.
                self._thread = threading.Thread(target=self._work_off, name="explorer", daemon=True)
                self._thread.start()
        return job

    def drop(self, *jobs: Job[T, R]) -> None:
        """Forget jobs, by default all: what waits never runs, and of what runs nobody hears.

        The thread ends at once, or with the one request that it is in.
        """
        with self._telling, self._lock:
            for job in set(jobs or self._untold) & set(self._untold):
                self._untold.remove(job)
                if job in self._waiting:
                    self._waiting.remove(job)
                job.told.cancel()
                job.ran.set()

    def _work_off(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                job = self._waiting.popleft()
            job.run()
            self._finished.append(job)  # before anybody who waits for it wakes
            job.ran.set()
            self._announce(job)

    def _announce(self, job: Job[T, R]) -> None:
        if job.loop is not None:
            with contextlib.suppress(RuntimeError):  # that loop is closed
                job.loop.call_soon_threadsafe(self._deliver, context=job.context)
                return
        job.context.run(self._deliver)

    def _deliver(self) -> None:
        with self._telling:
            while self._finished:
                job = self._finished.popleft()
                if job in self._untold:
                    self._untold.remove(job)
                    self._tell_of(job)

    def _tell_of(self, job: Job[T, R]) -> None:
        try:
            job.told.set_result(self._tell(job.outcome))
        except Exception as error:  # noqa: BLE001  # result() raises it
            # Nobody may be waiting for the result, so it is also said where the kernel logs.
            _log.exception("The explorer failed in a way that it should not.")
            job.told.set_exception(error)
