"""Transfer: one request for windows on another thread, which reports its progress and can be stopped."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable

from .background import running_loop

#: The page shows progress at most so often.
EVERY_S = 0.2


class StoppedError(Exception):
    """The user stopped the transfer."""


class Transfer:
    """The progress of one request: pass it to the client as `progress`.

    Parameters
    ----------
    show : callable
        Called with the number of bytes received and the expected number or None, on the event loop of the
        notebook. Without a loop it is called on the thread of the transfer.

    Examples
    --------
    >>> transfer = Transfer(print)
    >>> transfer(100, 300)
    100 300
    >>> transfer.stop()
    >>> transfer(200, 300)
    Traceback (most recent call last):
        ...
    edgeanomaly_nb.panels.explorer.transfer.StoppedError
    """

    def __init__(self, show: Callable[[int, int | None], object]) -> None:
        self._show = show
        self._stopped = threading.Event()
        self._shown_at = -EVERY_S
        self._loop = running_loop()

    def stop(self) -> None:
        """Stop the transfer: the next call raises `StoppedError`, and nothing is shown any more."""
        self._stopped.set()

    def __call__(self, done: int, total: int | None) -> None:
        """Receive the progress, on the thread of the transfer."""
        if self._stopped.is_set():
            raise StoppedError
        now = time.monotonic()
        if now - self._shown_at < EVERY_S:
            return
        self._shown_at = now
        if self._loop is None:
            self._show(done, total)
            return
        with contextlib.suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._show_unless_stopped, done, total)

    def _show_unless_stopped(self, done: int, total: int | None) -> None:
        if not self._stopped.is_set():
            self._show(done, total)
