"""Two configs compared by meaning: axes by label, thresholds by key."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from ..block.frames import TEXT_DTYPE
from ..block.kinds import UNKNOWN
from ..block.labels import canonical
from ..block.thresholds import side_of, threshold_rows
from ..text import number_in_words, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..block.config import AnomalyConfig
    from ..block.kinds import Kind
    from ..block.thresholds import ThresholdRow

_COLUMNS = ("part", "subject", "what", "change", "before", "after", "in_words")
_TEXT = ("part", "subject", "what", "change", "in_words")


class _Change(NamedTuple):
    part: str
    subject: str
    what: str
    change: str
    before: Any
    after: Any
    in_words: str


def compare(before: AnomalyConfig, after: AnomalyConfig) -> pd.DataFrame:
    """Compare two configs: two blocks, one block at two times, or blocks of two projects.

    Axes are matched by label, thresholds by key; where one repeats, the first with the first, and so on.
    Canonically equal spellings (NFC, NFD) are one label. An index that moved is not a change of the axis, nor
    is another order. Where a label is empty or repeats, the words name the index. Whether the type changed is
    known where both sources have it. A threshold has a direction only where the scores compare: both blocks
    are of the same known kind.

    Parameters
    ----------
    before, after : AnomalyConfig
        What to compare.

    Returns
    -------
    DataFrame
        One row per change: of the block, then of its thresholds, then of its axes. Columns and dtypes are
        the same when nothing changed.

        =============  ======  ================================================================
        column         dtype   meaning
        =============  ======  ================================================================
        part           str     ``block``, ``threshold`` or ``axis``
        subject        str     the field, the key, or the label
        what           str     what of it: ``axis``, ``selected``, ``favourite``, ``threshold``,
                               ``value``, ``suggestion``, ``options``, or the field
        change         str     ``added``, ``removed``, ``gained``, ``lost`` or ``changed``
        before, after  object  the values; None where there is none
        in_words       str     the change in words, with its direction
        =============  ======  ================================================================

    Raises
    ------
    TypeError
        One of the two is no config.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> changes = compare(ea.load_sample("motion"), ea.load_sample("motion-later"))
    >>> changes[changes.what == "value"].in_words.tolist()
    ['0.3 → 0.45: higher by 0.15, flags less']
    """
    for given in (before, after):
        if not hasattr(given, "dependencies"):
            raise TypeError(
                f"compare takes two configs, not {type(given).__name__}: read a saved one with "
                "AnomalyConfig.load(path)."
            )
    changes = [*_of_block(before, after), *_of_thresholds(before, after), *_of_axes(before, after)]
    columns = list(zip(*changes, strict=True)) or [()] * len(_COLUMNS)
    series = {
        name: _column(values, "text" if name in _TEXT else "object")
        for name, values in zip(_COLUMNS, columns, strict=True)
    }
    return pd.DataFrame(series)


def changes_in_words(changes: pd.DataFrame) -> str:
    """Say in one line what a comparison found.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> motion = ea.load_sample("motion")
    >>> changes_in_words(compare(motion, motion))
    'Nothing changed.'
    >>> changes_in_words(compare(motion, ea.load_sample("motion-later")))
    '2 axes newly selected · 1 axis no longer selected · 1 axis added · 1 threshold changed · 4 changes of
    the block'
    """
    counts = Counter(zip(changes["part"], changes["what"], changes["change"], strict=True))
    words = [
        _counted(counts["axis", what, change], one, many)
        for what, change, one, many in _TOLD_OF_AXES
        if counts["axis", what, change]
    ]
    keys = changes.loc[changes["part"] == "threshold", "subject"].nunique()
    block = int((changes["part"] == "block").sum())
    words += [_counted(keys, "threshold changed", "thresholds changed")] * bool(keys)
    words += [_counted(block, "change of the block", "changes of the block")] * bool(block)
    return " · ".join(words) or "Nothing changed."


_TOLD_OF_AXES = (
    ("selected", "gained", "axis newly selected", "axes newly selected"),
    ("selected", "lost", "axis no longer selected", "axes no longer selected"),
    ("favourite", "gained", "more favourite", "more favourites"),
    ("favourite", "lost", "fewer favourite", "fewer favourites"),
    ("axis", "added", "axis added", "axes added"),
    ("axis", "removed", "axis removed", "axes removed"),
)


def shift_in_words(old: float, new: float, was: Kind, is_now: Kind) -> str:
    """Say how a threshold moved and what that does, or why the two scores are not compared.

    Parameters
    ----------
    old, new : float
        Anomaly scores, no unit; NaN where the threshold is not a number.
    was, is_now : Kind
        Of the block before and after.

    Returns
    -------
    str
        Empty when one is NaN, or when they are equal.

    Examples
    --------
    >>> from edgeanomaly_nb.block.kinds import GMM, K_MEANS, UNKNOWN
    >>> shift_in_words(0.5, 0.3, GMM, GMM), shift_in_words(0.5, float("nan"), GMM, GMM)
    ('lower by 0.2, flags more', '')
    >>> shift_in_words(0.5, 0.3, K_MEANS, GMM)
    'scores of K-means and GMM do not compare'
    >>> shift_in_words(0.5, 0.3, UNKNOWN, UNKNOWN)
    'whether these scores compare is not known'
    """
    if math.isnan(old) or math.isnan(new) or math.isclose(old, new):
        return ""
    if why := was.why_not_compared(is_now):
        return why
    return f"{side_of(new, old)} by {number_in_words(abs(new - old))}, {is_now.effect(new, old)}"


def is_other_value(old: ThresholdRow, new: ThresholdRow) -> bool:
    """Whether a threshold has another value: ``"0.5"`` says what 0.5 does.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> old, new = (next(threshold_rows(ea.load_sample(it).thresholds)) for it in ("motion", "motion-later"))
    >>> is_other_value(old, new), is_other_suggestion(old, new), has_other_options(old, new)
    (True, False, False)
    """
    return not _same(old.value, new.value) and not _same(old.number, new.number)


def is_other_suggestion(old: ThresholdRow, new: ThresholdRow) -> bool:
    """Whether something else is suggested."""
    return not _same(suggestion_of(old), suggestion_of(new))


def has_other_options(old: ThresholdRow, new: ThresholdRow) -> bool:
    """Whether there are other options to choose from, in whatever order."""
    return sorted(old.options) != sorted(new.options)


def suggestion_of(row: ThresholdRow) -> float | str | None:
    """Give what is suggested: a number, else a text, else None.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> [suggestion_of(row) for row in threshold_rows(ea.load_sample("motion").thresholds)]
    [0.5]
    """
    if not math.isnan(row.suggested_value):
        return row.suggested_value
    return row.suggested_text if isinstance(row.suggested_text, str) else None


def as_told(changes: pd.DataFrame) -> pd.DataFrame:
    """Prepare a changes frame for readers: an axis without a label has a name, and a field is named once.

    Parameters
    ----------
    changes : DataFrame
        From `compare`.

    Returns
    -------
    DataFrame
        The same, with other texts in ``subject`` and ``what``.

    Examples
    --------
    >>> changes = pd.DataFrame({"subject": ["trained", " "], "what": ["trained", "selected"]})
    >>> as_told(changes).values.tolist()
    [['trained', ''], ['(no label)', 'selected']]
    """
    subject, what = changes["subject"], changes["what"]
    return changes.assign(
        subject=subject.where(subject.str.strip() != "", "(no label)"), what=what.where(what != subject, "")
    )


# --- The block ----------------------------------------------------------------------------------------------


def _of_block(before: AnomalyConfig, after: AnomalyConfig) -> Iterator[_Change]:
    was, is_now = before.kind, after.kind
    if was.type and is_now.type and was != is_now:
        old, new = was.short_name, is_now.short_name
        words = _with_reason(f"{one_line(old, 60)} → {one_line(new, 60)}", was.why_never_compared(is_now))
        yield _Change("block", "type", "type", "changed", old, new, words)
    # The noun of the kind; the one for any kind where the two have different ones.
    clusters = was.clusters if was.clusters == is_now.clusters else UNKNOWN.clusters
    for name, read in _FIELDS.items():
        field = clusters if name == "clusters" else name
        old, new = read(before), read(after)
        if isinstance(old, tuple):
            yield from _members(field, old, new)
        elif not _same(old, new):
            yield _Change("block", field, field, "changed", old, new, f"{_said(old)} → {_said(new)}")


def _members(field: str, old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    """Tell which members a list gained and lost; a repeated one counts as often as it stands there."""
    was, is_now = (Counter(map(canonical, names)) for names in (old, new))
    own = {canonical(name): name for name in (*old, *new)}
    for name in (was - is_now).elements():
        yield _Change("block", field, field, "lost", own[name], None, f"no longer {_said(own[name])}")
    for name in (is_now - was).elements():
        yield _Change("block", field, field, "gained", None, own[name], f"now also {_said(own[name])}")


def _disagreeing(config: AnomalyConfig) -> tuple[str, ...]:
    """Name the axes that only one of flag and ``selectedAxes`` selects; the latter's may not exist."""
    axes = config.axes
    known, differ = set(axes.index), axes[axes["selected"] != axes["configured"]]
    labels = [label if label.strip() else str(ix) for ix, label in differ["label"].items()]
    return (*labels, *(str(ix) for ix in dict.fromkeys(config.selected_axes) if ix not in known))


