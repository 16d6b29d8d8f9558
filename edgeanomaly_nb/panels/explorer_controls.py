"""The two small widgets of the explorer that ipywidgets has not: a live status line, and a box for a key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

if TYPE_CHECKING:
    from collections.abc import Callable

_HERE = Path(__file__).parent


class StatusLine(anywidget.AnyWidget):
    """One line of text that a screen reader reads out when it changes.

    `ipywidgets.HTML` replaces its elements on each change, and a new element is not read out: a live region
    has to stay. It also tells JupyterLab to leave the keys that are pressed in the explorer to the explorer:
    else ArrowDown in a select and Enter on a button move on to another cell.
    """

    _esm = (_HERE / "status_line.js").read_text(encoding="utf-8")

    text = traitlets.Unicode(help="What is going on, in words.").tag(sync=True)


class KeyBox(anywidget.AnyWidget):
    """A box to type a key in, which is handed on in a message.

    What is typed is in no trait, neither here nor in the page: an `ipywidgets.Password` would keep it in its
    ``value``, which is part of the saved notebook. The box is emptied before the message is sent.

    Parameters
    ----------
    action : callable
        Called with what was typed.
    """

    _esm = (_HERE / "key_box.js").read_text(encoding="utf-8")
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
