"""Traits and settings that several panels use."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import traitlets

from ...text import one_line

if TYPE_CHECKING:
    _Int = traitlets.Int[int | None, int | None]
else:
    _Int = traitlets.Int


class Id(_Int):
    """A trait for an id from 0, or None; integers of numpy are accepted, since ids come from frames.

    Examples
    --------
    >>> class Panel(traitlets.HasTraits):
    ...     at = Id(None, allow_none=True)
    >>> Panel(at=7).at
    7
    """

    def validate(self, obj: traitlets.HasTraits, value: object) -> int | None:
        """Accept integers of any type, but not bool."""
        if isinstance(value, bool):
            self.error(obj, value)
        return super().validate(obj, operator.index(value) if hasattr(value, "__index__") else value)


def refuse_unknown(panel: str, given: Iterable[str], known: Sequence[str]) -> None:
    """Refuse settings that a panel does not have.

    Examples
    --------
    >>> refuse_unknown("AxesPanel", ["querry"], ["query", "show"])
    Traceback (most recent call last):
        ...
    TypeError: AxesPanel has no setting querry; it has query, show.
    """
    if unknown := [name for name in given if name not in known]:
        raise TypeError(
            f"{panel} has no setting {one_line(', '.join(unknown), 80)}; it has {', '.join(known)}."
        )
