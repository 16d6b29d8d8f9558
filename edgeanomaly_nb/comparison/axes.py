"""Changes of axes, matched by label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from ..block.config import AnomalyConfig
from ..block.labels import canonical
from ..text import occurrences
from .change import Change


def axis_changes(before: AnomalyConfig, after: AnomalyConfig) -> Iterator[Change]:
    """Yield the changes of axes; a text has the index where the label does not identify the axis."""
    old, new = before.axes, after.axes
    at = _matches(old["label"], new["label"])
    kept = at >= 0
    repeated = _repeated(old["label"]) | _repeated(new["label"])
    for what in ("selected", "favourite"):
        yield from _of_flag(what, old[kept], new.iloc[at[kept]], repeated)
    for label, which, state in _states(old[~kept], repeated):
        yield Change("axis", label, "axis", "removed", state, None, f"removed; it was {state}{which}")
    for label, which, state in _states(new[~np.isin(np.arange(len(new)), at)], repeated):
        yield Change("axis", label, "axis", "added", None, state, f"added; it is {state}{which}")


def label_keys(labels: pd.Series) -> list[tuple[str, int]]:
    """Return what axes of two blocks are matched by: label, and for repeated ones the number of those before.

    Examples
    --------
    >>> label_keys(pd.Series(["x RMS", "x RMS"]))
    [('x RMS', 0), ('x RMS', 1)]
    """
    return occurrences(map(canonical, labels))


def _matches(old: pd.Series, new: pd.Series) -> np.ndarray:
    """Return for each old label the position of the same new label, or -1."""
    places = {key: at for at, key in enumerate(label_keys(new))}
    return np.array([places.get(key, -1) for key in label_keys(old)], dtype=np.intp)


def _repeated(labels: pd.Series) -> set[str]:
    """Return the labels that repeat, each in its canonical spelling."""
    return {label for label, count in Counter(map(canonical, labels)).items() if count > 1}


def _of_flag(what: str, old: pd.DataFrame, new: pd.DataFrame, repeated: set[str]) -> Iterator[Change]:
    old_flags, new_flags = old[what].to_numpy(), new[what].to_numpy()
    for ix, label in new["label"][~old_flags & new_flags].items():
        text = f"now {what}{_which(label, ix, repeated)}"
        yield Change("axis", label, what, "gained", False, True, text)
    for ix, label in new["label"][old_flags & ~new_flags].items():
        text = f"no longer {what}{_which(label, ix, repeated)}"
        yield Change("axis", label, what, "lost", True, False, text)


def _states(axes: pd.DataFrame, repeated: set[str]) -> Iterator[tuple[str, str, str]]:
    columns = (axes.index, axes["label"], axes["selected"], axes["favourite"])
    for ix, label, selected, favourite in zip(*columns, strict=True):
        yield label, _which(label, ix, repeated), _STATES[bool(selected), bool(favourite)]


_STATES = {
    (True, True): "selected and favourite",
    (True, False): "selected but not favourite",
    (False, True): "favourite but not selected",
    (False, False): "neither selected nor favourite",
}


def _which(label: str, ix: object, repeated: set[str]) -> str:
    """Return the index in brackets where the label does not identify the axis."""
    return f" (index {ix})" if canonical(label) in repeated or not label.strip() else ""
