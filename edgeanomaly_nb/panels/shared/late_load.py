"""LateLoadWidget: an anywidget that receives the messages of the kernel even where its script loads late."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

_HERE = Path(__file__)
#: The script of widgets that draw; goes into `script_of`.
SVG_SCRIPT = _HERE.with_name("svg")
#: The colours and the controls of widgets that follow the theme of the page; goes into `style_of`.
THEME_STYLE = _HERE.with_name("theme")


class LateLoadWidget(anywidget.AnyWidget):
    """A widget that receives the messages of the kernel even where its script takes over two seconds to load.

    anywidget waits two seconds for the script of a widget. After that, it rejects every message to the
    widget, which then never changes: ``ready`` in
    https://github.com/manzt/anywidget/blob/6f420a6ea6cd3b01b1c5af1cfc2bec9c4e4c80cf/packages/anywidget/src/runtime.ts,
    which came with https://github.com/manzt/anywidget/pull/804. The script of a subclass has to come from
    `script_of`, which adds the workaround.

    Examples
    --------
    >>> class Line(LateLoadWidget):
    ...     _esm = script_of(Path(__file__).with_name("status_line"))
    >>> line = Line()
    >>> line._own_id == line.model_id
    True
    >>> line.close()
    """

    _own_id = traitlets.Unicode(help="Id of the model of this widget in the page.").tag(sync=True)
    #: Further traits that are synchronised: those that a panel has, too, where they stay in Python.
    _synced: tuple[str, ...] = ()

    def __init__(self, **traits: Any) -> None:
        model_id = uuid.uuid4().hex
        super().__init__(model_id=model_id, _own_id=model_id, **traits)

    @traitlets.default("keys")
    def _default_keys(self) -> list[str]:
        return [*self.traits(sync=True), *self._synced]


def script_of(*paths: Path) -> str:
    """Return the script of a widget, after the workaround for late scripts and what many scripts use.

    The workaround is the ``initialize`` of the script; ``elements.js`` has the functions for all.

    The script is text, not a path: anywidget keeps every widget whose files it may watch alive
    (https://github.com/manzt/anywidget/issues/929).

    Parameters
    ----------
    *paths : Path
        Its files, or files beside them: the suffix of each is replaced with ``.js``.

    Examples
    --------
    >>> "function initialize" in script_of(Path(__file__).with_name("status_line"))
    True
    """
    return _joined((_HERE, _HERE.with_name("elements"), *paths), ".js")


def style_of(*paths: Path) -> str:
    """Return the style sheet of a widget.

    Parameters
    ----------
    *paths : Path
        As for `script_of`; the suffix of each is replaced with ``.css``.

    Examples
    --------
    >>> "--ea-ink" in style_of(THEME_STYLE)
    True
    """
    return _joined(paths, ".css")


def _joined(paths: Iterable[Path], suffix: str) -> str:
    return "\n".join(path.with_suffix(suffix).read_text(encoding="utf-8") for path in paths)
