"""AxesTable: the axes of a block in the browser, which searches, filters and sorts them by itself."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import traitlets

from ...block.axes_filter import SHOW, SORTS, AxesFilter
from ...block.labels import canonical
from ..shared.late_load import ListeningWidget, script_of

if TYPE_CHECKING:
    import pandas as pd

_SELECTED, _FAVOURITE, _CONFIGURED = 1, 2, 4


class _Indices(traitlets.Tuple):
    """A tuple of axis indices, which also takes a list, an Index or an array of them."""

    def validate(self, obj: Any, value: Any) -> Any:
        return super().validate(obj, value.tolist() if hasattr(value, "tolist") else value)


class AxesState(traitlets.HasTraits):
    """What is shown of the axes and what is marked: the traits that panel and table share.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> AxesTable(ea.load_sample("motion").axes, sensor="accX").sensor
    'accX'
    """

    query = traitlets.Unicode(help="Text to find in the labels, in any case.")
    show = traitlets.Enum(
        SHOW,
        default_value="all",
        help="Which axes to show: 'all', 'selected', 'favourite', or 'differ' for one without the other.",
    )
    sort = traitlets.Enum(
        SORTS,
        default_value="index",
        help="What to sort by: 'index', 'label', 'sensor', 'band', 'selected' or 'favourite' (those first); "
        "with '-' in front the other way round.",
    )
    sensor = traitlets.Unicode(
        None, allow_none=True, help="Show this sensor only; None for all, '' for labels that name none."
    )
    feature = traitlets.Unicode(
        None, allow_none=True, help="Show this feature only; None for all, '' for labels that name none."
    )
    band_low_hz = traitlets.Float(
        None, allow_none=True, help="Show only bands that reach above this many Hz; None for no bound."
    )
    band_high_hz = traitlets.Float(
        None, allow_none=True, help="Show only bands that begin below this many Hz; None for no bound."
    )
    marked = _Indices(help="Indices (ix) of the marked axes, in the order of the response.")

    def _take(self, axes: pd.DataFrame, axes_filter: AxesFilter | None, state: dict[str, Any]) -> None:
        """Take the axes that all traits are checked against; to be called before any of them is set."""
        unknown = ", ".join(name for name in state if name not in STATE)
        if unknown:
            raise TypeError(f"{type(self).__name__} has no setting {unknown}; it has {', '.join(STATE)}.")
        self._ix = axes.index
        self._filter = axes_filter or AxesFilter(axes)

    @traitlets.validate("sensor", "feature")
    def _known(self, proposal: Any) -> Any:
        name, value = proposal["trait"].name, proposal["value"]
        if value is None:
            return None
        listed = self._filter.sensors if name == "sensor" else self._filter.features
        known = {canonical(text): text for text in listed}
        if canonical(value) not in known:
            some = ", ".join(map(repr, listed[:10])) + ", …" * (len(listed) > 10)
            raise traitlets.TraitError(f"No axis has the {name} {value[:80]!r}; there are: {some}.")
        return known[canonical(value)]

    @traitlets.validate("band_low_hz", "band_high_hz")
    def _frequency(self, proposal: Any) -> Any:
        value = proposal["value"]
        if value is not None and not 0 <= value < math.inf:
            raise traitlets.TraitError(
                f"{proposal['trait'].name} is a frequency in Hz from 0 up, or None for no bound; "
                f"it was {value}."
            )
        return value

    @traitlets.validate("marked")
    def _in_order(self, proposal: Any) -> tuple[int, ...]:
        return ix_at(self._ix, positions_of(self._ix, proposal["value"]))


STATE = ("query", "show", "sort", "sensor", "feature", "band_low_hz", "band_high_hz", "marked")


class AxesTable(AxesState, ListeningWidget):
    """Show an axes frame as a table that searches, filters, sorts and marks in the browser.

    Columns travel once, as bytes, and the traits of `AxesState` both ways.

    Parameters
    ----------
    axes : DataFrame
        An axes frame.
    axes_filter : AxesFilter, optional
        Made from it, where there is one already.
    **state
        Any trait of `AxesState`.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> table = AxesTable(ea.load_sample("motion").axes, query="rms")
    >>> table.marked = [22, 0]
    >>> table.marked
    (0, 22)
    """

    _esm = traitlets.Unicode(script_of(Path(__file__))).tag(sync=True)
    _css = traitlets.Unicode(Path(__file__).with_suffix(".css").read_text(encoding="utf-8")).tag(sync=True)
    _axes = traitlets.Dict(help="Vocabulary and columns, as `pack` makes them.").tag(sync=True)

    def __init__(self, axes: pd.DataFrame, axes_filter: AxesFilter | None = None, **state: Any) -> None:
        self._take(axes, axes_filter, state)
        super().__init__(_axes=pack(axes, self._filter), **state)

    @traitlets.default("keys")
    def _default_keys(self) -> list[str]:
        return [*self.traits(sync=True), *STATE]  # on the panel the same traits stay in Python

    def __repr__(self) -> str:
        return f"AxesTable({len(self._ix)} axes)"


# Indices go over as positions, in bytes: short however large they are, and plain when they repeat.
AxesState.marked.tag(
    to_json=lambda marked, widget: positions_of(widget._ix, marked).astype("<u4").tobytes(),
    from_json=lambda raw, widget: ix_at(widget._ix, np.frombuffer(raw, "<u4")),
)


def pack(axes: pd.DataFrame, axes_filter: AxesFilter) -> dict[str, Any]:
    """Pack an axes frame for the browser: what repeats once, as text, and the rest as columns of bytes.

    Parameters
    ----------
    axes : DataFrame
        An axes frame.
    axes_filter : AxesFilter
        Made from it.

    Returns
    -------
    dict
        ``sensors`` and ``features`` (the first is ``""``, for none) and ``tails``: lists of str.
        ``sensor_codes``, ``tail_codes``, ``flags`` (selected 1, favourite 2, configured 4), one per axis, and
        ``feature_codes``, one per tail: little-endian unsigned integers of the smallest width that fits.
        ``bands``: two float64 a tail. ``ix``: int32 or int64, empty where it counts from 0.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> axes = ea.load_sample("motion").axes
    >>> packed = pack(axes, AxesFilter(axes))
    >>> packed["sensors"], list(packed["flags"][:4]), packed["ix"]
    (['', 'accX', 'accY', 'accZ'], [7, 0, 0, 2], b'')
    """
    labels = axes_filter.labels
    features = ["", *(feature for feature in axes_filter.features if feature)]
    code_of = {feature: code for code, feature in enumerate(features)}
    flags = axes["selected"] * _SELECTED + axes["favourite"] * _FAVOURITE + axes["configured"] * _CONFIGURED
    return {
        "sensors": ["", *labels.sensors],
        "tails": labels.tails,
        "features": features,
        "sensor_codes": _codes(labels.sensor_codes + 1),
        "tail_codes": _codes(labels.tail_codes),
        "feature_codes": _codes(np.array([code_of[name or ""] for name in labels.features], dtype=np.int64)),
        "flags": flags.to_numpy().astype("u1").tobytes(),
        "bands": labels.bands.astype("<f8").tobytes() if axes_filter.has_bands else b"",
        "ix": _indices(axes.index.to_numpy()),
    }


def positions_of(ix: pd.Index, wanted: tuple[int, ...]) -> np.ndarray:
    """Find where indices stand, in order; all places of one that repeats.

    Raises
    ------
    TraitError
        One of them is no axis.

    Examples
    --------
    >>> import pandas as pd
    >>> positions_of(pd.Index([0, 11, 22]), (22, 11)).tolist()
    [1, 2]
    """
    known = set(ix.tolist()) if wanted else set()
    for value in wanted:
        if value not in known or isinstance(value, bool):
            raise traitlets.TraitError(f"No axis has the index {value!r}, so it cannot be marked.")
    return np.flatnonzero(ix.isin(list(wanted)))


def ix_at(ix: pd.Index, positions: np.ndarray) -> tuple[int, ...]:
    """Give the indices at positions, each once.

    Examples
    --------
    >>> import pandas as pd
    >>> ix_at(pd.Index([0, 11, 22]), np.array([0, 2]))
    (0, 22)
    """
    return tuple(dict.fromkeys(ix.to_numpy()[positions].tolist()))


def _codes(codes: np.ndarray) -> bytes:
    return codes.astype(np.min_scalar_type(int(codes.max(initial=0))).newbyteorder("<")).tobytes()


def _indices(ix: np.ndarray) -> bytes:
    if np.array_equal(ix, np.arange(len(ix))):
        return b""
    narrow = len(ix) and int(ix.min()) >= -(2**31) and int(ix.max()) < 2**31
    return ix.astype("<i4" if narrow else "<i8").tobytes()
