"""Tables: of full width in a pipe, and of the width of the terminal in a terminal."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Literal

from ...text import number_text, one_line
from .marks import Mark
from .streams import put
from .terminal import console, has_symbols, is_terminal, print_heading, print_message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

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
        Values, which are formatted here. A terminal shows a `Mark` as its symbol.
    columns : sequence of str
        Headings.
    title : str
        Printed above, after an empty line.
    hideable : collection of str
        Columns that are hidden in a narrow terminal, the first of them first; a message on stderr names them.
        Those that have the same value in each row are hidden before any line wraps.

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
    ids = [is_id(name) for name in columns]
    cells = [
        list(columns),
        *([cell_text(value, ident=ident) for value, ident in zip(row, ids, strict=True)] for row in given),
    ]
    if is_terminal():
        _print_in_terminal(cells, numeric, hideable, _styles(given))
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


def is_id(name: str) -> bool:
    """Return True if a column has ids, which are written without commas.

    Examples
    --------
    >>> [is_id(name) for name in ("ix", "learn_id", "dsp_ids", "n_axes")]
    [True, True, True, False]
    """
    return name == "ix" or name.endswith(("_id", "_ids"))


def cell_text(value: object, *, ident: bool = False) -> str:
    r"""Return a value of a frame as text, without cutting it.

    Examples
    --------
    >>> [cell_text(value) for value in (True, 0.30000000000000004, None, float("nan"), (2, 5), "a\x1b[2J")]
    ['yes', '0.3', '', '', '2, 5', 'a\\x1b[2J']
    >>> cell_text(2106), cell_text(481207, ident=True)
    ('2,106', '481207')
    """
    value = _python_value(value)
    if isinstance(value, Mark):
        return value.symbol if has_symbols() else value.plain
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(cell_text(item, ident=ident) for item in value)
    if isinstance(value, float):
        return "" if math.isnan(value) else number_text(value)
    if isinstance(value, int) and not ident:
        return f"{value:,}"
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


def _styles(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    return [[cell.style if isinstance(cell, Mark) else "" for cell in row] for row in rows]


def _print_in_terminal(
    cells: list[list[str]],
    numeric: Sequence[bool],
    hideable: Collection[str],
    styles: Sequence[Sequence[str]],
) -> None:
    from rich import box
    from rich.table import Table

    screen = console()
    hidden = _columns_to_hide(cells, screen.width, hideable)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    shown = [position for position, name in enumerate(cells[0]) if name not in hidden]
    for position in shown:
        side: Literal["left", "right"] = "right" if numeric[position] else "left"
        table.add_column(_text(cells[0][position]), justify=side, overflow="fold")
    for line, of_line in zip(cells[1:], styles, strict=True):
        table.add_row(*(_text(line[position], of_line[position]) for position in shown))
    screen.print(table)
    if hidden:
        names = ", ".join(f"{name}{hidden[name]}" for name in cells[0] if name in hidden)
        print_message(f"Hidden for lack of space: {names}. Use --json or a pipe to see all columns.")


def _columns_to_hide(cells: list[list[str]], width: int, hideable: Collection[str]) -> dict[str, str]:
    """Return the columns to hide, and in brackets the value that is the same in each row, if it is."""
    from rich.cells import cell_len

    columns = {column[0]: column[1:] for column in zip(*cells, strict=True)}
    whole = {name: max(map(cell_len, (name, *column))) + GAP for name, column in columns.items()}
    hidden: dict[str, str] = {}

    def hide(names: Iterable[str], needs: Mapping[str, int]) -> None:
        for name in names:
            if sum(need for column, need in needs.items() if column not in hidden) - GAP <= width:
                break
            hidden[name] = same.get(name, "")

    same = {
        name: f" ({one_line(columns[name][0], 60) or 'empty'} in each row)"
        for name in hideable
        if name in columns and len(cells) > 2 and len(set(columns[name])) == 1
    }
    hide(same, whole)
    rest = [name for name in hideable if name not in hidden]
    hide(rest, {name: min(need, ENOUGH + GAP) for name, need in whole.items()})
    return hidden


def _text(cell: str, style: str = "") -> Text:
    from rich.text import Text

    short = cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - 1] + "…"
    return Text(short, style=style or STYLES.get(cell, ""))
