"""Small helpers for ipywidgets."""

from __future__ import annotations

import contextlib
import operator
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import traitlets

if TYPE_CHECKING:
    from collections.abc import Callable

    _Int = traitlets.Int[Any, Any]
else:
    _Int = traitlets.Int


def close_tree(widget: widgets.Widget) -> None:
    """Close a widget and all that it is made of: closing a box alone leaves its children behind.

    Examples
    --------
    >>> before = len(widgets.widget._instances)
    >>> close_tree(widgets.VBox([widgets.HTML()]))
    >>> len(widgets.widget._instances) - before
    0
    """
    parts = [*getattr(widget, "children", ()), *(getattr(widget, name, None) for name in ("layout", "style"))]
    widget.close()
    for part in parts:
        if isinstance(part, widgets.Widget):
            close_tree(part)


def refill(
    box: widgets.Dropdown,
    options: list[tuple[str, int | None]],
    value: int | None,
    handler: Callable[..., None],
) -> None:
    """Give a select other options; the value that it passes through on the way is nobody's choice.

    Examples
    --------
    >>> box = widgets.Dropdown(options=[("one", 1)])
    >>> refill(box, [("two", 2)], 2, print)
    >>> box.value
    2
    """
    with contextlib.suppress(ValueError):  # the first time nobody listens
        box.unobserve(handler, names="value")
    if list(box.options) != options:
        box.options = options
    box.value = value
    box.observe(handler, names="value")


class Id(_Int):
    """A trait for an id from 0, or None; numpy's integers are fine, since ids come out of frames.

    Examples
    --------
    >>> class Panel(traitlets.HasTraits):
    ...     at = Id(None, allow_none=True)
    >>> Panel(at=7).at
    7
    """

    def validate(self, obj: Any, value: Any) -> Any:
        """Take whole numbers of any type, and no truth value."""
        if hasattr(value, "__index__") and not isinstance(value, bool):
            value = operator.index(value)
        return super().validate(obj, self.error(obj, value) if isinstance(value, bool) else value)
