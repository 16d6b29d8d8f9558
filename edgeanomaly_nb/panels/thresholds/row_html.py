"""One threshold as HTML: its heading, its scale, its options, and its value as text."""

from __future__ import annotations

from html import escape

from ...block.kinds import Kind
from ...block.thresholds import ThresholdRow, chosen_option, is_on_scale, suggested_option, threshold_name
from ...block.thresholds_text import option_name, threshold_text, tried_text
from ...html import paragraphs_html, text_html
from .scale_svg import scale_svg

MOST_OPTIONS = 30

_MUTED = "opacity:.8"
_STAR = '<span aria-hidden="true">★</span>'


def head_html(row: ThresholdRow) -> str:
    """Return description and key, and the help text, which opens by mouse and by key.

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
    # A details element works by keyboard, without a kernel and without script. Its attribute keeps Enter and
    # the space bar from JupyterLab, where they are shortcuts: https://github.com/jupyterlab/lumino/pull/15
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


def status_html(row: ThresholdRow, kind: Kind, tried: float | str | None = None) -> str:
    """Return what a threshold is set to compared with its suggestion, and what a trial does.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> config = ea.load_sample("motion")
    >>> "0.08 lower" in status_html(next(threshold_rows(config.thresholds)), config.kind, 0.42)
    True
    """
    lines = [f"<strong>Saved</strong> {text_html(threshold_text(row, kind), 240)}"]
    if tried is not None:
        trial = tried_text(row, tried, kind)
        lines.append(f"<strong>Trying</strong> {text_html(trial.removeprefix('trying '), 240)}")
    return f'<div style="{_TEXT}">' + "".join(f"<div>{line}</div>" for line in lines) + "</div>"


def picture_html(row: ThresholdRow, kind: Kind, tried: float | str | None = None) -> str:
    """Return the scale of a number, or the list of options; empty for a threshold that has neither.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> config = ea.load_sample("motion")
    >>> row, kind = next(threshold_rows(config.thresholds)), config.kind
    >>> picture_html(row, kind, 0.42).count("<svg") - picture_html(row, kind).count("<svg")  # the trial
    1
    """
    if row.options:
        return _options_html(row, tried)
    return "" if isinstance(tried, str) or not is_on_scale(row.number) else scale_svg(row, kind, tried)


def row_html(row: ThresholdRow, kind: Kind, tried: float | str | None = None) -> str:
    """Return a threshold as HTML for a page without a kernel.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.thresholds import threshold_rows
    >>> config = ea.load_sample("motion")
    >>> row_html(next(threshold_rows(config.thresholds)), config.kind).count("<details")
    1
    """
    picture = f'<div style="max-width:640px;padding:0 10px">{picture_html(row, kind, tried)}</div>'
    return f'<div style="margin:0 0 20px">{head_html(row)}{picture}{status_html(row, kind, tried)}</div>'


def _options_html(row: ThresholdRow, tried: float | str | None) -> str:
    """Return the options as a list: without circles, which would look like radio buttons to click."""
    saved, suggested = chosen_option(row), suggested_option(row)
    marks = (("saved", saved), (f"{_STAR} suggested", suggested), ("trying", tried))
    options = {value: [mark for mark, marked in marks if marked == value] for value, _ in row.options}
    shown = [*options]
    if len(shown) > MOST_OPTIONS:
        shown.sort(key=lambda value: not options[value])  # stable: the others keep their order
    items = "".join(_option_html(row, value, options[value]) for value in shown[:MOST_OPTIONS])
    more = len(options) - MOST_OPTIONS
    items += f'<li style="{_MUTED}">… and {more:,} more</li>' if more > 0 else ""
    return f'<ul style="list-style:disc;margin:4px 0;padding:0 0 0 18px;{_TEXT}">{items}</ul>'


def _option_html(row: ThresholdRow, value: str, marks: list[str]) -> str:
    text = f'{text_html(option_name(row, value))} <span style="{_MUTED}">({text_html(value, 40)})</span>'
    return f"<li>{f'<strong>{text}</strong> – ' + ' · '.join(marks) if marks else text}</li>"
