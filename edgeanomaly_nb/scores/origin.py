"""Where windows come from: their sample, time, label and outcome, as a frame beside the features."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from ..block.frames import TEXT_DTYPE, text_column
from ..text import one_line

if TYPE_CHECKING:
    from pandas.api.extensions import ExtensionArray

Column: TypeAlias = "ExtensionArray | np.ndarray"
#: One value per window.
Values: TypeAlias = "Sequence[Any] | pd.Series | Column"

#: The columns of `Windows.origin`, in order.
NUMBERS = ("sample_id", "start_ms", "end_ms")
TEXTS = ("label", "outcome")
COLUMNS = (*NUMBERS, *TEXTS)
#: Only if the ids of samples are text: `sample_id` then numbers them.
NAMES = "sample_name"

ANOMALY, NO_ANOMALY = "anomaly", "no anomaly"


def origin_frame(
    columns: Mapping[str, Values],
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
    given = {name: pd.Series(values).reset_index(drop=True) for name, values in columns.items()}
    ids = given.get("sample_id")
    if ids is not None and len(_not_numbers(ids)):  # names of files or recordings
        given["sample_id"], given[NAMES] = _numbered(ids)
    found: dict[str, Column] = {name: _whole_numbers(name, given.get(name), n_windows) for name in NUMBERS}
    found["label"] = _texts(given.get("label"), n_windows)
    found["outcome"] = _outcomes(given.get("outcome"), found["label"], anomaly_labels, no_anomaly_labels)
    if NAMES in given:
        found[NAMES] = _texts(given[NAMES], n_windows)
    return pd.DataFrame(found, index=pd.RangeIndex(n_windows, name="window"), copy=False)


def _whole_numbers(name: str, values: pd.Series | None, count: int) -> Column:
    if values is None:
        return missing_numbers(count)
    if len(wrong := _not_numbers(values)):
        shown = one_line(repr(wrong.iloc[0]), 60)
        raise ValueError(f"{name} must have whole numbers; {shown} is not one.")
    try:
        return pd.to_numeric(values, errors="coerce").astype("Int64").array
    except (TypeError, ValueError):
        raise ValueError(
            f"{name} must have whole numbers, but some have decimals or are too large."
        ) from None


def missing_numbers(count: int) -> pd.arrays.IntegerArray:
    """Return a column of missing whole numbers.

    Examples
    --------
    >>> missing_numbers(2).isna().tolist()
    [True, True]
    """
    return pd.arrays.IntegerArray(np.zeros(count, np.int64), np.ones(count, bool))


def _not_numbers(series: pd.Series) -> pd.Series:
    """Return the values that are neither numbers nor blank."""
    others = series[pd.to_numeric(series, errors="coerce").isna()]
    return others[~_is_blank(others)]


def _is_blank(series: pd.Series) -> pd.Series:
    return series.isna() | (series.astype(str).str.strip() == "")


def _numbered(names: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return numbers from 1 for names, and the names; both are missing where the name is blank."""
    texts = names.where(~_is_blank(names))
    codes = pd.Series(pd.factorize(texts)[0] + 1, dtype="Int64")
    return codes.where(codes > 0), texts


def _texts(values: pd.Series | None, count: int) -> Column:
    if values is None:
        return text_column([None]).repeat(count)
    return _text_array(values.where(values.isna(), values.astype(str)))


def _text_array(texts: pd.Series) -> Column:
    array: Column = pd.Series(texts, dtype=TEXT_DTYPE).array
    return array


def _outcomes(
    values: pd.Series | None, labels: Column, anomaly: Collection[str], normal: Collection[str]
) -> Column:
    if values is None:
        meanings = dict.fromkeys(_listed(normal), NO_ANOMALY) | dict.fromkeys(_listed(anomaly), ANOMALY)
        return _text_array(pd.Series(labels).map(meanings))
    texts = pd.Series(_texts(values, len(values)))
    texts = texts.where(~_is_blank(texts))
    unknown = texts[texts.notna() & ~texts.isin([ANOMALY, NO_ANOMALY])]
    if len(unknown):
        shown = one_line(repr(unknown.iloc[0]), 60)
        raise ValueError(f"outcome must be “{ANOMALY}”, “{NO_ANOMALY}” or empty, not {shown}.")
    return _text_array(texts)


def _listed(labels: Collection[str]) -> Iterable[str]:
    return [labels] if isinstance(labels, str) else labels


def split_columns(frame: pd.DataFrame) -> tuple[list[int], dict[str, Values]]:
    """Return the positions of the columns with features, and the columns that describe the windows.

    Examples
    --------
    >>> table = pd.DataFrame({"accX RMS": [0.5], "label": ["idle"]})
    >>> positions, origin = split_columns(table)
    >>> positions, list(origin)
    ([0], ['label'])
    """
    features: list[int] = []
    origin: dict[str, Values] = {}
    for at, name in enumerate(frame.columns):
        if name in (*COLUMNS, NAMES) and name not in origin:
            origin[name] = frame.iloc[:, at]
        else:
            features.append(at)
    return features, origin
