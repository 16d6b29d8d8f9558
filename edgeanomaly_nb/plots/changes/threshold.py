"""A picture of one changed threshold: its change as text, and both values on one scale."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from ...block.thresholds import ThresholdRow, is_on_scale, same_value, suggestion, threshold_title
from ...block.thresholds_text import change_text, setting_text, value_text
from ...comparison.change import arrow_text
from ...comparison.thresholds import options_changed, suggestion_changed, value_changed
from ...text import number_text, one_line
from ..measure import text_width
from ..style import TEXT_PT, ink_of, size_pt
from ..thresholds import scale
from ..thresholds.picture import NOTHING, SCALE_PT, Body, Heading
from .matched import ThresholdChange

_SETTING_CHARACTERS = 60


def change_picture(change: ThresholdChange) -> tuple[Heading, Body]:
    """Return the parts of the picture of a changed threshold: open circle before, filled after, and stars.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.changes.matched import changed_thresholds
    >>> motion, later = ea.load_sample("motion"), ea.load_sample("motion-later")
    >>> heading, body = change_picture(*changed_thresholds(motion, later))
    >>> heading.text, body.is_scale
    ('0.3 → 0.45: 0.15 higher, so it flags less', True)
    """
    heading = Heading(threshold_title(change.row), threshold_change_text(change))
    if not has_scale(change):
        return heading, NOTHING
    body = Body(lambda ax, names: _draw(ax, change, names=names), lambda width: SCALE_PT)
    return heading, body._replace(is_scale=True, is_flagged=is_on_scale(_numbers(change)[1]))


def _draw(ax: Axes, change: ThresholdChange, *, names: bool) -> None:
    old, new = _numbers(change)
    suggested = [math.nan if row is None else row.suggested_value + 0.0 for row in (change.old, change.new)]
    scale.draw_scale(ax, [old, new, *suggested], flagged_above=new, names=names)
    is_one = scale.are_one(ax, new, suggested[1])
    _draw_suggestions(ax, *suggested, is_one=is_one, names=names)
    if is_on_scale(old) and not same_value(old, new):
        scale.draw_circle(ax, old, "before", is_open=True)
        _draw_arrow(ax, old, new)
    if is_on_scale(new):
        scale.draw_circle(ax, new, "after", on_star=is_one)
    if names:
        now = "now" if is_on_scale(old) else "threshold"
        _name_both(ax, (old, "was"), (new, now), both="threshold", below=False)


def has_scale(change: ThresholdChange) -> bool:
    """Return True if the threshold is a number, on a scale that before and after share."""
    return (
        change.old_kind.compares_with(change.new_kind)
        and not change.row.options
        and any(map(is_on_scale, _numbers(change)))
    )


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


def _draw_suggestions(ax: Axes, old: float, new: float, *, is_one: bool, names: bool) -> None:
    if is_on_scale(old) and not same_value(old, new):
        scale.draw_star(ax, old, "suggested before", is_open=True, size=0.8 * scale.STAR_PT)
    if is_on_scale(new):
        scale.draw_star(ax, new, "suggested", on_circle=is_one)
    if names:
        _name_both(ax, (old, "suggested before"), (new, "suggested"), both="suggested", below=True)


def _draw_arrow(ax: Axes, old: float, new: float) -> None:
    if is_on_scale(new) and scale.distance_pt(ax, old, new) > scale.CIRCLE_PT + 4:
        shrink = scale.CIRCLE_PT / 2 + 0.5
        look = {"arrowstyle": "-|>", "mutation_scale": 9, "shrinkA": shrink, "shrinkB": shrink}
        ax.annotate("", (new, 0.5), (old, 0.5), arrowprops={**look, "color": ink_of(ax), "linewidth": 1.5})


def _name_both(ax: Axes, old: tuple[float, str], new: tuple[float, str], *, both: str, below: bool) -> None:
    """Name two marks; write one text for both where their names would touch, or where they are one mark."""
    shown = [(x, f"{name} {number_text(x)}") for x, name in (old, new) if is_on_scale(x)]
    if len(shown) == 2:
        if same_value(old[0], new[0]):
            shown = [(new[0], f"{both} {number_text(new[0])}")]
        elif _would_touch(ax, shown, below=below):
            shown = [((old[0] + new[0]) / 2, f"{both} {arrow_text(old[0], new[0])}")]
    for x, text in shown:
        scale.name_mark(ax, x, text, below=below)


def _would_touch(ax: Axes, shown: list[tuple[float, str]], *, below: bool) -> bool:
    (left, first), (right, second) = sorted((x, text_width(text, bold=not below)) for x, text in shown)
    # A name is shifted inwards where it is near an end of the scale.
    first_end = max(scale.place_pt(ax, left) + first / 2, first)
    second_start = min(scale.place_pt(ax, right) - second / 2, size_pt(ax)[0] - second)
    return second_start - first_end < TEXT_PT / 2


def _numbers(change: ThresholdChange) -> list[float]:
    return [math.nan if row is None else row.number + 0.0 for row in (change.old, change.new)]  # 0 for -0
