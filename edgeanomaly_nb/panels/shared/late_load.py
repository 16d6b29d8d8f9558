"""ListeningWidget: an anywidget that hears the kernel even where the page was slow to load it."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import anywidget
import traitlets


class ListeningWidget(anywidget.AnyWidget):
    """A widget that hears the kernel even where the page takes over two seconds to load its script.

    anywidget gives up such a widget for good: what it first showed stays, whatever the kernel sends. Its
    script therefore has to be one of `script_of`.

    Examples
    --------
    >>> class Line(ListeningWidget):
    ...     _esm = script_of(Path(__file__).with_name("status_line"))
    >>> line = Line()
    >>> line._own_id == line.model_id
    True
    >>> line.close()
    """

    _own_id = traitlets.Unicode(help="What the page knows the widget by.").tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        model_id = uuid.uuid4().hex
        super().__init__(model_id=model_id, _own_id=model_id, **traits)


def script_of(path: Path) -> str:
    """Give the script of a widget, after the part that listens: its ``initialize``.

    As text, not as a path: anywidget holds on to every widget whose files it may watch.

    Parameters
    ----------
    path : Path
        Its file, or one beside it: the suffix is replaced with ``.js``.

    Examples
    --------
    >>> "function initialize" in script_of(Path(__file__).with_name("status_line"))
    True
    """
    return "\n".join(
        script.with_suffix(".js").read_text(encoding="utf-8") for script in (Path(__file__), path)
    )
