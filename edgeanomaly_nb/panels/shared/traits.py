"""Traits that several panels use."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

import traitlets

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
