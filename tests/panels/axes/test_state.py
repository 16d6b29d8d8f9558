from __future__ import annotations

import numpy as np
import pytest
import traitlets

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.axes.state import ix_at, positions_of
from edgeanomaly_nb.panels.axes.table import AxesTable
from tests.bodies import axis, config


@pytest.fixture
def panel():
    return ea.AxesPanel(ea.load_sample("motion"))


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("show", "favorite", "favourite"),
        ("sort", "name", "label"),
        ("query", None, "query"),
        ("sensor", "accW", r"No axis has the sensor 'accW'; there are: 'accX', 'accY', 'accZ'\."),
        ("feature", "rms", "No axis has the feature 'rms'; there are: 'RMS', .* and 1 more"),
        ("band_low_hz", -1, "a frequency in Hz from 0 up, or None"),
        ("band_high_hz", float("nan"), "a frequency in Hz from 0 up, or None"),
        ("band_high_hz", float("inf"), "a frequency in Hz from 0 up, or None"),
        ("marked", [99], "No axis has the index 99"),
        ("marked", 3, "marked"),
    ],
)
def test_a_bad_value_is_refused_and_changes_nothing(panel, name, value, text):
    before = getattr(panel, name)
    with pytest.raises(traitlets.TraitError, match=text):
        setattr(panel, name, value)
    assert getattr(panel, name) == before


def test_an_unknown_setting_is_refused():
    with pytest.raises(TypeError, match="AxesPanel has no setting querry; it has query, show, "):
        ea.AxesPanel(ea.load_sample("motion"), querry="rms")


def test_marks_are_in_the_order_of_the_response(panel):
    panel.marked = panel.view.index[[5, 2]]
    assert panel.marked == (2, 5)
    panel.marked = []
    assert panel.marked == ()


def test_axes_without_sensor_and_feature_can_be_selected():
    panel = ea.AxesPanel(config(axes=[axis(0, "accX RMS"), axis(1, "RMS"), axis(2, "?")]))
    panel.sensor = ""
    assert panel.view.index.tolist() == [1, 2]
    panel.feature = ""
    assert panel.view.index.tolist() == [2]
    with pytest.raises(traitlets.TraitError):
        ea.AxesPanel(ea.load_sample("motion")).sensor = ""


@pytest.mark.parametrize("wrong", [(1,), (0.5,), ("0",), (True,), (None,)])
def test_a_mark_of_an_unknown_axis_is_refused(wrong):
    with pytest.raises(traitlets.TraitError, match="No axis has the index"):
        AxesTable(config(axes=[axis(0), axis(2)]).axes).marked = wrong


def test_positions_and_indices_are_inverse():
    ix = config(axes=[axis(at) for at in (4, 4, 1)]).axes.index
    assert positions_of(ix, ix_at(ix, np.array([0, 1]))).tolist() == [0, 1]