_FIELDS: Mapping[str, Any] = {
    "name": lambda config: config.name,
    "trained": lambda config: config.trained,
    "clusters": lambda config: config.cluster_count,
    "minimum confidence rating": lambda config: config.minimum_confidence_rating,
    "classes": lambda config: config.dependencies.classes,
    "input blocks": lambda config: config.dependencies.block_names,
    "output classes": lambda config: config.dependencies.output_classes,
    "features": lambda config: config.dependencies.feature_count,
    "samples": lambda config: config.dependencies.sample_count,
    "flags against selectedAxes": _disagreeing,
}


# --- Thresholds ---------------------------------------------------------------------------------------------


def _of_thresholds(before: AnomalyConfig, after: AnomalyConfig) -> Iterator[_Change]:
    old, new = (
        _by_name(config.thresholds.index, threshold_rows(config.thresholds)) for config in (before, after)
    )
    kinds = (before.kind, after.kind)
    for name in {**old, **new}:
        if name in old and name in new:
            yield from _of_threshold(old[name], new[name], *kinds)
        elif name in old:
            key, value = name[0], old[name].value
            yield _Change("threshold", key, "threshold", "removed", value, None, f"was {_said(value)}")
        else:
            key, value = name[0], new[name].value
            yield _Change("threshold", key, "threshold", "added", None, value, f"is {_said(value)}")


