from __future__ import annotations

import pytest
import traitlets

import edgeanomaly_nb as ea
from tests.bodies import HOSTILE, axis, config


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


def test_the_controls_and_the_traits_are_one(panel):
    panel._search.value = "rms"
    assert (panel.query, len(panel.view)) == ("rms", 3)
    panel._filters.value = "selected"
    assert panel.show == "selected"
    panel.query = ""
    assert panel._search.value == ""


def test_filters_carry_their_counts(panel):
    axes = ea.load_sample("motion").axes
    names = [name for name, _ in panel._filters.options]
    differ = int((axes.selected != axes.favourite).sum())
    assert names == [
        "All 33",
        f"Selected {axes.selected.sum()}",
        f"Favourite {axes.favourite.sum()}",
        f"Differ {differ}",
    ]


def test_pages_turn_and_start_anew_with_a_search(panel):
    assert panel.pages == 2
    panel.turn(1)
    panel.turn(1)
    assert panel.page == 1
    assert panel._place.value == "21–33 of 33"
    assert panel._later.disabled
    panel.query = "acc"
    assert panel.page == 0
    panel.query = "nothing like it"
    assert (panel.pages, panel._place.value) == (1, "no axis fits")


def test_an_unknown_filter_is_refused(panel):
    with pytest.raises(traitlets.TraitError, match="favourite"):
        panel.show = "favorite"


def test_hostile_labels_stay_text():
    panel = ea.AxesPanel(config(axes=[axis(at, text) for at, text in enumerate(HOSTILE)]))
    for html in (panel._table.value, panel.static_html()):
        assert "<img" not in html
        assert "<script" not in html
        assert len(html) < 10_000


def test_repr_is_short_and_without_text_of_the_service(panel):
    assert repr(panel) == "AxesPanel(33 axes, 33 shown)"
    panel.query = "rms"
    assert repr(panel) == "AxesPanel(33 axes, 3 shown)"


def test_a_static_form_goes_along(panel):
    bundle = panel._repr_mimebundle_()
    assert "accX RMS" in bundle["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundle


@pytest.mark.parametrize("name", ["untrained", "raw", "large", "one-class"])
def test_every_kind_of_block_is_shown(name):
    sample = ea.load_sample(name)
    assert len(ea.AxesPanel(sample).view) == len(sample.axes)


def test_a_block_without_axes_is_shown():
    assert ea.AxesPanel(config(axes=[]))._place.value == "no axis fits"
