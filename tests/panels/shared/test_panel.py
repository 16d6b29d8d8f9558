from __future__ import annotations

import sys

import ipywidgets
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from IPython.utils.capture import capture_output

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.shared.panel import HtmlPanel, Panel
from tests.panels.helpers import open_widgets


def test_mimebundle_contains_the_static_form():
    bundle = HtmlPanel("<p>One</p>")._repr_mimebundle_()
    assert bundle["text/html"] == "<p>One</p>"
    assert "application/vnd.jupyter.widget-view+json" in bundle


@pytest.fixture
def shell():
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()  # matplotlib would use it in other tests


@pytest.mark.usefixtures("shell")
def test_displaying_makes_a_live_and_a_static_output():
    panel = HtmlPanel('<p>One <svg width="120" height="40"><text>a "bar"</text></svg></p>')
    with capture_output() as captured:
        display(panel)
    live, static = (output.data for output in captured.outputs)
    assert "application/vnd.jupyter.widget-view+json" in live
    assert "text/html" not in live  # else an untrusted page would show it twice
    assert panel.to_html() in static["text/html"]
    assert f"ea-live-{panel.model_id}" in panel._dom_classes
    assert f'class="ea-static-{panel.model_id} ' in static["text/html"]
    panel.close()


@pytest.mark.usefixtures("shell")
def test_closing_empties_every_static_output():
    panel = HtmlPanel("<p>One</p>")
    with capture_output() as captured:
        display(panel)
        display(panel)
        panel.close()
        panel.close()
    shown = [output for output in captured.outputs if "<p>One</p>" in output.data.get("text/html", "")]
    emptied = captured.outputs[4:]
    assert [output.update for output in emptied] == [True, True]
    assert [output.transient for output in emptied] == [output.transient for output in shown]
    for output in emptied:
        html = output.data["text/html"]
        assert html.startswith("<style>")  # which hides “model not found” where the notebook is opened later
        assert html.endswith("></div>")


@pytest.mark.usefixtures("shell")
def test_a_closed_panel_shows_that_it_is_closed():
    panel = HtmlPanel("<p>One</p>")
    panel.close()
    with capture_output() as captured:
        display(panel)
    (output,) = captured.outputs
    assert output.data["text/plain"] == "HtmlPanel() is closed: create it again to show it."
    assert panel.to_html() == "<p>One</p>"


@pytest.mark.usefixtures("shell")
def test_the_exit_of_the_kernel_keeps_the_static_form(monkeypatch):
    panel = HtmlPanel("<p>One</p>")
    with capture_output() as captured:
        display(panel)
        monkeypatch.setattr(sys, "is_finalizing", lambda: True)
        panel.close()
    assert len(captured.outputs) == 2


def test_closing_closes_all_parts():
    before = open_widgets()
    panel = Panel([ipywidgets.HBox([ipywidgets.Button(), HtmlPanel("<p>One</p>")]), ipywidgets.Text()])
    panel.close()
    panel.close()  # a second time has no effect
    assert open_widgets() == before


def test_a_panel_has_to_have_a_static_form():
    with pytest.raises(NotImplementedError):
        Panel().static_html()


@pytest.mark.parametrize(
    "make",
    [
        lambda: ea.AxesPanel(ea.load_sample("motion")),
        lambda: ea.ThresholdsPanel(ea.load_sample("motion")),
        ea.explore,
    ],
)
def test_unknown_attributes_are_refused(make):
    panel = make()
    with pytest.raises(AttributeError, match=f"{type(panel).__name__}: There is no setting 'qeury'"):
        panel.qeury = "rms"
    panel.layout.width = "50%"  # of the widget
    panel._note = 1  # private ones are nobody's typing error
    panel.close()
