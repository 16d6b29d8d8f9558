"""Frames that were read from a file: with the index, types and tuples that the file did not keep."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd

from .frames import TEXT_DTYPE, no_axes, object_column
from .thresholds import as_number

_FLAGS = {"true": True, "false": False}


def restored_axes(axes: pd.DataFrame) -> pd.DataFrame:
    """Return an axes frame with the types that it had before it was written to CSV, Parquet or a database.

    Parameters
    ----------
    axes : DataFrame
        An axes frame, or what was read from a file of one: ``ix`` may be a column, flags may be text or
        nullable, empty labels may be missing. Columns that do not fit are unchanged.

    Returns
    -------
    DataFrame
        A new frame if anything changes.

    Examples
    --------
    >>> import io, edgeanomaly_nb as ea
    >>> axes = ea.load_sample("motion").axes
    >>> read = pd.read_csv(io.StringIO(axes.to_csv()))
    >>> restored_axes(read).equals(axes)
    True
    """
    axes = _indexed(axes, "ix")
    return _restored(axes, _AXES) if len(axes) else _no_axes(axes)


def restored_thresholds(thresholds: pd.DataFrame) -> pd.DataFrame:
    """Return a thresholds frame as it was before it was written to CSV, Parquet or a database.

    Parameters
    ----------
    thresholds : DataFrame
        A thresholds frame, or what was read from a file of one: ``key`` may be a column, options may be lists
        or text, numbers in ``value`` may be text. Columns that do not fit are unchanged.

    Returns
    -------
    DataFrame
        A new frame if anything changes. A numeric string in ``value`` becomes a number: a file does not show
        which of them it was.

    Examples
    --------
    >>> import io, edgeanomaly_nb as ea
    >>> thresholds = ea.load_sample("dropdown").thresholds
    >>> read = pd.read_csv(io.StringIO(ea.flat(thresholds).to_csv(index=False)))
    >>> restored_thresholds(read).equals(thresholds)
    True
    """
    thresholds = _indexed(thresholds, "key")
    if "options" not in thresholds or all(isinstance(cell, tuple) for cell in thresholds["options"]):
        return thresholds  # no file has tuples
    return _restored(thresholds, _THRESHOLDS)


def _no_axes(axes: pd.DataFrame) -> pd.DataFrame:
    """Return a frame without rows, of which a file keeps the names of the columns only."""
    like = no_axes()
    known = {name: like[name].dtype for name in axes if name in like}
    index = axes.index
    if index.name == like.index.name and index.dtype != like.index.dtype:
        index = index.astype(like.index.dtype)
    if index is axes.index and all(axes[name].dtype == dtype for name, dtype in known.items()):
        return axes
    return axes.astype(known).set_axis(index)


def _indexed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    return frame.set_index(name) if name in frame and frame.index.name != name else frame


def _restored(frame: pd.DataFrame, columns: Mapping[str, Callable[[pd.Series], pd.Series]]) -> pd.DataFrame:
    changed = {}
    for name in columns.keys() & {*frame}:
        before = frame[name]
        after = columns[name](before)
        if after is not before:
            changed[name] = after
    return frame.assign(**changed) if changed else frame


def _flags(column: pd.Series) -> pd.Series:
    if column.dtype == bool or pd.api.types.is_float_dtype(column) or pd.api.types.is_integer_dtype(column):
        return column
    flags = [_FLAGS.get(str(value).lower()) for value in column]
    return column if None in flags else pd.Series(flags, index=column.index, dtype=bool)


def _texts(column: pd.Series) -> pd.Series:
    """Return a column of text, in which missing values are empty text: files hold no difference."""
    missing = column.isna().tolist()
    if not any(missing) or not (all(missing) or pd.api.types.infer_dtype(column) == "string"):
        return column
    texts = ["" if empty else value for value, empty in zip(column.tolist(), missing, strict=True)]
    return pd.Series(texts, index=column.index, dtype=TEXT_DTYPE)


def _texts_or_missing(column: pd.Series) -> pd.Series:
    """Return a column of text: without a value, or with numbers only, it is read as numbers."""
    if not pd.api.types.is_numeric_dtype(column):
        return column
    texts = [np.nan if value != value else str(value) for value in column.tolist()]
    return pd.Series(texts, index=column.index, dtype=TEXT_DTYPE)


def _choices(column: pd.Series) -> pd.Series:
    """Return options of which all are whole numbers, and which missing values made floats."""
    return _texts_or_missing(column).str.removesuffix(".0")


def _values(column: pd.Series) -> pd.Series:
    """Return numbers as floats: beside text, they are read as text."""
    numbers = [as_number(value) if isinstance(value, str) else value for value in column]
    values = (value if number != number else number for value, number in zip(column, numbers, strict=True))
    return object_column(values, column.index)


def _options(column: pd.Series) -> pd.Series:
    return object_column(map(_pairs, column), column.index)


def _pairs(cell: object) -> tuple[tuple[str, str], ...]:
    """Return options as pairs of texts, from JSON, from the text of a tuple, or from lists."""
    if isinstance(cell, str):
        cell = _parsed(cell)
    if hasattr(cell, "tolist"):
        cell = cell.tolist()
    if isinstance(cell, list | tuple):
        return tuple(_pair(option) for option in cell)
    return ()


def _parsed(text: str) -> object:
    readers: tuple[Callable[[str], object], ...] = (json.loads, ast.literal_eval)
    for read in readers:
        with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
            return read(text)
    return ()


def _pair(option: Any) -> tuple[str, str]:
    if isinstance(option, Mapping):
        return str(option.get("value", "")), str(option.get("description", ""))
    value, description = option
    return str(value), str(description)


_AXES: Mapping[str, Callable[[pd.Series], pd.Series]] = {
    "label": _texts,
    **dict.fromkeys(("selected", "favourite", "configured"), _flags),
    **dict.fromkeys(("sensor", "feature"), _texts_or_missing),
}
_THRESHOLDS: Mapping[str, Callable[[pd.Series], pd.Series]] = {
    **dict.fromkeys(("description", "help_text"), _texts),
    "value": _values,
    "choice": _choices,
    "suggested_text": _texts_or_missing,
    "options": _options,
    "legacy": _flags,
}
