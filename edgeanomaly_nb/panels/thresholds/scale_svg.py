"""The scale of one threshold as inline SVG, with the same ends as the slider below it."""

from __future__ import annotations

from ...block.kinds import Kind
from ...block.thresholds import ThresholdRow, is_on_scale, threshold_name
from ...block.thresholds_text import threshold_text, trial_text
from ...text import number_text, one_line
from ..shared.colours import ACCENT
from ..shared.span import Tick
from ..shared.star import star_path
from ..shared.wide_svg import axis_svg, wide_svg
from .scale import Scale, scale_for

_TRACK_Y, _AXIS_Y = 48, 78
_NEAR = 0.8  # percent: marks this near are at one place
_STROKE = 'stroke="currentColor" stroke-width="1.6"'


def scale_svg(row: ThresholdRow, kind: Kind, tried: float | None = None) -> str:
    """Return the scale of a threshold with its saved, its suggested and its tried number.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> config = ea.load_sample("motion")
    >>> ">trying 0.42</text>" in scale_svg(next(threshold_rows(config.thresholds)), config.kind, 0.42)
    True
    """
    saved, suggested = row.number + 0.0, row.suggested_value + 0.0  # 0 for -0
    scale = scale_for(saved, suggested, tried)
    at = scale.percent(saved)
    now = at if tried is None else scale.percent(tried)
    parts = _flagged(now, max(at, now, _percent(scale, suggested))) if kind.is_known else []
    is_one = is_on_scale(suggested) and abs(at - scale.percent(suggested)) < _NEAR
    ticks = [Tick(scale.percent(number), number_text(number)) for number in scale.ticks()]
    parts += axis_svg(ticks, _AXIS_Y, ".4") + _suggestion(scale, now, suggested, is_one=is_one)
    parts += [_mark(at, f'<circle r="{8.5 if is_one else 5.5}" fill="{ACCENT}"/>')]
    parts += [_mark(at, f'<path d="{star_path(7)}" fill="#fff"/>')] * is_one
    parts += [_name(at, _TRACK_Y - 16, f"saved {number_text(saved)}"), *_trial(now, tried)]
    return wide_svg(parts, _label(row, kind, tried), _AXIS_Y + 20, "100%")


def _percent(scale: Scale, number: float) -> float:
    return scale.percent(number) if is_on_scale(number) else 0


def _flagged(now: float, last: float) -> list[str]:
    """Shade the scores that are flagged, and name the area if the last mark leaves room for its name."""
    area = (
        f'<rect x="{now}%" y="{_TRACK_Y - 12}" width="{100 - now:.2f}%" height="24" '
        f'fill="{ACCENT}" opacity=".16"/>'
    )
    name = f'<text x="100%" dx="-6" y="{_TRACK_Y + 4}" text-anchor="end">flagged →</text>'
    return [area, name] if last < 72 else [area]


def _trial(now: float, tried: float | None) -> list[str]:
    if tried is None:
        return []
    name = _name(now, _TRACK_Y - 34, f"trying {number_text(tried)}", bold=True)
    return [_mark(now, '<rect x="-2" y="-13" width="4" height="26" rx="2"/>'), name]


def _suggestion(scale: Scale, now: float, suggested: float, *, is_one: bool) -> list[str]:
    if not is_on_scale(suggested):
        return []
    at = scale.percent(suggested)
    star = [] if is_one else [_mark(at, f'<path d="{star_path(9)}"/>')]
    return [
        f'<line x1="{now}%" x2="{at}%" y1="{_TRACK_Y}" y2="{_TRACK_Y}" {_STROKE} stroke-dasharray="3 2"/>',
        *star,
        _name(at, _TRACK_Y + 24, f"suggested {number_text(suggested)}"),
    ]


def _label(row: ThresholdRow, kind: Kind, tried: float | None) -> str:
    label = f"{threshold_name(row)}: {one_line(threshold_text(row, kind), 200)}"
    if tried is None:
        return label
    return f"{label}; {trial_text(tried, row.number, row.suggested_value, kind)}"


def _mark(x: float, shape: str) -> str:
    return f'<svg x="{x}%" y="{_TRACK_Y}" overflow="visible">{shape}</svg>'


def _name(x: float, y: int, text: str, *, bold: bool = False) -> str:
    """Return the name of a mark; near an end of the scale it is aligned inwards."""
    anchor, dx = ("start", -6) if x < 12 else ("end", 6) if x > 88 else ("middle", 0)
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}%" dx="{dx}" y="{y}" text-anchor="{anchor}"{weight}>{text}</text>'
