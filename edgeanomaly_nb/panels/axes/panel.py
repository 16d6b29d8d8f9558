"""AxesPanel: search, filter, sort and mark the axes of a block, with a picture of those that are shown."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np
import pandas as pd
import traitlets

from ...block.config import AnomalyConfig
from ...block.labels import parse_labels
from ...facts import selection_text
from ...plots import axes_figure, figure_svg
from ...text import one_line
from .table import STATE, AxesState, AxesTable

STATIC_ROWS = 20
DRAWN_AXES = 5_000  # up to here a picture takes about 150 ms, so that it keeps up with typing
_CELL = "padding:1px 16px 1px 0;text-align:left;white-space:nowrap"
_NEEDED = {"label": "text", "selected": "true or false", "favourite": "true or false"}
_PARSED = ("sensor", "feature", "band_low_hz", "band_high_hz")
_NARROWING = ("query", "show", "sensor", "feature", "band_low_hz", "band_high_hz")


class AxesPanel(AxesState, widgets.VBox):  # type: ignore[misc]
    """Browse the axes of a block: search, filter, sort and mark them, and copy their indices.

    Parameters
    ----------
    axes : AnomalyConfig or DataFrame
        The block to show, or its axes frame, or some rows of it.
    **state
        Any trait, as ``show="selected"``.

    Raises
    ------
    TypeError
        `axes` is neither, or a setting is unknown.
    ValueError
        The frame is no axes frame.

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
        self._take(self._axes, None, state)
        super().__init__(**state)
        self._table = AxesTable(self._axes, self._filter, **{name: getattr(self, name) for name in STATE})
        self._picture = widgets.HTML()
        self.children = (self._table, self._picture)
        for name in STATE:
            traitlets.link((self, name), (self._table, name))
        self.observe(self._on_narrowing, names=list(_NARROWING))
        self._mask = self._shown()
        self._picture.value = axes_picture(self._axes[self._mask])

    @property
    def view(self) -> pd.DataFrame:
        """The rows of the axes frame that are shown, in the order in which they are."""
        order = self._filter.order(self.sort)
        view: pd.DataFrame = self._axes.iloc[order[self._mask[order]]]
        return view

    def redraw(self) -> None:
        """Draw the picture anew, if other axes are shown than it has."""
        mask = self._shown()
        if (mask != self._mask).any():
            self._mask = mask
            self._picture.value = axes_picture(self._axes[mask])

    def static_html(self) -> str:
        """Write what is shown as HTML that needs no kernel: the first rows, words and the picture."""
        rows = self.view.head(STATIC_ROWS)
        shown = f"{self._mask.sum()} of {len(self._axes)} shown"
        if len(rows) < self._mask.sum():
            shown += f", the first {len(rows)} of them here; the rest is in a running notebook"
        return (
            f"{axes_table(rows)}<p>{escape(selection_text(self._axes))}<br>{shown}</p>{self._picture.value}"
        )

    def close(self) -> None:
        """Take the panel and all that it is made of out of the kernel and the page."""
        for part in self.children:
            for name in ("style", "layout"):  # widgets of their own, which would stay
                if part.has_trait(name):
                    getattr(part, name).close()
            part.close()
        self.layout.close()
        super().close()

    def _shown(self) -> Any:
        return self._filter.mask(**{name: getattr(self, name) for name in _NARROWING})

    def _on_narrowing(self, _change: Any) -> None:
        self.redraw()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        # Where no kernel runs (GitHub, a static page, a PDF), the HTML is shown instead of the widget.
        return {**super()._repr_mimebundle_(**kwargs), "text/html": self.static_html()}

    def __repr__(self) -> str:
        return f"AxesPanel({len(self._axes)} axes, {self._mask.sum()} shown)"


