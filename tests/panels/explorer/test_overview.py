"""The findings in the Overview tab, and the buttons that show their places."""

from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.explorer.block_handle import BlockHandle
from edgeanomaly_nb.panels.explorer.block_tabs import BlockTabs
from edgeanomaly_nb.panels.explorer.overview import OverviewPanel
from edgeanomaly_nb.panels.shared.panel import close_tree
from tests.panels.helpers import open_widgets


@pytest.fixture
def tabs():
    tabs = BlockTabs()
    yield tabs
    close_tree(tabs)


def test_the_button_of_favourites_shows_the_axes_that_differ(tabs):
    tabs.show(BlockHandle(ea.load_sample("motion")))
    overview = tabs.panels["Overview"]
    assert "suggests 2 axes that are not selected" in overview.findings.children[0].children[0].value
    (button,) = overview.buttons
    button.click()
    assert tabs.titles[tabs.selected_index] == "Axes"
    assert tabs.panels["Axes"].view["label"].tolist() == [
        "accX Spectral Power 0.49 - 1.46 Hz",
        "accY Spectral Power 1.46 - 2.44 Hz",
    ]


def test_findings_about_thresholds_open_their_tab(tabs):
    tabs.show(BlockHandle(ea.load_sample("faulty")))
    config = tabs.block.config
    overview = tabs.panels["Overview"]
    assert len(overview.findings.children) == len(config.findings())
    by_tooltip = [button.tooltip for button in overview.buttons]
    assert by_tooltip.count("Show this in the Thresholds tab") == 4
    overview.buttons[by_tooltip.index("Show this in the Thresholds tab")].click()
    assert tabs.titles[tabs.selected_index] == "Thresholds"


def test_findings_about_the_block_have_no_button(tabs):
    tabs.show(BlockHandle(ea.load_sample("untrained")))
    overview = tabs.panels["Overview"]
    assert len(overview.buttons) == len(overview.findings.children) - 1


def test_a_block_without_findings():
    before = open_widgets()
    panel = OverviewPanel(ea.load_sample("spectral"))
    assert "No findings: nothing stands out" in panel.static_html()
    assert not panel.buttons
    panel.close()
    assert open_widgets() == before


@pytest.mark.parametrize("name", ["motion", "faulty"])
def test_the_static_form_begins_with_the_findings(name):
    config = ea.load_sample(name)
    panel = OverviewPanel(config)
    html = panel.static_html()
    assert html.index(config.findings()["severity"].iloc[0].capitalize()) < html.index("<table")
    panel.close()
