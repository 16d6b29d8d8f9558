"""The standard streams: always open, and a reader may stop reading at any time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


def open_streams() -> None:
    """Open the streams that the process was started without, as by ``>&-``, on the null device.

    Examples
    --------
    >>> open_streams()
    >>> None in (sys.stdin, sys.stdout, sys.stderr)
    False
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  # until the end


@contextmanager
def ignoring_closed(stream: TextIO) -> Iterator[None]:
    """Continue when the reader of a stream, such as ``head``, has stopped: the rest is discarded.

    So is everything that cannot be written to stderr, since that could not be reported anywhere. The command
    then still does all of its work, and ends with the exit code that it would have had.

    Examples
    --------
    >>> with ignoring_closed(sys.stdout):
    ...     print("data")
    data
    """
    try:
        yield
    except OSError as error:
        if not isinstance(error, BrokenPipeError) and stream is not sys.stderr:
            raise
        _discard(stream)


def flush(stream: TextIO) -> None:
    """Write the buffered text of a stream, whether it is read or not.

    Raises
    ------
    OSError
        It cannot be written: the disk is full, for example. It is then discarded, since Python would try
        again at exit and replace the exit code.

    Examples
    --------
    >>> flush(sys.stdout)
    """
    with ignoring_closed(stream):
        try:
            stream.flush()
        except BrokenPipeError:
            raise
        except OSError:
            _discard(stream)
            raise


def _discard(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def put(text: str = "", *, stderr: bool = False) -> None:
    """Print text and a line end, whether it is read or not.

    Examples
    --------
    >>> put("data")
    data
    """
    stream = sys.stderr if stderr else sys.stdout
    with ignoring_closed(stream):
        print(text, file=stream, flush=stderr)
