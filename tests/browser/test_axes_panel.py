"""The axes panel in JupyterLab, and its table alone in a page without a kernel."""

from __future__ import annotations

import base64
import json
import random
import re

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.axes_filter import SHOW, SORTS, AxesFilter
from edgeanomaly_nb.facts import selection_text
from edgeanomaly_nb.panels.axes.table import SCRIPT, STYLE, pack
from tests.bodies import HOSTILE, axis, config

# A page with the script as window.table, a model like that of a widget manager as window.model, and a view.
LOAD = """async ([script, style, packed, summary, state]) => {
  document.head.append(Object.assign(document.createElement('style'), {textContent: style}));
  const url = URL.createObjectURL(new Blob([script], {type: 'text/javascript'}));
  window.table = await import(url);
  const view = text => new DataView(Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer);
  const axes = Object.fromEntries(Object.entries(packed).map(
    ([name, value]) => [name, typeof value === 'string' ? view(value) : value]));
  const values = {query: '', show: 'all', sort: 'index', sensor: null, feature: null, band_low_hz: null,
                  band_high_hz: null, marked: new DataView(new ArrayBuffer(0)), _axes: axes, summary,
                  ...state};
  const listeners = new Set();
  const notify = name => { for (const [event, call] of [...listeners]) if (event === name) call(); };
  window.model = {
    saved: 0, listeners,
    get: name => values[name],
    set: (name, value) => { values[name] = value; notify(`change:${name}`); },
    on: (event, call) => listeners.add([event, call]),
    off: (event, call) => {
      for (const pair of listeners) if (pair[0] === event && pair[1] === call) listeners.delete(pair);
    },
    save_changes: () => { window.model.saved += 1; throw new Error('no comm'); },
  };
  window.data = window.table.decode(axes);
  window.addView = () => {
    const el = document.body.appendChild(document.createElement('div'));
    return window.table.default.render({model: window.model, el});
  };
  window.closeFirst = window.addView();
}"""


def without_kernel(watched, axes, **state):
    """Open the table in a page of its own, on a model without a kernel."""
    sent = {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for name, value in pack(axes, AxesFilter(axes)).items()
    }
    page = watched.context.new_page()
    page.evaluate(LOAD, [SCRIPT, STYLE, sent, selection_text(axes), state])
    return page


def rows(page):
    """Return the first cells of all rows in the page: the indices."""
    return [
        int(text.strip("✓"))
        for text in page.get_by_role("row").locator(":scope > span:first-child").all_inner_texts()
    ]


def odd_axes():
    """Return axes with everything that search and sorting have to handle."""
    sensors = ["accX", "acc X", "b10", "b9", "Straße", "µT", "ΣΑΣ", "İ", "", "שלום", "a.10", "a.9"]
    tails = [
        "RMS",
        "Spectral Power 0.5 - 1.5 Hz",
        "Spectral Power 0.49 - 1.46 Hz",
        "1.5-10Hz",
        "L1-n5",
        "odd 3",
    ]
    labels = [f"{sensor} {tail}".strip() for sensor in sensors for tail in tails]
    labels += ["feature 2", "feature 10", "", "🙂", "\uff21", "\n", "accX RMS"]
    labels += [
        "caf\u00e9 RMS",
        "cafe\u0301 RMS",
        "CAFE\u0301 odd",
        "t 0.0 - 0.0 Hz",
        "t 0.01 - 0.01 Hz",
        "t RMS LF",
    ]
    chance = random.Random(5)
    return config(
        axes=[
            axis(7 * at % 89, label, chance.random() < 0.4, chance.random() < 0.3)
            for at, label in enumerate(labels)
        ]
    ).axes


def random_states(axes, count):
    """Yield random searches, filters and sorts that suit some axes."""
    chance = random.Random(len(axes))
    known = AxesFilter(axes)
    for _ in range(count):
        label = chance.choice(axes.label.tolist() or [""])
        start = chance.randrange(len(label) + 1)
        part = label[start : start + chance.randint(1, 6)]
        query = chance.choice(
            ["", " \t ", part, f"{part}\n{label[:start]}", "rms", " X r", "rms  accx", "NO SUCH"]
        )
        yield {
            "query": chance.choice([query, query.upper(), query.lower()]),
            "show": chance.choice(SHOW),
            "sort": chance.choice(SORTS),
            "sensor": chance.choice([None, None, *known.sensors]),
            "feature": chance.choice([None, None, *known.features]),
            "band_low_hz": chance.choice([None, None, 0, 0.5, 1.46, 3]),
            "band_high_hz": chance.choice([None, None, 1.46, 1.5, 10]),
        }


