"""AxesPanel: search, filter, sort and mark the axes of a block, with a picture of all of them."""

from __future__ import annotations

from html import escape
from itertools import starmap
from typing import Any

import ipywidgets as widgets
import numpy as np
import pandas as pd
import traitlets

from ...block.config import AnomalyConfig
from ...block.given_frames import checked_axes
from ...facts import axes_text, selection_text
from ...html import table_html
from ...plots import axes_figure, figure_svg, scrolling
from ...text import counted, one_line
from ..shared.panel import Panel
from .picture import AxesPicture
from .state import FILTERS, STATE, AxesState
from .table import AxesTable

STATIC_ROWS = 20
DRAWN_AXES = 10_000  # a picture of so many takes a third of a second, one of 100,000 two seconds
_COLUMNS = ("ix", "label", "sensor", "feature", "selected", "favourite")


class AxesPanel(AxesState, Panel):
    """Browse the axes of a block: search, filter, sort and mark them, and copy their indices.

    Parameters
    ----------
    axes : AnomalyConfig or DataFrame
        The block to show, or its axes frame, or some rows of it.
    **state
        Any trait, such as ``show="selected"``.

    Raises
    ------
    TypeError
        `axes` is neither, or a setting is unknown.
    ValueError
        The frame is not an axes frame.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> panel = ea.AxesPanel(ea.load_sample("motion"))
    >>> panel.query = "rms"
    >>> panel.view.index.tolist()
    [0, 11, 22]
    >>> panel.marked = [11]
    >>> panel
    AxesPanel(33 axes, 3 shown)
    """

    def __init__(self, axes: AnomalyConfig | pd.DataFrame, **state: Any) -> None:
        self._axes = checked_axes(axes)
        self._text = axes_text(axes) if isinstance(axes, AnomalyConfig) else selection_text(self._axes)
        self.set_axes(self._axes, None, state)
        super().__init__(**state)
        state_now = {name: getattr(self, name) for name in STATE}
        self.table = AxesTable(self._axes, self.filter, **state_now)
        has_picture = 0 < len(self._axes) <= DRAWN_AXES
        self.picture = (
            AxesPicture(self._axes, self.filter, **state_now)
            if has_picture
            else widgets.HTML(axes_picture(self._axes))
        )
        self.children = (self.table, self.picture)
        for part in (self.table, self.picture) if has_picture else (self.table,):
            for name in STATE:
                traitlets.link((self, name), (part, name))

    @property
    def view(self) -> pd.DataFrame:
        """The rows of the axes frame that are shown, in the order shown."""
        order = self.filter.order(self.sort)
        view: pd.DataFrame = self._axes.iloc[order[self._shown()[order]]]
        return view

    def static_html(self) -> str:
        """Return what is shown as HTML that needs no kernel: the first rows, the counts and the picture."""
        if self._axes.empty:
            return f"<p>{self._text}</p>"
        mask = self._shown()
        rows, count = self.view.head(STATIC_ROWS), int(mask.sum())
        shown = f"{count:,} of {len(self._axes):,} shown"
        if len(rows) < count:
            shown += f"; here are the first {len(rows)}, run the notebook to see all"
        text = f"{escape(self._text)}<br>{shown}"
        return f"{axes_table(rows)}<p>{text}</p>{axes_picture(self._axes[mask])}"

    def _shown(self) -> np.ndarray:
        return self.filter.mask(**{name: getattr(self, name) for name in FILTERS})

    def __repr__(self) -> str:
        return f"AxesPanel({counted(len(self._axes), 'axis', 'axes')}, {self._shown().sum():,} shown)"


def axes_picture(axes: pd.DataFrame) -> str:
    """Return the sensor × feature picture of some axes as inline SVG, or the reason why there is none.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axes = ea.load_sample("motion").axes
    >>> axes_picture(axes).count("<svg"), axes_picture(axes[:0])
    (1, '')
    """
    if axes.empty:
        return ""  # the table shows the reason
    if len(axes) > DRAWN_AXES:
        return (
            f"<p>{len(axes):,} axes are too many for a picture beside the table, which draws up to "
            f"{DRAWN_AXES:,}. plot_axes draws them.</p>"
        )
    return scrolling(figure_svg(axes_figure(axes), label=selection_text(axes)))


def axes_table(rows: pd.DataFrame) -> str:
    """Return rows of the axes frame as an HTML table; all text is escaped.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axes_table(ea.load_sample("motion").axes.head(1)).count("<tr")
    2
    """
    read = rows[["label", "sensor", "feature", "selected", "configured", "favourite"]]
    return table_html(_COLUMNS, starmap(_cells, read.itertuples(name=None)))


def _cells(
    ix: int, label: object, sensor: object, feature: object, selected: bool, configured: bool, favourite: bool
) -> tuple[str, ...]:
    texts = (one_line(text, 60) if isinstance(text, str) else "" for text in (label, sensor, feature))
    return (str(ix), *texts, "●" * selected + " ≠" * (selected != configured), "★" * favourite)
