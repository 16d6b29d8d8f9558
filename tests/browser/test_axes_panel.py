"""The axes panel in JupyterLab."""

from __future__ import annotations

import re

from tests.bodies import HOSTILE
from tests.browser.axes_panel import PANEL, rows


def test_search_filters_sorts_and_marks_with_the_mouse(lab):
    notebook = lab(PANEL)
    panel, page = notebook.panel, notebook.page
    search = panel.get_by_role("searchbox", name="Search labels")
    search.press_sequentially("rMs ")
    panel.get_by_text("3 of 33 shown", exact=True).wait_for()
    assert rows(panel) == [0, 11, 22]
    assert panel.get_by_role("group", name="Show").get_by_role("button").all_inner_texts() == [
        "All 3",
        "Selected 3",
        "Favourite 3",
        "Favourite, not selected 0",
        "Selected, not favourite 0",
    ]
    notebook.wait_for("p.query == 'rMs ' and p.view.index.tolist() == [0, 11, 22]")
    panel.get_by_role("button", name="Favourite, not selected 0").click()
    panel.get_by_text("No axis matches the search and the filters.").wait_for()
    search.fill("")
    panel.get_by_text("2 of 33 shown", exact=True).wait_for()
    assert rows(panel) == [3, 15]
    notebook.wait_for("p.show == 'favourite-only' and p.query == ''")
    clear = panel.get_by_role("button", name="Clear filters")
    clear.click()
    panel.get_by_text("33 of 33 shown", exact=True).wait_for()
    assert clear.is_disabled()
    notebook.wait_for("p.show == 'all'")

    feature = panel.get_by_role("columnheader", name="feature")
    feature.get_by_role("button").click()
    assert feature.get_attribute("aria-sort") == "ascending"
    assert rows(panel)[:3] == [3, 14, 25]
    feature.get_by_role("button").click()
    assert feature.get_attribute("aria-sort") == "descending"
    assert rows(panel)[:3] == [10, 21, 32]
    notebook.wait_for("p.sort == '-band' and p.view.index.tolist()[:3] == [10, 21, 32]")

    panel.get_by_role("combobox", name="Sensor").select_option("accY")
    panel.get_by_label("Lowest frequency in Hz").fill("1.46")
    panel.get_by_label("Highest frequency in Hz").fill("3")
    panel.get_by_text("2 of 33 shown", exact=True).wait_for()
    assert rows(panel) == [16, 15]
    notebook.wait_for("(p.sensor, p.band_low_hz, p.band_high_hz) == ('accY', 1.46, 3)")
    panel.get_by_role("combobox", name="Feature").select_option("Spectral Power 1.46 - 2.44 Hz")
    notebook.wait_for("p.view.index.tolist() == [15]")
    for label in ("Sensor", "Feature"):
        panel.get_by_role("combobox", name=label).select_option("all")
    for label in ("Lowest", "Highest"):
        panel.get_by_label(f"{label} frequency in Hz").fill("")
    panel.get_by_role("columnheader", name="ix").get_by_role("button").click()
    notebook.wait_for("len(p.view) == 33 and p.sort == 'index'")

    row = lambda label: panel.get_by_role("row", name=label)  # noqa: E731
    row("accX RMS").click()
    row("accX Spectral Power 0.49").click(modifiers=["Shift"])
    row("accX Kurtosis").click(modifiers=["ControlOrMeta"])
    notebook.wait_for("p.marked == (0, 1, 3)")
    assert row("accX Skewness").get_attribute("aria-selected") == "true"
    panel.get_by_text("33 of 33 shown · 3 marked").wait_for()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    panel.get_by_role("button", name="Copy marked indices").click()
    panel.get_by_text("copied 3 indices: [0, 1, 3]").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "[0, 1, 3]"
    page.context.clear_permissions()

    notebook.run("p.query, p.show, p.sort, p.marked = 'power', 'selected', '-index', [4, 25]")
    panel.get_by_text("2 of 33 shown · 2 marked").wait_for()
    assert rows(panel) == [25, 4]
    assert search.input_value() == "power"
    assert panel.get_by_role("button", name="Selected 2", exact=True).get_attribute("aria-pressed") == "true"
    assert panel.get_by_role("columnheader", name="ix").get_attribute("aria-sort") == "descending"
    notebook.run("p.close()")
    panel.locator(".ea-axes").wait_for(state="detached")


def test_by_keyboard_alone_in_a_dark_and_narrow_page(lab):
    notebook = lab(PANEL, theme="JupyterLab Dark")
    panel, page = notebook.panel, notebook.page
    page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
    wide = page.viewport_size
    page.set_viewport_size({"width": 600, "height": 900})
    try:
        panel.get_by_role("searchbox").focus()
        grid = panel.get_by_role("grid")
        for _ in range(20):
            page.keyboard.press("Tab")
            if grid.evaluate("grid => grid === document.activeElement"):
                break
        cells_before = panel.locator(".jp-Cell").count()
        for key in ("ArrowDown", "ArrowDown", " ", "ArrowDown", "Shift+ArrowDown"):
            page.keyboard.press(key)
        notebook.wait_for("p.marked == (3, 4)")
        active = grid.get_attribute("aria-activedescendant")
        assert "Spectral Power 1.46" in page.locator(f"[id='{active}']").inner_text()
        page.keyboard.press("End")
        panel.get_by_role("row", name="accZ Spectral Power 7.32").wait_for()
        assert grid.get_attribute("aria-activedescendant").endswith("-32")
        for key in ("PageUp", "Home", "Escape", "Control+a", "b", "a"):  # no shortcut of the notebook
            page.keyboard.press(key)
        notebook.wait_for("len(p.marked) == 33")
        assert panel.locator(".jp-Cell").count() == cells_before
        assert panel.evaluate(
            "el => [...el.querySelectorAll('.ea-axes, .ea-show')].every(e => e.scrollWidth <= e.clientWidth)"
        )
        for button in panel.locator(".ea-axes button:visible").all():
            assert button.bounding_box()["height"] >= 24
        ink, paper = grid.evaluate("el => [getComputedStyle(el).color, getComputedStyle(el).backgroundColor]")
        assert _brightness(ink) > 200 > 80 > _brightness(paper)
        notebook.picture("axes-panel-600-dark")
    finally:
        page.set_viewport_size(wide)
        page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")


