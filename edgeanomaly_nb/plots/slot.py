"""Axes whose parts all lie inside the place that the figure gives them.

A layout engine decides about places when the figure is drawn, and the user may resize the figure or set a
title later. So a picture is arranged whenever its place or its title has changed: distances are in points,
and what has no room is omitted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.gridspec import SubplotSpec
from matplotlib.text import Text
from matplotlib.transforms import Bbox, ScaledTranslation, Transform

from .measure import boxed, show_only_known_glyphs, title_lines, wrapped
from .style import LINE_PT, LITERAL, TITLE_PT, Look, ink_of

#: Returns the top and the height of each picture, for a width and a height (all in points).
Split = Callable[[float, float], Sequence[tuple[float, float]]]


class Margins(NamedTuple):
    """What the parts around the axes need on each side, in points; the title is `title` above the axes."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    title: float = 0.0


class Slot:
    """The place of a picture on its figure: a locator that makes the axes small enough for all its parts.

    Parameters
    ----------
    ax : matplotlib Axes
        Where to draw.
    arrange : callable
        Draws the parts for the present `width` and `height` of the slot (in points), after `leave` has set
        the size of the axes. It is called at once, and whenever size or title have changed.
    title : str
        The own title. A title that the user sets takes its place.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(2, 1).add_axes((0, 0, 1, 1))
    >>> slot = Slot(ax, lambda slot: slot.leave(Margins(left=36)))
    >>> slot.width, float(ax.get_position().x0)
    (144.0, 0.25)
    """

    def __init__(self, ax: Axes, arrange: Callable[[Slot], object], title: str = "") -> None:
        self.ax, self.margins = ax, Margins()
        self._arrange, self._title = arrange, title
        outer: Any = ax.get_axes_locator()
        self._outer: Any = outer._outer if isinstance(outer, Slot) else outer
        look: Look = {"size": TITLE_PT, "weight": "bold", "color": ink_of(ax), **LITERAL}
        # With y given, matplotlib does not measure all ticks to place it:
        # https://github.com/matplotlib/matplotlib/pull/17127
        self._own = ax.set_title(title, loc="left", y=1, **look)
        self._shown = title
        self._places: dict[Text, tuple[Transform, float, float]] = {}
        self._title_then = ax.title  # ax.clear() creates another one
        self._seen: tuple[object, ...] = ()
        self.only_known = False  # glyphs
        ax.set_axes_locator(self)
        ax.apply_aspect(self(ax, None))

    def __call__(self, ax: Any, renderer: Any) -> Bbox:
        """Return the box of the axes, as matplotlib requests whenever it draws or measures them."""
        place = self._outer(ax, renderer) if self._outer else ax.get_position(original=True)
        if ax.title is not self._title_then:
            ax.set_axes_locator(self._outer)
            unchanged: Bbox = place
            return unchanged
        self._box, self._pixel = place.transformed(ax.figure.transSubfigure), 72 / ax.figure.dpi
        seen = (round(self.width, 1), round(self.height, 1), *self._titles())
        if seen != self._seen:
            self._seen = seen
            self._arrange(self)
            if self.only_known:
                show_only_known_glyphs(ax)
        self._place_titles()
        return self._inner()

    def get_subplotspec(self) -> SubplotSpec | None:
        """Return the cell of the axes, which tight_layout requests from a locator."""
        found: SubplotSpec | None = getattr(self._outer or self.ax, "get_subplotspec", lambda: None)()
        return found

    @property
    def width(self) -> float:
        """The width of the slot in points."""
        return float(self._box.width * self._pixel)

    @property
    def height(self) -> float:
        """The height of the slot in points."""
        return float(self._box.height * self._pixel)

    def leave(self, margins: Margins) -> None:
        """Set the size of the axes: the slot without these margins."""
        self.margins = margins
        self.ax.apply_aspect(self._inner())

    def title_pt(self, room: float, most: int = 4) -> float:
        """Return the height of the title in points; the own one is split into lines that fit a width."""
        users = self._users()
        self._own.set_visible(self._own in users or not users)
        if users:
            heights = [float(text.get_window_extent().height) for text in users]
            return float(max(heights) * self._pixel + 1)
        most = min(most, max(1, int(0.35 * self.height / (1.2 * TITLE_PT))))
        lines = title_lines(self._title, room, most)
        self._shown = "\n".join(lines)
        self._own.set_text(self._shown)
        return TITLE_PT * (1.2 * len(lines) - 0.2) if lines else 0.0

    def no_title(self) -> float:
        """Hide the own title where there is no room for it; that of the user stays."""
        self._own.set_visible(False)
        return self.title_pt(0.0) if self._users() else 0.0

    def leave_title(self) -> float:
        """Set the size of the axes to all below the title; return the height of the title in points."""
        above = self.title_pt(self.width)
        self.leave(Margins(top=above + 6 if above else 0.0, title=4.0))
        return above

    def shift(self, right: float, up: float) -> Transform:
        """Return a transform for fractions of the axes and a distance in points."""
        return self.ax.transAxes + ScaledTranslation(right / 72, up / 72, self.ax.figure.dpi_scale_trans)

    def _inner(self) -> Bbox:
        left, top, right, bottom = (side / self._pixel for side in self.margins[:4])
        box = self._box
        x1, y1 = max(box.x1 - right, box.x0 + left + 1), max(box.y1 - top, box.y0 + bottom + 1)
        inner = Bbox.from_extents(box.x0 + left, box.y0 + bottom, x1, y1)
        return inner.transformed(self.ax.figure.transSubfigure.inverted())

    def _titles(self) -> list[str]:
        return [self.ax.get_title(loc=loc) for loc in ("left", "center", "right")]

    def _users(self) -> list[Text]:
        """Return the titles that the user has set."""
        texts = [
            text for text in self.ax.get_children() if isinstance(text, Text) and text not in self.ax.texts
        ]
        found = [text for text in texts if text.get_text() and text is not self._own]
        shown = {self._shown, boxed(self._own, self._shown)}
        return found if self._own.get_text() in shown else [self._own, *found]

    def _place_titles(self) -> None:
        """Move the titles above the legend, and a centred one inwards where it would not fit."""
        users, (left, _, right, _, above) = self._users(), self.margins
        for text in users or [self._own]:
            shift = 0.0
            if text.get_horizontalalignment() == "center":
                half = text.get_window_extent().width * self._pixel / 2
                middle = (self.width + left - right) / 2
                shift = max(half - middle, 0.0) + min(self.width - half - middle, 0.0)
            elif text is self._own:
                shift = self.text_start
            place = text.get_transform(), shift, above
            if self._places.get(text) != place:
                text.set_transform(self.shift(shift, above))
                self._places[text] = text.get_transform(), shift, above

    @property
    def starts_at_slot(self) -> bool:
        """True if title and legend begin at the left of the slot: beside the names there is little room."""
        return self.width - self.margins.left < 330

    @property
    def text_start(self) -> float:
        """Where title and legend begin, in points right of the axes."""
        return -self.margins.left if self.starts_at_slot else 0.0

    def text_room(self, left: float) -> float:
        """Return the width for title and legend, if the axes begin at `left`."""
        return self.width - left if self.width - left >= 330 else self.width


