"""AxesTable: the axes of a block in the page, which searches, filters and sorts them itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import traitlets

from ...block.axes_filter import AxesFilter
from ...facts import selection_text
from ...text import counted
from ..shared.late_load import THEME_STYLE, LateLoadWidget, script_of, style_of
from .state import STATE, AxesState

_HERE = Path(__file__)
#: The script of the table and of the files that it uses.
SCRIPT = script_of(_HERE.with_name("table_data"), _HERE.with_name("table_elements"), _HERE)
STYLE = style_of(THEME_STYLE, _HERE)

_SELECTED, _FAVOURITE, _CONFIGURED = 1, 2, 4


class AxesTable(AxesState, LateLoadWidget):
    """A table of an axes frame that searches, filters, sorts and marks in the page.

    The columns are sent once, as bytes; the traits of `AxesState` are synchronised both ways. The table keeps
    its keys from JupyterLab with the attribute of https://github.com/jupyterlab/lumino/pull/15.

    Parameters
    ----------
    axes : DataFrame
        An axes frame.
    axes_filter : AxesFilter, optional
        The filter of that frame, if there is one already.
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

    _esm = traitlets.Unicode(SCRIPT).tag(sync=True)
    _css = traitlets.Unicode(STYLE).tag(sync=True)
    _synced = STATE
    _axes = traitlets.Dict(help="Vocabulary and columns, from `pack`.").tag(sync=True)
    summary = traitlets.Unicode(help="How many axes are selected and favourite, as text.").tag(sync=True)

    def __init__(self, axes: pd.DataFrame, axes_filter: AxesFilter | None = None, **state: object) -> None:
        self.set_axes(axes, axes_filter, state)
        super().__init__(_axes=pack(axes, self.filter), summary=selection_text(axes), **state)

    def __repr__(self) -> str:
        return f"AxesTable({counted(len(self.ix), 'axis', 'axes')})"


def pack(axes: pd.DataFrame, axes_filter: AxesFilter) -> dict[str, object]:
    """Return an axes frame as a vocabulary of text and columns of bytes, so that repeated text is sent once.

    Parameters
    ----------
    axes : DataFrame
        An axes frame.
    axes_filter : AxesFilter
        The filter of the same frame.

    Returns
    -------
    dict
        ``sensors`` and ``features`` (the first is ``""``, for none) and ``tails``: lists of str.
        ``sensor_codes``, ``tail_codes``, ``flags`` (selected 1, favourite 2, configured 4), one per axis, and
        ``feature_codes``, one per tail: little-endian unsigned integers of the smallest width that fits.
        ``bands``: two float64 per tail. ``ix``: int32 or int64; empty if the indices are 0, 1, 2 and so on.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.block.axes_filter import AxesFilter
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


def _codes(codes: np.ndarray) -> bytes:
    return codes.astype(np.min_scalar_type(int(codes.max(initial=0))).newbyteorder("<")).tobytes()


def _indices(ix: np.ndarray) -> bytes:
    if np.array_equal(ix, np.arange(len(ix))):
        return b""
    narrow = len(ix) and int(ix.min()) >= -(2**31) and int(ix.max()) < 2**31
    return ix.astype("<i4" if narrow else "<i8").tobytes()
