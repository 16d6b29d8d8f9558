"""Windows: the features that a block scores, and where each window comes from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, SupportsIndex

import numpy as np
import pandas as pd

from ..text import counted, listed, one_line
from .origin import ANOMALY, NO_ANOMALY, TEXTS, Values, origin_frame, split_columns

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, init=False, repr=False, eq=False)
class Windows:
    """The features of some windows, and where each window comes from.

    Parameters
    ----------
    features : array or DataFrame, n_windows × n_features
        All features of the processing blocks of the block, in the order of its axes, unscaled. The columns of
        a DataFrame are indices or labels of axes; its columns sample_id, start_ms, end_ms, label and outcome
        become the origin.
    origin : DataFrame or mapping of str to sequence, optional
        Any of these columns, one value per window. What is not given is missing.
    anomaly_labels, no_anomaly_labels : collection of str
        The labels of windows that are anomalies, and of those that are not. The outcome of windows with other
        labels is missing.
    columns : sequence of int or str, optional
        Indices or labels of the axes of an array; by default its columns are all axes from 0.
    category : {"", "training", "testing"}
        Whether the block was trained on these windows.
    source : str
        Where the windows come from, in one line.

    Attributes
    ----------
    features : ndarray of float32, n_windows × n_features
        Read-only.
    origin : DataFrame
        Index ``window`` (int64).

        ==========================  ======  ==============================================================
        column                      dtype   meaning
        ==========================  ======  ==============================================================
        sample_id                   Int64   the sample; windows of a sample overlap
        start_ms, end_ms            Int64   milliseconds from the beginning of the sample
        label                       str     the class
        outcome                     str     ``anomaly``, ``no anomaly``, or missing
        ==========================  ======  ==============================================================

        If the ids of samples are text, ``sample_name`` has them and ``sample_id`` numbers them.
    columns : tuple of int or str, or None
        Indices or labels of the features; None if they are all axes from 0.
    category : str
        ``training`` or ``testing``; empty if it is not known.
    source : str
        Where the windows come from, in one line.

    Raises
    ------
    ValueError
        The features are not two-dimensional, have no rows, or are not numbers; a column has another length.
    TypeError
        A parameter is of another type.

    Examples
    --------
    >>> windows = Windows([[0.5, 2], [0.25, 4]], {"label": ["idle", "anomaly"], "sample_id": [1, 2]})
    >>> windows.features.shape, windows.origin["outcome"].tolist()
    ((2, 2), [nan, 'anomaly'])
    """

    features: np.ndarray
    origin: pd.DataFrame
    columns: tuple[int, ...] | tuple[str, ...] | None
    category: str
    source: str

    def __init__(
        self,
        features: ArrayLike | pd.DataFrame,
        origin: pd.DataFrame | Mapping[str, Values] | None = None,
        *,
        anomaly_labels: Collection[str] = (ANOMALY,),
        no_anomaly_labels: Collection[str] = (NO_ANOMALY,),
        columns: Sequence[int] | Sequence[str] | None = None,
        category: str = "",
        source: str = "",
    ) -> None:
        described: dict[str, Values] = {}
        if isinstance(features, pd.DataFrame):
            positions, described = split_columns(features)
            frame = features.iloc[:, positions]
            columns = list(frame.columns) if columns is None else columns
            features = frame_numbers(frame)
        described |= {str(name): values for name, values in ({} if origin is None else origin).items()}
        numbers = as_features(features)
        outcomes = {"anomaly_labels": anomaly_labels, "no_anomaly_labels": no_anomaly_labels}
        vars(self).update(
            features=numbers,
            origin=origin_frame(described, len(numbers), **outcomes),
            columns=read_columns(columns, numbers.shape[1]),
            category=category,
            source=source,
        )

    def __len__(self) -> int:
        return len(self.features)

    def __getitem__(self, which: SupportsIndex | slice | Sequence[int] | np.ndarray) -> Windows:
        """Return some of the windows: a position, a slice, positions or a mask; they are numbered from 0."""
        at = np.atleast_1d(np.arange(len(self))[which])
        picked = self.features[at]
        picked.setflags(write=False)
        part = object.__new__(Windows)
        origin = self.origin.iloc[at].reset_index(drop=True).rename_axis("window")
        vars(part).update(vars(self), features=picked, origin=origin)
        return part

    def __repr__(self) -> str:
        what = f"{self.category} window" if self.category else "window"
        lines = [f"{counted(len(self), what)} of {counted(self.features.shape[1], 'feature')}"]
        if self.source:
            lines[0] += f" from {one_line(self.source, 120)}"
        samples = self.origin["sample_id"]
        if samples.notna().any():
            lines.append(f"  samples   {samples.nunique():,}")
        if missing := int(np.isnan(self.features).any(axis=1).sum()):
            lines.append(f"  missing   {counted(missing, 'window')} with missing features")
        for name in TEXTS:
            counts = self.origin[name].value_counts()
            if len(counts):
                named = listed([f"{one_line(str(text), 40)} {count:,}" for text, count in counts.items()], 6)
                lines.append(f"  {name + 's':<9} {named}")
        return "\n".join(lines)


def as_features(features: ArrayLike) -> np.ndarray:
    """Return features as a read-only array of float32; refuse what does not have windows × features.

    Examples
    --------
    >>> as_features([[1, 2]]).dtype
    dtype('float32')
    >>> as_features([1, 2])
    Traceback (most recent call last):
        ...
    ValueError: features must have two dimensions, windows × features, not 1. ...
    """
    array = np.asarray(features)
    check_numbers(array)
    is_frozen = array.flags.owndata and not array.flags.writeable
    if is_frozen and array.dtype == np.float32 and array.flags.c_contiguous:
        return array
    with np.errstate(over="ignore"):  # beyond float32 is infinite, as on the device
        numbers = np.array(array, dtype=np.float32, order="C")
    numbers.setflags(write=False)
    return numbers


def check_numbers(array: np.ndarray) -> None:
    """Refuse an array that is not windows × features, or not of real numbers.

    Examples
    --------
    >>> check_numbers(np.zeros((2, 3)))
    """
    if array.dtype.kind in "USO" and array.ndim == 0:
        raise ValueError(
            f"features must be an array or a frame, not {type(array.item()).__name__}: read a file with "
            "ea.load_windows(path)."
        )
    if array.ndim != 2:
        one = " One window is an array of 1 × n_features." if array.ndim == 1 else ""
        raise ValueError(f"features must have two dimensions, windows × features, not {array.ndim}.{one}")
    if array.dtype.kind not in "fiub":
        raise ValueError(f"features must be real numbers, not {array.dtype}.")
    if not array.size:
        raise ValueError(f"There are no features: the array has {array.shape[0]:,} × {array.shape[1]:,}.")


def frame_numbers(frame: pd.DataFrame) -> np.ndarray:
    """Return the features of a frame as numbers; name the first column that has something else.

    Examples
    --------
    >>> frame_numbers(pd.DataFrame({"accX RMS": [0.5]}))
    array([[0.5]])
    """
    for at, name in enumerate(frame.columns):
        column = frame.iloc[:, at]
        if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_complex_dtype(column):
            raise ValueError(
                f"The column {one_line(repr(name), 60)} does not have numbers: {_first_text(column)}. If the "
                "column is not a feature, remove it, or name it label, outcome or sample_id."
            )
    array = frame.to_numpy(dtype=None, na_value=np.nan) if frame.isna().any(axis=None) else frame.to_numpy()
    return array.astype(np.float64) if array.dtype == object else array  # columns of bool beside numbers


def _first_text(column: pd.Series) -> str:
    wrong = np.flatnonzero(pd.to_numeric(column, errors="coerce").isna() & column.notna())
    if not len(wrong):
        return f"it is {column.dtype}"
    return f"window {wrong[0]:,} has {one_line(repr(column.iloc[wrong[0]]), 40)}"


def read_columns(
    columns: Sequence[int] | Sequence[str] | None, width: int
) -> tuple[int, ...] | tuple[str, ...] | None:
    """Return the names of columns as indices or as labels; None if they are all axes from 0.

    Examples
    --------
    >>> read_columns([0, 1], 2), read_columns(["3", "7"], 2), read_columns(["accX RMS"], 1)
    (None, (3, 7), ('accX RMS',))
    """
    if columns is None:
        return None
    if len(columns) != width:
        raise ValueError(f"columns has {len(columns):,} names, but there are {width:,} features.")
    texts = [str(name) for name in columns]
    if all(text.strip().isdecimal() for text in texts):
        indices = tuple(int(text) for text in texts)
        if len(set(indices)) < len(indices):
            raise ValueError("columns names an axis twice.")
        return None if indices == tuple(range(width)) else indices
    return tuple(texts)
