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
from ...comparison.thresholds import options_changed, suggestion_changed, value_changed
from ...text import number_text, one_line
from ..style import ACCENT, TEXT_PT, ink_of, size_pt, width_pt
from ..thresholds.scale import (
    CIRCLE_PT,
    DIAMOND_PT,
    Heights,
    draw_heading,
    draw_open_mark,
    draw_scale,
    name_mark,
    scale_heights,
    text_heights,
)
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
    draw_heading(ax, threshold_title(change.row), threshold_change_text(change))
    if not has_scale(change):
        return
    old, new = _number(change.old), _number(change.new)
    suggested = [_suggested(change.old), _suggested(change.new)]
    draw_scale(ax, [old, new, *suggested], flagged_above=new)
    _draw_suggestions(ax, *suggested)
    if is_on_scale(old) and not same_value(old, new):
        draw_open_mark(ax, old, "o", "before")
        _draw_arrow(ax, old, new)
    if is_on_scale(new):
        ax.plot([new], [0.5], marker="o", markersize=CIRCLE_PT, color=ACCENT, linestyle="", label="after")
    now = "now" if is_on_scale(old) else "threshold"
    _name_both(ax, (old, "was"), (new, now), both="threshold", below=False)


def has_scale(change: ThresholdChange) -> bool:
    """Return True if the threshold is a number, on a scale that before and after share."""
    return (
        change.old_kind.compares_with(change.new_kind)
        and not change.row.options
        and (is_on_scale(_number(change.old)) or is_on_scale(_number(change.new)))
    )


def threshold_change_heights(change: ThresholdChange, width: float) -> Heights:
    """Return the space that `draw_threshold_change` needs at a width, in points."""
    text = threshold_change_text(change)
    return scale_heights(text, width) if has_scale(change) else text_heights(text, width)


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
        return f"{'removed; it was' if new is None else 'added:'} {_setting(change.row)}" + _note(change.row)
    parts = [_value_text(old, new, change)]
    if suggestion_changed(old, new):
        parts.append(f"suggested: {value_text(suggestion(old))} → {value_text(suggestion(new))}")
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


def _note(row: ThresholdRow) -> str:
    suggested = suggestion(row)
    return "" if suggested is None else f" (suggested {value_text(suggested)})"


def _draw_suggestions(ax: Axes, old: float, new: float) -> None:
    if is_on_scale(old) and not same_value(old, new):
        draw_open_mark(ax, old, "D", "suggested before")
        ax.lines[-1].set(markersize=0.7 * DIAMOND_PT, markeredgewidth=1.0)
    if is_on_scale(new):
        draw_open_mark(ax, new, "D", "suggested")
    _name_both(ax, (old, "suggested before"), (new, "suggested"), both="suggested", below=True)


def _draw_arrow(ax: Axes, old: float, new: float) -> None:
    if is_on_scale(new) and _distance_pt(ax, old, new) > CIRCLE_PT + 4:
        shrink = CIRCLE_PT / 2 + 0.5
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
            text = f"{both} {number_text(old[0])} → {number_text(new[0])}"
            shown = [((old[0] + new[0]) / 2, text)]
    for x, text in shown:
        name_mark(ax, x, text, below=below)


def _number(row: ThresholdRow | None) -> float:
    return math.nan if row is None else row.number + 0.0  # 0 for -0


def _suggested(row: ThresholdRow | None) -> float:
    return math.nan if row is None else row.suggested_value + 0.0
