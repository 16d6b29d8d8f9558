"""One threshold as HTML: its heading, its scale as inline SVG, its options, and all of it in words.

The scale is written by hand, in percent of its width: it is redrawn at each move of a slider, keeps the size
of its text at any width, and stands exactly over the slider, which has the same ends.
"""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from ...block.thresholds import chosen_option, is_on_scale, threshold_name, threshold_text, trial_text
from ...html import paragraphs_html, text_html
from ...text import number_text, one_line

if TYPE_CHECKING:
    from ...block.kinds import Kind
    from ...block.thresholds import ThresholdRow

MOST_OPTIONS = 30

_ACCENT = "#2f7bd9"  # contrast 4.2 on white, 4.5 on #111
_TRACK_Y, _AXIS_Y = 48, 78
_SVG_LOOK = 'overflow="visible" direction="ltr" font-size="12px" style="display:block;max-width:100%"'
_MUTED = "opacity:.8"


class Scale(NamedTuple):
    """The ends of a scale and the distance of its ticks; the slider below it has the same ends."""

    low: float
    high: float
    tick: float

    @property
    def step(self) -> float:
        """What the slider moves at a key press: a round number, about a hundredth of the scale."""
        return _round_number((self.high - self.low) / 120)

    def percent(self, number: float) -> float:
        """Give the place of a number, 0 at the low end and 100 at the high one."""
        return round(100 * (number / 2 - self.low / 2) / (self.high / 2 - self.low / 2), 2)

    def ticks(self) -> list[float]:
        """List the numbers that are written at the scale."""
        count = round((self.high - self.low) / self.tick)
        return [_clean(self.low + at * self.tick) for at in range(count + 1)]


def scale_for(saved: float, suggested: float, tried: float | None = None) -> Scale:
    """Choose a scale with room on both sides of what is saved and suggested, wide enough for what is tried.

    It does not depend on a tried number inside of it, so it stands still while a slider moves.

    Parameters
    ----------
    saved : float
        Anomaly score, no unit, of a size that `is_on_scale`.
    suggested : float
        The same; NaN when nothing is suggested.
    tried : float, optional
        The number that is tried.

    Returns
    -------
    Scale
        Its ends are multiples of its tick.

    Examples
    --------
    >>> scale_for(0.3, 0.5)
    Scale(low=0.0, high=0.8, tick=0.2)
    >>> scale_for(0.3, 0.5, tried=12)[:2]
    (0.0, 15.0)
    """
    points = [saved, suggested] if is_on_scale(suggested) else [saved]
    low, high = min(points), max(points)
    size, spread = max(abs(low), abs(high)), high - low
    if spread <= 1e-9 * size:
        room = size or 1.0
    elif spread < 0.1 * size:
        room = max(4 * spread, 0.02 * size)  # any closer, and ticks of four digits would be alike
    else:
        room = max(0.5 * size, 0.5 * spread)
    # Most scores stay on one side of 0; what is typed beyond it widens the scale.
    left = 0.0 if low > 0 > low - room else low - room
    right = 0.0 if high < 0 < high + room else high + room
    scale = _round_scale(left, right)
    if tried is None or scale.low <= tried <= scale.high:
        return scale
    left, right = min(scale.low, tried), max(scale.high, tried)
    room = 0.1 * (right - left)
    return _round_scale(tried - room if tried == left else left, tried + room if tried == right else right)


def can_be_tried(row: ThresholdRow) -> bool:
    """Tell whether a threshold is a number, so that another can be tried.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> [can_be_tried(row) for row in threshold_rows(ea.load_sample("dropdown").thresholds)]
    [True, True, False]
    """
    return not row.options and is_on_scale(row.number)