def _of_threshold(old: ThresholdRow, new: ThresholdRow, was_of: Kind, is_of: Kind) -> Iterator[_Change]:
    key = old.Index
    if is_other_value(old, new):
        words = _moved(old.value, new.value, shift_in_words(old.number, new.number, was_of, is_of))
        yield _Change("threshold", key, "value", "changed", old.value, new.value, words)
    was, is_now = suggestion_of(old), suggestion_of(new)
    if is_other_suggestion(old, new):
        words = _moved(was, is_now, was_of.why_never_compared(is_of))
        yield _Change("threshold", key, "suggestion", "changed", was, is_now, words)
    if has_other_options(old, new):
        counts = [_counted(len(row.options), "option", "options") for row in (old, new)]
        words = " → ".join(counts) if counts[0] != counts[1] else "other options, or other names for them"
        yield _Change("threshold", key, "options", "changed", old.options, new.options, words)


def _moved(old: object, new: object, effect: str = "") -> str:
    return _with_reason(f"{_said(old)} → {_said(new)}", effect)


def _with_reason(words: str, reason: str) -> str:
    return f"{words}: {reason}" if reason else words


def _same(old: object, new: object) -> bool:
    close = isinstance(old, float) and isinstance(new, float) and math.isclose(old, new)
    return close or old == new


# --- Axes ---------------------------------------------------------------------------------------------------


def _of_axes(before: AnomalyConfig, after: AnomalyConfig) -> Iterator[_Change]:
    old, new = before.axes, after.axes
    at = _matches(old["label"], new["label"])
    kept = at >= 0
    repeated = _repeated(old["label"]) | _repeated(new["label"])
    for what in ("selected", "favourite"):
        yield from _of_flag(what, old[kept], new.iloc[at[kept]], repeated)
    for label, which, state in _states(old[~kept], repeated):
        yield _Change("axis", label, "axis", "removed", state, None, f"removed; it was {state}{which}")
    for label, which, state in _states(new[~np.isin(np.arange(len(new)), at)], repeated):
        yield _Change("axis", label, "axis", "added", None, state, f"added; it is {state}{which}")


def _matches(old: pd.Series, new: pd.Series) -> np.ndarray:
    """Give, for each old label, the position of its new self, or -1."""
    places = _by_name(map(canonical, new), range(len(new)))
    # Names come out in order, since each is there once.
    names = _by_name(map(canonical, old), range(len(old)))
    return np.array([places.get(name, -1) for name in names], dtype=np.intp)


def _repeated(labels: pd.Series) -> set[str]:
    """Return the labels that repeat, each in its canonical spelling."""
    return {label for label, count in Counter(map(canonical, labels)).items() if count > 1}


def _of_flag(what: str, old: pd.DataFrame, new: pd.DataFrame, repeated: set[str]) -> Iterator[_Change]:
    was, is_now = old[what].to_numpy(), new[what].to_numpy()
    for ix, label in new["label"][~was & is_now].items():
        words = f"now {what}{_which(label, ix, repeated)}"
        yield _Change("axis", label, what, "gained", False, True, words)
    for ix, label in new["label"][was & ~is_now].items():
        words = f"no longer {what}{_which(label, ix, repeated)}"
        yield _Change("axis", label, what, "lost", True, False, words)


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
    """Say which axis it is, where the label does not."""
    return f" (index {ix})" if canonical(label) in repeated or not label.strip() else ""


# --- Small things -------------------------------------------------------------------------------------------


def _by_name(names: Iterable[str], items: Iterable[Any]) -> dict[tuple[str, int], Any]:
    """Key items by name and, where a name repeats, by how often it stood before."""
    seen: Counter[str] = Counter()
    keyed = {}
    for name, item in zip(names, items, strict=True):
        keyed[name, seen[name]] = item
        seen[name] += 1
    return keyed


def _said(value: object) -> str:
    if value is None:
        return "not said"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number_in_words(value)
    if isinstance(value, int):
        return one_line(f"{value:,}", 60)
    return f"“{one_line(str(value), 60)}”"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _column(values: Sequence[object], kind: str) -> pd.Series:
    if kind == "text":
        return pd.Series(list(values), dtype=TEXT_DTYPE)
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return pd.Series(column, dtype=object)
