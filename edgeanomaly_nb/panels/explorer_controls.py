"""What the explorer is made of that ipywidgets has not: a status line, a box for a key and small helpers."""

from __future__ import annotations

import contextlib
import operator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import traitlets

from .listening import ListeningWidget, script_of

if TYPE_CHECKING:
    from collections.abc import Callable

    _Int = traitlets.Int[Any, Any]
else:
    _Int = traitlets.Int

_HERE = Path(__file__).parent


class StatusLine(ListeningWidget):
    """One line of text that a screen reader reads out when it changes.

    `ipywidgets.HTML` replaces its elements on each change, and a new element is not read out: a live region
    has to stay. It also tells JupyterLab to leave the keys that are pressed in the explorer to the explorer:
    else ArrowDown in a select and Enter on a button move on to another cell.
    """

    _esm = script_of("status_line")

    text = traitlets.Unicode(help="What is going on, in words.").tag(sync=True)


class KeyBox(ListeningWidget):
    """A box to type a key in, which is handed on in a message.

    What is typed is in no trait, neither here nor in the page: an `ipywidgets.Password` would keep it in its
    ``value``, which is part of the saved notebook. The box is emptied before the message is sent.

    Parameters
    ----------
    action : callable
        Called with what was typed.
    """

    _esm = script_of("key_box")
    _css = (_HERE / "explorer.css").read_text(encoding="utf-8")

    unfolded = traitlets.Bool(False, help="Whether the box is unfolded.").tag(sync=True)
    host = traitlets.Unicode(help="Host that a key goes to.").tag(sync=True)

    def __init__(self, action: Callable[[str], object], **traits: Any) -> None:
        self._action = action
        super().__init__(**traits)
        self.on_msg(self._on_message)

    def _on_message(self, _: object, content: Any, __: object) -> None:
        # Taken out of the message, so that a traceback that shows the message does not show it.
        key = content.pop("key", None) if isinstance(content, dict) else None
        if isinstance(key, str):
            self._action(key)


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
