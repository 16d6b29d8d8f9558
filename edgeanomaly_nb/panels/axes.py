"""AxesPanel: search, filter and page through the axes of a block."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import traitlets

from ..filtering import SHOW, AxesFilter
from ..wording import one_line

if TYPE_CHECKING:
    import pandas as pd

    from ..config import AnomalyConfig

PAGE_ROWS = 20
_CELL = "padding:1px 16px 1px 0;text-align:left;white-space:nowrap"


class AxesPanel(widgets.VBox):  # type: ignore[misc]
    """Browse the axes of a block: search labels, show all, selected, favourite or differing axes.

    Parameters
    ----------
    config : AnomalyConfig
        The block to show.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> panel = ea.AxesPanel(ea.load_sample("motion"))
    >>> panel.query = "rms"
    >>> panel.view.index.tolist()
    [0, 11, 22]
    >>> panel
    AxesPanel(33 axes, 3 shown)
    """

    query = traitlets.Unicode(help="Text to find in the labels, in any case.")
    show = traitlets.Enum(SHOW, default_value="all", help="Which axes to show.")
    page = traitlets.Int(0, min=0, help="Page of the table, from 0.")

    def __init__(self, config: AnomalyConfig) -> None:
        self._axes = config.axes
        self._filter = AxesFilter(self._axes)
        self._view = self._axes
        self._search = widgets.Text(
            placeholder="search labels",
            continuous_update=True,
            layout={"width": "220px"},
            tooltip="Search labels",
        )
        self._filters = widgets.ToggleButtons(
            options=[(f"{show.capitalize()} {count}", show) for show, count in self._filter.counts().items()],
            style={"button_width": "auto"},
        )
        self._earlier = widgets.Button(
            description="◀ Earlier", tooltip="Earlier axes", layout={"width": "auto"}
        )
        self._later = widgets.Button(description="Later ▶", tooltip="Later axes", layout={"width": "auto"})
        self._place = widgets.Label()
        self._table = widgets.HTML()
        super().__init__(
            [
                widgets.HBox([self._search, self._filters], layout={"flex_flow": "row wrap"}),
                self._table,
                widgets.HBox([self._earlier, self._later, self._place]),
            ]
        )
        traitlets.link((self, "query"), (self._search, "value"))
        traitlets.link((self, "show"), (self._filters, "value"))
        self._earlier.on_click(lambda _: self.turn(-1))
        self._later.on_click(lambda _: self.turn(1))
        self.observe(lambda _: self._refilter(), names=["query", "show"])
        self.observe(lambda _: self._draw(), names="page")
        self._draw()

    @property
    def view(self) -> pd.DataFrame:
        """The rows of the axes frame that pass the search and the filter, on all pages."""
        return self._view.copy()

    @property
    def pages(self) -> int:
        """How many pages `view` fills; at least 1."""
        return max(1, math.ceil(len(self._view) / PAGE_ROWS))

    def turn(self, by: int) -> None:
        """Turn `by` pages on (back when negative), not beyond the first or the last."""
        self.page = min(max(self.page + by, 0), self.pages - 1)

    def _refilter(self) -> None:
        self._view = self._axes[self._filter.mask(self.query, self.show)]
        self.page = 0
        self._draw()

    def _draw(self) -> None:
        start = self.page * PAGE_ROWS
        rows = self._view.iloc[start : start + PAGE_ROWS]
        self._table.value = axes_table(rows)
        last = start + len(rows)
        self._place.value = f"{start + 1}–{last} of {len(self._view)}" if len(rows) else "no axis fits"
        self._earlier.disabled = self.page == 0
        self._later.disabled = self.page >= self.pages - 1

    def static_html(self) -> str:
        """Write what is shown as HTML that needs no kernel: the first page, and how much more there is."""
        rows = self._view.head(PAGE_ROWS)
        shown = (
            f"{len(rows)} of {len(self._view)} axes" if len(rows) < len(self._view) else f"{len(rows)} axes"
        )
        return f"{axes_table(rows)}<p>{shown}; the rest is in a running notebook.</p>"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        # Where no kernel runs (GitHub, a static page, a PDF), the HTML is shown instead of the widget.
        return {**super()._repr_mimebundle_(**kwargs), "text/html": self.static_html()}

    def __repr__(self) -> str:
        return f"AxesPanel({len(self._axes)} axes, {len(self._view)} shown)"


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
    flags = ("● yes" if row.selected else "", "★ yes" if row.favourite else "")
    return (str(row.Index), *(one_line(text, 60) for text in texts), *flags)
