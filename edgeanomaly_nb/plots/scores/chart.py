"""A plot with two axes, arranged for the place that it has: ticks, labels, title and legend."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colorbar import Colorbar
from matplotlib.text import Text

from ..legend import Entry, LegendPart
from ..measure import text_width, widest
from ..slot import Drawing, Margins, Slot, inset
from ..style import LITERAL, TEXT_PT
from ..ticks import keep_ticks_apart

_TICK_PT = 7.0  # a tick, and the space to its label
_LINE_PT = 12.0
_LABEL_PT = 15.0
_GAP_PT = 7.0  # above the legend, and below the title
_BAR_PT, _BESIDE_PT = 8.0, 8.0


class Parts(NamedTuple):
    """Which parts are shown."""

    legend: bool = True
    labels: bool = True
    title: bool = True


#: Where there is little room, these are tried in this order.
PLANS = (
    Parts(),
    Parts(legend=False),
    Parts(legend=False, labels=False),
    Parts(legend=False, labels=False, title=False),
)


class Chart:
    """Arrange a plot that is already drawn on Axes.

    Parameters
    ----------
    ax : matplotlib Axes
        With its artists and labels; a part of a label in parentheses is omitted where it has no room.
    title : str
        The title.
    legend : bool
        Explain all artists that have a label.
    bar : matplotlib Colorbar, optional
        On the Axes of `beside`.
    inside : callable, optional
        Draws what depends on the size of the Axes, whenever it has changed.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(6, 4).subplots()
    >>> _ = ax.plot([1, 2], label="line")
    >>> _ = Chart(ax, "title")
    >>> ax.get_title(loc="left"), ax.get_legend().get_texts()[0].get_text()
    ('title', 'line')
    """

    def __init__(
        self,
        ax: Axes,
        title: str,
        *,
        legend: bool = True,
        bar: Colorbar | None = None,
        inside: Callable[[], None] | None = None,
    ) -> None:
        self._ax, self._bar, self._has_legend = ax, bar, legend
        self._inside, self._drawing = inside, Drawing(ax)
        self._legend, self._locator = LegendPart(handle=2.0), ax.xaxis.get_major_locator()
        self._labels = [
            _Label(ax.xaxis.label, lambda inner: inner[0]),
            _Label(ax.yaxis.label, lambda inner: inner[1]),
        ]
        if bar is not None:
            self._labels.append(_Label(bar.ax.yaxis.label, lambda inner: 0.85 * inner[1]))
        Slot(ax, self._arrange, title)

    def _arrange(self, slot: Slot) -> None:
        self._ax.xaxis.set_major_locator(self._locator)
        for parts in PLANS:
            fits = self._try(slot, parts)
            if fits:
                break
        keep_ticks_apart(self._ax, slot.margins.right)
        if self._inside is not None:
            self._drawing.renew(self._inside)

    def _try(self, slot: Slot, parts: Parts) -> bool:
        """Arrange these parts; return False if too little room is left for the plot itself."""
        entries = self._entries() if parts.legend else []
        left, right, below = self._sides(parts)
        room = slot.text_room(left)
        legend = self._legend.height(entries, room)
        offset = _LINE_PT if self._ax.yaxis.get_major_formatter().get_offset() else 0.0
        title = slot.title_pt(room) if parts.title else slot.no_title()
        bottom = below + (legend + _GAP_PT) * (legend > 0)
        top = title + offset + (_GAP_PT if title else 5.0)
        inner = slot.width - left - right, slot.height - top - bottom
        if parts != PLANS[-1] and (inner[0] < 0.4 * slot.width or inner[1] < min(0.4 * slot.height, 100)):
            return False
        slot.leave(Margins(left, top, right, bottom, offset + _GAP_PT - 1))
        for label in self._labels:
            label.fit(inner, shown=parts.labels)
        self._legend.draw(slot, entries, room, right=slot.text_start, up=-below - _GAP_PT, below=True)
        return True

    def _entries(self) -> list[Entry]:
        if not self._has_legend:
            return []
        return [Entry(mark, text) for mark, text in zip(*self._ax.get_legend_handles_labels(), strict=True)]

    def _sides(self, parts: Parts) -> tuple[float, float, float]:
        """Return what ticks and labels need on the left, on the right and below, in points."""
        x_label, y_label = (bool(label.get()) and parts.labels for label in self._labels[:2])
        left = _tick_pt(self._ax.yaxis) + _LABEL_PT * y_label + 2
        right = 14.0
        if self._bar is not None:
            right = _BESIDE_PT + _BAR_PT + _tick_pt(self._bar.ax.yaxis) + _LABEL_PT * parts.labels + 2
        return left, right, _TICK_PT + _LINE_PT + _LABEL_PT * x_label


class _Label:
    """A label of an axis, which is shorter or omitted where it has no room; the user may change it."""

    def __init__(self, text: Text, room: Callable[[tuple[float, float]], float]) -> None:
        self._text, self._room, self._own = text, room, text.get_text()
        self._shown = self._own
        text.set(size=TEXT_PT, **LITERAL)

    def get(self) -> str:
        """Return the text that would be shown if there were room."""
        shown = self._text.get_text()
        return self._own if shown == self._shown else shown

    def fit(self, inner: tuple[float, float], *, shown: bool) -> None:
        """Show what fits beside axes of this size in points."""
        room = self._room(inner)
        own = self.get()
        fits = [text for text in (own, own.partition(" (")[0]) if text_width(text) <= room]
        self._text.set_visible(shown and bool(fits))
        if own == self._own and fits:
            self._shown = fits[0]
            self._text.set_text(self._shown)


def _tick_pt(axis: Axis) -> float:
    """Return the width of the tick labels beside a vertical axis, in points."""
    low, high = sorted(axis.get_view_interval())
    locs = [at for at in axis.get_majorticklocs() if low <= at <= high]
    labels = axis.get_major_formatter().format_ticks(locs)
    return widest(labels) + _TICK_PT if labels else 0.0


def beside(ax: Axes) -> Axes:
    """Return Axes for a colour bar at the right of others, at a distance in points."""
    return inset(ax, lambda width, height: (width + _BESIDE_PT, 0.075 * height, _BAR_PT, 0.85 * height))
