from __future__ import annotations

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.explorer.tabs.overview import overview_html


def test_overview_contains_the_facts():
    html = overview_html(ea.load_sample("motion"))
    for words in (
        "Anomaly detection",
        "project 481207",
        "yes",
        "conveyor",
        "6 of 33 axes selected",
        "0.2 lower",
    ):
        assert words in html
    assert html.count(">Classes<") == 1