def _brightness(colour):
    """Return the brightness of a CSS colour on a black background."""
    red, green, blue, *alpha = (float(part) for part in re.findall(r"[\d.]+", colour))
    return (red + green + blue) / 3 * (alpha[0] if alpha else 1)


def test_hostile_labels_run_nothing_and_stay_in_their_rows(lab):
    labels = [text for hostile in HOSTILE for text in (hostile, f"{hostile} RMS")]
    notebook = lab(
        "import edgeanomaly_nb as ea, pandas as pd",
        f"labels = {labels!r}\n"
        "frame = pd.DataFrame({'label': labels, 'selected': True, 'favourite': False, 'configured': False})\n"
        "p = ea.AxesPanel(frame)\np",
    )
    panel, page = notebook.panel, notebook.page
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    panel.get_by_text("18 of 18 shown", exact=True).wait_for()
    for sort in ("label", "sensor", "feature"):
        panel.get_by_role("columnheader", name=sort).get_by_role("button").click()
    sizes = panel.locator(".ea-body .ea-row").evaluate_all(
        "all => all.map(row => [row.offsetHeight, row.offsetWidth])"
    )
    assert {height for height, _ in sizes} == {28}
    assert max(width for _, width in sizes) <= panel.locator(".ea-grid").bounding_box()["width"]
    assert panel.locator(".ea-axes img, .ea-axes script").count() == 0
    titles = panel.locator(".ea-body [title]").evaluate_all("all => all.map(cell => cell.title.length)")
    assert max(titles) == 500
    panel.get_by_role("searchbox").fill("<img")
    panel.get_by_text("2 of 18 shown", exact=True).wait_for()
    notebook.wait_for("len(p.view) == 2")
    assert page.evaluate("window.pwned") is None
    assert dialogs == []


def test_a_hundred_thousand_axes_are_few_rows_in_the_page(lab):
    notebook = lab(
        "import edgeanomaly_nb as ea, json, pandas as pd",
        "names = ['RMS', 'Kurtosis', *(f'Spectral Power {k} - {k + 1} Hz' for k in range(11))]\n"
        "frame = pd.DataFrame({'label': [f'ch{k // 13} {names[k % 13]}' for k in range(100_000)]})\n"
        "p = ea.AxesPanel(frame.assign(selected=frame.index % 7 == 0, favourite=False))\np",
    )
    panel, page = notebook.panel, notebook.page
    panel.get_by_text("100,000 of 100,000 shown", exact=True).wait_for()
    assert panel.locator(".ea-body .ea-row").count() < 40
    search = panel.get_by_role("searchbox", name="Search labels")
    search.fill("ch7691 ku")
    panel.get_by_text("1 of 100,000 shown", exact=True).wait_for()
    search.fill("")
    grid = panel.get_by_role("grid")
    grid.focus()
    page.keyboard.press("End")
    panel.get_by_role("row", name="99999 ch7692").wait_for()
    page.keyboard.press("Control+a")
    notebook.wait_for("len(p.marked) == 100_000")
    panel.get_by_text("100,000 axes are too many for a picture").first.wait_for()
    assert panel.locator(".ea-body .ea-row").count() < 40


def test_copied_is_no_longer_shown_once_it_is_no_longer_so(lab):
    notebook = lab(PANEL)
    panel = notebook.panel
    copy = panel.get_by_role("button", name="Copy shown indices")
    copied = panel.locator(".ea-copied")
    for change in (
        lambda: panel.get_by_role("searchbox").fill("rms"),
        lambda: panel.get_by_role("columnheader", name="label").get_by_role("button").click(),
        lambda: notebook.run("p.marked = [0]"),
        lambda: notebook.run("p.show = 'selected'"),
    ):
        copy.click()
        copied.get_by_text("copied").wait_for()
        change()
        copied.get_by_text("copied").wait_for(state="detached")


def test_the_table_is_as_high_as_its_rows(lab):
    notebook = lab(PANEL)
    grid = notebook.panel.get_by_role("grid")
    assert grid.bounding_box()["height"] == 12.5 * 28 + 2
    notebook.panel.get_by_role("searchbox").fill("rms")
    notebook.panel.get_by_text("3 of 33 shown", exact=True).wait_for()
    assert grid.bounding_box()["height"] == 4 * 28 + 2
    notebook.panel.get_by_role("searchbox").fill("nothing like it")
    notebook.panel.get_by_text("No axis matches").wait_for()
    assert grid.bounding_box()["height"] == 2 * 28 + 2