def head_html(row: ThresholdRow) -> str:
    """Write description, key, and the help text behind a question mark that opens by mouse and by key.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> "(<bdi>min_score</bdi>)" in head_html(next(threshold_rows(ea.load_sample("fan").thresholds)))
    True
    """
    name = threshold_name(row)
    title = (
        f'<strong style="font-size:1.1em">{text_html(name)}</strong> '
        f'<span style="{_MUTED}">({text_html(row.Index)})</span>'
    )
    if not row.help_text.strip():
        return f'<div style="{_TEXT}">{title}</div>'
    # A details element keeps its own state, and works by keyboard, without a kernel and without script;
    # its attribute keeps Enter and the space bar from JupyterLab, which has commands on them.
    return (
        f'<details data-lm-suppress-shortcuts="true" style="{_TEXT}">'
        f'<summary aria-label="Help on {escape(name)}" title="Help" style="{_SUMMARY}">'
        f'<span style="min-width:0">{title}</span> <span aria-hidden="true" style="{_QUESTION}">?</span>'
        f'</summary><div style="margin:4px 0 6px;max-width:44em">{paragraphs_html(row.help_text)}</div>'
        "</details>"
    )


_TEXT = "line-height:1.45;overflow-wrap:anywhere;color:inherit"
_SUMMARY = "display:flex;gap:8px;align-items:center;list-style:none;cursor:pointer"
_QUESTION = (
    "flex:none;width:18px;height:18px;line-height:18px;border:1px solid currentColor;border-radius:50%;"
    "text-align:center;font-size:12px;font-weight:bold"
)


def words_html(row: ThresholdRow, kind: Kind, tried: float | None = None) -> str:
    """Say how a threshold stands to its suggestion, and what trying a number would do.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> config = ea.load_sample("motion")
    >>> words = words_html(next(threshold_rows(config.thresholds)), config.kind, 0.42)
    >>> "0.08 lower" in words
    True
    """
    lines = [f"<strong>Saved</strong> {text_html(threshold_text(row, kind), 240)}"]
    if tried is not None:
        said = trial_text(tried, row.number, row.suggested_value, kind)
        lines.append(f"<strong>Trying</strong> {text_html(said.removeprefix('trying '), 240)}")
    return f'<div style="{_TEXT}">' + "".join(f"<div>{line}</div>" for line in lines) + "</div>"


def picture_html(row: ThresholdRow, kind: Kind, tried: float | None = None) -> str:
    """Draw the scale of a number, or list the options; empty for what has neither.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> config = ea.load_sample("motion")
    >>> row, kind = next(threshold_rows(config.thresholds)), config.kind
    >>> picture_html(row, kind, 0.42).count("<svg") - picture_html(row, kind).count("<svg")  # of the trial
    1
    """
    if row.options:
        return _options_html(row)
    return _scale_svg(row, kind, tried) if is_on_scale(row.number) else ""


def row_html(row: ThresholdRow, kind: Kind, tried: float | None = None) -> str:
    """Write a threshold as it stands in a page without a kernel.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> config = ea.load_sample("motion")
    >>> row_html(next(threshold_rows(config.thresholds)), config.kind).count("<details")
    1
    """
    picture = f'<div style="max-width:640px;padding:0 10px">{picture_html(row, kind, tried)}</div>'
    return f'<div style="margin:0 0 20px">{head_html(row)}{picture}{words_html(row, kind, tried)}</div>'


def _options_html(row: ThresholdRow) -> str:
    chosen = chosen_option(row)
    options = [(value == chosen, value, name) for value, name in row.options]
    if len(options) > MOST_OPTIONS:
        options.sort(key=lambda option: not option[0])  # stable: the others keep their order
    items = "".join(_option_html(*option) for option in options[:MOST_OPTIONS])
    more = len(options) - MOST_OPTIONS
    items += f'<li style="{_MUTED}">… and {more} more</li>' if more > 0 else ""
    return f'<ul style="list-style:none;margin:4px 0;padding:0;{_TEXT}">{items}</ul>'


def _option_html(chosen: bool, value: str, name: str) -> str:
    look = f'fill="{_ACCENT}" stroke="{_ACCENT}"' if chosen else 'fill="none" stroke="currentColor"'
    mark = (
        '<svg width="14" height="14" aria-hidden="true" style="vertical-align:-2px;margin-right:6px">'
        f'<circle cx="7" cy="7" r="5" stroke-width="1.4" {look}/></svg>'
    )
    words = f'{text_html(name or value)} <span style="{_MUTED}">({text_html(value, 40)})</span>'
    return f"<li>{mark}{f'<strong>{words}</strong> – chosen' if chosen else words}</li>"


