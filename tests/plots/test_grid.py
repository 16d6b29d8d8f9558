from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.plots.grid import Grid, grid_of
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


def test_long_names_that_differ_at_the_end_stay_apart():
    sensor = "conveyor_main_drive_bearing_accelerometer_axis_"
    grid = grid_of(frame(*(f"{sensor}{it} RMS" for it in "xyz")))
    assert grid.rows == [f"conveyor_mai…meter_axis_{it}" for it in "xyz"]


def test_bands_are_written_shortly():
    grid = grid_of(frame("accX Spectral Power 0.49 - 1.46 Hz", "accX Spectral Kurtosis"))
    assert grid.columns == ["Power 0.49–1.46 Hz", "Spectral Kurtosis"]


def test_repeated_names_share_a_cell():
    grid = grid_of(frame("a RMS", "a RMS", "a Kurtosis", "a RMS", selected=(0, 3), favourite=(1,)))
    assert (list(grid.axes), list(grid.selected), list(grid.favourite)) == ([3, 1], [2, 0], [True, False])


def test_disagreement_of_flag_and_config_is_kept():
    axes = [axis(0, "a RMS", selected=True), axis(1, "b RMS"), axis(2, "c RMS", selected=True)]
    assert list(grid_of(config(axes=axes, selectedAxes=[1, 2]).axes).differ) == [True, True, False]


def test_axes_without_a_known_feature_have_rows_of_their_own():
    labels = [f"custom {at}" for at in range(25)]
    grid = grid_of(frame("a RMS", *labels[:5], "b RMS", *labels[5:]))
    assert grid.rows == ["others, ix 1–11", "others, ix 12–21", "others, ix 22–26", "a", "b"]
    assert grid.other_rows == 3
    assert grid.axes.sum() == 27
    assert grid.y[-1] - grid.y[-2] == 1
    assert grid.height == 5.5


def test_one_other_axis_makes_no_empty_columns():
    grid = grid_of(frame("a RMS", "what"))
    assert (grid.rows, grid.columns) == (["others, ix 1", "a"], ["RMS"])


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


def test_index_rows_name_the_index_that_the_service_gave():
    rows = [axis(1000 + 2 * at) for at in range(60)]
    assert grid_of(config(axes=rows, selectedAxes=[]).axes).rows == ["1000", "1040", "1080"]


@pytest.mark.parametrize("name", ea.list_samples().index)
def test_no_axis_of_a_sample_is_lost(name):
    axes = ea.load_sample(name).axes
    grid = grid_of(axes)
    assert grid.axes.sum() == len(axes)
    assert grid.selected.sum() == axes["selected"].sum()
    assert len(set(zip(grid.row.tolist(), grid.column.tolist(), strict=True))) == len(grid.row)
    assert np.all(grid.row < len(grid.rows))
    assert np.all(grid.column < len(grid.columns))
