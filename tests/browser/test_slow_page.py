"""A page that is too slow for anywidget, which then drops the messages of the kernel to a widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

# The two seconds of anywidget are over before any script can be loaded.
NO_TIME = """() => {
  window.wholeTime = AbortSignal.timeout;
  AbortSignal.timeout = (ms) => {
    if (ms !== 2000) return window.wholeTime.call(AbortSignal, ms);
    const over = new AbortController();
    queueMicrotask(() => over.abort());
    return over.signal;
  };
}"""
AS_BEFORE = "() => { AbortSignal.timeout = window.wholeTime; }"


@pytest.fixture
def slow_lab(lab, lab_page) -> Iterator:
    page, _ = lab_page
    page.evaluate(NO_TIME)
    yield lab
    page.evaluate(AS_BEFORE)


def test_the_explorer_shows_its_status(slow_lab):
    notebook = slow_lab("import edgeanomaly_nb as ea\npanel = ea.explore()\npanel")
    notebook.run("panel.learn_id = 7; panel.load()")
    notebook.panel.get_by_text("Loaded block 7 of project 481207.").wait_for()
    notebook.run("panel.key_box.unfolded = True")
    notebook.panel.get_by_label("API key").wait_for()
    notebook.run("panel.use_key('not a key')")
    notebook.panel.get_by_role("alert").wait_for()


def test_the_axes_follow_the_kernel(slow_lab):
    notebook = slow_lab("import edgeanomaly_nb as ea\npanel = ea.AxesPanel(ea.load_sample('motion'))\npanel")
    search = notebook.panel.get_by_role("searchbox", name="Search labels")
    search.wait_for()
    notebook.run("panel.query, panel.marked = 'rms', [0]")
    notebook.panel.get_by_text("3 of 33 shown · 1 marked").wait_for()
    assert search.input_value() == "rms"
    search.fill("accX RMS")
    notebook.wait_for("panel.query == 'accX RMS'")


def test_the_slider_follows_the_kernel(slow_lab):
    notebook = slow_lab(
        "import edgeanomaly_nb as ea\npanel = ea.ThresholdsPanel(ea.load_sample('motion'))\npanel"
    )
    box = notebook.panel.get_by_role("spinbutton")
    box.wait_for()
    notebook.run("panel.trial = {'min_score': 0.31}")
    notebook.panel.get_by_text("Trying 0.31: flags less than the saved 0.3").wait_for()
    assert box.input_value() == "0.31"
    box.fill("0.5")
    box.press("Enter")
    notebook.panel.get_by_text("Trying 0.5: flags less than the saved 0.3").wait_for()
    notebook.panel.get_by_role("button", name="Reset Score threshold").click()
    notebook.wait_for("panel.trial == {}")
