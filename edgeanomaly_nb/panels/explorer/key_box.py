"""KeyBox: a box to type an API key in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import traitlets

from ..shared.late_load import LateLoadWidget, script_of


class KeyBox(LateLoadWidget):
    """A box to type a key in; the page sends the key as a message.

    The key is in no trait, neither here nor in the page: an `ipywidgets.Password` would keep it in its
    ``value``, which is part of the saved notebook. The box is emptied before the message is sent.

    Parameters
    ----------
    action : callable
        Called with the typed text.
    """

    _esm = script_of(Path(__file__))
    _css = Path(__file__).with_name("explorer.css").read_text(encoding="utf-8")

    unfolded = traitlets.Bool(False, help="True if the box is unfolded.").tag(sync=True)
    host = traitlets.Unicode(help="Host that a key is sent to.").tag(sync=True)

    def __init__(self, action: Callable[[str], object]) -> None:
        self._action = action
        super().__init__()
        self.on_msg(self._on_message)

    def _on_message(self, _: object, content: object, __: object) -> None:
        # Removed from the message, so that a traceback that shows the message does not show the key.
        key = content.pop("key", None) if isinstance(content, dict) else None
        if isinstance(key, str):
            self._action(key)
