"""Which axis of a window was odd, as HTML: facts of the window, and a table with bars."""

from __future__ import annotations

from itertools import starmap

import numpy as np
import pandas as pd

from ...html import NO_TEX, text_html
from .colours import ORANGES
from .texts import share_text

#: So many axes are listed, those with the largest shares.
LISTED = 12
_CELL = "padding:2px 8px 2px 0;text-align:right;vertical-align:middle;white-space:nowrap;line-height:1.45"
_TABLE = "border-collapse:collapse;margin:4px 0 0;color:inherit;background:transparent;font:inherit"
_ROW = '<tr style="background:transparent">'
_HEADER = ("axis", "value", "centre", "z difference", "share")
PROMPT = "Click a window in the picture, or choose one by its number, to see which axis was odd."


def explanation_html(window: int, facts: list[str], contributions: pd.DataFrame) -> str:
    """Return which axis of a window was odd; all text is escaped.

    Parameters
    ----------
    window : int
        Its number.
    facts : list of str
        Its score, and where it comes from.
    contributions : DataFrame
        As `AnomalyModel.contributions` returns it; column ``label`` has the names.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> model, windows = ea.load_sample_model("motion"), ea.load_sample_windows("motion", "testing")
    >>> explanation_html(7, ["score 1"], model.contributions(windows[7])).count("<tr")
    7
    """
    shown = contributions[["label", "value", "center", "z_difference", "share"]].head(LISTED)
    rows = "".join(starmap(_row_html, shown.itertuples(index=False, name=None)))
    others = contributions["share"].iloc[LISTED:]
    more = ""
    if len(others):
        more = f"<div>The other {len(others):,} axes: {share_text(others.sum())}.</div>"
    if contributions["share"].isna().all():
        more += "<div>No cluster is near this window, so no axis has a share.</div>"
    head = "".join(_heading(name, is_left=name in ("axis", "share")) for name in _HEADER)
    line = " · ".join(text_html(fact, 160) for fact in facts)
    return (
        f'<div class="{NO_TEX}" style="line-height:1.5;margin-top:8px;overflow-wrap:anywhere">'
        f"<b>Window {window:,}</b> · {line}</div>"
        # The table scrolls; else ipywidgets would make all lines as wide as the table.
        '<div style="overflow-x:auto;contain:inline-size" tabindex="0" role="region" '
        f'aria-label="Shares of the axes"><table class="{NO_TEX}" style="{_TABLE}">'
        f"<thead>{_ROW}{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>{more}"
    )


def _heading(name: str, *, is_left: bool) -> str:
    look = f"{_CELL};white-space:normal" + ";text-align:left" * is_left
    return f'<th scope="col" style="{look}">{name}</th>'


def _row_html(label: str, value: float, center: float, z_difference: float, share: float) -> str:
    numbers = map(_number, (value, center, z_difference))
    cells = "".join(f'<td style="{_CELL}">{number}</td>' for number in numbers)
    return (
        f'{_ROW}<th scope="row" style="{_CELL};text-align:left;font-weight:400;'
        f'white-space:normal;overflow-wrap:anywhere;min-width:7em">{text_html(label, 60)}</th>{cells}'
        f'<td style="{_CELL};text-align:left">{_bar_html(share)}</td></tr>'
    )


def _number(number: float) -> str:
    return "" if np.isnan(number) else f"{float(number) + 0.0:,.4g}"


def _bar_html(share: float) -> str:
    if np.isnan(share):
        return ""
    width = round(44 * min(1.0, max(0.0, share)), 1)
    bar = f'<span style="display:inline-block;width:{width}px;height:10px;background:{ORANGES[3]}"></span>'
    return f'<span style="display:inline-block;width:50px">{bar}</span>{share_text(share)}'
