from __future__ import annotations

import ipywidgets
import pytest

from edgeanomaly_nb.panels.shared.panel import HtmlPanel, Panel
from tests.panels.helpers import open_widgets


def test_mimebundle_contains_the_static_form():
    bundle = HtmlPanel("<p>One</p>")._repr_mimebundle_()
    assert bundle["text/html"] == "<p>One</p>"
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_closing_closes_all_parts():
    before = open_widgets()
    panel = Panel([ipywidgets.HBox([ipywidgets.Button(), HtmlPanel("<p>One</p>")]), ipywidgets.Text()])
    panel.close()
    panel.close()  # a second time has no effect
    assert open_widgets() == before


def test_a_panel_has_to_have_a_static_form():
    with pytest.raises(NotImplementedError):
        Panel().static_html()
