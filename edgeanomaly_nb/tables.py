"""Frames as CSV and JSON, and with plain columns for Parquet and SQL."""

from __future__ import annotations

import csv
import io
import json
import math
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    import pandas as pd

# Spreadsheets read a cell that begins with one of these as a formula; the last four in Asian locales.
FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")

# Columns with values of several types; each gets an additional column of numbers.
_MIXED = ("value", "before", "after")

# The dtypes of a column of Python objects, the best first, by what `pandas.api.types.infer_dtype` returns.
_DTYPES = {
    "boolean": ("boolean",),
    "integer": ("Int64", "float64"),
    "floating": ("float64",),
    "mixed-integer-float": ("float64",),
}


def flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose columns have plain types, for Parquet, SQL, Feather and Excel.

    The frames of this package have columns with values of several types, such as ``value`` of the thresholds
    or ``before`` of `compare`, and columns of tuples. Most file formats and databases accept neither.

    Parameters
    ----------
    frame : DataFrame
        Any frame of this package, or a selection of one; other frames work too.

    Returns
    -------
    DataFrame
        A new frame with a plain index and without ``attrs``. The same frame of another block has the same
        columns and dtypes, also when it has no rows.

        =========================  ==========================================================
        in `frame`                 in the result
        =========================  ==========================================================
        named index                the first columns; an unnamed index is dropped
        bool, int, float, time     unchanged; times with a time zone become UTC without one
        text                       unchanged
        value, before, after       str: text as it is, everything else as JSON; and a column
                                   ``…_number`` (float64, NaN where the value is not a number)
        other mixed types, lists   str: text as it is, everything else as JSON
        categories                 the type of the categories
        column names               str, unique even if letter case is ignored
        =========================  ==========================================================

        For ``value`` of the thresholds, the column of numbers is ``number``, which exists already.

    Raises
    ------
    TypeError
        `frame` is not a DataFrame.

    Examples
    --------
    >>> import sqlite3, edgeanomaly_nb as ea
    >>> thresholds = ea.flat(ea.load_sample("dropdown").thresholds)
    >>> thresholds.loc[[0, 2], ["key", "value", "number"]]
                                      key value  number
    0                           min_score   0.3     0.3
    2  anomaly_scoring_aggregation_method   max     NaN
    >>> database = sqlite3.connect(":memory:")
    >>> thresholds.to_sql("thresholds", database, index=False)
    3
    >>> database.execute("select key from thresholds where number > suggested_value").fetchall()
    [('min_score',), ('min_anomaly_score',)]
    >>> database.close()

    With pyarrow installed, ``thresholds.to_parquet("thresholds.parquet")`` works the same way.
    """
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise TypeError(
            f"flat takes a DataFrame, such as config.thresholds or the result of compare, "
            f"not {type(frame).__name__}."
        )
    columns = [
        *_index_columns(frame),
        *((frame.columns[at], frame.iloc[:, at]) for at in range(frame.shape[1])),
    ]
    parts: list[tuple[Hashable, pd.Series]] = []
    for name, column in columns:
        parts.append((name, _flat_column(name, column)))
        if name in _MIXED and column.dtype == object and not (name == "value" and "number" in frame):
            numbers = pd.Series([_number(value) for value in column], dtype="float64")
            parts.append((f"{name}_number", numbers))
    names = _names(name for name, _ in parts)
    plain = {name: column.array for name, (_, column) in zip(names, parts, strict=True)}
    return pd.DataFrame(plain, index=pd.RangeIndex(len(frame)))


def _index_columns(frame: pd.DataFrame) -> Iterable[tuple[Hashable, pd.Series]]:
    index = frame.index
    if index.nlevels == 1 and index.name is None and index.dtype.kind in "iu":
        return  # row numbers
    for level in range(index.nlevels):
        values = index.get_level_values(level)
        unnamed = "index" if index.nlevels == 1 else f"level_{level}"
        yield unnamed if values.name is None else values.name, values.to_series()


def _flat_column(name: Hashable, column: pd.Series) -> pd.Series:
    import pandas as pd

    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _flat_column(name, column.astype(dtype.categories.dtype))
    if isinstance(dtype, pd.DatetimeTZDtype):
        utc: pd.Series = column.dt.tz_convert("UTC").dt.tz_localize(None)
        return utc
    if isinstance(dtype, pd.SparseDtype):
        return _flat_column(name, column.astype(dtype.subtype))
    if isinstance(dtype, pd.StringDtype) or dtype.kind in "biufM":
        return column
    values = [bare(value) for value in column]
    if name not in _MIXED:
        for as_dtype in _DTYPES.get(pd.api.types.infer_dtype(values), ()):
            with suppress(OverflowError):
                return pd.Series(values, dtype=as_dtype)
    text = [None if value is None else _as_text(value) for value in values]
    return pd.Series(text, dtype=pd.Series([""]).dtype)


def bare(value: object) -> object:
    """Return a value without its numpy type; None for every missing value.

    Examples
    --------
    >>> import numpy as np
    >>> bare(np.float32(0.5)), bare(np.nan)
    (0.5, None)
    """
    import pandas as pd

    if isinstance(value, tuple | list | dict | str):
        return value
    if hasattr(value, "tolist"):
        return bare(value.tolist())
    return None if value is None or value is pd.NA or value is pd.NaT or value != value else value


def _as_text(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(_nested(value), ensure_ascii=False, default=str)
    # Half of a surrogate pair cannot be stored as UTF-8.
    return text.encode("utf-8", "backslashreplace").decode()


def _nested(value: object) -> object:
    """Return options as objects, as `to_json` does."""
    pairs = isinstance(value, tuple) and all(isinstance(item, tuple) and len(item) == 2 for item in value)
    if pairs:
        return _plain(value)
    return [_nested(item) for item in value] if isinstance(value, set | frozenset) else value


def _number(value: object) -> float:
    if isinstance(value, str) and "_" not in value:
        with suppress(ValueError):
            return float(value)
    number = bare(value)
    if isinstance(number, int | float) and not isinstance(number, bool):
        with suppress(OverflowError):
            return float(number)
        return math.inf if number > 0 else -math.inf
    return math.nan


def _names(given: Iterable[Hashable]) -> list[str]:
    names: list[str] = []
    taken: set[str] = set()
    for name in given:
        parts = name if isinstance(name, tuple) else (name,)
        base = "_".join(str(part) for part in parts if str(part)) or "column"
        name, nth = base, 2
        while name.casefold() in taken:  # SQL ignores the case of names
            name, nth = f"{base}_{nth}", nth + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return one dict per row, a named index first; missing values are None.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> records(ea.load_sample("motion").axes[["label", "band_low_hz"]].head(1))
    [{'ix': 0, 'label': 'accX RMS', 'band_low_hz': None}]
    """
    rows = _with_index(frame).to_dict("records")
    return [{str(name): _plain(value) for name, value in row.items()} for row in rows]


