"""Programs that tests start: each ends with its test, whatever happens."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_S = 4  # for each signal; a server that is busy then gets the next one
LONGEST_S = 120  # no program that a test waits for takes longer


@contextlib.contextmanager
def running(command: list[str], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """Start a program in a process group of its own, and end the whole group afterwards."""
    # A shell that runs the tests in the background ignores Ctrl-C, and so would what is started here.
    process = subprocess.Popen(command, start_new_session=True, preexec_fn=_restore_ctrl_c, **options)
    try:
        yield process
    finally:
        end(process)


def _restore_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def end(process: subprocess.Popen[Any]) -> None:
    """End a process group, gently at first; what its leader left behind is killed."""
    for sent in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            break
        os.killpg(process.pid, sent)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
