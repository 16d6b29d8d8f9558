"""One change between two configs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from ..block.thresholds_text import value_text
from ..text import occurrences

T = TypeVar("T")


class Change(NamedTuple):
    """One row of the changes frame; `edgeanomaly_nb.compare` describes the fields."""

    part: str
    subject: str
    what: str
    change: str
    before: object
    after: object
    in_words: str


def by_name(names: Iterable[str], items: Iterable[T]) -> dict[tuple[str, int], T]:
    """Key items by name and, where a name repeats, by how often it occurred before.

    Examples
    --------
    >>> by_name(["a", "b", "a"], [1, 2, 3])
    {('a', 0): 1, ('b', 0): 2, ('a', 1): 3}
    """
    return dict(zip(occurrences(names), items, strict=True))


def arrow_text(old: object, new: object, reason: str = "") -> str:
    """Return the old and the new value with an arrow between them, and a reason if there is one.

    Examples
    --------
    >>> arrow_text(1, None), arrow_text(0.3, 0.4, "0.1 higher")
    ('1 → none', '0.3 → 0.4: 0.1 higher')
    """
    text = f"{value_text(old)} → {value_text(new)}"
    return f"{text}: {reason}" if reason else text
