"""Background: work on a thread, whose outcome is delivered on the event loop of the notebook."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from typing import Any, Generic, TypeAlias, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_log = logging.getLogger(__name__)


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the event loop of this thread: that of the kernel, in a notebook; None if there is none.

    Examples
    --------
    >>> running_loop() is None
    True
    """
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class Job(Generic[T, R]):
    """Work that was handed to a `Background`.

    Parameters
    ----------
    work : callable
        Called on the thread.
    deliver : callable
        Called with the outcome: what the work returned, or the exception that it raised.
    deliver_all : callable
        Delivers the outcomes of all finished jobs, in order.
    """

    outcome: T | Exception

    def __init__(
        self, work: Callable[[], T], deliver: Callable[[T | Exception], R], deliver_all: Callable[[], None]
    ) -> None:
        self.started = False
        self.finished = threading.Event()
        self.delivered: Future[R] = Future()
        self._work, self._deliver, self._deliver_all = work, deliver, deliver_all
        # The context holds the cell that ipykernel sends output to.
        self.context = copy_context()
        self.loop = running_loop()

    def run(self) -> None:
        """Do the work, and keep its outcome."""
        self.started = True
        try:
            self.outcome = self._work()
        except Exception as error:  # noqa: BLE001  # it is delivered, and result() raises it
            self.outcome = error

    def deliver(self) -> None:
        """Deliver the outcome."""
        try:
            self.delivered.set_result(self._deliver(self.outcome))
        except Exception as error:  # noqa: BLE001  # result() raises it
            # Nobody may be waiting for the result, so the error is also in the log of the kernel.
            _log.exception("The explorer failed in an unexpected way.")
            self.delivered.set_exception(error)

    def done(self) -> bool:
        """Return True if the outcome was delivered, or the job was dropped."""
        return self.delivered.done()

    def result(self, timeout: float | None = None) -> R:
        """Wait until the outcome is delivered, and return what its delivery returned.

        Raises
        ------
        TimeoutError
            It takes longer than `timeout` seconds.
        concurrent.futures.CancelledError
            The job was dropped.
        """
        if not self.finished.wait(timeout):
            raise TimeoutError(f"Not done after {timeout} s.")
        self._deliver_all()
        return self.delivered.result()


_AnyJob: TypeAlias = Job[Any, Any]


class Background:
    """Do one job after another on a thread that exists only while there is work.

    An outcome is delivered on the event loop that the job was started on, if there is one: in a notebook,
    that is the loop of the kernel. A trait that is assigned on another thread does reach the page, in
    JupyterLab and in Voilà, but the kernel may be handling a click on the same widget at that time, and
    traitlets has no lock. While a cell waits in `Job.result` the loop does not run, so that method delivers
    the outcome itself. Without a loop (in a script or a test) the thread delivers it.

    Parameters
    ----------
    on_change : callable
        Called after a job was added, and after an outcome was delivered.

    Examples
    --------
    >>> background = Background(on_change=lambda: None)
    >>> background.start(lambda: 21, lambda outcome: outcome * 2).result(timeout=5)
    42
    """

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        #: Held while an outcome is delivered.
        self.delivering = threading.RLock()
        self.thread: threading.Thread | None = None
        self._waiting: deque[_AnyJob] = deque()
        self._finished: deque[_AnyJob] = deque()
        self._undelivered: list[_AnyJob] = []
        self._lock = threading.Lock()

    @property
    def busy(self) -> bool:
        """True if a job is waiting, running or not delivered."""
        return bool(self._undelivered)

    def start(self, work: Callable[[], T], deliver: Callable[[T | Exception], R]) -> Job[T, R]:
        """Add a job to the queue.

        Parameters
        ----------
        work : callable
            Called on the thread.
        deliver : callable
            Called with the outcome: what the work returned, or the exception that it raised. What it returns
            is the result of the job.
        """

        def deliver_and_notify(outcome: T | Exception) -> R:
            try:
                return deliver(outcome)
            finally:
                self._on_change()

        job = Job(work, deliver_and_notify, self._deliver_all)
        with self.delivering:  # else the outcome could be delivered before the start is shown
            self._enqueue(job)
            self._on_change()
        return job

    def _enqueue(self, job: _AnyJob) -> None:
        with self._lock:
            self._undelivered.append(job)
            self._waiting.append(job)
            if self.thread is None:
                # A daemon: a service that does not respond must not keep Python from exiting.
                self.thread = threading.Thread(target=self._run_jobs, name="explorer", daemon=True)
                self.thread.start()

    def drop(self, *jobs: _AnyJob) -> None:
        """Drop jobs, by default all: a waiting one never runs, the outcome of a running one is not delivered.

        The thread ends at once, or after the request that it is waiting for.
        """
        with self.delivering, self._lock:
            for job in set(jobs or self._undelivered) & set(self._undelivered):
                self._undelivered.remove(job)
                if job in self._waiting:
                    self._waiting.remove(job)
                job.delivered.cancel()
                job.finished.set()

    def _run_jobs(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self.thread = None
                    return
                job = self._waiting.popleft()
            job.run()
            self._finished.append(job)  # before `finished` is set: result() delivers what is in this list
            job.finished.set()
            self._schedule_delivery(job)

    def _schedule_delivery(self, job: _AnyJob) -> None:
        if job.loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed
                job.loop.call_soon_threadsafe(self._deliver_all, context=job.context)
                return
        job.context.run(self._deliver_all)

    def _deliver_all(self) -> None:
        with self.delivering:
            while self._finished:
                job = self._finished.popleft()
                if job in self._undelivered:
                    self._undelivered.remove(job)
                    job.deliver()
