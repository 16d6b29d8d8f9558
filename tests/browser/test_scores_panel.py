from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

SHOW = """
import edgeanomaly_nb as ea
panel = ea.ScoresPanel(
    ea.load_sample_model("{0}"), ea.load_sample_windows("{0}", "testing"), ea.load_sample("{0}")
)
panel
"""
# Text that sets window.pwned wherever it is read as markup, as axis, label of a window and name of a sample.
HOSTILE = """
import json
import edgeanomaly_nb as ea
from tests.bodies import HOSTILE
from tests.panels.scores.models import k_means

texts = [text.replace("alert(1)", "window.pwned=1") for text in HOSTILE]
origin = {"label": texts, "sample_id": texts}
panel = ea.ScoresPanel(
    k_means(len(texts), labels=tuple(texts)),
    ea.Windows([[at] * len(texts) for at in range(len(texts))], origin),
)
panel.selected = 0
panel
"""
MANY = """
import numpy as np
import edgeanomaly_nb as ea
from tests.panels.scores.models import k_means

windows = ea.Windows(np.random.default_rng(0).normal(0, 1.5, ({}, 5)).astype("f4"))
panel = ea.ScoresPanel(k_means(5, n_clusters=3), windows)
panel
"""
# The window that is farthest from its nearest neighbour, and its place.
LONELY = """
import numpy as np
places = np.column_stack([panel._picture.x, panel._picture.y]).astype(float)
distances = np.linalg.norm(places[:, None] - places, axis=2) + 9 * np.eye(len(places))
at = int(distances.min(axis=1).argmax())
print(at, *places[at])
"""
# In the table, which scrolls, cells may be beyond the edge.
TOO_WIDE = """() => [...document.querySelectorAll('.jp-OutputArea-output')]
    .flatMap(output => [...output.querySelectorAll('bdi, svg[role=img], input, select, button')]
        .filter(node => node.checkVisibility() && !node.closest('table')
            && node.getBoundingClientRect().right > output.getBoundingClientRect().right + 1)
        .map(node => node.outerHTML.slice(0, 200)))"""
COLOURED = """canvas => {
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 3; at < data.length; at += 4) count += data[at] > 100;
  return count;
}"""


def button(notebook, name):
    return notebook.panel.get_by_role("button", name=name, exact=True)


def plane(notebook):
    return notebook.panel.locator(".ea-plane")


def picture(notebook, text):
    return plane(notebook).locator(f'svg[role=img][aria-label*="{text}"]')


def test_axes_are_chosen(lab):
    notebook = lab(SHOW.format("motion"))
    picture(notebook, "442 windows and 5 clusters on accX RMS and accY RMS").wait_for()
    notebook.picture("scores-light")
    across, upwards = (
        notebook.panel.get_by_label("x axis"),
        notebook.panel.get_by_label("y axis"),
    )
    across.select_option("accZ RMS")
    picture(notebook, "on accZ RMS and accY RMS").wait_for()
    notebook.wait_for("panel.axes == (22, 11)")
    upwards.select_option("accZ RMS")  # the other axis shows it: they are exchanged
    picture(notebook, "on accY RMS and accZ RMS").wait_for()
    notebook.wait_for("panel.axes == (11, 22)")
    notebook.run("panel.axes = (25, 0)")
    picture(notebook, "on accZ Spectral Power 0.49 - 1.46 Hz and accX RMS").wait_for()
    assert across.input_value() == "accZ Spectral Power 0.49 - 1.46 Hz"


def test_a_point_is_clicked(lab):
    notebook = lab(SHOW.format("motion"))
    picture(notebook, "442 windows").wait_for()
    at, x, y = (float(text) for text in notebook.run(LONELY).split())
    canvas = plane(notebook).locator("canvas")
    assert canvas.evaluate(COLOURED) > 442
    box = canvas.bounding_box()
    # A few pixels beside the point.
    canvas.click(position={"x": x * box["width"] - 3, "y": (1 - y) * box["height"] + 3}, force=True)
    notebook.wait_for(f"panel.selected == {at:.0f}")
    notebook.panel.get_by_role("status").filter(has_text=f"Window {at:.0f}: score").wait_for()
    table = notebook.panel.get_by_role("region", name="Shares of the axes")
    assert table.get_by_role("rowheader").count() == 6
    assert plane(notebook).locator(".ea-chosen").count() == 1
    canvas.click(position={"x": box["width"] - 2, "y": box["height"] - 2}, force=True)  # far from all points
    notebook.run("panel.axes = (22, 11)")
    picture(notebook, "on accZ RMS").wait_for()
    notebook.wait_for(f"panel.selected == {at:.0f}")


