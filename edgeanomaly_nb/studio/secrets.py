"""Secrets, and how they are kept out of messages, tracebacks and logs."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from traceback import clear_frames
from typing import ParamSpec, TypeVar

from .secret_forms import without_secrets

P = ParamSpec("P")
T = TypeVar("T")

# A body may be as long as the limit of a response; only its beginning is scrubbed and shown.
_MOST_READ = 10_000


class Secret:
    """A text that is not shown. Pickling keeps it.

    Examples
    --------
    >>> Secret("sesame")
    ***
    >>> Secret("sesame").reveal()
    'sesame'
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself, to be sent."""
        return self._text

    def __repr__(self) -> str:
        return "***"


def leaves_no_trace(function: Callable[P, T]) -> Callable[P, T]:
    """Decorate a function that handles secrets: its errors hold no local variables and no linked errors.

    Tools such as IPython's verbose mode print the local variables of every frame of a traceback. So the
    frames below `function` are cleared; the traceback still names their files and lines. Errors of libraries,
    which hold requests and headers, are no longer linked as the cause or the context.

    Examples
    --------
    >>> @leaves_no_trace
    ... def check(key):
    ...     raise ValueError("The key is too short.")
    >>> try:
    ...     check("sesame")
    ... except ValueError as error:
    ...     print(error.__traceback__.tb_next.tb_next.tb_frame.f_locals)
    {}
    """

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except BaseException as error:
            del args, kwargs
            clear_traces(error)
            raise

    return call


def clear_traces(error: BaseException) -> None:
    """Remove the local variables of the frames of an error, and the errors that are linked to it."""
    clear_frames(error.__traceback__)
    error.__cause__ = error.__context__ = None


def scrub(text: str, secrets: Iterable[Secret], *, limit: int = 300) -> str:
    r"""Return a text of the service as one line of at most `limit` characters, without secrets in any form.

    Secrets are replaced before the text is cut.

    Examples
    --------
    >>> scrub("no such key:  sesame", [Secret("sesame")])
    'no such key: ***'
    >>> scrub(r"user ada, pass\u00e9 w%6frd", [Secret("Passé word")])
    'user ada, ***'
    """
    shown = without_secrets(text[:_MOST_READ], [secret.reveal() for secret in secrets])
    folded = " ".join("".join(char if char.isprintable() else " " for char in shown).split())
    return folded if len(folded) <= limit else folded[: limit - 1] + "…"


_HIDDEN: ContextVar[tuple[Secret, ...]] = ContextVar("hidden secrets", default=())


@contextmanager
def hidden_from_logs(secrets: tuple[Secret, ...]) -> Iterator[None]:
    """Hide secrets in the log records that `scrub_record` filters in this thread."""
    token = _HIDDEN.set(secrets)
    try:
        yield
    finally:
        _HIDDEN.reset(token)


def scrub_record(record: logging.LogRecord) -> bool:
    """Scrub a record that is logged inside `hidden_from_logs`: a filter for loggers.

    urllib3 logs a warning that quotes the headers that it cannot parse:
    https://github.com/urllib3/urllib3/pull/642

    Examples
    --------
    >>> import logging
    >>> record = logging.makeLogRecord({"msg": "unparsed: %s", "args": ("sesame",)})
    >>> with hidden_from_logs((Secret("sesame"),)):
    ...     _ = scrub_record(record)
    >>> record.getMessage()
    'unparsed: ***'
    """
    if secrets := _HIDDEN.get():
        record.msg, record.args = scrub(record.getMessage(), secrets, limit=1000), ()
        record.exc_info = record.exc_text = record.stack_info = None
    return True
