"""The axes frame as a grid of cells, before it is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ...block.frames import disagrees
from ...block.labels import canonical
from ...text import occurrences, one_line

_LABEL_CHARACTERS = 26
_READ_CHARACTERS = 200  # of a text, which may be of any length
MOST_LISTED = 40  # up to this many labels without a known feature have their own columns
_MOST_SENSOR_ROWS = 24  # with more sensors than this, the sensors are the columns
_OTHERS_GAP = 0.5  # rows of space below the axes that are placed by index
_MOST_COLUMNS = 60  # this many names fit side by side
_MOST_INDEX_COLUMNS = 50  # beside names, unless there are thousands of axes
_MOST_INDEX_ROWS = 1_000  # with more, axes are placed by position


@dataclass(frozen=True)
class Grid:
    """Cells of a grid; arrays have one entry per cell that has axes.

    `rows` and `columns` are the names, empty where a row or column has none; `row_title` and `column_title`
    describe them. The axes of the first `other_rows` rows are placed by index, in columns after the named
    ones; `is_index` means that all axes are. `axes` and `selected` are numbers of axes; `favourite` and
    `differ` are true if they are true for any axis. `cell` has the cell of each axis of the frame.
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
        """The height of the centre of each cell, downwards."""
        return self.height_of(self.row)

    @property
    def partly_selected(self) -> np.ndarray:
        """The cells of which some axes are selected, but not all."""
        partly: np.ndarray = (self.selected > 0) & (self.selected < self.axes)
        return partly

    @property
    def height(self) -> float:
        """The number of rows, including the gap below the other rows."""
        return float(self.height_of(np.array([len(self.rows) - 1]))[0]) + 1

    def height_of(self, row: np.ndarray) -> np.ndarray:
        """Return the height of the centre of a row, downwards."""
        y: np.ndarray = row + _OTHERS_GAP * ((row >= self.other_rows) & (self.other_rows > 0))
        return y

    def tally(self, flags: np.ndarray) -> np.ndarray:
        """Return the number of flagged axes of each cell; `flags` has one entry per axis of the frame."""
        return np.bincount(self.cell[flags], minlength=len(self.row))


class _Lines(NamedTuple):
    """The first fields of `Grid`."""

    rows: list[str]
    columns: list[str]
    row_title: str
    column_title: str
    other_rows: int = 0
    is_index: bool = False