def test_a_window_is_chosen_by_keyboard(lab):
    notebook = lab(SHOW.format("fan"))
    page, box = notebook.page, notebook.panel.get_by_label("window", exact=True)
    box.focus()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    notebook.wait_for("panel.selected == 12")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")  # a number box sends its number then
    notebook.wait_for("panel.selected == 13")
    assert page.evaluate("document.activeElement.ariaLabel") == "Previous window"
    page.keyboard.press("Enter")
    notebook.wait_for("panel.selected == 12")
    page.keyboard.press("Tab")
    page.keyboard.press(" ")
    notebook.wait_for("panel.selected == 13")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    notebook.wait_for("panel.selected == int(panel.scores.score.argmax())")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    notebook.wait_for("panel.selected == int(panel.scores.score.argsort().iloc[-2])")
    assert notebook.run("print(len(get_ipython().user_ns['In']) > 0)").strip() == "True"
    box.fill("99999999")
    box.press("Enter")
    notebook.wait_for("panel.selected == panel.n_windows - 1")
    assert box.input_value() == "475"
    assert button(notebook, "Next window").get_attribute("aria-disabled") == "true"
    box.fill("")
    box.press("Enter")
    notebook.wait_for("panel.selected is None")
    assert len(page.locator(".jp-Notebook .jp-Cell").all()) == 1  # JupyterLab received no key


@pytest.mark.parametrize("name", ["motion", "fan"])
@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_panel_is_accessible(lab, name, theme):
    notebook = lab(SHOW.format(name), theme=theme)
    button(notebook, "Highest score").click()
    notebook.panel.get_by_role("region", name="Shares of the axes").wait_for()
    notebook.picture(f"scores-{name}-{theme[-5:].strip().lower()}")
    results = Axe().run(notebook.page, context=".jp-OutputArea-output")
    found = [
        (item["id"], [node["html"][:200] for node in item["nodes"]])
        for item in results.response["violations"]
    ]
    assert not found


def test_the_panel_fits_600_pixels(lab):
    notebook = lab(SHOW.format("fan"))
    notebook.page.set_viewport_size({"width": 600, "height": 1000})
    try:
        button(notebook, "Highest score").click()
        notebook.panel.get_by_role("region", name="Shares of the axes").wait_for()
        assert not notebook.page.evaluate(TOO_WIDE)
        notebook.picture("scores-600-top")
        notebook.panel.get_by_role("region", name="Shares of the axes").scroll_into_view_if_needed()
        notebook.picture("scores-600")
    finally:
        notebook.page.set_viewport_size({"width": 1400, "height": 1000})


def test_hostile_text_is_shown_as_text(lab):
    notebook = lab(HOSTILE)
    notebook.panel.get_by_role("region", name="Shares of the axes").wait_for()
    notebook.run("panel.axes = (1, 0); panel.selected = 1")
    picture(notebook, "on <script>").wait_for()
    notebook.picture("scores-hostile")
    assert notebook.page.evaluate("window.pwned") is None
    assert not notebook.page.evaluate(TOO_WIDE)


def test_100_000_windows_are_drawn_and_can_be_clicked(lab):
    notebook = lab(MANY.format(100_000))
    picture(notebook, "100,000 windows").wait_for()
    canvas = plane(notebook).locator("canvas")
    assert canvas.evaluate(COLOURED) > 10_000
    notebook.picture("scores-100000")
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] / 2, "y": box["height"] / 2}, force=True)
    notebook.wait_for("panel.selected is not None")
    x, y = (
        float(text)
        for text in notebook.run(
            "print(panel._picture.x[panel.selected], panel._picture.y[panel.selected])"
        ).split()
    )
    assert abs(x - 0.5) * box["width"] < 14
    assert abs(y - 0.5) * box["height"] < 14


def test_the_tab_of_the_explorer_shows_the_samples_at_once(lab):
    notebook = lab("import edgeanomaly_nb as ea\npanel = ea.explore()\npanel")
    notebook.panel.get_by_role("tab", name="Scores").click()
    picture(notebook, "442 windows").wait_for()
    notebook.panel.get_by_label("Scores of", exact=True).select_option("training windows")
    picture(notebook, "612 windows").wait_for()
    notebook.panel.get_by_role("status").filter(
        has_text="These are scores of 612 training windows."
    ).wait_for()
    notebook.picture("explorer-scores")
