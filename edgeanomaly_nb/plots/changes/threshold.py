"""One threshold that changed, drawn: in words, and from its old place to its new one on its own scale."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...block.thresholds import change_text, is_on_scale, suggestion, threshold_title
from ...comparison.thresholds import options_changed, suggestion_changed, value_changed
from ...text import number_text, one_line
from ..axes.cells import room_pt
from ..style import ACCENT, TEXT_PT, TITLE_PT, ink_of, size_pt, width_pt
from ..thresholds.scale import (
    CIRCLE_PT,
    DIAMOND_PT,
    SCALE_FOOT_PT,
    SCALE_PT,
    draw_heading,
    draw_open_mark,
    draw_scale,
    head_pt,
    name_mark,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...block.thresholds import ThresholdRow
    from .matched import Moved


def draw_move(ax: Axes, moved: Moved) -> None:
    """Draw a threshold that changed: open circle before, filled circle after, diamonds for suggestions.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots import new_figure
    >>> from edgeanomaly_nb.plots.changes.matched import moved_thresholds
    >>> ax = new_figure(6, 2).subplots()
    >>> draw_move(ax, *moved_thresholds(ea.load_sample("motion"), ea.load_sample("motion-later")))
    >>> [line.get_label() for line in ax.lines]
    ['suggested', 'before', 'after']
    """
    title = one_line(threshold_title(moved.row), max(20, int(room_pt(ax) / (0.66 * TITLE_PT))))
    draw_heading(ax, title, move_in_words(moved))
    if not has_scale(moved):
        return
    old, new = _number(moved.old), _number(moved.new)
    suggested = [_suggested(moved.old), _suggested(moved.new)]
    draw_scale(ax, [old, new, *suggested], flagged_above=new)
    _draw_suggestions(ax, *suggested)
    if is_on_scale(old) and not _close(old, new):
        draw_open_mark(ax, old, "o", "before")
        _draw_arrow(ax, old, new)
    if is_on_scale(new):
        ax.plot([new], [0.5], marker="o", markersize=CIRCLE_PT, color=ACCENT, linestyle="", label="after")
    now = "now" if is_on_scale(old) else "threshold"
    _name_both(ax, (old, "was"), (new, now), both="threshold", below=False)


def has_scale(moved: Moved) -> bool:
    """Return True if the threshold is a number, on a scale that before and after share."""
    return (
        moved.was_of.compares_with(moved.is_of)
        and not moved.row.options
        and (is_on_scale(_number(moved.old)) or is_on_scale(_number(moved.new)))
    )


def move_heights_pt(moved: Moved, width: float) -> tuple[float, float, float]:
    """Give what a change needs above its axes, for them and below them, in points, at that width."""
    head = head_pt(move_in_words(moved), width)
    return (head, SCALE_PT, SCALE_FOOT_PT) if has_scale(moved) else (head, 1.0, 0.0)


def move_in_words(moved: Moved) -> str:
    """Say what changed of a threshold, with its direction.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots.changes.matched import moved_thresholds
    >>> [move_in_words(it) for it in moved_thresholds(ea.load_sample("motion"), ea.load_sample("spectral"))]
    ['0.3, as before; suggested: 0.5 → nothing']
    """
    old, new = moved.old, moved.new
    if old is None or new is None:
        gone = new is None
        return f"{'removed: it was' if gone else 'added:'} {_value(moved.row)}" + _suggestion(moved.row)
    if value_changed(old, new):
        parts = [_shift(old, new, moved)]
    else:
        apart = moved.was_of.why_never_compared(moved.is_of)
        parts = [f"{_value(new)} in both, but {apart}" if apart else f"{_value(new)}, as before"]
    if suggestion_changed(old, new):
        parts.append(f"suggested: {_said(suggestion(old))} → {_said(suggestion(new))}")
    if options_changed(old, new):
        parts.append("its options changed")
    return "; ".join(parts)


def _shift(old: ThresholdRow, new: ThresholdRow, moved: Moved) -> str:
    effect = change_text(old.number, new.number, moved.was_of, moved.is_of)
    return f"{_value(old)} → {_value(new)}" + (effect and f": {effect}")


def _value(row: ThresholdRow) -> str:
    if row.options and str(row.value) in dict(row.options):
        return _said(dict(row.options)[str(row.value)])
    return _said(row.value if isinstance(row.value, str) or math.isnan(row.number) else row.number)


def _suggestion(row: ThresholdRow) -> str:
    suggested = suggestion(row)
    return "" if suggested is None else f" (suggested {_said(suggested)})"


def _said(value: object) -> str:
    if value is None:
        return "nothing"
    return number_text(value) if isinstance(value, float) else f"“{one_line(str(value), 40)}”"


def _draw_suggestions(ax: Axes, old: float, new: float) -> None:
    if is_on_scale(old) and not _close(old, new):
        draw_open_mark(ax, old, "D", "suggested before")
        ax.lines[-1].set(markersize=0.7 * DIAMOND_PT, markeredgewidth=1.0)
    if is_on_scale(new):
        draw_open_mark(ax, new, "D", "suggested")
    _name_both(ax, (old, "suggested before"), (new, "suggested"), both="suggested", below=True)


def _draw_arrow(ax: Axes, old: float, new: float) -> None:
    low, high = ax.get_xlim()
    if is_on_scale(new) and abs(new - old) / (high - low) * size_pt(ax)[0] > CIRCLE_PT + 4:
        shrink = CIRCLE_PT / 2 + 0.5
        look = {"arrowstyle": "-|>", "mutation_scale": 9, "shrinkA": shrink, "shrinkB": shrink}
        ax.annotate("", (new, 0.5), (old, 0.5), arrowprops={**look, "color": ink_of(ax), "linewidth": 1.5})


def _name_both(ax: Axes, old: tuple[float, str], new: tuple[float, str], *, both: str, below: bool) -> None:
    """Name two marks; where their names would touch, or they are one mark, name them together."""
    shown = [(x, f"{name} {number_text(x)}") for x, name in (old, new) if is_on_scale(x)]
    if len(shown) == 2:
        low, high = ax.get_xlim()
        apart = abs(new[0] - old[0]) / (high - low) * size_pt(ax)[0]
        if _close(old[0], new[0]):
            shown = [(new[0], f"{both} {number_text(new[0])}")]
        elif apart < sum(width_pt([words]) for _, words in shown) / 2 + TEXT_PT:
            words = f"{both} {number_text(old[0])} → {number_text(new[0])}"
            shown = [((old[0] + new[0]) / 2, words)]
    for x, words in shown:
        name_mark(ax, x, words, below=below)


def _number(row: ThresholdRow | None) -> float:
    return math.nan if row is None else row.number + 0.0  # 0 for -0


def _suggested(row: ThresholdRow | None) -> float:
    return math.nan if row is None else row.suggested_value + 0.0


def _close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9)
