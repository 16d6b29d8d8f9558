"""Changes of the block itself: its kind, its name, whether it is trained, what it depends on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from ..block.config import AnomalyConfig
from ..block.frames import disagrees
from ..block.kinds import UNKNOWN
from ..block.labels import canonical
from ..block.thresholds import same_value
from ..block.thresholds_text import value_text
from ..text import one_line
from .change import Change, arrow_text


def block_changes(before: AnomalyConfig, after: AnomalyConfig) -> Iterator[Change]:
    """Yield the changes of the block itself; its kind is compared where both sources have it."""
    old_kind, new_kind = before.kind, after.kind
    if old_kind.type and new_kind.type and old_kind != new_kind:
        names = [one_line(kind.short_name, 60) for kind in (old_kind, new_kind)]
        reason = old_kind.why_never_compared(new_kind)
        text = " → ".join(names) + (reason and f": {reason}")
        yield Change("block", "type", "type", "changed", old_kind.short_name, new_kind.short_name, text)
    # The noun of the kind; the one for any kind where the two have different ones.
    clusters = old_kind.clusters if old_kind.clusters == new_kind.clusters else UNKNOWN.clusters
    for name, read in _FIELDS.items():
        if name == _RATING and not (old_kind.has_axes and new_kind.has_axes):
            continue
        field = clusters if name == "clusters" else name
        old, new = read(before), read(after)
        if isinstance(old, tuple) and isinstance(new, tuple):
            yield from _members(field, old, new)
        elif not same_value(old, new):
            yield Change("block", field, field, "changed", old, new, arrow_text(old, new))
    yield from _parameters(before.custom_parameters, after.custom_parameters)


def _parameters(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    """Yield the parameters of a custom block that changed, that it gained, and that it lost."""
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            was, is_now = (str(found[name]) if name in found else None for found in (old, new))
            subject = f"parameter {one_line(name, 60)}"
            yield Change("block", subject, subject, "changed", was, is_now, arrow_text(was, is_now))


def _members(field: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Yield the members that a list gained and lost; a repeated one counts as often as it occurs."""
    old_counts, new_counts = (Counter(map(canonical, names)) for names in (old, new))
    own = {canonical(name): name for name in (*old, *new)}
    for name in (old_counts - new_counts).elements():
        yield Change("block", field, field, "lost", own[name], None, f"no longer {value_text(own[name])}")
    for name in (new_counts - old_counts).elements():
        yield Change("block", field, field, "gained", None, own[name], f"now also {value_text(own[name])}")


def _disagreeing(config: AnomalyConfig) -> tuple[str, ...]:
    """Return the axes that only the flag, or only ``selectedAxes``, selects; the latter may be missing."""
    axes = config.axes
    known, differ = set(axes.index), axes[disagrees(axes)]
    labels = [label if label.strip() else str(ix) for ix, label in differ["label"].items()]
    return (*labels, *(str(ix) for ix in dict.fromkeys(config.selected_axes) if ix not in known))


# Not compared for visual and custom blocks: it is their threshold, under a name that nothing else shows.
_RATING = "minimum confidence rating"

_FIELDS: Mapping[str, Callable[[AnomalyConfig], object]] = {
    "name": lambda config: config.name,
    "trained": lambda config: config.trained,
    "clusters": lambda config: config.cluster_count,
    "capacity": lambda config: config.anomaly_capacity,
    _RATING: lambda config: config.minimum_confidence_rating,
    "classes": lambda config: config.dependencies.classes,
    "input blocks": lambda config: config.dependencies.block_names,
    "output classes": lambda config: config.dependencies.output_classes,
    "features": lambda config: config.dependencies.feature_count,
    "samples": lambda config: config.dependencies.sample_count,
    "flags against selectedAxes": _disagreeing,
}
