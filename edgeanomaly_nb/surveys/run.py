"""The loop of a survey: submits tasks to an executor, slows down for the server, and keeps what was done."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Executor as PythonExecutor
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol

from .courier import Courier
from .fetch import fetch, outcome_of
from .rows import INTERRUPTED, Outcome, Task

#: Seconds to wait after a 429 without ``Retry-After``: the first pause, doubled as long as it is too short.
FIRST_PAUSE_S = 1.0
#: A server that requests a longer pause ends the survey.
LONGEST_PAUSE_S = 600.0
#: As many pauses without a success in between end the survey.
MOST_PAUSES = 8
# Seconds between two looks at Ctrl-C: on Windows, a wait without a limit cannot be interrupted.
_LOOK_S = 0.2


class Future(Protocol):
    """What comes of a call elsewhere."""

    def result(self) -> object:
        """Wait for what the call returned."""


class Executor(Protocol):
    """Anything with ``submit``, whose futures have ``result``."""

    def submit(self, function: Callable[..., object], /, *args: object) -> Future:
        """Start a call elsewhere; return its future."""


@dataclass
class Loop:
    """Runs tasks, at most `most` at a time.

    Parameters
    ----------
    executor : Executor
        Where the tasks run.
    courier : Courier
        Carries the client.
    most : int
        How many tasks the executor has at a time.
    on_outcome : callable
        Receives each task and its outcome, in this thread, as it is done. It is called once per task.
    """

    executor: Executor
    courier: Courier
    most: int
    on_outcome: Callable[[Task, Outcome], object]
    _todo: deque[Task] = field(default_factory=deque, init=False)
    _running: dict[Future, tuple[Task, float]] = field(default_factory=dict, init=False)
    _done: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue, init=False)
    _limit: float = field(default=0.0, init=False)
    _resume_at: float = field(default=0.0, init=False)
    _paused_at: float = field(default=0.0, init=False)
    _pauses: int = field(default=0, init=False)
    _why_not: str = field(default="", init=False)
    _is_older: bool = field(default=False, init=False)

    def run(self, tasks: Iterable[Task]) -> str:
        """Run all tasks; return why some were not attempted, or an empty text.

        Ctrl-C ends it in the same way: tasks that have not begun are cancelled. A second one is raised.
        """
        self._todo.extend(tasks)
        self._limit = self.most
        try:
            while (self._todo and not self._why_not) or self._running:
                self._submit()
                self._receive()
        except KeyboardInterrupt:
            self._why_not = INTERRUPTED
            self._cancel()
        self._skip()
        return self._why_not

    def _submit(self) -> None:
        while self._todo and not self._why_not and len(self._running) < max(1, int(self._limit)):
            if monotonic() < self._resume_at:
                return
            task = self._todo[0]._replace(is_older=self._is_older)
            try:
                future = self.executor.submit(fetch, self.courier, task)
            except Exception as error:
                if not self._running:
                    raise
                self._why_not = f"the executor takes no more tasks ({type(error).__name__})"
                return
            self._running[future] = (task, monotonic())
            self._todo.popleft()  # only now: Ctrl-C must not lose the task
            if hasattr(future, "add_done_callback"):
                future.add_done_callback(self._done.put)

    def _receive(self) -> None:
        """Wait for outcomes, or for the end of a pause.

        All that are done are handled before the next task is submitted: one may request a pause.
        """
        future = self._next_done()
        while future is not None:
            self._finish(future)
            future = None if self._done.empty() else self._done.get()

    def _finish(self, future: Future) -> None:
        if future in self._running:  # else it was cancelled
            task, started = self._running[future]
            self._handle(task, _outcome(future, task), started)
            self._running.pop(future)  # last: Ctrl-C in between must not lose the task

    def _next_done(self) -> Future | None:
        first = next(iter(self._running), None)
        if first is not None and not hasattr(first, "add_done_callback"):
            return first  # its result is waited for, in order
        left = self._resume_at - monotonic() if self._todo else _LOOK_S
        try:
            done: Future = self._done.get(timeout=min(max(left, 0.001), _LOOK_S) if left > 0 else _LOOK_S)
        except queue.Empty:
            return None
        return done

    def _handle(self, task: Task, outcome: Outcome, started: float) -> None:
        if outcome.pause_s is not None and not self._why_not:
            self._pause(task, outcome, started)
            return
        if outcome.error is None:
            self._pauses = 0
            self._limit = min(self.most, self._limit + 1 / max(1.0, self._limit))
        self._is_older |= outcome.is_older
        if outcome.is_refused:
            self._why_not = "the key was refused"
        self._todo.extendleft(reversed(outcome.more))  # complete a project before the next one begins
        self.on_outcome(task, outcome)

    def _pause(self, task: Task, outcome: Outcome, started: float) -> None:
        """Slow down all tasks: wait, then go on with half as many at a time."""
        pause_s = outcome.pause_s or FIRST_PAUSE_S * 2 ** min(self._pauses, 10)
        if started >= self._paused_at:  # the others of the same moment do not halve it again
            self._limit = max(1.0, self._limit / 2)
            self._paused_at = monotonic()
            self._pauses += 1
        if pause_s > LONGEST_PAUSE_S or self._pauses > MOST_PAUSES:
            self._why_not = "the server limits the number of requests"
            self.on_outcome(task, outcome)
            return
        self._resume_at = max(self._resume_at, monotonic() + pause_s)
        self._todo.appendleft(task)
        self._take_back()

    def _take_back(self) -> None:
        """Cancel what waits at the executor. Only those of Python refuse to cancel what is running."""
        if isinstance(self.executor, PythonExecutor):
            waiting = [future for future in self._running if _cancel(future)]
            self._todo.extendleft(self._running.pop(future)[0] for future in reversed(waiting))

    def _cancel(self) -> None:
        """Cancel what has not begun, and keep what is done."""
        for future in self._running:
            _cancel(future)
        while not self._done.empty():
            future = self._done.get()
            if not future.cancelled():
                self._finish(future)

    def _skip(self) -> None:
        text = f"Not attempted: {self._why_not}."
        for task in (*(task for task, _ in self._running.values()), *self._todo):
            self.on_outcome(task, Outcome((task.failed(text),), is_skipped=True))


def _cancel(future: Future) -> bool:
    return hasattr(future, "cancel") and bool(future.cancel())


def _outcome(future: Future, task: Task) -> Outcome:
    try:
        outcome = future.result()
    except Exception as error:  # noqa: BLE001  # of the executor: a worker process died, or it was cancelled
        return outcome_of(task, error)
    if isinstance(outcome, Outcome):
        return outcome
    text = f"The executor returned {type(outcome).__name__} instead of the result of its task."
    return Outcome((task.failed(text),))
