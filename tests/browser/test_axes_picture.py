"""The picture of the axes panel in JupyterLab."""

from __future__ import annotations

import json

import pytest

from tests.browser.axes_panel import PANEL


def _centre_of(panel, label, size):
    """Return where the cell of an axis is in the picture: at the crossing of its row and its column."""
    box = panel.locator(".ea-axes-picture svg").bounding_box()
    left, top, width, height = size
    column, row, columns, rows = label
    return (
        box["x"] + box["width"] * (left + width * (column + 0.5) / columns),
        box["y"] + box["height"] * (top + height * (row + 0.5) / rows),
    )


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_picture_dims_describes_and_marks(lab, theme):
    notebook = lab(PANEL, theme=theme)
    panel, page = notebook.panel, notebook.page
    picture = panel.locator(".ea-axes-picture")
    picture.locator("svg").scroll_into_view_if_needed()
    size = json.loads(notebook.run("print(p.picture._grid['area'])"))
    picture.locator("svg").evaluate("svg => { svg.isTheFirst = true; }")
    dimmed = picture.locator(".ea-dim")
    assert not dimmed.get_attribute("d")
    panel.get_by_role("searchbox").fill("rms")
    panel.get_by_text("3 of 33 shown", exact=True).wait_for()
    page.wait_for_function(
        "path => path.getAttribute('d').split('M').length === 31", arg=dimmed.element_handle()
    )
    assert picture.locator("svg").evaluate("svg => svg.isTheFirst")  # not drawn again

    page.mouse.move(*_centre_of(panel, (3, 1, 11, 3), size))
    tip = picture.locator(".ea-tip")
    tip.wait_for()
    assert tip.inner_text() == "accY Spectral Power 0.49 - 1.46 Hz (14)"
    page.mouse.move(*_centre_of(panel, (0, 0, 11, 3), size))
    page.wait_for_function(
        "tip => tip.textContent === 'accX RMS (0) · ● selected · ★ favourite'", arg=tip.element_handle()
    )
    page.mouse.click(*_centre_of(panel, (0, 0, 11, 3), size))
    notebook.wait_for("p.marked == (0,)")
    panel.get_by_text("3 of 33 shown · 1 marked").wait_for()
    page.keyboard.down("Control")
    page.mouse.click(*_centre_of(panel, (0, 2, 11, 3), size))
    page.keyboard.up("Control")
    notebook.wait_for("p.marked == (0, 22)")
    notebook.picture(f"axes-picture-{theme.split()[1].lower()}")
    page.mouse.move(0, 0)
    tip.wait_for(state="hidden")

    notebook.run("p.marked = [14]")
    outline = picture.locator(".ea-marked").last
    page.wait_for_function(
        "path => path.getAttribute('d').split('M').length === 2", arg=outline.element_handle()
    )
    panel.get_by_role("button", name="Clear filters").click()
    page.wait_for_function("path => !path.getAttribute('d')", arg=dimmed.element_handle())


def test_the_picture_of_thousands_of_axes_is_alive(lab):
    notebook = lab("import edgeanomaly_nb as ea", "p = ea.AxesPanel(ea.load_sample('large'))\np")
    panel, page = notebook.panel, notebook.page
    picture = panel.locator(".ea-axes-picture")
    picture.locator("svg").scroll_into_view_if_needed()
    panel.get_by_role("searchbox").fill("fan31 rms")
    panel.get_by_text("3 of 2,106 shown", exact=True).wait_for()
    dimmed = picture.locator(".ea-dim").element_handle()
    page.wait_for_function("path => path.getAttribute('d').split('M').length === 2104", arg=dimmed)
    size = json.loads(notebook.run("print(p.picture._grid['area'])"))
    page.mouse.click(*_centre_of(panel, (0, 0, 162, 13), size))  # filtered out: not marked
    panel.get_by_role("searchbox").fill("")
    page.wait_for_function("path => !path.getAttribute('d')", arg=dimmed)
    page.mouse.click(*_centre_of(panel, (1, 0, 162, 13), size))
    notebook.wait_for("p.marked == (13,)")
    notebook.picture("axes-picture-large")
