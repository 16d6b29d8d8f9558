"""The features on the trained axes, out of windows, arrays and frames of all features."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..block.config import AnomalyConfig
from ..text import listed, one_line
from .origin import origin_frame, split_columns
from .windows import Windows, check_numbers, frame_numbers, read_columns

#: Numbers of one block of windows: few calls of numpy, and the block stays in the processor's cache.
_NUMBERS_PER_BLOCK = 2**19


class TrainedValues(NamedTuple):
    """The windows to score, block by block.

    ``read`` takes a slice of windows and returns float32 (n_windows × n_axes). ``origin`` is as
    `Windows.origin`.
    """

    read: Callable[[slice], np.ndarray]
    origin: pd.DataFrame
    n_axes: int

    def blocks(self) -> list[slice]:
        """Return the windows in slices, whose values are small enough to be in memory together."""
        size = max(1, _NUMBERS_PER_BLOCK // max(self.n_axes, 1))
        return [slice(start, start + size) for start in range(0, len(self.origin), size)]


def trained_values(
    windows: object, axes: Sequence[int], labels: Sequence[str] | None, what: str
) -> TrainedValues:
    """Find the trained axes in windows.

    Parameters
    ----------
    windows : Windows, DataFrame or array
        All features, n_windows × n_features.
    axes : sequence of int
        The trained axes.
    labels : sequence of str, optional
        The labels of all axes of the block, if they are known.
    what : str
        The block, for messages: ``"block 7 of project 1"``.

    Raises
    ------
    ValueError
        A trained axis is missing, there are too few or too many features, or they are not numbers.

    Examples
    --------
    >>> values = trained_values(np.array([[1.0, 2, 3]]), axes=[2, 0], labels=None, what="the block")
    >>> values.read(slice(0, 1))
    array([[3., 1.]], dtype=float32)
    """
    if isinstance(windows, Windows):
        array, origin, columns = windows.features, windows.origin, windows.columns
    elif isinstance(windows, pd.DataFrame):
        positions, described = split_columns(windows)
        frame = windows.iloc[:, positions]
        columns = read_columns(list(frame.columns), frame.shape[1])
        at = _positions(columns, frame.shape[1], axes, labels, what)
        array = frame_numbers(frame.iloc[:, at])
        check_numbers(array)
        return _values(array, range(len(axes)), origin_frame(described, len(frame)))
    else:
        array = np.asarray(windows)
        check_numbers(array)
        origin, columns = origin_frame({}, len(array)), None
    return _values(array, _positions(columns, array.shape[1], axes, labels, what), origin)


def _values(array: np.ndarray, at: Sequence[int], origin: pd.DataFrame) -> TrainedValues:
    def read(rows: slice) -> np.ndarray:
        with np.errstate(over="ignore"):  # beyond float32 is infinite, as on the device
            # In memory, each axis is one row: the scores are computed axis by axis.
            return array[rows].T[at].astype(np.float32, copy=False).T

    at = list(at)
    return TrainedValues(read, origin, len(at))


def _positions(
    columns: tuple[int, ...] | tuple[str, ...] | None,
    width: int,
    axes: Sequence[int],
    labels: Sequence[str] | None,
    what: str,
) -> list[int]:
    """Return the positions of the trained axes in the columns."""
    if columns is None or (isinstance(columns[0], str) and labels is None):
        _check_width(width, axes, labels, what)
        return list(axes)
    if labels is not None and isinstance(columns[0], str):
        return _positions_by_label(columns, axes, labels, what)
    known = {ix: at for at, ix in enumerate(columns)}
    if missing := [ix for ix in axes if ix not in known]:
        raise ValueError(f"These windows do not have {_axes_text(missing)} of {what}.")
    return [known[ix] for ix in axes]


def _axes_text(axes: Sequence[object]) -> str:
    return f"the trained {'axis' if len(axes) == 1 else 'axes'} {listed(list(axes))}"


def _meant(label: str, columns: Sequence[str]) -> str:
    from difflib import get_close_matches  # only for a message

    by_case = {column.casefold(): column for column in columns}
    close = get_close_matches(label.casefold(), by_case, n=1, cutoff=0.9)
    return f"Is it the column “{one_line(by_case[close[0]], 60)}”? " if close else ""


def _check_width(width: int, axes: Sequence[int], labels: Sequence[str] | None, what: str) -> None:
    needed = max(axes, default=-1) + 1
    if labels is not None and width != len(labels):
        expected = f"{what} has {len(labels):,}"
    elif width < needed:
        expected = f"{what} was trained on axis {needed - 1}, so it has {needed:,} or more"
    else:
        return
    only = f", not only the {len(axes):,} trained axes" if width == len(axes) else ""
    raise ValueError(
        f"These windows have {width:,} features, but {expected}. Pass all features of its processing "
        f"blocks{only}."
    )


def _positions_by_label(
    columns: tuple[str, ...], axes: Sequence[int], labels: Sequence[str], what: str
) -> list[int]:
    if columns == tuple(labels):
        return list(axes)
    texts = [name.strip() for name in columns]
    wanted = [labels[ix].strip() if ix < len(labels) else f"axis {ix}" for ix in axes]
    if missing := [label for label in wanted if label not in texts]:
        meant = _meant(missing[0], texts)
        raise ValueError(
            f"These windows do not have {_axes_text(missing)} of {what}. {meant}Name their columns by the "
            "labels or the indices of axes."
        )
    all_labels = [label.strip() for label in labels]
    if repeated := [text for text in wanted if texts.count(text) > 1 or all_labels.count(text) > 1]:
        raise ValueError(
            f"Several axes of {what} have the label {listed(list(dict.fromkeys(repeated)))}. Name the "
            "columns by the indices of axes."
        )
    return [texts.index(label) for label in wanted]


def check_columns(windows: Windows, config: AnomalyConfig) -> None:
    """Refuse windows that do not have the axes of a block.

    Raises
    ------
    ValueError
        An axis is missing, or there are too few or too many features.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> check_columns(Windows(np.zeros((1, 33))), ea.load_sample("motion"))
    """
    labels = labels_of(config)
    axes = config.axes
    _positions(
        windows.columns, windows.features.shape[1], axes.index[axes["selected"]].tolist(), labels, "the block"
    )


def labels_of(config: AnomalyConfig) -> tuple[str, ...] | None:
    """Return the labels of all axes by their index; None if the indices are not those of the features.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> labels_of(ea.load_sample("motion"))[0]
    'accX RMS'
    """
    axes = config.axes
    ix = axes.index.to_numpy()
    if not len(ix) or not np.array_equal(np.sort(ix), np.arange(len(ix))):
        return None
    return tuple(axes["label"].to_numpy()[np.argsort(ix)])
