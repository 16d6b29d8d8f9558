"""Tables: as wide as they need to be in a pipe, as wide as there is room in a terminal."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any

from ...text import number_text, one_line
from .streams import put
from .terminal import console, is_terminal, print_heading, say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import pandas as pd
    from rich.text import Text

# In a terminal a longer text would push the rest out of sight; a pipe gets all of it.
LONGEST_CELL = 200
# A column that holds a longer word may break it, so that the others get room too.
LONGEST_WORD = 24
GAP = 2
STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def print_table(
    rows: Iterable[Sequence[object]],
    columns: Sequence[str],
    title: str = "",
    *,
    spare: Collection[str] = (),
) -> None:
    """Print a table, or “none”.

    Parameters
    ----------
    rows : iterable of sequences
        Values, which are put into words here.
    columns : sequence of str
        Headings.
    title : str
        Printed above, after an empty line.
    spare : collection of str
        Columns that a terminal may leave out when it is narrow, the first of them first; it says so on
        stderr.

    Examples
    --------
    >>> print_table([(0, "accX RMS", True), (11, "accY RMS", None)], ["ix", "label", "selected"])
    ix  label     selected
     0  accX RMS  yes
    11  accY RMS
    """
    given = [tuple(row) for row in rows]
    if title:
        put()
        print_heading(title)
    if not given:
        put("none")
        return
    at_right = [_is_numeric(column) for column in zip(*given, strict=True)]
    cells = [list(columns), *([in_words(value) for value in row] for row in given)]
    if is_terminal():
        _print_rich(cells, at_right, spare)
    else:
        _print_plain(cells, at_right)


def print_frame(
    frame: pd.DataFrame, title: str = "", *, index: bool = True, spare: Collection[str] = ()
) -> None:
    """Print a frame as a table, its index first.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> print_frame(ea.load_sample("motion").axes[["label"]].head(1))
    ix  label
     0  accX RMS
    """
    columns = [*([str(frame.index.name)] if index else []), *map(str, frame.columns)]
    print_table(frame.itertuples(index=index), columns, title, spare=spare)


def in_words(value: Any) -> str:
    r"""Put a value of a frame into words, without cutting it.

    Examples
    --------
    >>> [in_words(value) for value in (True, 0.30000000000000004, None, float("nan"), (2, 5), "a\x1b[2J")]
    ['yes', '0.3', '', '', '2, 5', 'a\\x1b[2J']
    """
    value = _bare(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(in_words, value))
    if isinstance(value, float):
        return "" if math.isnan(value) else number_text(value)
    if isinstance(value, str | int):
        return one_line(str(value), sys.maxsize)
    return ""  # None, and the missing value of pandas


def share_out(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Share the width of a terminal out to columns.

    Parameters
    ----------
    wanted, least : sequence of int
        What each column would like, and what it takes to break no word.
    room : int
        Characters in all, without gaps.

    Returns
    -------
    list of int
        What each gets, at least 1: what it would like, when there is room; or else the least and a share of
        what is left, which serves those first that want little more.

    Examples
    --------
    >>> share_out([2, 30, 8], [2, 5, 8], 100), share_out([2, 30, 8], [2, 5, 8], 25)
    ([2, 30, 8], [2, 15, 8])
    >>> share_out([2, 30, 20], [2, 10, 10], 14)
    [2, 6, 6]
    """
    widths = [min(pair) for pair in zip(wanted, least, strict=True)]
    while sum(widths) > max(room, len(widths)):
        widths[widths.index(max(widths))] -= 1
    by_want = sorted(range(len(widths)), key=lambda nth: wanted[nth] - widths[nth])
    for served, nth in enumerate(by_want):
        share = (room - sum(widths)) // (len(widths) - served)
        widths[nth] += max(0, min(wanted[nth] - widths[nth], share))
    return widths


def _bare(value: Any) -> Any:
    """Take a value out of its numpy type."""
    return value.item() if hasattr(value, "item") else value


def _is_numeric(values: Sequence[object]) -> bool:
    told = [value for value in map(_bare, values) if in_words(value)]
    return bool(told) and all(type(value) in (int, float) for value in told)


def _print_plain(cells: list[list[str]], at_right: Sequence[bool]) -> None:
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        padded = (
            f"{cell:>{width}}" if right else f"{cell:<{width}}"
            for cell, width, right in zip(line, widths, at_right, strict=True)
        )
        put((GAP * " ").join(padded).rstrip())


def _print_rich(cells: list[list[str]], at_right: Sequence[bool], spare: Collection[str]) -> None:
    from rich import box
    from rich.table import Table

    screen = console()
    short = [[_cut(cell) for cell in line] for line in cells]
    shown = _columns_that_fit(short, screen.width, spare)
    columns = [[line[nth] for line in short] for nth in shown]
    widths = share_out(*_needs(columns), screen.width - GAP * (len(shown) - 1))
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    for nth, width in zip(shown, widths, strict=True):
        side = "right" if at_right[nth] else "left"
        table.add_column(_text(short[0][nth]), justify=side, width=width, overflow="fold")  # type: ignore[arg-type]
    for line in short[1:]:
        table.add_row(*(_text(line[nth]) for nth in shown))
    screen.print(table)
    left_out = [cells[0][nth] for nth in range(len(at_right)) if nth not in shown]
    if left_out:
        say(f"Left out for want of room: {', '.join(left_out)}. A pipe and --json have all columns.")


def _columns_that_fit(cells: list[list[str]], width: int, spare: Collection[str]) -> list[int]:
    shown = list(range(len(cells[0])))
    for name in spare:
        wanted, _ = _needs([[line[nth] for line in cells] for nth in shown])
        if sum(min(want, LONGEST_WORD) for want in wanted) + GAP * (len(shown) - 1) <= width:
            break
        shown.remove(cells[0].index(name))
    return shown


def _needs(columns: Sequence[Sequence[str]]) -> tuple[list[int], list[int]]:
    """Give what each column would like to have, and what it takes to break no word that is not very long."""
    from rich.cells import cell_len

    wanted = [max(map(cell_len, column)) for column in columns]
    words = [[cell_len(word) for cell in column for word in cell.split()] for column in columns]
    return wanted, [min(max(lengths, default=1), LONGEST_WORD) for lengths in words]


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_CELL else words[: LONGEST_CELL - 1] + "…"


def _text(words: str) -> Text:
    from rich.text import Text

    return Text(words, style=STYLES.get(words, ""))