def to_json(frame: pd.DataFrame) -> str:
    """Return a frame as a JSON array with one object per row, a named index first; missing values are null.

    Parameters
    ----------
    frame : DataFrame
        Any frame of this package.

    Returns
    -------
    str
        Numbers in full precision, text unchanged.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> json.loads(to_json(ea.load_sample("motion").axes[["label", "band_low_hz"]]))[0]
    {'ix': 0, 'label': 'accX RMS', 'band_low_hz': None}
    """
    rows = (json.dumps(row, ensure_ascii=False, allow_nan=False) for row in records(frame))
    lines = ",\n ".join(rows)
    return f"[\n {lines}\n]\n" if lines else "[]\n"


def to_csv(frame: pd.DataFrame) -> str:
    """Return a frame as CSV that is safe to open in a spreadsheet.

    Parameters
    ----------
    frame : DataFrame
        Any frame of this package.

    Returns
    -------
    str
        A header, then one row per row of the frame, a named index first; rows end with CR LF (RFC 4180). Text
        that a spreadsheet would read as a formula gets a leading ``'``; numbers are unchanged, missing values
        are empty.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> print(to_csv(ea.load_sample("motion").axes.head(1)))
    ix,label,selected,favourite,configured,sensor,feature,band_low_hz,band_high_hz
    0,accX RMS,True,True,True,accX,RMS,,
    """
    plain = _with_index(frame).astype(object)
    sink = io.StringIO(newline="")
    # Not to_csv of the mapped frame: its integers beside missing values would be floats, 5.0 for 5.
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(plain.columns)
    writer.writerows(map(_cell, row) for row in plain.itertuples(index=False, name=None))
    return sink.getvalue()


def _with_index(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reset_index(drop=frame.index.name is None)


def _plain(value: object) -> object:
    """Return a value for JSON: options as objects, numbers that JSON does not have as None."""
    if isinstance(value, tuple):
        return [{"value": option, "description": text} for option, text in value]
    plain = bare(value)
    return None if isinstance(plain, float) and not math.isfinite(plain) else plain


def _cell(value: object) -> object:
    plain = _plain(value)
    if isinstance(plain, list):
        return _safe(json.dumps(plain, ensure_ascii=False)) if plain else ""
    return _safe(plain) if isinstance(plain, str) else plain


def _safe(text: str) -> str:
    risky = text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if risky else text