@pytest.mark.parametrize("name", ["odd", "motion", "raw", "two-blocks", "untrained"])
def test_the_page_searches_counts_and_sorts_like_python(watched, name):
    axes = odd_axes() if name == "odd" else ea.load_sample(name).axes
    axes_filter = AxesFilter(axes)
    page = without_kernel(watched, axes)
    states = list(random_states(axes, 400))
    results = page.evaluate(
        """all => all.map(state => {
          const { shown, counts } = table.filter(data, state);
          return [[...shown], counts, table.pythonList(data, shown)];
        })""",
        states,
    )
    for state, (shown, counts, listed) in zip(states, results, strict=True):
        narrowing = {name: value for name, value in state.items() if name not in ("show", "sort")}
        order = axes_filter.order(state["sort"])
        expected = order[axes_filter.mask(show=state["show"], **narrowing)[order]]
        assert shown == expected.tolist(), state
        assert counts == axes_filter.counts(**narrowing), state
        assert listed == str(axes.index[expected].tolist())
    assert page.get_by_role("status").get_by_text(selection_text(axes)).count() == 1


def test_the_table_works_without_a_kernel(watched):
    watched.context.grant_permissions([])  # without a clipboard, the text area is used
    page = without_kernel(watched, ea.load_sample("motion").axes)
    page.get_by_placeholder("search labels").fill("rms")
    page.get_by_text("3 of 33 shown", exact=True).wait_for()
    page.get_by_role("columnheader", name="label").get_by_role("button").click()
    page.get_by_role("columnheader", name="label").get_by_role("button").click()
    assert rows(page) == [22, 11, 0]
    page.wait_for_function("model.saved > 0 && model.get('sort') === '-label'")
    page.get_by_role("button", name="Copy shown indices").click()
    page.get_by_text("copied 3 indices: [22, 11, 0]").wait_for()
    assert not watched.errors


def test_two_views_of_a_model_agree_and_are_removed(watched):
    page = without_kernel(watched, ea.load_sample("motion").axes)
    page.evaluate("() => { window.closeSecond = addView(); }")
    first, second = page.get_by_placeholder("search labels").all()
    first.fill("rms")
    page.get_by_role("row", name="0 accX RMS").first.click()
    page.wait_for_function("document.querySelectorAll('[aria-selected=true]').length === 2")
    assert second.input_value() == "rms"
    second.fill("")
    page.wait_for_function("model.get('query') === ''")
    assert first.input_value() == ""
    page.evaluate("() => { closeFirst(); closeSecond(); }")
    assert page.evaluate("model.listeners.size") == 0
    assert page.locator(".ea-axes").count() == 0


def test_a_change_is_sent_once_after_a_pause(watched):
    page = without_kernel(watched, ea.load_sample("motion").axes)
    page.get_by_placeholder("search labels").press_sequentially("skewness")
    page.wait_for_function("model.get('query') === 'skewness'")
    assert page.evaluate("model.saved") < 4
    page.get_by_placeholder("search labels").fill("rms")
    page.evaluate("closeFirst()")  # a change that was not sent is sent at the end
    assert page.evaluate("model.get('query')") == "rms"


PANEL = "import edgeanomaly_nb as ea\np = ea.AxesPanel(ea.load_sample('motion'))\np"


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
    notebook = lab(
        "import edgeanomaly_nb as ea", "p = ea.AxesPanel(ea.load_sample('motion'))\np", theme=theme
    )
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


def test_copied_is_no_longer_shown_once_it_is_no_longer_so(lab):
    notebook = lab("import edgeanomaly_nb as ea", "p = ea.AxesPanel(ea.load_sample('motion'))\np")
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
    notebook = lab("import edgeanomaly_nb as ea", "p = ea.AxesPanel(ea.load_sample('motion'))\np")
    grid = notebook.panel.get_by_role("grid")
    assert grid.bounding_box()["height"] == 12.5 * 28 + 2
    notebook.panel.get_by_role("searchbox").fill("rms")
    notebook.panel.get_by_text("3 of 33 shown", exact=True).wait_for()
    assert grid.bounding_box()["height"] == 4 * 28 + 2
    notebook.panel.get_by_role("searchbox").fill("nothing like it")
    notebook.panel.get_by_text("No axis matches").wait_for()
    assert grid.bounding_box()["height"] == 2 * 28 + 2
