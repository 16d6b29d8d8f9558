"""Progress in notebooks and terminals, by tqdm where it is installed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TypeVar, cast

T = TypeVar("T")
# A bar that appears for less time than this is only noise.
_DELAY_S = 2
_LEAST_SHOWN = 50


class Bar(Protocol):
    """What a survey uses of a bar of tqdm."""

    total: int

    def update(self, n: int = 1) -> object:
        """Count what was done."""


class _NoBar:
    total = 0

    def update(self, n: int = 1) -> None:
        """Show nothing."""


@contextmanager
def progress_bar(total: int, what: str, *, shown: bool = True) -> Iterator[Bar]:
    """Show a bar; none without tqdm, in a pipe, or if `shown` is false.

    Examples
    --------
    >>> with progress_bar(1, "Fetching", shown=False) as bar:
    ...     bar.update()
    """
    tqdm = _tqdm() if shown else None
    if tqdm is None:
        yield _NoBar()
        return
    # Not for a moment: in a saved notebook, the widget of a bar is an error once its kernel has ended.
    with tqdm(total=total, desc=what, unit="", leave=False, dynamic_ncols=True, delay=_DELAY_S) as bar:
        yield bar


def with_progress(items: Sequence[T], what: str) -> Iterator[T]:
    """Yield the items, with a bar if there are many.

    Examples
    --------
    >>> list(with_progress([1, 2], "Counting"))
    [1, 2]
    """
    with progress_bar(len(items), what, shown=len(items) >= _LEAST_SHOWN) as bar:
        for item in items:
            yield item
            bar.update()


def _tqdm() -> Callable[..., AbstractContextManager[Bar]] | None:
    if not (sys.stderr is not None and sys.stderr.isatty()) and not _in_notebook():
        return None
    try:
        from tqdm.auto import tqdm  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        return None
    return cast("Callable[..., AbstractContextManager[Bar]]", tqdm)


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and getattr(shell, "kernel", None) is not None