def keep_to_font(ax: Axes) -> None:
    """Show only glyphs that the font has, now and whenever the picture is arranged again."""
    show_only_known_glyphs(ax)
    slot = ax.get_axes_locator()
    if isinstance(slot, Slot):
        slot.only_known = True


def draw_message(ax: Axes, message: str, title: str = "") -> None:
    """Write a message in place of a picture.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(2, 1).subplots()
    >>> draw_message(ax, "There are no axes.")
    >>> ax.texts[0].get_text()
    'There are no axes.'
    """
    ax.set_axis_off()
    look: Look = {"size": TITLE_PT, "color": ink_of(ax), **LITERAL}
    text = ax.text(0.5, 0.5, message, transform=ax.transAxes, ha="center", va="center", **look)

    def arrange(slot: Slot) -> None:
        most = max(int((slot.height - slot.leave_title()) / LINE_PT), 1)
        text.set_text("\n".join(wrapped(message, slot.width, most, TITLE_PT)))

    Slot(ax, arrange, title)


def inset(ax: Axes, place: Callable[[float, float], tuple[float, float, float, float]]) -> Axes:
    """Create Axes in others, or beside them, which keep their place when the others change.

    Parameters
    ----------
    ax : matplotlib Axes
        The others.
    place : callable
        Returns left, top, width and height for the width and the height of the others (all in points, from
        their upper left corner).

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(2, 1).add_axes((0, 0, 1, 1))
    >>> float(inset(ax, lambda width, height: (0, 36, width, 36)).get_position().height)
    0.5
    """

    def locate(part: Any, renderer: Any) -> Bbox:
        figure = ax.figure
        box, pixel = ax.get_position().transformed(figure.transSubfigure), figure.dpi / 72
        left, top, width, height = (side * pixel for side in place(box.width / pixel, box.height / pixel))
        x0, y1 = box.x0 + left, box.y1 - top
        return Bbox.from_extents(x0, y1 - height, x0 + width, y1).transformed(
            figure.transSubfigure.inverted()
        )

    part = ax.inset_axes((0, 0, 1, 1))
    part.set_axes_locator(locate)
    part.apply_aspect(locate(part, None))
    return part


def divide(ax: Axes, count: int, split: Split) -> list[Axes]:
    """Divide Axes into several, one below the other.

    Parameters
    ----------
    ax : matplotlib Axes
        It then shows nothing itself, except for a title that the user sets.
    count : int
        How many.
    split : callable
        Returns the top and the height of each, for a width and a height (all in points).

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(2, 1).add_axes((0, 0, 1, 1))
    >>> parts = divide(ax, 2, lambda width, height: [(0, 36), (36, 36)])
    >>> [float(part.get_position().y0) for part in parts]
    [0.5, 0.0]
    """
    ax.set_axis_off()
    Slot(ax, Slot.leave_title)

    def place(at: int, width: float, height: float) -> tuple[float, float, float, float]:
        top, high = split(width, height)[at]
        return 0.0, top, width, high

    return [inset(ax, partial(place, at)) for at in range(count)]


class Drawing:
    """The artists of a picture that depend on its size: each `renew` removes those of the one before.

    Examples
    --------
    >>> from edgeanomaly_nb.plots import new_figure
    >>> ax = new_figure(2, 1).subplots()
    >>> drawing = Drawing(ax)
    >>> for x in (0.1, 0.2):
    ...     drawing.renew(lambda: ax.text(x, 0, "x"))
    >>> len(ax.texts)
    1
    """

    def __init__(self, ax: Axes) -> None:
        self._ax = ax
        self._artists: list[Artist] = []

    def renew(self, draw: Callable[[], object]) -> None:
        """Remove what was drawn, and draw again."""
        for artist in self._artists:
            if artist.axes is not None:  # the user has not removed it
                artist.remove()
        before = {*map(id, self._content())}
        draw()
        self._artists = [artist for artist in self._content() if id(artist) not in before]

    def _content(self) -> list[Artist]:
        ax = self._ax
        return [*ax.lines, *ax.patches, *ax.collections, *ax.texts, *ax.artists, *ax.images]
