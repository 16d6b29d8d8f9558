"""A table of texts, which every form of a report shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..text import one_line

_MOST_CHARACTERS = 200  # of a cell


class Table(NamedTuple):
    """A table of texts: each cell is one line."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def cell_text(value: object) -> str:
    """Return the text of a cell as one line; empty if there is none.

    Examples
    --------
    >>> cell_text("accX RMS"), cell_text(float("nan"))
    ('accX RMS', '')
    """
    return one_line(value, _MOST_CHARACTERS) if isinstance(value, str) else ""
