from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from tests.panels.explorer.service import load


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
