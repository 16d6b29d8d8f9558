"""Where windows come from: their sample, time, label and outcome, as a frame beside the features."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

import numpy as np
import pandas as pd

from ..block.frames import TEXT_DTYPE, text_column
from ..text import one_line

#: The columns of `Windows.origin`, in order.
NUMBERS = ("sample_id", "start_ms", "end_ms")
TEXTS = ("label", "outcome")
COLUMNS = (*NUMBERS, *TEXTS)
#: Only if the ids of samples are text: `sample_id` then numbers them.
NAMES = "sample_name"

ANOMALY, NO_ANOMALY = "anomaly", "no anomaly"


def origin_frame(
    columns: Mapping[str, Any],
    n_windows: int,
    *,
    anomaly_labels: Collection[str] = (ANOMALY,),
    no_anomaly_labels: Collection[str] = (NO_ANOMALY,),
) -> pd.DataFrame:
    """Return the origin of windows; what is not known is missing.

    Parameters
    ----------
    columns : mapping of str to sequence
        Any of `COLUMNS`.
    n_windows : int
        Number of windows.
    anomaly_labels, no_anomaly_labels : collection of str
        The labels of windows with a known outcome, as a project's ``anomalyLabelsConfig`` lists them.

    Returns
    -------
    DataFrame
        Index ``window`` (int64): sample_id, start_ms, end_ms (Int64), label, outcome (str).

    Raises
    ------
    ValueError
        A column has another length, a number in it is not whole, or an outcome is unknown.

    Examples
    --------
    >>> origin_frame({"label": ["idle", "anomaly"]}, 2)[["label", "outcome"]]
             label  outcome
    window
    0         idle      NaN
    1      anomaly  anomaly
    """
    for name, values in columns.items():
        if len(values) != n_windows:
            raise ValueError(f"{name} has {len(values):,} values, but there are {n_windows:,} windows.")
    found: dict[str, Any] = {name: _whole_numbers(name, columns.get(name), n_windows) for name in NUMBERS}
    names = columns.get(NAMES)
    if isinstance(found["sample_id"], tuple):
        found["sample_id"], names = found["sample_id"]
    found["label"] = _texts(columns.get("label"), n_windows)
    found["outcome"] = _outcomes(columns.get("outcome"), found["label"], anomaly_labels, no_anomaly_labels)
    if names is not None:
        found[NAMES] = _texts(names, n_windows)
    return pd.DataFrame(found, index=pd.RangeIndex(n_windows, name="window"), copy=False)


def _whole_numbers(name: str, values: Any, count: int) -> Any:
    if values is None:
        return pd.array(np.zeros(count, np.int64), dtype="Int64").copy() if not count else _missing(count)
    series = pd.Series(values).reset_index(drop=True)
    numbers = pd.to_numeric(series, errors="coerce")
    if (numbers.isna() & ~_is_blank(series)).any():
        if name == "sample_id":  # names of files or recordings
            return _numbered(series)
        wrong = series[numbers.isna() & ~_is_blank(series)].iloc[0]
        raise ValueError(f"{name} must have whole numbers; {one_line(repr(wrong), 60)} is not one.")
    try:
        return numbers.astype("Int64").array
    except (TypeError, ValueError):
        raise ValueError(
            f"{name} must have whole numbers, but some have decimals or are too large."
        ) from None


def _missing(count: int) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(np.zeros(count, np.int64), np.ones(count, bool))


def _is_blank(series: pd.Series) -> pd.Series:
    return series.isna() | (series.astype(str).str.strip() == "")


def _numbered(series: pd.Series) -> tuple[pd.arrays.IntegerArray, pd.Series]:
    texts = series.where(~_is_blank(series))
    codes, _ = pd.factorize(texts)
    return pd.arrays.IntegerArray(codes.astype(np.int64) + 1, codes < 0), texts


def _texts(values: Any, count: int) -> Any:
    if values is None:
        return text_column([None]).repeat(count)
    series = pd.Series(values).reset_index(drop=True)
    return series.where(series.isna(), series.astype(str)).astype(cast("Any", TEXT_DTYPE)).array


def _outcomes(values: Any, labels: Any, anomaly: Collection[str], normal: Collection[str]) -> Any:
    if values is None:
        meanings = dict.fromkeys(_listed(normal), NO_ANOMALY) | dict.fromkeys(_listed(anomaly), ANOMALY)
        return pd.Series(labels).map(meanings).astype(cast("Any", TEXT_DTYPE)).array
    texts = pd.Series(_texts(values, len(values)))
    texts = texts.where(~_is_blank(texts))
    unknown = texts.dropna()[~texts.dropna().isin([ANOMALY, NO_ANOMALY])]
    if len(unknown):
        shown = one_line(repr(unknown.iloc[0]), 60)
        raise ValueError(f"outcome must be “{ANOMALY}”, “{NO_ANOMALY}” or empty, not {shown}.")
    return texts.array


def _listed(labels: Collection[str]) -> Iterable[str]:
    return [labels] if isinstance(labels, str) else labels


def split_columns(frame: pd.DataFrame) -> tuple[list[int], dict[str, pd.Series]]:
    """Return the positions of the columns with features, and the columns that describe the windows.

    Examples
    --------
    >>> table = pd.DataFrame({"accX RMS": [0.5], "label": ["idle"]})
    >>> positions, origin = split_columns(table)
    >>> positions, list(origin)
    ([0], ['label'])
    """
    features, origin = [], {}
    for at, name in enumerate(frame.columns):
        if name in (*COLUMNS, NAMES) and name not in origin:
            origin[name] = frame.iloc[:, at]
        else:
            features.append(at)
    return features, origin