def _scale_svg(row: ThresholdRow, kind: Kind, tried: float | None) -> str:
    saved, suggested = row.number + 0.0, row.suggested_value + 0.0  # 0 for -0
    scale = scale_for(saved, suggested, tried)
    at = scale.percent(saved)
    now = at if tried is None else scale.percent(tried)
    parts = [_area(now)] if kind.is_known else []
    parts += _axis(scale)
    if kind.is_known and max(at, now, scale.percent(suggested) if is_on_scale(suggested) else 0) < 72:
        parts.append(f'<text x="100%" dx="-6" y="{_TRACK_Y + 4}" text-anchor="end">flagged →</text>')
    if is_on_scale(suggested):
        parts += _suggestion(now, scale.percent(suggested), suggested)
    parts.append(_mark(at, f'<circle r="5.5" fill="{_ACCENT}"/>'))
    parts.append(_name(at, _TRACK_Y - 16, f"saved {number_text(saved)}"))
    if tried is not None:
        parts.append(_mark(now, '<rect x="-2" y="-13" width="4" height="26" rx="2"/>'))
        parts.append(_name(now, _TRACK_Y - 34, f"trying {number_text(tried)}", bold=True))
    return (
        f'<svg role="img" aria-label="{escape(_label(row, kind, tried))}" xmlns="http://www.w3.org/2000/svg" '
        f'width="100%" height="{_AXIS_Y + 20}" fill="currentColor" {_SVG_LOOK}>'
        f"{''.join(parts)}</svg>"
    )


def _area(now: float) -> str:
    """Shade what is flagged."""
    return (
        f'<rect x="{now}%" y="{_TRACK_Y - 12}" width="{100 - now:.2f}%" height="24" '
        f'fill="{_ACCENT}" opacity=".16"/>'
    )


def _suggestion(now: float, at: float, suggested: float) -> list[str]:
    return [
        f'<line x1="{now}%" x2="{at}%" y1="{_TRACK_Y}" y2="{_TRACK_Y}" {_STROKE} stroke-dasharray="3 2"/>',
        _mark(at, '<path d="M-8 0L0-8L8 0L0 8Z"/>'),
        _name(at, _TRACK_Y + 24, f"suggested {number_text(suggested)}"),
    ]


_STROKE = 'stroke="currentColor" stroke-width="1.6"'


def _label(row: ThresholdRow, kind: Kind, tried: float | None) -> str:
    label = f"{threshold_name(row)}: {one_line(threshold_text(row, kind), 200)}"
    if tried is None:
        return label
    return f"{label}; {trial_text(tried, row.number, row.suggested_value, kind)}"


def _axis(scale: Scale) -> list[str]:
    line = f'<line x1="0" x2="100%" y1="{_AXIS_Y}" y2="{_AXIS_Y}" stroke="currentColor" opacity=".4"/>'
    ticks = [
        f'<line x1="{scale.percent(x)}%" x2="{scale.percent(x)}%" y1="{_AXIS_Y}" y2="{_AXIS_Y + 4}" '
        f'stroke="currentColor" opacity=".4"/><text x="{scale.percent(x)}%" y="{_AXIS_Y + 17}" '
        f'text-anchor="middle" font-size="11">{number_text(x)}</text>'
        for x in scale.ticks()
    ]
    return [line, *ticks]


def _mark(x: float, shape: str) -> str:
    return f'<svg x="{x}%" y="{_TRACK_Y}" overflow="visible">{shape}</svg>'


def _name(x: float, y: int, words: str, *, bold: bool = False) -> str:
    """Write at a mark, leaning inwards where it is near an end of the scale."""
    anchor, dx = ("start", -6) if x < 12 else ("end", 6) if x > 88 else ("middle", 0)
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}%" dx="{dx}" y="{y}" text-anchor="{anchor}"{weight}>{words}</text>'


def _round_scale(low: float, high: float) -> Scale:
    tick = _round_number((high - low) / 5)
    return Scale(_clean(math.floor(low / tick) * tick), _clean(math.ceil(high / tick) * tick), tick)


def _round_number(about: float) -> float:
    """Find a number of 1, 2 or 5 and zeros, not below `about` by much."""
    power = 10.0 ** math.floor(math.log10(about))
    share = about / power
    return _clean(power * next((nice for nice in (1, 2, 5) if share <= 1.3 * nice), 10))


def _clean(number: float) -> float:
    return float(f"{number:.12g}") + 0.0
