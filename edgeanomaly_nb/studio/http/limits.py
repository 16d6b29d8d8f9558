"""Limits of time and size, and ids, checked where they are passed."""

from __future__ import annotations

import operator
from typing import SupportsIndex

LONGEST_TIME_S = 1_000_000


def read_timeouts(timeout_s: object) -> tuple[float, float]:
    """Return the seconds to connect, and those to wait for each next byte.

    Examples
    --------
    >>> read_timeouts(30), read_timeouts((5, 30))
    ((30, 30), (5, 30))
    """
    both = timeout_s if isinstance(timeout_s, tuple | list) else (timeout_s, timeout_s)
    if len(both) != 2:
        raise ValueError(
            "timeout_s must be a number of seconds, or two: to connect, and to wait for each next byte."
        )
    return read_seconds(both[0], "timeout_s"), read_seconds(both[1], "timeout_s")


def read_seconds(value: object, name: str) -> float:
    """Return a number of seconds above 0.

    Examples
    --------
    >>> read_seconds(0, "deadline_s")
    Traceback (most recent call last):
        ...
    ValueError: deadline_s must be above 0 and at most 1,000,000 s, not 0.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} must be a number of seconds, not {type(value).__name__}.")
    if not 0 < value <= LONGEST_TIME_S:
        raise ValueError(f"{name} must be above 0 and at most {LONGEST_TIME_S:,} s, not {value}.")
    return value


def read_int(least: int, value: object, name: str) -> int:
    """Return an integer of at least `least`.

    Examples
    --------
    >>> read_int(0, 2, "retries")
    2
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} must be an int, not {type(value).__name__}.")
    if value < least:
        raise ValueError(f"{name} must be at least {least:,}, not {value}.")
    return value


def read_id(value: SupportsIndex, name: str) -> int:
    """Check an id. Integers of numpy are accepted, since ids come out of frames.

    Examples
    --------
    >>> read_id(12345, "project_id")
    12345
    """
    try:
        number = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = None
    if number is None:
        raise TypeError(
            f"{name} must be an int, not {type(value).__name__}: write the number as Studio shows it, "
            "without quotes."
        )
    if not 0 <= number < 2**63:
        raise ValueError(
            f"{name} must be from 0 to 2**63: it is the number in the address of the project in Studio."
        )
    return number


def seconds_text(seconds: float) -> str:
    """Return a number of seconds as text.

    Examples
    --------
    >>> seconds_text(0.4), seconds_text(29.98765), seconds_text(3600)
    ('0.4 s', '30 s', '3,600 s')
    """
    return f"{seconds:.3g} s" if seconds < 999 else f"{seconds:,.0f} s"
