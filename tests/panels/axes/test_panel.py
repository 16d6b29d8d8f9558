from __future__ import annotations

import gc
import weakref

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.axes import panel as module
from edgeanomaly_nb.panels.axes.state import STATE
from tests.bodies import HOSTILE, axis, config
from tests.panels.helpers import open_widgets


@pytest.fixture
def panel():
    return ea.AxesPanel(ea.load_sample("motion"))


def test_search_and_filter_change_the_view(panel):
    panel.query = " POWER "
    assert all("Power" in label for label in panel.view.label)
    panel.show = "favourite"
    assert panel.view.favourite.all()
    panel.query = ""
    panel.show = "differ"
    assert (panel.view.selected != panel.view.favourite).all()


def test_sensor_feature_and_band_narrow_the_view(panel):
    panel.sensor = "accY"
    panel.band_low_hz = 1.46
    panel.band_high_hz = 3
    assert panel.view.feature.tolist() == ["Spectral Power 1.46 - 2.44 Hz", "Spectral Power 2.44 - 3.42 Hz"]
    panel.feature = "RMS"
    assert panel.view.empty
    panel.set_trait("band_low_hz", None)
    panel.band_high_hz = None
    assert panel.view.label.tolist() == ["accY RMS"]


def test_the_view_is_in_the_order_shown(panel):
    panel.query = "rms"
    panel.sort = "-label"
    assert panel.view.index.tolist() == [22, 11, 0]
    assert panel.view.columns.tolist() == ea.load_sample("motion").axes.columns.tolist()


def test_the_traits_of_panel_and_table_are_linked(panel):
    values = {
        "query": "rms",
        "show": "selected",
        "sort": "-sensor",
        "sensor": "accX",
        "feature": "RMS",
        "band_low_hz": 1.0,
        "band_high_hz": 2.0,
        "marked": (0, 11),
    }
    assert list(values) == list(STATE)
    for name, value in values.items():
        setattr(panel.table, name, value)
        assert getattr(panel, name) == getattr(panel.picture, name) == value
    panel.picture.marked = [22]
    assert panel.marked == panel.table.marked == (22,)
    panel.marked = values["marked"]
    other = ea.AxesPanel(ea.load_sample("motion"), **values)
    assert {name: getattr(other.table, name) for name in STATE} == values


def test_the_picture_is_drawn_once_and_the_static_form_draws_what_is_shown(panel, monkeypatch):
    drawn = []
    monkeypatch.setattr(module, "axes_picture", lambda axes: drawn.append(len(axes)) or f"{len(axes)}")
    svg = panel.picture._svg
    panel.query, panel.show, panel.sort, panel.marked = "rms", "selected", "-label", [0]
    assert (drawn, panel.picture._svg) == ([], svg)
    assert (panel.picture.query, panel.picture.show, panel.picture.marked) == ("rms", "selected", (0,))
    assert panel.static_html().endswith("3")
    assert drawn == [3]


def test_the_picture_has_a_name_and_a_limit(monkeypatch):
    panel = ea.AxesPanel(ea.load_sample("motion"))
    name = "6 of 33 axes selected · 2 favourites not selected · 1 selected but not favourite"
    assert f'aria-label="{name}"' in panel.picture._svg
    assert f'aria-label="{name}"' in panel.static_html()
    panel.query = "nothing like it"
    assert "<svg" not in panel.static_html()
    monkeypatch.setattr(module, "DRAWN_AXES", 32)
    assert "33 axes are too many" in ea.AxesPanel(ea.load_sample("motion")).picture.value


def test_hostile_labels_stay_text():
    axes = [axis(at, text) for at, text in enumerate(HOSTILE)]
    axes += [axis(at + 50, f"{text} RMS") for at, text in enumerate(HOSTILE)]
    html = ea.AxesPanel(config(axes=axes)).static_html()
    assert "<img" not in html
    assert "<script" not in html


def test_repr_is_short_and_contains_no_text_of_the_service(panel):
    assert repr(panel) == "AxesPanel(33 axes, 33 shown)"
    panel.query = "rms"
    assert repr(panel) == "AxesPanel(33 axes, 3 shown)"


def test_mimebundle_contains_the_static_form(panel):
    panel.sort = "-index"
    bundle = panel._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    html = bundle["text/html"]
    assert html.count("<tr") == 21
    assert html.index(">32<") < html.index(">31<")
    assert "6 of 33 axes selected · 2 favourites not selected · 1 selected but not favourite" in html
    assert "33 of 33 shown; here are the first 20" in html
    assert (html.count("<img"), html.count("<svg")) == (1, 0)


def test_the_static_form_marks_axes_whose_flag_and_config_disagree():
    panel = ea.AxesPanel(config(axes=[axis(0, "a", True), axis(1, "b")], selectedAxes=[]))
    assert panel.static_html().count("● ≠") == 1


@pytest.mark.parametrize("name", ["untrained", "raw", "large", "one-class"])
def test_every_kind_of_block_is_shown(name):
    sample = ea.load_sample(name)
    assert ea.AxesPanel(sample).view.equals(sample.axes)


def test_a_block_without_axes_is_shown():
    panel = ea.AxesPanel(config(axes=[]))
    assert repr(panel) == "AxesPanel(0 axes, 0 shown)"
    assert "This block has no axes." in panel.static_html()


@pytest.mark.slow
def test_no_object_stays_after_a_hundred_panels_are_closed():
    sample = config()
    living = len(open_widgets())
    gone = []
    for at in range(100):
        panel = ea.AxesPanel(sample)
        panel.query = "rms" if at % 10 == 0 else ""
        gone += [weakref.ref(panel), weakref.ref(panel.table), weakref.ref(panel.picture)]
        panel.close()
        panel.close()  # a second time has no effect
    del panel
    gc.collect()
    assert len(open_widgets()) == living
    assert [ref for ref in gone if ref() is not None] == []
