"""The standard streams: there in any case, and nobody has to read them to the end."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO


def open_streams() -> None:
    """Open those that the process was started without, as by ``>&-``: to nothing.

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
def read_or_not(stream: TextIO) -> Iterator[None]:
    """Go on when the reader of a stream, such as ``head``, has seen enough: the rest goes nowhere.

    So does what cannot be written to stderr: there is no place left to report that.

    So a command does all that it was asked for, and ends with the exit code that it would have had.

    Examples
    --------
    >>> with read_or_not(sys.stdout):
    ...     print("data")
    data
    """
    try:
        yield
    except OSError as error:
        if not isinstance(error, BrokenPipeError) and stream is not sys.stderr:
            raise
        _send_to_nothing(stream)


def flush(stream: TextIO) -> None:
    """Write what is still kept back, whether it is read or not.

    Raises
    ------
    OSError
        It cannot be written: the disk is full, for example. It is then dropped, or Python would try once
        more at the end and replace the exit code.

    Examples
    --------
    >>> flush(sys.stdout)
    """
    with read_or_not(stream):
        try:
            stream.flush()
        except BrokenPipeError:
            raise
        except OSError:
            _send_to_nothing(stream)
            raise


def _send_to_nothing(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def put(text: str = "", *, stderr: bool = False) -> None:
    """Print text and a line end, whether it is read or not.

    Examples
    --------
    >>> put("data")
    data
    """
    stream = sys.stderr if stderr else sys.stdout
    with read_or_not(stream):
        print(text, file=stream, flush=stderr)
