"""Traits that several panels use."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import traitlets

if TYPE_CHECKING:
    _Int = traitlets.Int[Any, Any]
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

    def validate(self, obj: Any, value: Any) -> Any:
        """Accept integers of any type, but not bool."""
        if hasattr(value, "__index__") and not isinstance(value, bool):
            value = operator.index(value)
        return super().validate(obj, self.error(obj, value) if isinstance(value, bool) else value)
