"""Changes of thresholds, matched by key."""

from __future__ import annotations

from collections.abc import Iterator

from ..block.config import AnomalyConfig
from ..block.kinds import Kind
from ..block.thresholds import ThresholdRow, change_text, same_value, suggestion, threshold_rows, value_text
from ..text import counted
from .change import Change, arrow_text, by_name


def threshold_changes(before: AnomalyConfig, after: AnomalyConfig) -> Iterator[Change]:
    """Yield the changes of all thresholds; where a key repeats, the first is matched with the first."""
    old, new = (
        by_name(config.thresholds.index, threshold_rows(config.thresholds)) for config in (before, after)
    )
    for name in {**old, **new}:
        key = name[0]
        if name not in new:
            value = old[name].value
            yield Change("threshold", key, "threshold", "removed", value, None, f"was {value_text(value)}")
        elif name not in old:
            value = new[name].value
            yield Change("threshold", key, "threshold", "added", None, value, f"is {value_text(value)}")
        else:
            yield from _changes_of_one(old[name], new[name], before.kind, after.kind)


def _changes_of_one(old: ThresholdRow, new: ThresholdRow, old_kind: Kind, new_kind: Kind) -> Iterator[Change]:
    def changed(what: str, before: object, after: object, text: str) -> Change:
        return Change("threshold", old.Index, what, "changed", before, after, text)

    if value_changed(old, new):
        reason = change_text(old.number, new.number, old_kind, new_kind)
        yield changed("value", old.value, new.value, arrow_text(old.value, new.value, reason))
    if suggestion_changed(old, new):
        before, after = suggestion(old), suggestion(new)
        text = arrow_text(before, after, old_kind.why_never_compared(new_kind))
        yield changed("suggestion", before, after, text)
    if options_changed(old, new):
        counts = [counted(len(row.options), "option") for row in (old, new)]
        text = " → ".join(counts) if counts[0] != counts[1] else "other options, or other names for them"
        yield changed("options", old.options, new.options, text)


def value_changed(old: ThresholdRow, new: ThresholdRow) -> bool:
    """Return True if a threshold has another value: ``"0.5"`` is the same as 0.5.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> old, new = (next(threshold_rows(ea.load_sample(it).thresholds)) for it in ("motion", "motion-later"))
    >>> value_changed(old, new), suggestion_changed(old, new), options_changed(old, new)
    (True, False, False)
    """
    return not same_value(old.value, new.value) and not same_value(old.number, new.number)


def suggestion_changed(old: ThresholdRow, new: ThresholdRow) -> bool:
    """Return True if another number or text is suggested."""
    return not same_value(suggestion(old), suggestion(new))


def options_changed(old: ThresholdRow, new: ThresholdRow) -> bool:
    """Return True if there are other options to choose from, in whatever order."""
    return sorted(old.options) != sorted(new.options)
