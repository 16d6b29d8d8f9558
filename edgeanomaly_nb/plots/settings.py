"""One fixed set of matplotlib settings for every picture that the package draws for itself."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

if TYPE_CHECKING:
    from collections.abc import Iterator

# A fixed salt makes the ids the same at each run; a single font name keeps each text's style short.
_OWN: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "edgeanomaly_nb",
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
}
# matplotlib reads rcParamsDefault from its own files, never from the user's matplotlibrc.
_SETTINGS: dict[Any, Any] = {
    **{key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")},
    **_OWN,
}
_drawing = threading.local()
_lock = threading.Lock()
_in_use = 0


class _OwnWhileDrawing(mpl.RcParams):
    """`matplotlib.rcParams` with the package's own values in each thread that draws for the package.

    matplotlib has one set of settings per process. If we changed it, then another thread would draw with our
    settings, and its `rc_context` could restore them after we are done: so the values stay the user's.
    """

    def __getitem__(self, key: Any) -> Any:
        if getattr(_drawing, "depth", 0) and key in _SETTINGS:
            return _SETTINGS[key]
        return super().__getitem__(key)


@contextmanager
def own_settings() -> Iterator[None]:
    """Draw under the package's own settings, in this thread only; those of the user stay as they are.

    Both making artists and rendering them read the settings, so wrap both. It also works as a decorator:
    each function that returns a figure has it.

    Examples
    --------
    >>> with mpl.rc_context({"text.usetex": True}):
    ...     with own_settings():
    ...         print(mpl.rcParams["text.usetex"])
    ...     print(mpl.rcParams["text.usetex"])
    False
    True
    """
    _drawing.depth = getattr(_drawing, "depth", 0) + 1
    _use(+1)
    try:
        yield
    finally:
        _use(-1)
        _drawing.depth -= 1


def _use(more: int) -> None:
    """Give rcParams our class while any thread draws, and its own class otherwise."""
    global _in_use
    with _lock:
        _in_use += more
        mpl.rcParams.__class__ = _OwnWhileDrawing if _in_use else mpl.RcParams
