"""The axes frame -> a grid of cells, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from edgeanomaly_nb.wording import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

_LABEL_CHARACTERS = 26
_READ_CHARACTERS = 200  # of a text of any length
MOST_LISTED = 40  # this many labels that say no sensor are still written out
_MOST_SENSOR_ROWS = 24  # with more sensors than this, the longer side of the grid lies along x
_OTHERS_GAP = 0.5  # rows of space below the axes whose label names no feature


@dataclass(frozen=True)
class Grid:
    """Cells of a grid; arrays have one entry a cell that exists.

    `rows` and `columns` are the labels, empty where a line has none; `row_title` and `column_title` say what
    they are. The first `other_rows` hold axes whose label names no feature; `is_index` means that no
    label does. `axes`, `selected` count axes; `favourite` and `differ` are true if any axis is. `cell` says
    for each axis of the frame which cell it is in.
    """

    rows: list[str]
    columns: list[str]
    row_title: str
    column_title: str
    other_rows: int
    is_index: bool
    cell: np.ndarray
    row: np.ndarray
    column: np.ndarray
    axes: np.ndarray
    selected: np.ndarray
    favourite: np.ndarray
    differ: np.ndarray

    @property
    def y(self) -> np.ndarray:
        """Height of each cell's centre, downwards."""
        return self.height_of(self.row)

    @property
    def height(self) -> float:
        """Rows, with the gap below the others."""
        return float(self.height_of(np.array([len(self.rows) - 1]))[0]) + 1

    def height_of(self, row: np.ndarray) -> np.ndarray:
        """Centre of a row, downwards."""
        y: np.ndarray = row + _OTHERS_GAP * ((row >= self.other_rows) & (self.other_rows > 0))
        return y

    def tally(self, flags: pd.Series | np.ndarray) -> np.ndarray:
        """Count for each cell the axes that have a flag; `flags` has one entry an axis of the frame."""
        return np.bincount(self.cell[np.asarray(flags)], minlength=len(self.row))


def grid_of(axes: pd.DataFrame) -> Grid:
    """Place each axis: sensors by features, or by index where labels do not name a feature.

    Parameters
    ----------
    axes : DataFrame
        The axes frame, with at least one row. The name of its index says what places axes without a feature:
        ``ix``, unless it is another.

    Returns
    -------
    Grid
        Its cells hold every axis of the frame.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> grid = grid_of(ea.load_sample("motion").axes)
    >>> grid.rows, grid.columns[0], grid.columns[-1], int(grid.selected.sum())
    (['accX', 'accY', 'accZ'], 'RMS', 'Power 7.32–8.3 Hz', 6)
    """
    if axes["feature"].notna().any():
        return _by_sensor(axes)
    labels = axes["label"]
    if len(axes) <= MOST_LISTED and labels.is_unique and labels.str.strip().astype(bool).all():
        at = np.arange(len(axes))
        return _grid(axes, at * 0, at, [""], _texts(labels), "", "axis")
    columns = _round_columns(len(axes))
    row, column = np.divmod(np.arange(len(axes)), columns)
    rows = [str(ix) for ix in axes.index[::columns]]
    names = [f"+{at}" if at % max(1, columns // 10) == 0 else "" for at in range(columns)]
    titles = ("index (ix)", "index") if _place_name(axes) == "ix" else (_place_name(axes),) * 2
    return _grid(
        axes, row, column, rows, names, titles[0], f"{titles[1]} after the first of the row", is_index=True
    )


def _place_name(axes: pd.DataFrame) -> str:
    name = axes.index.name
    return "ix" if name is None else one_line(str(name), _LABEL_CHARACTERS)


def _by_sensor(axes: pd.DataFrame) -> Grid:
    feature_codes, features = pd.factorize(axes["feature"])
    sensor_codes, sensors = pd.factorize(axes["sensor"])
    named = feature_codes >= 0
    rows, columns = _texts(sensors), _texts(map(_short, features))
    if (sensor_codes[named] < 0).any():
        sensor_codes = np.where(sensor_codes < 0, len(rows), sensor_codes)
        rows.append("no sensor")
    titles = "sensor", "feature"
    if len(rows) > max(_MOST_SENSOR_ROWS, len(columns)):
        rows, columns, sensor_codes, feature_codes = columns, rows, feature_codes, sensor_codes
        titles = "feature", "sensor"
    others = np.flatnonzero(~named)
    wide = max(len(columns), _round_columns(len(others)))
    starts = range(0, len(others), wide)
    # On top, so that the names of the features stand next to the rows that have them.
    sensor_codes += len(starts)
    sensor_codes[others], feature_codes[others] = np.divmod(np.arange(len(others)), wide)
    return _grid(
        axes,
        sensor_codes,
        feature_codes,
        [_range_of(axes.iloc[others[start : start + wide]]) for start in starts] + rows,
        columns + [""] * (wide - len(columns)),
        *titles,
        other_rows=len(starts),
    )


def _range_of(axes: pd.DataFrame) -> str:
    first, last = axes.index[0], axes.index[-1]
    return f"others, {_place_name(axes)} {first}" + (f"–{last}" if last != first else "")


def _grid(
    axes: pd.DataFrame,
    row: np.ndarray,
    column: np.ndarray,
    rows: list[str],
    columns: list[str],
    row_title: str,
    column_title: str,
    *,
    other_rows: int = 0,
    is_index: bool = False,
) -> Grid:
    places, cell, count = np.unique(row * len(columns) + column, return_inverse=True, return_counts=True)

    def tally(flags: pd.Series) -> np.ndarray:
        return np.bincount(cell[flags.to_numpy()], minlength=len(places))

    return Grid(
        rows,
        columns,
        row_title,
        column_title,
        other_rows,
        is_index,
        cell,
        places // len(columns),
        places % len(columns),
        count,
        tally(axes["selected"]),
        tally(axes["favourite"]) > 0,
        tally(axes["selected"] != axes["configured"]) > 0,
    )


def _round_columns(count: int) -> int:
    """Choose a round number of columns, so that a grid of `count` cells is wide; one row if they are few."""
    for columns in (10, 20, 50, 100):
        if count <= columns * columns // 4:
            return min(columns, count)
    columns = 200
    while count > columns * columns * 3 // 4:
        columns *= 2
    return columns


def _texts(texts: Iterable[str]) -> list[str]:
    whole = [one_line(text, _READ_CHARACTERS) for text in texts]
    cut = [one_line(text, _LABEL_CHARACTERS) for text in whole]
    if len(set(cut)) < len(set(whole)):  # what tells them apart is at their ends
        return [_without_middle(text) for text in whole]
    return cut


def _without_middle(text: str) -> str:
    if len(text) <= _LABEL_CHARACTERS:
        return text
    half = (_LABEL_CHARACTERS - 1) // 2
    return f"{text[:half]}…{text[-half:]}"


def _short(feature: str) -> str:
    power = feature.removeprefix("Spectral Power ")
    return feature if power == feature else f"Power {power.replace(' - ', '–')}"
