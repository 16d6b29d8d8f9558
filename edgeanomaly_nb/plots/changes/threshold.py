"""A picture of one changed threshold: its change as text, and both values on one scale."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from ...block.thresholds import (
    ThresholdRow,
    change_text,
    is_on_scale,
    same_value,
    setting_text,
    suggestion,
    threshold_title,
    value_text,
)
from ...comparison.change import arrow_text
from ...comparison.thresholds import options_changed, suggestion_changed, value_changed
from ...text import number_text, one_line
from ..style import TEXT_PT, ink_of, size_pt, width_pt
from ..thresholds import scale
from .matched import ThresholdChange

_SETTING_CHARACTERS = 60


def draw_threshold_change(ax: Axes, change: ThresholdChange) -> None:
    """Draw a changed threshold: open circle before, filled circle after, diamonds for suggestions.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots import new_figure
    >>> from edgeanomaly_nb.plots.changes.matched import changed_thresholds
    >>> ax = new_figure(6, 2).subplots()
    >>> motion, later = ea.load_sample("motion"), ea.load_sample("motion-later")
    >>> draw_threshold_change(ax, *changed_thresholds(motion, later))
    >>> [line.get_label() for line in ax.lines]
    ['suggested', 'before', 'after']
    """
    scale.draw_heading(ax, threshold_title(change.row), threshold_change_text(change))
    if not has_scale(change):
        return
    old, new = _numbers(change)
    suggested = [math.nan if row is None else row.suggested_value + 0.0 for row in (change.old, change.new)]
    scale.draw_scale(ax, [old, new, *suggested], flagged_above=new)
    _draw_suggestions(ax, *suggested)
    if is_on_scale(old) and not same_value(old, new):
        scale.draw_open_mark(ax, old, "o", "before")
        _draw_arrow(ax, old, new)
    if is_on_scale(new):
        scale.draw_filled_mark(ax, new, "after")
    now = "now" if is_on_scale(old) else "threshold"
    _name_both(ax, (old, "was"), (new, now), both="threshold", below=False)


def has_scale(change: ThresholdChange) -> bool:
    """Return True if the threshold is a number, on a scale that before and after share."""
    return (
        change.old_kind.compares_with(change.new_kind)
        and not change.row.options
        and any(map(is_on_scale, _numbers(change)))
    )


def threshold_change_heights(change: ThresholdChange, width: float) -> scale.Heights:
    """Return the space that `draw_threshold_change` needs at a width, in points."""
    text = threshold_change_text(change)
    return scale.scale_heights(text, width) if has_scale(change) else scale.text_heights(text, width)


def threshold_change_text(change: ThresholdChange) -> str:
    """Return what changed of a threshold, with its direction.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.changes.matched import changed_thresholds
    >>> motion, spectral = ea.load_sample("motion"), ea.load_sample("spectral")
    >>> [threshold_change_text(change) for change in changed_thresholds(motion, spectral)]
    ['0.3, as before; suggested: 0.5 → none']
    """
    old, new = change.old, change.new
    if old is None or new is None:
        suggested = suggestion(change.row)
        note = "" if suggested is None else f" (suggested {value_text(suggested)})"
        return f"{'removed; it was' if new is None else 'added:'} {_setting(change.row)}{note}"
    parts = [_value_text(old, new, change)]
    if suggestion_changed(old, new):
        parts.append(f"suggested: {arrow_text(suggestion(old), suggestion(new))}")
    if options_changed(old, new):
        parts.append("its options changed")
    return "; ".join(parts)


def _value_text(old: ThresholdRow, new: ThresholdRow, change: ThresholdChange) -> str:
    if value_changed(old, new):
        effect = change_text(old.number, new.number, change.old_kind, change.new_kind)
        return f"{_setting(old)} → {_setting(new)}" + (effect and f": {effect}")
    apart = change.old_kind.why_never_compared(change.new_kind)
    return f"{_setting(new)} in both, but {apart}" if apart else f"{_setting(new)}, as before"


def _setting(row: ThresholdRow) -> str:
    return one_line(setting_text(row), _SETTING_CHARACTERS)


def _draw_suggestions(ax: Axes, old: float, new: float) -> None:
    if is_on_scale(old) and not same_value(old, new):
        scale.draw_open_mark(ax, old, "D", "suggested before")
        ax.lines[-1].set(markersize=0.7 * scale.DIAMOND_PT, markeredgewidth=1.0)
    if is_on_scale(new):
        scale.draw_open_mark(ax, new, "D", "suggested")
    _name_both(ax, (old, "suggested before"), (new, "suggested"), both="suggested", below=True)


def _draw_arrow(ax: Axes, old: float, new: float) -> None:
    if is_on_scale(new) and _distance_pt(ax, old, new) > scale.CIRCLE_PT + 4:
        shrink = scale.CIRCLE_PT / 2 + 0.5
        look = {"arrowstyle": "-|>", "mutation_scale": 9, "shrinkA": shrink, "shrinkB": shrink}
        ax.annotate("", (new, 0.5), (old, 0.5), arrowprops={**look, "color": ink_of(ax), "linewidth": 1.5})


def _distance_pt(ax: Axes, one: float, other: float) -> float:
    low, high = ax.get_xlim()
    return abs(other - one) / (high - low) * size_pt(ax)[0]


def _name_both(ax: Axes, old: tuple[float, str], new: tuple[float, str], *, both: str, below: bool) -> None:
    """Name two marks; write one text for both where their names would touch, or where they are one mark."""
    shown = [(x, f"{name} {number_text(x)}") for x, name in (old, new) if is_on_scale(x)]
    if len(shown) == 2:
        if same_value(old[0], new[0]):
            shown = [(new[0], f"{both} {number_text(new[0])}")]
        elif _distance_pt(ax, old[0], new[0]) < sum(width_pt([text]) for _, text in shown) / 2 + TEXT_PT:
            shown = [((old[0] + new[0]) / 2, f"{both} {arrow_text(old[0], new[0])}")]
    for x, text in shown:
        scale.name_mark(ax, x, text, below=below)


def _numbers(change: ThresholdChange) -> list[float]:
    return [math.nan if row is None else row.number + 0.0 for row in (change.old, change.new)]  # 0 for -0