def grid_of(axes: pd.DataFrame) -> Grid:
    """Place each axis by sensor and feature, otherwise by label, otherwise by index.

    A label without a known feature has its own column. Where such labels are empty, repeat or are too many,
    their axes are placed by index, in separate rows and columns: the index is the number of the row plus that
    of the column.

    Parameters
    ----------
    axes : DataFrame
        The axes frame, with at least one row. The name of its index is shown where axes are placed by it;
        without a name it is ``ix``.

    Returns
    -------
    Grid
        Every axis of the frame is in one of its cells.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> grid = grid_of(ea.load_sample("motion").axes)
    >>> grid.rows, grid.columns[0], grid.columns[-1], int(grid.selected.sum())
    (['accX', 'accY', 'accZ'], 'RMS', 'Power 7.32–8.3 Hz', 6)
    """
    labels = axes["label"]
    read = axes["feature"].notna().to_numpy()
    listed = ~read & (labels.str.strip() != "").to_numpy() & ~labels.map(canonical).duplicated(keep=False)
    if listed.sum() > MOST_LISTED or (not read.any() and not listed.all()):
        listed = np.zeros(len(axes), dtype=bool)
    by_name = read | listed
    if not by_name.any():
        return _by_index(axes, _round_columns(len(axes)))
    named = _by_name(axes[by_name], read[by_name])
    if by_name.all():
        return named
    columns = _round_columns(len(axes) - int(by_name.sum()))
    if columns <= _MOST_INDEX_COLUMNS:  # few enough that all names fit
        columns = min(columns, max(10, (_MOST_COLUMNS - len(named.columns)) // 10 * 10))
    return _side_by_side(axes, by_name, named, _by_index(axes[~by_name], columns))


def _by_name(axes: pd.DataFrame, read: np.ndarray) -> Grid:
    """Place axes by sensor and feature; a label without a known feature is a feature without a sensor."""
    sensors_of = axes["sensor"].fillna("").map(canonical)
    features_of = axes["feature"].where(read, axes["label"])
    row, rows = _codes(zip(~read, sensors_of == "", sensors_of, strict=True))
    column, columns = _codes(zip(~read, features_of, strict=True))
    row_names = _texts(sensor or ("other" if other else "no sensor") for other, _, sensor in rows)
    column_names = _texts(name if other else _short(name) for other, name in columns)
    titles = "sensor", "feature" if read.all() else "feature, or label without a known feature"
    if not read.any():
        row_names, titles = [""], ("", "axis")
    elif len(rows) > max(_MOST_SENSOR_ROWS, len(columns)):
        row_names, column_names, row, column = column_names, row_names, column, row
        titles = titles[1], titles[0]
    return _grid(axes, row, column, _Lines(row_names, column_names, *titles))


def _codes(names: Iterable[tuple[Any, ...]]) -> tuple[np.ndarray, list[tuple[Any, ...]]]:
    """Return a number for each name, sorted by all but its last part, then by appearance, and the names."""
    names = list(names)
    distinct = sorted(dict.fromkeys(names), key=lambda name: name[:-1])
    code_of = {name: code for code, name in enumerate(distinct)}
    return np.array([code_of[name] for name in names], dtype=np.int64), distinct


def _by_index(axes: pd.DataFrame, columns: int) -> Grid:
    """Place axes by their index, which is the number of the row plus that of the column."""
    place = "ix" if axes.index.name is None else one_line(str(axes.index.name), _LABEL_CHARACTERS)
    numbers = axes.index.to_numpy()
    if len(np.unique(numbers // columns)) > max(_MOST_INDEX_ROWS, 2 * len(axes) // columns):
        numbers, place = np.arange(len(axes)), "position"
    starts, row = np.unique(numbers // columns, return_inverse=True)
    rows = [str(start * columns) for start in starts.tolist()]
    names = [f"+{at}" if at % max(1, columns // 10) == 0 else "" for at in range(columns)]
    titles = ("index (ix)", "index") if place == "ix" else (place, place)
    lines = _Lines(rows, names, titles[0], f"{titles[1]} after that of the row", is_index=True)
    return _grid(axes, row, numbers % columns, lines)


def _side_by_side(axes: pd.DataFrame, by_name: np.ndarray, named: Grid, numbered: Grid) -> Grid:
    """Join two grids of the axes, without a common row or column."""
    row, column = (np.empty(len(axes), dtype=np.int64) for _ in range(2))
    row[by_name] = named.row[named.cell] + len(numbered.rows)
    column[by_name] = named.column[named.cell]
    row[~by_name] = numbered.row[numbered.cell]
    column[~by_name] = numbered.column[numbered.cell] + len(named.columns)
    place = numbered.column_title.partition(" ")[0].replace("index", "ix")
    lines = _Lines(
        # On top, so that the names of the features are next to the rows that have them.
        [f"{place} {start}" for start in numbered.rows] + named.rows,
        named.columns + numbered.columns,
        named.row_title,
        f"{named.column_title}; numbers with + are added to {place}",
        len(numbered.rows),
    )
    return _grid(axes, row, column, lines)


def _grid(axes: pd.DataFrame, row: np.ndarray, column: np.ndarray, lines: _Lines) -> Grid:
    width = len(lines.columns)
    places, cell, count = np.unique(row * width + column, return_inverse=True, return_counts=True)
    flags = axes["selected"], axes["favourite"], disagrees(axes)
    selected, favourite, differ = (np.bincount(cell[flag], minlength=len(places)) for flag in flags)
    return Grid(*lines, cell, places // width, places % width, count, selected, favourite > 0, differ > 0)


def _round_columns(count: int) -> int:
    """Return a round number of columns that makes a grid of `count` cells wide; one row if they are few."""
    for columns in (10, 20, 50, 100):
        if count <= columns * columns // 4:
            return min(columns, count)
    columns = 200
    while count > columns * columns * 3 // 4:
        columns *= 2
    return columns


def _texts(texts: Iterable[str]) -> list[str]:
    lines = [one_line(text, _READ_CHARACTERS) for text in texts]
    cut = [one_line(text, _LABEL_CHARACTERS) for text in lines]
    if len(set(cut)) < len(set(lines)):  # they differ at their ends
        half = (_LABEL_CHARACTERS - 1) // 2
        cut = [f"{text[:half]}…{text[-half:]}" if len(text) > _LABEL_CHARACTERS else text for text in lines]
    # Those that repeat differ in the middle, or in white space.
    return [f"{text} ({before + 1})" if before else text for text, before in occurrences(cut)]


def _short(feature: str) -> str:
    power = feature.removeprefix("Spectral Power ")
    return feature if power == feature else f"Power {power.replace(' - ', '–')}"
