"""The thresholds panel with scores: it counts in the page, and agrees with Python."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

SHOW = """
import edgeanomaly_nb as ea
config = ea.load_sample("{0}")
scores = ea.load_sample_model("{0}").score(ea.load_sample_windows("{0}", "testing"))
panel = ea.ThresholdsPanel(config, scores=scores)
panel
"""
# Many samples and labels, ties, NaN and far scores; some outcomes are not known.
ODD = """
import numpy as np, pandas as pd, edgeanomaly_nb as ea
rng = np.random.default_rng(0)
n = 3000
values = np.round(rng.lognormal(0, 3, n), 2)
values[:5] = [np.nan, np.inf, 0, 4e7, -2]
scores = pd.DataFrame({
    "score": values,
    "sample_id": pd.array(rng.integers(0, 90, n), dtype="Int64"),
    "label": rng.choice(["<img src=x onerror=window.pwned=1>", "$x^2$", "idle"], n),
    "outcome": rng.choice(["anomaly", "no anomaly", None], n),
})
panel = ea.ThresholdsPanel(ea.load_sample("fan"), scores=scores)
panel
"""
# A million windows, each a sample of its own: the most groups that there can be.
MILLION = """
import numpy as np, pandas as pd, edgeanomaly_nb as ea
rng = np.random.default_rng(0)
n = 1_000_000
scores = pd.DataFrame({{
    "score": rng.normal(size=n).astype("f4"),
    "sample_id": pd.array(np.arange(n) // {0}, dtype="Int64"),
    "outcome": np.where(rng.random(n) < 0.1, "anomaly", "no anomaly"),
}})
panel = ea.ThresholdsPanel(ea.load_sample("motion"), scores=scores)
panel
"""
EXPECTED = """
import json
from edgeanomaly_nb.panels.thresholds.what_if_text import errors_text, flagged_text
row = panel.would_flag.iloc[0]
print(json.dumps([flagged_text(row), errors_text(row)]))
"""


def sentence(notebook):
    return notebook.panel.locator(".ea-would")


def slide(notebook, at):
    """Move the slider to a step, as a drag does."""
    slider = notebook.panel.get_by_role("slider")
    slider.evaluate("(node, at) => { node.value = at; node.dispatchEvent(new Event('input')); }", at)
    return sentence(notebook).text_content()


def wait_for_trial(notebook, number):
    for _ in range(200):
        tried = float(notebook.run("print(panel.would_flag.index[0])"))
        if tried == pytest.approx(number):
            return
    raise AssertionError(f"the trial is {tried}, not {number}")


def test_a_move_is_counted_at_once_and_by_keyboard(lab):
    notebook = lab(SHOW.format("motion"))
    sentence(notebook).wait_for()
    assert (
        sentence(notebook).text_content()
        == "would flag 47 of 442 windows (11 %, 3.7 to 27 %), in 5 of 26 samples"
    )
    rows = notebook.panel.locator("tbody tr").all_text_contents()
    assert rows[-1].startswith("suggested0.541 of 442 windows (9.3 %")
    assert "2 false alarms in 340 normal windows, 63 misses in 102 anomalous windows" in rows[-1]
    slider = notebook.panel.get_by_role("slider")
    slider.focus()
    slider.press("ArrowRight")
    notebook.panel.locator("tbody th", has_text="trying").wait_for()
    assert slider.evaluate("node => node === document.activeElement")
    assert notebook.panel.locator("path.ea-star").count() == 1  # at the suggestion
    notebook.picture("scores-trying")
    notebook.panel.get_by_role("button", name="Reset").click()
    notebook.panel.locator("tbody th", has_text="trying").wait_for(state="detached")


@pytest.mark.parametrize(
    "source", [SHOW.format("motion"), SHOW.format("fan"), ODD], ids=["motion", "fan", "odd"]
)
def test_page_and_python_count_the_same(lab, source):
    notebook = lab(source)
    sentence(notebook).wait_for()
    box = notebook.panel.get_by_role("spinbutton", name="Try another value")
    for number in ("-3", "0", "0.3", "0.5", "1.23", "40000000", "1e9"):
        box.fill(number)
        box.press("Enter")
        wait_for_trial(notebook, float(number))
        flagged, errors = json.loads(notebook.run(EXPECTED))
        assert sentence(notebook).text_content() == f"would flag {flagged}", number
        assert errors in notebook.panel.locator("tbody tr").first.text_content(), number
    notebook.panel.get_by_label("Flag scores").select_option(">=")
    notebook.panel.get_by_label("Windows in a row").fill("3")
    notebook.panel.get_by_label("Windows in a row").press("Enter")
    box.fill("0.5")
    box.press("Enter")
    wait_for_trial(notebook, 0.5)
    for _ in range(100):
        flagged = json.loads(notebook.run(EXPECTED))[0]
        if sentence(notebook).text_content() == f"would flag {flagged}":
            break
    assert sentence(notebook).text_content() == f"would flag {flagged}"
    assert notebook.page.evaluate("window.pwned") is None


@pytest.mark.parametrize("share", [0.5, 1, 5])
@pytest.mark.parametrize("rule", [">", ">="])
def test_share_of_false_alarms_sets_the_slider(lab, share, rule):
    notebook = lab(SHOW.format("one-class"))
    sentence(notebook).wait_for()
    notebook.panel.get_by_label("Flag scores").select_option(rule)
    notebook.panel.get_by_label("Flag at most").fill(str(share))
    notebook.panel.get_by_role("button", name="Set", exact=True).click()
    expected = float(notebook.run(f"print(float(ea.threshold_for(scores, {share / 100}, rule={rule!r})))"))
    wait_for_trial(notebook, expected)
    assert f"{rule} {expected:.3g}"[:4] in notebook.panel.locator("code").text_content()


@pytest.mark.parametrize("per_sample", [1, 20])
def test_a_million_windows_are_counted_within_a_frame(lab, per_sample):
    notebook = lab(MILLION.format(per_sample))
    sentence(notebook).wait_for()
    took = notebook.panel.get_by_role("slider").evaluate(
        """node => [...Array(9).keys()].map(at => {
            const start = performance.now();
            node.value = 900 + at;
            node.dispatchEvent(new Event('input'));
            return performance.now() - start;
        }).sort((a, b) => a - b)[4]"""
    )
    print(f"one move at 1,000,000 windows, {per_sample} in a sample: {took:.1f} ms")
    assert "of 1,000,000 windows" in sentence(notebook).text_content()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_it_is_readable_at_600_pixels_and_axe_finds_nothing(lab, theme):
    notebook = lab(SHOW.format("motion"), theme=theme)
    sentence(notebook).wait_for()
    slide(notebook, 700)
    found = Axe().run(notebook.page, context=".jp-OutputArea-output").response["violations"]
    assert not found
    name = theme[-5:].strip().lower()
    notebook.picture(f"scores-{name}")
    notebook.page.set_viewport_size({"width": 600, "height": 1000})
    try:
        notebook.picture(f"scores-600-{name}")
    finally:
        notebook.page.set_viewport_size({"width": 1400, "height": 1000})
