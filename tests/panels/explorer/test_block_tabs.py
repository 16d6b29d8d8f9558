from __future__ import annotations

import edgeanomaly_nb as ea
from tests.panels.explorer.service import load


def test_tabs_are_built_when_they_are_opened(opened):
    panel = opened(ea.StudioClient.sample(), project_id=481207, learn_id=4)
    assert panel.tabs.titles == ("Overview", "Axes", "Thresholds", "Scores", "Compare", "Export")
    assert list(panel.tabs.panels) == ["Overview"]
    panel.tabs.selected_index = 1
    assert isinstance(panel.tabs.children[1].children[0], ea.AxesPanel)
    panel.learn_id = 7
    load(panel)
    assert list(panel.tabs.panels) == ["Axes"]
    assert len(panel.tabs.panels["Axes"].view) == 39