def checked_axes(axes: Any) -> pd.DataFrame:
    """Take the axes frame of a config, or check one that was given and fill in what its labels say.

    Parameters
    ----------
    axes : AnomalyConfig or DataFrame
        Whole integers as index, and the columns label, selected and favourite. Without the column
        configured, nothing is said to disagree with it.

    Returns
    -------
    DataFrame
        An axes frame of our own.

    Raises
    ------
    TypeError
        It is neither.
    ValueError
        The frame lacks a column, or one holds something else than an axes frame does.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> few = ea.load_sample("motion").axes.loc[[0, 11], ["label", "selected", "favourite"]]
    >>> checked_axes(few).sensor.tolist()
    ['accX', 'accY']
    """
    if isinstance(axes, AnomalyConfig):
        return axes.axes
    if not isinstance(axes, pd.DataFrame):
        raise TypeError(f"AxesPanel takes an AnomalyConfig or an axes frame, not {type(axes).__name__}.")
    missing = [name for name in _NEEDED if name not in axes]
    if missing:
        raise ValueError(f"This is no axes frame: it has no column {', '.join(missing)}; config.axes has.")
    kinds = {
        "label": pd.api.types.infer_dtype(axes["label"], skipna=False) in ("string", "empty"),
        **{name: axes[name].dtype == bool for name in ("selected", "favourite")},
    }
    for name, fits in kinds.items():
        if not fits:
            raise ValueError(f"This is no axes frame: its column {name} is not all {_NEEDED[name]}.")
    if len(axes) and not pd.api.types.is_integer_dtype(axes.index):
        raise ValueError("This is no axes frame: its index is not the axes' ix, which are whole numbers.")
    return _completed(axes)


def axes_picture(axes: pd.DataFrame) -> str:
    """Draw the sensor × feature picture of some axes as inline SVG, or say why there is none.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axes = ea.load_sample("motion").axes
    >>> axes_picture(axes)[:16], axes_picture(axes[:0])
    ('<svg role="img" ', '')
    """
    if axes.empty:
        return ""  # the table says so
    if len(axes) > DRAWN_AXES:
        return (
            f"<p>{len(axes):,} axes are too many for a picture that keeps up with you: search or filter "
            f"until at most {DRAWN_AXES:,} are shown, or call plot_axes.</p>"
        )
    return figure_svg(axes_figure(axes), label=selection_text(axes))


def axes_table(rows: pd.DataFrame) -> str:
    """Write rows of the axes frame as an HTML table, everything escaped.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axes_table(ea.load_sample("motion").axes.head(1)).count("<tr")
    2
    """
    head = "".join(
        f'<th scope="col" style="{_CELL}">{name}</th>'
        for name in ("ix", "label", "sensor", "feature", "selected", "favourite")
    )
    body = "".join(
        "<tr>"
        + "".join(f'<td style="{_CELL}"><bdi>{escape(text)}</bdi></td>' for text in _cells(row))
        + "</tr>"
        for row in rows.itertuples()
    )
    return f'<table style="color:inherit"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cells(row: Any) -> tuple[str, ...]:
    texts = (text if isinstance(text, str) else "" for text in (row.label, row.sensor, row.feature))
    selected = "● yes" * row.selected + " ≠" * (row.selected != row.configured)
    return (str(row.Index), *(one_line(text, 60) for text in texts), selected, "★ yes" * row.favourite)


def _completed(axes: pd.DataFrame) -> pd.DataFrame:
    axes = axes.copy()
    if "configured" not in axes:
        axes["configured"] = axes["selected"]
    missing = [name for name in _PARSED if name not in axes]
    if missing:
        table = parse_labels(axes["label"].tolist())
        bands = table.bands[table.tail_codes]
        parsed = {
            "sensor": np.array([*table.sensors, None], dtype=object)[table.sensor_codes],
            "feature": np.array(table.features, dtype=object)[table.tail_codes],
            "band_low_hz": bands[:, 0],
            "band_high_hz": bands[:, 1],
        }
        axes[missing] = pd.DataFrame({name: parsed[name] for name in missing}, index=axes.index)
    return axes
