"""Every tab and every panel with every kind of block, also with kinds that have no axes."""

from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.kinds import KINDS
from edgeanomaly_nb.panels.explorer.block_handle import BlockHandle
from edgeanomaly_nb.panels.explorer.tabs.block_tabs import BlockTabs
from tests.bodies import config
from tests.panels.helpers import html_in, open_widgets

TYPES = [*(kind.type for kind in KINDS), "anomaly-2030", None]
WITHOUT_AXES = [kind for kind in KINDS if not kind.has_axes]


@pytest.fixture
def tabs():
    opened = BlockTabs()
    yield opened
    for tab in opened.tabs:
        tab.close()


@pytest.mark.parametrize("block_type", TYPES)
def test_every_tab_shows_every_kind(tabs, block_type):
    sample = ea.AnomalyConfig.from_json(ea.load_sample("motion").to_json(), block_type=block_type)
    tabs.show(BlockHandle(sample))
    for tab in tabs.tabs:
        assert html_in(tabs.select(tab.title))
    tabs.compare_with(sample)
    assert "0.3 (suggested 0.5" in tabs.static_html()
    assert "Nothing changed." in tabs.static_html()


@pytest.mark.parametrize("kind", WITHOUT_AXES, ids=[kind.name for kind in WITHOUT_AXES])
@pytest.mark.parametrize("axes", [[], ...])
def test_a_kind_without_axes_has_a_sentence_in_the_axes_tab(tabs, kind, axes):
    changes = {} if axes is ... else {"axes": axes, "selectedAxes": []}
    tabs.show(BlockHandle(config(kind.type, **changes)))
    sentence = f"A block of this kind ({kind.name}) has no axes to select."
    assert sentence in html_in(tabs.select("Axes"))
    assert sentence in tabs.static_html()
    assert "<table" in html_in(tabs.select("Overview"))


@pytest.mark.parametrize("kind", WITHOUT_AXES, ids=[kind.name for kind in WITHOUT_AXES])
def test_the_panels_show_a_kind_without_axes(kind):
    before = open_widgets()
    block = config(kind.type, axes=[], selectedAxes=[])
    panels = [ea.AxesPanel(block), ea.ThresholdsPanel(block), ea.ComparePanel(block, config(kind.type))]
    assert "This block has no axes." in panels[0].static_html()
    assert kind.flagged in panels[1].static_html()
    assert "axes removed" in panels[2].static_html()
    for panel in panels:
        panel.close()
    assert open_widgets() == before


def test_another_block_has_the_same_tab_open_and_no_panel_of_the_first(tabs):
    tabs.show(BlockHandle(config("anomaly")))
    tabs.select("Axes")
    tabs.show(BlockHandle(config("keras-anomaly")))
    assert list(tabs.panels) == ["Axes"]
    assert "has no axes" in html_in(tabs.panels["Axes"])
