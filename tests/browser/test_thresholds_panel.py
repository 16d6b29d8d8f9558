from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

SHOW = """
import edgeanomaly_nb as ea
panel = ea.ThresholdsPanel(ea.load_sample("{}"))
panel
"""
# Text that sets window.pwned wherever it is read as markup.
HOSTILE = """
import edgeanomaly_nb as ea
from tests.bodies import HOSTILE, config, threshold

texts = [text.replace("alert(1)", "window.pwned=1") for text in HOSTILE]
blocks = [
    sent
    for text in texts
    for sent in (
        threshold(text, 1, description=text, helpText=text, suggestedValueText=text),
        threshold(text, text, description=text, helpText=text,
                  dropdownOptions=[{"value": text, "description": text}]),
    )
]
panel = ea.ThresholdsPanel(config(thresholds=blocks))
panel.trial = {text: 2 for text in texts}
panel
"""
TOO_WIDE = """() => [...document.querySelectorAll('.jp-OutputArea-output')]
    .flatMap(output => [...output.querySelectorAll('bdi, svg[role=img], input, button, output, summary')]
        .filter(node => node.checkVisibility()
            && node.getBoundingClientRect().right > output.getBoundingClientRect().right + 1)
        .map(node => node.outerHTML.slice(0, 200)))"""


def picture(notebook, text):
    return notebook.panel.locator(f'svg[role=img][aria-label*="{text}"]')


def trial(notebook) -> dict[str, float]:
    return json.loads(notebook.run("import json; print(json.dumps(panel.trial))"))


def test_a_value_is_tried_and_reset_by_keyboard(lab):
    notebook = lab(SHOW.format("dropdown"))
    slider = notebook.panel.get_by_role("slider", name="Slider for Score threshold", exact=True)
    slider.focus()
    slider.press("ArrowRight")
    slider.press("ArrowUp")
    picture(notebook, "; trying 0.31: flags less than the saved 0.3").wait_for()
    assert trial(notebook) == {"min_score": 0.31}
    notebook.panel.get_by_text("Trying 0.31: flags less than the saved 0.3").wait_for()
    assert slider.evaluate("node => node === document.activeElement")  # JupyterLab received no key

    box = notebook.panel.get_by_role("spinbutton", name="Try another value for Fan score threshold")
    box.fill("-12.345")
    box.press("Enter")
    picture(notebook, "trying -12.3").wait_for()
    assert trial(notebook) == {"min_score": 0.31, "min_anomaly_score": -12.345}
    assert box.input_value() == "-12.345"
    notebook.panel.get_by_text("flags more than the suggested 32.4").wait_for()
    notebook.picture("thresholds-trying")

    reset = notebook.panel.get_by_role("button", name="Reset Fan score threshold")
    reset.press("Enter")
    picture(notebook, "trying -12.3").wait_for(state="detached")
    assert trial(notebook) == {"min_score": 0.31}
    assert reset.is_disabled()
    notebook.panel.get_by_role("button", name="Reset all").press("Enter")
    picture(notebook, "; trying ").wait_for(state="detached")
    assert trial(notebook) == {}
    assert slider.input_value() == "0.3"


MIDDLE_OF_HANDLE = """node => {
    const { left, width } = node.getBoundingClientRect();
    return left + 8 + (width - 16) * (node.value - node.min) / (node.max - node.min);
}"""


@pytest.mark.parametrize("width", [1400, 600])
def test_the_handle_stands_below_its_number_and_its_ring_covers_no_label(lab, width):
    notebook = lab(SHOW.format("dropdown"))
    notebook.page.set_viewport_size({"width": width, "height": 1000})
    try:
        slider = notebook.panel.get_by_role("slider").first
        mark = notebook.panel.locator("svg[role=img] circle").first.bounding_box()
        assert slider.evaluate(MIDDLE_OF_HANDLE) == pytest.approx(mark["x"] + mark["width"] / 2, abs=1)
        slider.press("ArrowRight")  # now the focus is visible
        assert slider.evaluate("node => getComputedStyle(node).outlineStyle") == "none"
        ring = slider.bounding_box()["y"] + 10 - 8 - 3  # of the handle: radius, then offset and width
        labels = notebook.panel.locator("svg[role=img]").first.locator("text[font-size='11']")
        picture(notebook, "trying").wait_for()  # until then, labels can be replaced
        ends = labels.evaluate_all("nodes => nodes.map(node => node.getBoundingClientRect().bottom)")
        assert ends
        assert max(ends) <= ring + 1
        notebook.picture(f"thresholds-focus-{width}")
    finally:
        notebook.page.set_viewport_size({"width": 1400, "height": 1000})


def test_code_moves_the_controls(lab):
    notebook = lab(SHOW.format("motion"))
    notebook.run("panel.trial = {'min_score': 7.77}")
    picture(notebook, "trying 7.77").wait_for()
    slider, box = notebook.panel.get_by_role("slider"), notebook.panel.get_by_role("spinbutton")
    assert (box.input_value(), float(slider.get_attribute("max"))) == ("7.77", 10)
    assert notebook.run("panel.trial = {'min_score': float('nan')}").startswith("TraitError: Only a finite")


