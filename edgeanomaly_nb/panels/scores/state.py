"""ScoresState: which axes and which window are shown, as traits that panel and plane share."""

from __future__ import annotations

import operator
from collections.abc import Sequence

import traitlets
from traitlets import Bunch

from ...text import listed
from ..shared.traits import Id

STATE = ("axes", "selected")
#: So many axes are shown at a time, fewer only if the block has fewer.
SHOWN = 2


class ScoresState(traitlets.HasTraits):
    """Which axes and which window are shown: the traits that panel and plane share.

    Examples
    --------
    >>> state = ScoresState()
    >>> state.set_model((0, 3, 7), n_windows=10)
    >>> state.axes
    (0, 3)
    >>> state.axes = [7, 3]
    >>> state.axes
    (7, 3)
    """

    axes = traitlets.Tuple(
        help="The two axes (ix) that are shown: horizontal, vertical. Only one if the block was trained on "
        "one: the score is vertical then."
    )
    selected = Id(None, allow_none=True, help="The window that is explained; None for none.")

    def set_model(self, trained: Sequence[int], n_windows: int) -> None:
        """Set what the traits are checked against; call it before any trait is set."""
        self.trained, self.n_windows = tuple(trained), n_windows

    @traitlets.default("axes")
    def _first_axes(self) -> tuple[int, ...]:
        return self.trained[:SHOWN]

    @traitlets.validate("axes")
    def _known_axes(self, proposal: Bunch) -> tuple[int, ...]:
        try:
            axes = tuple(operator.index(ix) for ix in proposal["value"])
        except TypeError:
            raise traitlets.TraitError("axes must be indices (ix) of axes.") from None
        count = min(SHOWN, len(self.trained))
        if len(axes) != count or len(set(axes)) < count:
            raise traitlets.TraitError(f"axes must be {count} different trained axes, not {list(axes)}.")
        if unknown := [ix for ix in axes if ix not in self.trained]:
            raise traitlets.TraitError(
                f"The block was not trained on axis {unknown[0]}, but on {listed(self.trained, 20)}."
            )
        return axes

    @traitlets.validate("selected")
    def _known_window(self, proposal: Bunch) -> int | None:
        window: int | None = proposal["value"]
        if window is not None and not 0 <= window < self.n_windows:
            raise traitlets.TraitError(
                f"There is no window {window:,}: they are numbered from 0 to {self.n_windows - 1:,}."
            )
        return window
