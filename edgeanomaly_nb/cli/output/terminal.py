"""What commands print beside tables: headings, facts, JSON, messages and progress.

In a pipe nothing is cut or coloured, so that ``grep`` finds everything. Text of the service goes through
`one_line` and is never read as markup.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import click

from ...text import one_line
from ..help import PROGRAM
from .streams import put

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

T = TypeVar("T")


def print_pairs(pairs: Iterable[tuple[str, str]]) -> None:
    """Print names and their values, aligned.

    Examples
    --------
    >>> print_pairs([("trained", "yes"), ("axes", "33")])
      trained  yes
      axes     33
    """
    given = list(pairs)
    if is_terminal():
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid(padding=(0, 0, 0, 2))
        for name, value in given:
            grid.add_row(Text(name), Text(value, overflow="fold"))
        console().print(grid)
        return
    width = max((len(name) for name, _ in given), default=0)
    for name, value in given:
        put(f"  {name:<{width}}  {value}")


def print_heading(text: str) -> None:
    """Print the heading of the following lines.

    Examples
    --------
    >>> print_heading("Axes")
    Axes
    """
    print_text(text, style="bold")


def print_text(text: str, *, style: str = "") -> None:
    """Print a sentence or more; a terminal breaks its lines between words, and a pipe gets one line.

    Examples
    --------
    >>> print_text("0.3 flags 1 of 3 windows.")
    0.3 flags 1 of 3 windows.
    """
    if is_terminal():
        from rich.text import Text

        console().print(Text(text, style=style, overflow="fold"))
    else:
        put(text)


def print_json(data: object) -> None:
    r"""Print data as JSON: ASCII only, so that it cannot hold control codes of terminals.

    Examples
    --------
    >>> print_json([{"label": "\x9b2J", "value": 0.5}])
    [
     {
      "label": "\u009b2J",
      "value": 0.5
     }
    ]
    """
    put(json.dumps(data, indent=1, allow_nan=False))


def print_message(message: str) -> None:
    """Print a message on stderr.

    Examples
    --------
    >>> print_message("2 blocks checked")
    """
    put(one_line(message, 2000), stderr=True)


def print_error(error: object) -> None:
    """Print an error or a warning on stderr, after the name of the command.

    Examples
    --------
    >>> print_error("a.json is not a saved config.")
    """
    print_message(f"{PROGRAM}: {error}")


def is_terminal() -> bool:
    """Return True if stdout is a terminal.

    Examples
    --------
    >>> is_terminal()
    False
    """
    return sys.stdout.isatty()


def has_symbols() -> bool:
    """Return True if stdout is a terminal that can show symbols such as ● and ★.

    Examples
    --------
    >>> has_symbols()
    False
    """
    return is_terminal() and not console().options.ascii_only


def console(*, stderr: bool = False) -> Console:
    """Return the console of the terminal.

    Examples
    --------
    >>> console(stderr=True).stderr
    True
    """
    from rich.console import Console

    plain = (
        os.environ.get("NO_COLOR") or getattr(click.get_current_context(silent=True), "color", None) is False
    )
    return Console(
        stderr=stderr,
        highlight=False,
        markup=False,
        emoji=False,
        color_system=None if plain else "auto",
        _environ={
            name: value
            for name, value in os.environ.items()
            if name not in ("COLUMNS", "LINES") or _is_size(value)
        },
    )


def _is_size(value: str) -> bool:
    """Return True if a terminal can have this width or height; rich fails on 0, ² and 5,000 digits."""
    return value.isascii() and value.isdigit() and len(value) <= 4 and int(value) > 0


def with_progress(items: Sequence[T], description: str) -> Iterator[T]:
    """Yield items, with a progress bar on stderr if there are several and it is a terminal.

    Examples
    --------
    >>> list(with_progress([1, 2], "Counting"))
    [1, 2]
    """
    if len(items) < 2 or not sys.stderr.isatty():
        yield from items
        return
    from rich.progress import track

    yield from track(items, description, console=console(stderr=True), transient=True)


@contextmanager
def status(description: str) -> Iterator[None]:
    """Show a description and a spinner on stderr while work is in progress, if it is a terminal.

    Examples
    --------
    >>> with status("Writing"):
    ...     pass
    """
    if not sys.stderr.isatty():
        yield
        return
    from rich.text import Text

    with console(stderr=True).status(Text(one_line(description))):
        yield