def test_help_opens_by_keyboard(lab):
    notebook = lab(SHOW.format("dropdown"))
    button = notebook.panel.locator("summary").first
    text = notebook.panel.get_by_text("A lower value flags more.").first
    assert not text.is_visible()
    button.press("Enter")
    text.wait_for()
    button.press("Space")
    text.wait_for(state="hidden")
    button.press("Enter")
    notebook.run("panel.trial = {'min_score': 0.4}")
    picture(notebook, "trying 0.4").wait_for()
    assert text.is_visible()  # a trial does not close it
    notebook.panel.get_by_text("Maximum over all fans (of 2 options)").first.wait_for()


def test_an_option_is_tried_and_reset_by_keyboard(lab):
    notebook = lab(SHOW.format("dropdown"))
    group = notebook.panel.get_by_role("radiogroup", name="Aggregation method", exact=True)
    saved = group.get_by_role("radio", name="Maximum over all fans (max) – saved", exact=True)
    other = group.get_by_role("radio", name="Mean over all fans (mean)")
    assert (saved.is_checked(), other.is_checked()) == (True, False)
    saved.focus()
    saved.press("ArrowDown")
    notebook.panel.get_by_text("Trying Mean over all fans, in place of the saved Maximum").wait_for()
    assert trial(notebook) == {"anomaly_scoring_aggregation_method": "mean"}
    assert other.is_checked()
    assert other.evaluate("node => node === document.activeElement")  # JupyterLab received no key
    notebook.picture("thresholds-option")
    reset = notebook.panel.get_by_role("button", name="Reset Aggregation method", exact=True)
    reset.press("Enter")
    notebook.panel.get_by_text("Trying Mean").wait_for(state="detached")
    notebook.wait_for("panel.trial == {}")
    assert saved.is_checked()
    assert saved.evaluate("node => node === document.activeElement")

    notebook.run("panel.trial = {'anomaly_scoring_aggregation_method': 'mean'}")
    notebook.panel.get_by_text("Trying Mean").wait_for()
    assert other.is_checked()
    saved.click()  # the saved one ends the trial
    notebook.wait_for("panel.trial == {}")
    message = notebook.run("panel.trial = {'anomaly_scoring_aggregation_method': 'median'}")
    assert "Options: “max”, “mean”" in message


def test_two_views_of_a_panel_are_two_groups(lab):
    notebook = lab(SHOW.format("dropdown"), "panel")
    radios = notebook.panel.get_by_role("radio", name="Maximum over all fans")
    radios.nth(1).wait_for()
    assert [radios.nth(at).is_checked() for at in (0, 1)] == [True, True]


MANY_OPTIONS = """
import edgeanomaly_nb as ea
from tests.bodies import config, threshold
options = [{"value": f"m{at}", "description": f"Method {at}" + " of many words" * at} for at in range(40)]
panel = ea.ThresholdsPanel(config(thresholds=[
    threshold(value="m3", suggestedValueText="m1", dropdownOptions=options),
    threshold("other", "m2", suggestedValueText="m2", dropdownOptions=options[:3]),
]))
panel
"""


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_options_are_readable_and_a_suggestion_has_a_star(lab, theme):
    notebook = lab(MANY_OPTIONS, theme=theme)
    suggested = notebook.panel.locator("label").filter(has_text="suggested")
    suggested.first.locator("svg path").wait_for()
    notebook.run("panel.trial = {'min_score': 'm2', 'other': 'm0'}")
    notebook.panel.get_by_text("Trying Method 2 of many words of many words, in place of").wait_for()
    assert not Axe().run(notebook.page, context=".jp-OutputArea-output").response["violations"]
    name = theme[-5:].strip().lower()
    notebook.picture(f"options-{name}")
    notebook.page.set_viewport_size({"width": 600, "height": 1000})
    try:
        assert notebook.page.evaluate(TOO_WIDE) == []
        notebook.picture(f"options-600-{name}")
    finally:
        notebook.page.set_viewport_size({"width": 1400, "height": 1000})


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_it_is_readable_at_600_pixels_and_axe_finds_nothing(lab, theme):
    notebook = lab(SHOW.format("dropdown"), theme=theme)
    notebook.run("panel.trial = {'min_score': 0.42}")
    picture(notebook, "trying 0.42").wait_for()
    found = Axe().run(notebook.page, context=".jp-OutputArea-output").response["violations"]
    assert not found
    notebook.picture(f"thresholds-{theme[-5:].strip().lower()}")
    notebook.page.set_viewport_size({"width": 600, "height": 1000})
    try:
        assert notebook.page.evaluate(TOO_WIDE) == []
        notebook.picture(f"thresholds-600-{theme[-5:].strip().lower()}")
    finally:
        notebook.page.set_viewport_size({"width": 1400, "height": 1000})


def test_hostile_text_runs_nothing_and_stays_inside(lab):
    notebook = lab(HOSTILE)
    notebook.panel.get_by_text("<script>window.pwned=1</script>").first.wait_for()
    notebook.page.evaluate(
        "() => document.querySelectorAll('details').forEach(node => { node.open = true; })"
    )
    notebook.panel.get_by_role("slider").last.wait_for()
    assert notebook.page.evaluate(TOO_WIDE) == []
    assert notebook.page.evaluate("window.pwned") is None
    notebook.picture("thresholds-hostile")
