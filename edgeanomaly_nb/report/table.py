"""A table of texts, which every form of a report shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Table(NamedTuple):
    """A table of texts: each cell is one line."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
