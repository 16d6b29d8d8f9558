"""The lines of a header that `edgeanomaly_nb.firmware.read` reads again: version, facts and checksum."""

from __future__ import annotations

import hashlib

VERSION = 1
FIRST_LINE = f"/* edgeanomaly_nb firmware header, version {VERSION}"


def fact_line(name: str, value: object) -> str:
    """Return a fact as a line of the comment; without a name, the fact of the line above goes on.

    Examples
    --------
    >>> fact_line("block", 4)
    'block:    4'
    """
    head = f"{name}:" if name else ""
    return f"{head:<9} {value}"


def checksum_line(text: str) -> str:
    r"""Return the last line of a header: it shows whether the lines above were edited.

    Line ends do not count, since Git may change them.

    Examples
    --------
    >>> checksum_line("a\n") == checksum_line("a\r\n")
    True
    """
    lines = "".join(f"{line}\n" for line in text.splitlines())
    return f"/* checksum: {hashlib.sha256(lines.encode()).hexdigest()} */"


def is_same(older: str, text: str) -> bool:
    r"""Return True if two headers differ at most in the time when their block was fetched.

    Examples
    --------
    >>> older, text = " * fetched:  Monday\nint a;\n", " * fetched:  Tuesday\nint a;\n"
    >>> is_same(older, text), is_same(older, text.replace("a", "b"))
    (True, False)
    """
    return _without_time(older) == _without_time(text)


def _without_time(text: str) -> list[str]:
    begins = (f" * {fact_line('fetched', '')}", "/* checksum: ")
    return [line for line in text.splitlines() if not line.startswith(begins)]
