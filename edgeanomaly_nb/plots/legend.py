"""A legend in points above or below the axes, split into columns that fit."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.legend import Legend

from .measure import text_width
from .slot import Slot
from .style import TEXT_PT, ink_of

LINE_PT = 1.5 * TEXT_PT  # from one line of the legend to the next


class Entry(NamedTuple):
    """One entry of a legend: a mark, or several on top of each other, and a text."""

    mark: Artist | tuple[Artist, ...]
    text: str


class LegendPart:
    """The legend of a picture, which the user may remove or replace.

    Examples
    --------
    >>> from matplotlib.patches import Patch
    >>> entries = [Entry(Patch(), "one"), Entry(Patch(), "two")]
    >>> LegendPart.columns(entries, 200), LegendPart.columns(entries, 60), LegendPart.columns(entries, 9)
    (2, 1, 0)
    """

    def __init__(self, handle: float = 1.0) -> None:
        self._handle = handle
        self._drawn: Legend | None = None
        self._is_omitted = False

    @staticmethod
    def columns(entries: Sequence[Entry], room: float, handle: float = 1.0) -> int:
        """Return how many columns fit a width in points; 0 if not even one fits."""
        widths = [text_width(entry.text) + (handle + 0.6) * TEXT_PT for entry in entries]
        for columns in range(len(entries), 0, -1):
            parts = [part for part in np.array_split(widths, columns) if len(part)]
            if sum(max(part) for part in parts) + 1.8 * TEXT_PT * (len(parts) - 1) <= room:
                return columns
        return 0

    def height(self, entries: Sequence[Entry], room: float) -> float:
        """Return the height at a width in points; infinite if no column fits, 0 if the user removed it."""
        if not entries or self._is_users:
            return 0.0
        columns = self.columns(entries, room, self._handle)
        return LINE_PT * ceil(len(entries) / columns) if columns else float("inf")

    def draw(
        self,
        slot: Slot,
        entries: Sequence[Entry],
        room: float,
        *,
        right: float,
        up: float,
        below: bool = False,
    ) -> None:
        """Draw the legend so many points from the upper left corner of the axes, or from the lower one."""
        if self._is_users or slot.ax.get_legend() not in (None, self._drawn):
            return
        self.omit()
        self._is_omitted = not entries
        if not entries:
            return
        marks, texts = zip(*entries, strict=True)
        self._drawn = slot.ax.legend(
            marks,
            texts,
            loc="upper left" if below else "lower left",
            bbox_to_anchor=(0, 0 if below else 1),
            bbox_transform=slot.shift(right, up),
            ncols=max(1, self.columns(entries, room, self._handle)),
            frameon=False,
            fontsize=TEXT_PT,
            labelcolor=ink_of(slot.ax),
            borderpad=0,
            borderaxespad=0,
            labelspacing=0.5,
            handlelength=self._handle,
            handleheight=1.0,
            handletextpad=0.6,
            columnspacing=1.8,
        )
        for text in self._drawn.get_texts():
            text.set_parse_math(False)
            text.set_usetex(False)

    def omit(self) -> None:
        """Remove the legend where there is no room for it."""
        if self._drawn is not None and not self._is_users and not self._is_omitted:
            self._drawn.remove()
        self._is_omitted = True

    @property
    def _is_users(self) -> bool:
        """True if the user has removed the legend or drawn another one."""
        if self._drawn is None or self._is_omitted:
            return False
        axes: Axes | None = self._drawn.axes
        return axes is None or axes.get_legend() is not self._drawn
