"""The picture of a grid: cells, names, title and legend, arranged for the place that it has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes

from ..legend import LINE_PT as LEGEND_LINE_PT
from ..legend import Entry, LegendPart
from ..measure import text_width, title_lines, widest
from ..slot import Drawing, Margins, Slot
from ..style import LITERAL, TEXT_PT, TITLE_PT, ink_of, size_pt
from . import layout
from .grid import Grid
from .shapes import cell_pt, prepare_axes

#: Returns the legend for a colour of ink and a size of cells.
Entries = Callable[[str, tuple[float, float]], list[Entry]]

_ABOVE_LEGEND_PT, _BELOW_LEGEND_PT, _BELOW_TITLE_PT = 8.0, 5.0, 3.0
_ROOMY = (99.0, 99.0)  # a size of cells


class Parts(NamedTuple):
    """Which parts are shown."""

    legend: bool = True
    columns: bool = True
    rows: bool = True
    labels: bool = True
    title: bool = True


#: Where there is little room, these are tried in this order: the legend is omitted first, then long names.
PLANS = (
    Parts(),
    Parts(legend=False),
    Parts(legend=False, columns=False),
    Parts(legend=False, columns=False, rows=False),
    Parts(legend=False, columns=False, rows=False, labels=False),
    Parts(legend=False, columns=False, rows=False, labels=False, title=False),
)


class Caption(NamedTuple):
    """The title and the legend of a picture of a grid."""

    title: str
    entries: Entries
    legend: bool = True


class GridPicture:
    """The picture of a grid on Axes.

    Parameters
    ----------
    ax : matplotlib Axes
        Where to draw.
    grid : Grid
        What to draw.
    draw_cells : callable
        Draws the cells and their marks, for the present size of the Axes.
    caption : Caption
        Title and legend.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.plots import new_figure
    >>> from edgeanomaly_nb.plots.axes.grid import grid_of
    >>> ax = new_figure(8, 3).subplots()
    >>> grid = grid_of(ea.load_sample("motion").axes)
    >>> _ = GridPicture(ax, grid, lambda: None, Caption("title", lambda ink, cell: []))
    >>> ax.get_title(loc="left"), ax.get_xlabel(), ax.get_ylabel()
    ('title', 'feature', 'sensor')
    """

    def __init__(self, ax: Axes, grid: Grid, draw_cells: Callable[[], None], caption: Caption) -> None:
        self._ax, self._grid, self._draw_cells, self._caption = ax, grid, draw_cells, caption
        self._legend, self._drawing = LegendPart(), Drawing(ax)
        self._space = layout.space_of(grid)
        prepare_axes(ax, grid)
        ax.set_ylabel(grid.row_title, size=TEXT_PT, color=ink_of(ax), **LITERAL)
        ax.set_xlabel(grid.column_title, size=TEXT_PT, color=ink_of(ax), **LITERAL)
        Slot(ax, self._arrange, caption.title)

    def _arrange(self, slot: Slot) -> None:
        fitted = self._first_that_fits(slot, _ROOMY)
        slot.leave(fitted.margins)
        cell = cell_pt(self._ax, self._grid)
        if fitted.parts.legend and self._legend.height(self._entries(cell), fitted.room) > fitted.legend:
            fitted = self._first_that_fits(slot, cell)  # the legend of small cells is longer
            slot.leave(fitted.margins)
        self._drawing.renew(lambda: self._draw(fitted))
        self._place_labels(slot, fitted)
        entries = self._entries(cell_pt(self._ax, self._grid)) if fitted.parts.legend else []
        self._legend.draw(
            slot, entries, slot.text_room(fitted.margins.left), right=slot.text_start, up=_BELOW_LEGEND_PT
        )

    def _entries(self, cell: tuple[float, float]) -> list[Entry]:
        return self._caption.entries(ink_of(self._ax), cell) if self._caption.legend else []

    def _first_that_fits(self, slot: Slot, cell: tuple[float, float]) -> _Fitted:
        for parts in PLANS:
            fitted = self._fitted(slot, parts, cell)
            if fitted is not None:
                return fitted
        return _Fitted(Parts(*[False] * 5), Margins(), layout.Names([], [], 0, 0.0), 0.0, 0.0)

    def _fitted(self, slot: Slot, parts: Parts, cell: tuple[float, float]) -> _Fitted | None:
        """Return how the parts fit the slot; None if too little room is left for the cells."""
        grid, (width, height) = self._grid, (slot.width, slot.height)
        left = 4.0 + (TEXT_PT + 7) * (parts.labels and bool(grid.row_title))
        left += (widest(grid.rows) + 5) * parts.rows
        right = min(layout.RIGHT_PT, 0.05 * width)
        names, bottom = self._names(width - left - right, parts)
        left = max(left, names.beyond - (width - left - right) / len(grid.columns) / 2 + 8)
        bottom += (TEXT_PT + 7) * parts.labels * bool(grid.column_title)
        room = slot.text_room(left)
        above = _BELOW_LEGEND_PT
        legend = self._legend.height(self._entries(cell), room) if parts.legend else 0.0
        above += legend + (_ABOVE_LEGEND_PT if legend > 0 else _BELOW_TITLE_PT)
        title = slot.title_pt(room) if parts.title else slot.no_title()
        inner = width - left - right, height - bottom - above - title - 1
        needed = min(0.4 * width, 0.8 * self._space.width), min(0.3 * height, 0.8 * self._space.height)
        if inner[0] < needed[0] or inner[1] < needed[1]:
            return None
        return _Fitted(parts, Margins(left, above + title + 1, right, bottom, above), names, legend, room)

    def _names(self, room: float, parts: Parts) -> tuple[layout.Names, float]:
        """Return the names of the columns, and the height of all below the cells."""
        names = layout.names_of(self._grid, max(room, 1.0) / len(self._grid.columns), measured=True)
        if names.rotation and not parts.columns:
            names = layout.Names([], [], 0, 0.0)
        return names, names.height + 6

    def _draw(self, fitted: _Fitted) -> None:
        ax, grid = self._ax, self._grid
        self._draw_cells()
        shown = layout.rows_shown(grid, cell_pt(ax, grid)[1]) if fitted.parts.rows else range(0)
        layout.write_row_names(ax, grid, shown)
        layout.write_column_names(ax, fitted.names)

    def _place_labels(self, slot: Slot, fitted: _Fitted) -> None:
        """Place the labels of both sides: matplotlib would measure every tick label to do this."""
        ax, (left, _, right, _, _) = self._ax, fitted.margins
        width, height = size_pt(ax)
        for axis, room in ((ax.xaxis, width + 2 * min(left, right)), (ax.yaxis, height + 4)):
            axis.label.set_visible(fitted.parts.labels and text_width(axis.label.get_text()) <= room)
        ax.yaxis.set_label_coords(0, 0.5, transform=slot.shift(-left + TEXT_PT + 3, 0))
        ax.xaxis.set_label_coords(0.5, 0, transform=slot.shift(0, -fitted.names.height - 8))


class _Fitted(NamedTuple):
    parts: Parts
    margins: Margins
    names: layout.Names
    legend: float
    room: float


def above_pt(title: str, entries: Sequence[Entry], room: float) -> float:
    """Return the height of a title and a legend on a new figure, at a width in points.

    Examples
    --------
    >>> from matplotlib.patches import Patch
    >>> entries = [Entry(Patch(), "one"), Entry(Patch(), "two")]
    >>> above_pt("title", entries, 200), above_pt("title", entries, 60)
    (48.0, 61.5)
    """
    columns = max(1, LegendPart.columns(entries, room))
    legend = LEGEND_LINE_PT * -(-len(entries) // columns)
    lines = len(title_lines(title, room)) if title else 0
    return 24 + legend + (TITLE_PT * (1.2 * lines - 0.2) if lines else 0.0)
