from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.kinds import KINDS
from edgeanomaly_nb.panels.explorer.block_handle import BlockHandle
from edgeanomaly_nb.panels.explorer.block_tabs import BlockTabs
from edgeanomaly_nb.panels.explorer.overview import facts_html
from edgeanomaly_nb.panels.shared.panel import close_tree
from tests.bodies import config
from tests.panels.explorer.service import load
from tests.panels.helpers import html_in, open_widgets


def test_overview_contains_the_facts():
    html = facts_html(ea.load_sample("motion"))
    for text in (
        "yes",
        "conveyor",
        "6 of 33 axes selected",
        "0.2 lower",
    ):
        assert text in html
    assert html.count(">Classes<") == 1


def test_the_explorer_names_where_a_block_comes_from_once(opened):
    panel = opened(ea.StudioClient.sample())
    panel.project_id = 481207
    load(panel)
    source = panel.config.source.in_words
    for shown in (html_in(panel), panel.static_html()):
        assert shown.count(source) == 1
        assert shown.count(f"<bdi>{panel.config.name}</bdi>") == 1


def test_a_block_is_compared_with_a_saved_file(opened, tmp_path):
    saved = ea.load_sample("motion").save(tmp_path / "motion.json")
    panel = opened(ea.StudioClient.sample())
    with pytest.raises(ValueError, match="load"):
        panel.compare_with(saved)
    panel.project_id, panel.learn_id = 481207, 23
    later = load(panel)
    changes = panel.compare_with(saved)
    assert changes.equals(ea.compare(ea.load_sample("motion"), later))
    assert panel.tabs.titles[panel.tabs.selected_index] == "Compare"
    assert "2 axes newly selected" in panel.tabs.panels["Compare"].status.text


@pytest.mark.slow
def test_the_next_block_is_compared_with_the_same_file(opened):
    panel = opened(ea.StudioClient.sample(), project_id=481207, learn_id=4)
    motion = panel.config
    assert panel.compare_with(motion, swapped=True).empty
    for tab in ("Compare", "Overview"):  # whether the tab is open or not
        panel.tabs.select(tab)
        panel.learn_id = 7
        spectral = load(panel)
        panel.tabs.select("Compare")
        compared = panel.tabs.panels["Compare"]
        assert (compared.before, compared.swapped) == (motion, True)
        assert compared.view.equals(ea.compare(spectral, motion))
        panel.learn_id = 4
        load(panel)


def test_a_foreign_file_is_an_error_and_the_comparison_stays(opened, tmp_path):
    panel = opened(ea.StudioClient.sample(), project_id=481207, learn_id=4)
    panel.compare_with(ea.load_sample("spectral"))
    foreign = tmp_path / "foreign.json"
    foreign.write_text("{}")
    with pytest.raises(ea.InvalidFileError, match="foreign"):
        panel.compare_with(foreign)
    assert len(panel.tabs.panels["Compare"].view) > 10


def test_the_static_form_contains_the_comparison(opened):
    panel = opened(ea.StudioClient.sample(), project_id=481207, learn_id=4)
    assert "Compare" not in panel.static_html()
    panel.compare_with(ea.load_sample("spectral"))
    panel.tabs.selected_index = 0
    panel.learn_id = 7
    load(panel)  # the tab is not built again
    assert "Nothing changed." in panel.static_html()


TYPES = [*(kind.type for kind in KINDS), "anomaly-2030", None]
WITHOUT_AXES = [kind for kind in KINDS if not kind.has_axes]


@pytest.fixture
def tabs():
    opened = BlockTabs()
    yield opened
    close_tree(opened)


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
    assert panels[0].static_html() == "<p>This kind of block has no axes.</p>"
    assert kind.flagged in panels[1].static_html()
    assert "Nothing changed." in panels[2].static_html()
    for panel in panels:
        panel.close()
    assert open_widgets() == before


def test_another_block_has_the_same_tab_open_and_no_panel_of_the_first(tabs):
    tabs.show(BlockHandle(config("anomaly")))
    tabs.select("Axes")
    tabs.show(BlockHandle(config("keras-anomaly")))
    assert list(tabs.panels) == ["Axes"]
    assert "has no axes" in html_in(tabs.panels["Axes"])
