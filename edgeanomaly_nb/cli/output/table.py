"""Tables: of full width in a pipe, and of the width of the terminal in a terminal."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Literal

from ...text import number_text, one_line
from .streams import put
from .terminal import console, is_terminal, print_heading, print_message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import pandas as pd
    from rich.text import Text

# In a terminal a longer text would hide the rest of the table; a pipe gets all of it.
LONGEST_CELL = 200
# The width that a column of long texts needs; narrower columns need the width of their longest text.
ENOUGH = 24
GAP = 2
STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def print_table(
    rows: Iterable[Sequence[object]],
    columns: Sequence[str],
    title: str = "",
    *,
    hideable: Collection[str] = (),
) -> None:
    """Print a table, or “none”.

    Parameters
    ----------
    rows : iterable of sequences
        Values, which are formatted here.
    columns : sequence of str
        Headings.
    title : str
        Printed above, after an empty line.
    hideable : collection of str
        Columns that are hidden in a narrow terminal, the first of them first; a message on stderr names them.

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
    numeric = [_is_numeric(column) for column in zip(*given, strict=True)]
    cells = [list(columns), *([cell_text(value) for value in row] for row in given)]
    if is_terminal():
        _print_in_terminal(cells, numeric, hideable)
    else:
        _print_plain(cells, numeric)


def print_frame(frame: pd.DataFrame, title: str = "", *, hideable: Collection[str] = ()) -> None:
    """Print a frame as a table, its index first.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> print_frame(ea.load_sample("motion").axes[["label"]].head(1))
    ix  label
     0  accX RMS
    """
    print_table(frame.itertuples(), [str(frame.index.name), *frame.columns], title, hideable=hideable)


def cell_text(value: object) -> str:
    r"""Return a value of a frame as text, without cutting it.

    Examples
    --------
    >>> [cell_text(value) for value in (True, 0.30000000000000004, None, float("nan"), (2, 5), "a\x1b[2J")]
    ['yes', '0.3', '', '', '2, 5', 'a\\x1b[2J']
    """
    value = _python_value(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(cell_text, value))
    if isinstance(value, float):
        return "" if math.isnan(value) else number_text(value)
    if isinstance(value, str | int):
        return one_line(str(value), sys.maxsize)
    return ""  # None, and the missing value of pandas


def _python_value(value: object) -> object:
    return value.item() if hasattr(value, "item") else value


def _is_numeric(values: Sequence[object]) -> bool:
    present = [value for value in map(_python_value, values) if cell_text(value)]
    return bool(present) and all(type(value) in (int, float) for value in present)


def _print_plain(cells: list[list[str]], numeric: Sequence[bool]) -> None:
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        padded = (
            f"{cell:>{width}}" if right else f"{cell:<{width}}"
            for cell, width, right in zip(line, widths, numeric, strict=True)
        )
        put((GAP * " ").join(padded).rstrip())


def _print_in_terminal(cells: list[list[str]], numeric: Sequence[bool], hideable: Collection[str]) -> None:
    from rich import box
    from rich.table import Table

    screen = console()
    hidden = _columns_to_hide(cells, screen.width, hideable)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    shown = [position for position, name in enumerate(cells[0]) if name not in hidden]
    for position in shown:
        side: Literal["left", "right"] = "right" if numeric[position] else "left"
        table.add_column(_text(cells[0][position]), justify=side, overflow="fold")
    for line in cells[1:]:
        table.add_row(*(_text(line[position]) for position in shown))
    screen.print(table)
    if hidden:
        names = ", ".join(name for name in cells[0] if name in hidden)
        print_message(f"Hidden for lack of space: {names}. Use --json or a pipe to see all columns.")


def _columns_to_hide(cells: list[list[str]], width: int, hideable: Collection[str]) -> set[str]:
    from rich.cells import cell_len

    needs = {column[0]: min(max(map(cell_len, column)), ENOUGH) + GAP for column in zip(*cells, strict=True)}
    hidden: set[str] = set()
    for name in hideable:
        if sum(need for column, need in needs.items() if column not in hidden) - GAP <= width:
            break
        hidden.add(name)
    return hidden


def _text(cell: str) -> Text:
    from rich.text import Text

    short = cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - 1] + "…"
    return Text(short, style=STYLES.get(cell, ""))
