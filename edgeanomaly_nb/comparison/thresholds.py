"""Changes of thresholds, matched by key."""

from __future__ import annotations

from collections.abc import Iterator

from ..block.config import AnomalyConfig
from ..block.kinds import Kind
from ..block.thresholds import ThresholdRow, same_value, suggestion, threshold_rows
from ..block.thresholds_text import change_text, value_text
from ..text import counted
from .change import Change, arrow_text, by_name


def threshold_changes(before: AnomalyConfig, after: AnomalyConfig) -> Iterator[Change]:
    """Yield the changes of all thresholds."""
    for key, old, new in matched_thresholds(before, after):
        if old and new:
            yield from _changes_of_one(old, new, before.kind, after.kind)
        elif old:
            text = f"was {value_text(old.value)}"
            yield Change("threshold", key, "threshold", "removed", old.value, None, text)
        elif new:
            text = f"is {value_text(new.value)}"
            yield Change("threshold", key, "threshold", "added", None, new.value, text)


def matched_thresholds(
    before: AnomalyConfig, after: AnomalyConfig
) -> list[tuple[str, ThresholdRow | None, ThresholdRow | None]]:
    """Return the key and both rows of each threshold, None where it is missing.

    Where a key repeats, the first is matched with the first.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> matched = matched_thresholds(ea.load_sample("motion"), ea.load_sample("fan"))
    >>> [(key, old.value, new.value) for key, old, new in matched]
    [('min_score', 0.3, 3.4)]
    """
    old, new = (
        by_name(config.thresholds.index, threshold_rows(config.thresholds)) for config in (before, after)
    )
    return [(name[0], old.get(name), new.get(name)) for name in {**old, **new}]


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


def is_changed(old: ThresholdRow | None, new: ThresholdRow | None) -> bool:
    """Return True if anything about a threshold changed, or if it is missing on one side."""
    if old is None or new is None:
        return True
    return value_changed(old, new) or suggestion_changed(old, new) or options_changed(old, new)
