"""AxesState: what is shown of the axes and what is marked, as traits that panel and table share."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd
import traitlets
from traitlets import Bunch

from ...block.axes_filter import SHOW, SORTS, AxesFilter
from ...block.labels import canonical
from ...text import listed
from ..shared.traits import refuse_unknown

FILTERS = ("query", "show", "sensor", "feature", "band_low_hz", "band_high_hz")
STATE = ("query", "show", "sort", "sensor", "feature", "band_low_hz", "band_high_hz", "marked")


class _Indices(traitlets.Tuple):
    """A tuple of axis indices; a list, an Index or an array of them is accepted too."""

    def validate(self, obj: object, value: object) -> tuple[int, ...] | None:
        return super().validate(obj, value.tolist() if hasattr(value, "tolist") else value)


class AxesState(traitlets.HasTraits):
    """What is shown of the axes and what is marked: the traits that panel and table share.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> ea.AxesPanel(ea.load_sample("motion"), sensor="accX").sensor
    'accX'
    """

    query = traitlets.Unicode(help="Words to find in the labels, in any case and order.")
    show = traitlets.Enum(
        SHOW,
        default_value="all",
        help="Which axes to show: 'all', 'selected', 'favourite', 'favourite-only', 'selected-only', or "
        "'differ' for the last two together.",
    )
    sort = traitlets.Enum(
        SORTS,
        default_value="index",
        help="What to sort by: 'index', 'label', 'sensor', 'band', 'selected' or 'favourite' (those first); "
        "a '-' in front reverses the order.",
    )
    sensor = traitlets.Unicode(None, allow_none=True, help="Sensor to show; None for all, '' for none.")
    feature = traitlets.Unicode(None, allow_none=True, help="Feature to show; None for all, '' for none.")
    band_low_hz = traitlets.Float(None, allow_none=True, help="Show bands that reach above this many Hz.")
    band_high_hz = traitlets.Float(None, allow_none=True, help="Show bands that begin below this many Hz.")
    marked = _Indices(help="Indices (ix) of the marked axes, in the order of the response.")

    def set_axes(self, axes: pd.DataFrame, axes_filter: AxesFilter | None, state: Iterable[str]) -> None:
        """Set the axes that all traits are checked against; call it before any trait is set."""
        refuse_unknown(type(self).__name__, state, STATE)
        self.ix = axes.index
        self.filter = axes_filter or AxesFilter(axes)

    @traitlets.validate("sensor", "feature")
    def _known(self, proposal: Bunch) -> str | None:
        name, value = proposal["trait"].name, proposal["value"]
        if value is None:
            return None
        names = self.filter.sensors if name == "sensor" else self.filter.features
        known = {canonical(text): text for text in names}
        if canonical(value) not in known:
            some = listed([repr(text) for text in names], most=10)
            raise traitlets.TraitError(f"No axis has the {name} {value[:80]!r}; there are: {some}.")
        return known[canonical(value)]

    @traitlets.validate("band_low_hz", "band_high_hz")
    def _frequency(self, proposal: Bunch) -> float | None:
        value: float | None = proposal["value"]
        if value is not None and not 0 <= value < math.inf:
            raise traitlets.TraitError(
                f"{proposal['trait'].name} is a frequency in Hz from 0 up, or None for no bound; "
                f"it was {value}."
            )
        return value

    @traitlets.validate("marked")
    def _in_order(self, proposal: Bunch) -> tuple[int, ...]:
        return ix_at(self.ix, positions_of(self.ix, proposal["value"]))


# Indices are sent as positions in bytes: short even for large indices, and unambiguous when one repeats.
AxesState.marked.tag(
    to_json=lambda marked, widget: positions_of(widget.ix, marked).astype("<u4").tobytes(),
    from_json=lambda raw, widget: ix_at(widget.ix, np.frombuffer(raw, "<u4")),
)


def positions_of(ix: pd.Index, indices: tuple[int, ...]) -> np.ndarray:
    """Return the positions of indices, in order; an index that repeats has several.

    Raises
    ------
    TraitError
        One of them is not the index of an axis.

    Examples
    --------
    >>> import pandas as pd
    >>> positions_of(pd.Index([0, 11, 22]), (22, 11)).tolist()
    [1, 2]
    """
    known = set(ix.tolist()) if indices else set()
    for value in indices:
        if value not in known or isinstance(value, bool):
            raise traitlets.TraitError(f"No axis has the index {value!r}, so it cannot be marked.")
    return np.flatnonzero(ix.isin(list(indices)))


def ix_at(ix: pd.Index, positions: np.ndarray) -> tuple[int, ...]:
    """Return the indices at positions, each once.

    Examples
    --------
    >>> import pandas as pd
    >>> ix_at(pd.Index([0, 11, 22]), np.array([0, 2]))
    (0, 22)
    """
    return tuple(dict.fromkeys(ix.to_numpy()[positions].tolist()))
