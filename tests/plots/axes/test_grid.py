from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import edgeanomaly_nb as ea
from edgeanomaly_nb.plots.axes.grid import Grid, grid_of
from tests.bodies import axis, config

if TYPE_CHECKING:
    import pandas as pd


def frame(*labels: str, selected: tuple[int, ...] = (), favourite: tuple[int, ...] = ()) -> pd.DataFrame:
    rows = [axis(ix, label, ix in selected, ix in favourite) for ix, label in enumerate(labels)]
    return config(axes=rows, selectedAxes=list(selected)).axes


def cells(grid: Grid) -> list[tuple[str, str]]:
    return [(grid.rows[row], grid.columns[column]) for row, column in zip(grid.row, grid.column, strict=True)]


def test_sensors_are_rows_and_features_are_columns_in_order_of_appearance():
    grid = grid_of(frame("b RMS", "b Average", "a Average", "a Kurtosis"))
    assert (grid.rows, grid.columns) == (["b", "a"], ["RMS", "Average", "Kurtosis"])
    assert cells(grid) == [("b", "RMS"), ("b", "Average"), ("a", "Average"), ("a", "Kurtosis")]


def test_long_names_that_differ_at_the_end_stay_different():
    sensor = "conveyor_main_drive_bearing_accelerometer_axis_"
    grid = grid_of(frame(*(f"{sensor}{it} RMS" for it in "xyz")))
    assert grid.rows == [f"conveyor_mai…meter_axis_{it}" for it in "xyz"]


def test_bands_have_short_names():
    grid = grid_of(frame("accX Spectral Power 0.49 - 1.46 Hz", "accX Spectral Kurtosis"))
    assert grid.columns == ["Power 0.49–1.46 Hz", "Spectral Kurtosis"]


def test_repeated_names_share_a_cell():
    grid = grid_of(frame("a RMS", "a RMS", "a Kurtosis", "a RMS", selected=(0, 3), favourite=(1,)))
    assert (list(grid.axes), list(grid.selected), list(grid.favourite)) == ([3, 1], [2, 0], [True, False])


def test_disagreement_of_flag_and_config_is_kept():
    axes = [axis(0, "a RMS", selected=True), axis(1, "b RMS"), axis(2, "c RMS", selected=True)]
    assert list(grid_of(config(axes=axes, selectedAxes=[1, 2]).axes).differ) == [True, True, False]


