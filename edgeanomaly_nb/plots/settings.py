"""One fixed set of matplotlib settings for all pictures of panels and reports."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl

# matplotlib reads rcParamsDefault from its own files, never from the user's matplotlibrc.
_SETTINGS: dict[object, object] = {
    **{key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")},
    "svg.fonttype": "none",
    # A fixed salt gives the same ids at each run; a single font name keeps the style of each text short.
    "svg.hashsalt": "edgeanomaly_nb",
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
}
_this_thread = threading.local()
_lock = threading.Lock()
_depth_of_all = 0


class _OwnSettings(mpl.RcParams):
    """`matplotlib.rcParams` with the package's values in each thread that draws for the package.

    matplotlib has one set of settings per process. `matplotlib.rc_context` changes it for all threads, and a
    context of another thread that ends later would restore our values: so the stored values stay the user's.
    """

    def __getitem__(self, key: Any) -> Any:
        if getattr(_this_thread, "depth", 0) and key in _SETTINGS:
            return _SETTINGS[key]
        return super().__getitem__(key)


@contextmanager
def own_settings() -> Iterator[None]:
    """Use the package's settings in this thread; the user's settings do not change.

    Artists read the settings both when they are created and when they are rendered, so wrap both. It also
    works as a decorator.

    Examples
    --------
    >>> with mpl.rc_context({"text.usetex": True}):
    ...     with own_settings():
    ...         print(mpl.rcParams["text.usetex"])
    ...     print(mpl.rcParams["text.usetex"])
    False
    True
    """
    _this_thread.depth = getattr(_this_thread, "depth", 0) + 1
    _add_to_depth(+1)
    try:
        yield
    finally:
        _add_to_depth(-1)
        _this_thread.depth -= 1


def _add_to_depth(change: int) -> None:
    """Set the class of rcParams: ours while any thread draws, otherwise matplotlib's."""
    global _depth_of_all
    with _lock:
        _depth_of_all += change
        mpl.rcParams.__class__ = _OwnSettings if _depth_of_all else mpl.RcParams
