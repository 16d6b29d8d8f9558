"""The frames of a panel or a plot: of a config, or a frame of the user, checked and completed."""

from __future__ import annotations

import pandas as pd

from .config import AnomalyConfig
from .frames import parsed_columns
from .restored_frames import restored_axes, restored_thresholds

_NEEDED = {"label": "text", "selected": "true or false", "favourite": "true or false"}
_PARSED = ("sensor", "feature", "band_low_hz", "band_high_hz")


def checked_axes(axes: object, taker: str = "AxesPanel") -> pd.DataFrame:
    """Return the axes frame of a config, or a checked copy of a frame with the columns that its labels hold.

    Parameters
    ----------
    axes : AnomalyConfig or DataFrame
        Integers as index or in the column ix, and the columns label, selected and favourite. Without the
        column configured, it is the same as selected. A frame that was read from CSV or Parquet fits, too.
    taker : str
        What takes it, for the message.

    Returns
    -------
    DataFrame
        An axes frame that nothing else changes.

    Raises
    ------
    TypeError
        It is neither.
    ValueError
        The frame lacks a column, or a column holds other values than an axes frame does.

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
        raise TypeError(_wrong(axes, "an axes frame", taker))
    axes = restored_axes(axes)
    problem = _problem(axes)
    if problem:
        raise ValueError(f"This is not an axes frame: {problem}.")
    return _completed(axes)


def checked_thresholds(thresholds: object, taker: str) -> pd.DataFrame:
    """Return the thresholds frame of a config, or a copy of the given one.

    Raises
    ------
    TypeError
        It is neither.

    Examples
    --------
    >>> checked_thresholds("block.json", "plot_thresholds")
    Traceback (most recent call last):
        ...
    TypeError: plot_thresholds takes an AnomalyConfig or a thresholds frame, not str: read a saved config ...
    """
    if isinstance(thresholds, AnomalyConfig):
        return thresholds.thresholds
    if isinstance(thresholds, pd.DataFrame) and {"number", "suggested_value", "options"} <= {*thresholds}:
        return restored_thresholds(thresholds).copy()
    raise TypeError(_wrong(thresholds, "a thresholds frame", taker))


def _wrong(given: object, frame: str, taker: str) -> str:
    return (
        f"{taker} takes an AnomalyConfig or {frame}, not {type(given).__name__}: read a saved config with "
        "AnomalyConfig.load(path)."
    )


def _problem(axes: pd.DataFrame) -> str:
    missing = [name for name in _NEEDED if name not in axes]
    if missing:
        return f"it has no column {', '.join(missing)}; config.axes has"
    fits = {
        "label": pd.api.types.infer_dtype(axes["label"], skipna=False) in ("string", "empty"),
        **{name: axes[name].dtype == bool for name in ("selected", "favourite")},
    }
    wrong = next((name for name in fits if not fits[name]), None)
    if wrong:
        return f"its column {wrong} is not all {_NEEDED[wrong]}"
    if len(axes) and not pd.api.types.is_integer_dtype(axes.index):
        return "its index is not the ix of the axes, which are integers"
    return ""


def _completed(axes: pd.DataFrame) -> pd.DataFrame:
    axes = axes.copy()
    if "configured" not in axes:
        axes["configured"] = axes["selected"]
    missing = [name for name in _PARSED if name not in axes]
    if missing:
        parsed = pd.DataFrame(parsed_columns(axes["label"].tolist()), index=axes.index)
        axes[missing] = parsed[missing]
    return axes