def names(axes: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the names of row and column of each axis' cell."""
    grid = grid_of(axes)
    return [
        (grid.rows[row], grid.columns[column])
        for row, column in zip(grid.row[grid.cell], grid.column[grid.cell], strict=True)
    ]


def test_labels_without_a_known_feature_have_their_own_columns():
    assert names(frame("a jerk", "a tilt", "a RMS", "b jerk", "b tilt", "b RMS")) == [
        ("other", "a jerk"),
        ("other", "a tilt"),
        ("a", "RMS"),
        ("other", "b jerk"),
        ("other", "b tilt"),
        ("b", "RMS"),
    ]


def test_repeated_labels_are_placed_by_index_apart_from_the_named_ones():
    axes = frame("PD", "PD", "a RMS", "", "tilt", "PD", "b RMS")
    assert names(axes) == [
        ("ix 0", "+0"),
        ("ix 0", "+1"),
        ("a", "RMS"),
        ("ix 0", "+3"),
        ("other", "tilt"),
        ("ix 4", "+1"),
        ("b", "RMS"),
    ]
    grid = grid_of(axes)
    assert (grid.rows, grid.other_rows, grid.height) == (["ix 0", "ix 4", "a", "b", "other"], 2, 5.5)


def test_many_labels_without_a_known_feature_are_placed_by_index():
    axes = frame(*(f"custom {at}" for at in range(100)), "a RMS")
    assert names(axes)[45] == ("ix 40", "")
    assert names(axes)[100] == ("a", "RMS")
    assert grid_of(axes).rows == ["ix 0", "ix 20", "ix 40", "ix 60", "ix 80", "a"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "a RMS",
                    "b RMS",
                    "a Kurtosis",
                    "RMS",
                    "tilt",
                    "jerk",
                    "PD",
                    "",
                    "other",
                    "é RMS",
                    "e\u0301 RMS",
                ]
            ),
            st.integers(-20, 200),
        ),
        min_size=1,
        max_size=60,
        unique_by=lambda pair: pair[1],
    )
)
def test_row_and_column_identify_the_axis_of_a_cell(pairs):
    axes = config(axes=[axis(ix, label) for label, ix in pairs], selectedAxes=[]).axes
    grid = grid_of(axes)
    assert grid.axes.sum() == len(axes)
    assert len(set(grid.rows)) == len(grid.rows)
    step = max(1, sum(name[:1] in ("+", "") for name in grid.columns) // 10)
    for (ix, row), column_at, at in zip(
        axes.iterrows(), grid.column[grid.cell], grid.row[grid.cell], strict=True
    ):
        where, column = grid.rows[at], grid.columns[column_at]
        if grid.is_index or at < grid.other_rows:
            first = next(k for k, name in enumerate(grid.columns) if name == "+0")
            assert int(where.removeprefix("ix ")) + column_at - first == ix
            assert column == f"+{column_at - first}" or (column_at - first) % step
        elif row.feature is not np.nan and isinstance(row.feature, str):
            assert (where, column) == (
                unicodedata.normalize("NFC", row.sensor) if isinstance(row.sensor, str) else "no sensor",
                row.feature,
            )
        else:
            assert column == row.label


def test_a_feature_without_a_sensor_is_kept():
    grid = grid_of(frame("RMS", "a RMS", "Kurtosis"))
    assert cells(grid) == [("a", "RMS"), ("no sensor", "RMS"), ("no sensor", "Kurtosis")]


def test_many_sensors_lie_along_x():
    grid = grid_of(frame(*(f"s{at} {feature}" for at in range(40) for feature in ("RMS", "Kurtosis"))))
    assert (grid.rows, len(grid.columns), grid.row_title) == (["RMS", "Kurtosis"], 40, "feature")


def test_a_few_labels_of_unknown_form_are_written_out():
    grid = grid_of(frame("jerk x", "jerk y", "tilt"))
    assert (grid.columns, grid.row_title, grid.is_index) == (["jerk x", "jerk y", "tilt"], "", False)


@pytest.mark.parametrize(
    ("count", "columns", "rows"),
    [
        (1, 1, 1),
        (8, 8, 1),
        (30, 20, 2),
        (375, 50, 8),
        (2_000, 100, 20),
        (27_648, 200, 139),
        (100_000, 400, 250),
    ],
)
def test_axes_without_labels_are_placed_by_index(count, columns, rows):
    grid = grid_of(frame(*[""] * count))
    assert (len(grid.columns), len(grid.rows), len(grid.axes)) == (columns, rows, count)
    assert grid.is_index
    assert grid.rows[-1] == str(columns * (rows - 1))
    assert grid.columns[0] == "+0"


def test_a_cell_is_the_index_that_its_row_and_column_add_up_to():
    rows = [axis(1000 + 2 * at) for at in range(60)]
    grid = grid_of(config(axes=rows, selectedAxes=[]).axes)
    assert grid.rows == ["1000", "1020", "1040", "1060", "1080", "1100"]
    assert grid.column.tolist() == [*range(0, 20, 2)] * 6


def test_indices_that_are_far_apart_are_placed_by_position():
    rows = [axis(1000 * at) for at in range(2000)]
    grid = grid_of(config(axes=rows, selectedAxes=[]).axes)
    assert (grid.row_title, len(grid.rows)) == ("position", 20)


def test_names_that_look_alike_are_numbered():
    middle = [f"{'x' * 40}{at}{'y' * 40} RMS" for at in range(3)]
    assert len(set(grid_of(frame(*middle)).rows)) == 3
    assert grid_of(frame("a  b RMS", "a b RMS")).rows == ["a b", "a b (2)"]


def test_canonically_equal_sensors_are_one_row():
    assert grid_of(frame("\u00e9 RMS", "e\u0301 Kurtosis")).rows == ["\u00e9"]


@pytest.mark.parametrize("name", ea.list_samples().query("n_axes > 0").index)
def test_no_axis_of_a_sample_is_lost(name):
    axes = ea.load_sample(name).axes
    grid = grid_of(axes)
    assert grid.axes.sum() == len(axes)
    assert grid.selected.sum() == axes["selected"].sum()
    assert len(set(zip(grid.row.tolist(), grid.column.tolist(), strict=True))) == len(grid.row)
    assert np.all(grid.row < len(grid.rows))
    assert np.all(grid.column < len(grid.columns))
