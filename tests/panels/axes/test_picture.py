from __future__ import annotations

import numpy as np
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.axes.picture import AxesPicture, grid_places
from edgeanomaly_nb.plots.axes.grid import grid_of
from tests.bodies import axis, config


@pytest.mark.parametrize("name", ["motion", "large", "raw", "two-blocks", "peaks", "wavelet"])
def test_every_axis_has_a_place_in_the_area_of_the_grid(name):
    axes = ea.load_sample(name).axes
    places = grid_places(grid_of(axes))
    row, column, cell = (np.frombuffer(places[part], "<u4") for part in ("row", "column", "cell"))
    assert len(cell) == len(axes)
    assert len(set(zip(row, column, strict=True))) == len(row) > cell.max()
    assert column.max() < places["columns"]
    assert places["y"][int(row.max())] + 1 <= places["height"]
    left, top, width, height = AxesPicture(axes)._grid["area"]
    assert min(left, top, width, height) > 0
    assert max(left + width, top + height) < 1


def test_several_axes_in_one_cell():
    axes = config(axes=[axis(0, "x RMS"), axis(1, "x RMS"), axis(2, "y RMS")]).axes
    cell = np.frombuffer(grid_places(grid_of(axes))["cell"], "<u4")
    assert cell[0] == cell[1] != cell[2]
