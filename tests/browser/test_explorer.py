from __future__ import annotations

import socket

import pytest

import edgeanomaly_nb as ea
from tests.studio.server import KEY

OPEN = "import edgeanomaly_nb as ea\npanel = ea.explore()\npanel"
HIDE_FILES = "() => window.jupyterapp.commands.execute('application:toggle-left-area')"
SAVE = "() => window.jupyterapp.shell.currentWidget.context.save()"
STATE = """async () => {
  const context = window.jupyterapp.shell.currentWidget.context;
  const views = [...document.querySelectorAll('.edgeanomaly-key input')];
  return JSON.stringify([context.model.toJSON(), views.map(view => [view.value, view.outerHTML])]);
}"""
# A service in the kernel, which responds with a block only after `go` is set.
SLOW = """
import json, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import edgeanomaly_nb as ea

go, keys, requested = threading.Event(), [], []
motion = ea.load_sample("motion").to_json().encode()
block = {"id": 7, "type": "anomaly", "name": "Slow one", "title": "t", "dsp": [2]}
bodies = {
    "/v1/api/projects": {"success": True, "projects": [{"id": 1, "name": "Slow project"}]},
    "/v1/api/1/impulses": {"success": True, "impulses": [{"id": 1, "name": "I", "learnBlocks": [block]}]},
}

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        keys.append(self.headers["x-api-key"])
        requested.append(self.path)
        if self.path in bodies:
            body = json.dumps(bodies[self.path]).encode()
        else:
            go.wait(60)
            body = motion
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/v1"
panel = ea.AnomalyExplorer(ea.StudioClient(ea.ApiKey("ei_" + 32 * "0"), base_url=url, retries=0))
panel
"""


def button(notebook, name):
    return notebook.panel.get_by_role("button", name=name, exact=True)


def test_projects_blocks_and_tabs_by_keyboard(lab):
    notebook = lab(OPEN)
    page = notebook.page
    notebook.panel.get_by_text("No key found").wait_for()
    project = notebook.panel.get_by_label("Project", exact=True)
    project.focus()
    page.keyboard.press("ArrowDown")
    notebook.wait_for("panel.learn_id == 4 and panel.project_id == 519640 and not panel.busy")
    assert "519640" in project.evaluate("select => select.value")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    notebook.wait_for("panel.config.name == 'Fan anomaly' and not panel.busy")  # a choice loads
    notebook.panel.get_by_text("Loaded block 7 of project 519640.").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Refresh"
    notebook.picture("explorer-overview")
    tabs = notebook.panel.get_by_role("tab")
    assert tabs.all_inner_texts() == ["Overview", "Axes", "Thresholds", "Scores", "Compare", "Export"]
    tabs.nth(0).focus()
    for name, found in (("Axes", "Copy shown indices"), ("Thresholds", "lower threshold flags more")):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        notebook.panel.get_by_text(found).first.wait_for()
        notebook.picture(f"explorer-{name.lower()}")


def test_a_file_is_downloaded(lab):
    notebook = lab(OPEN)
    notebook.panel.get_by_role("tab", name="Export").click()
    button(notebook, "Axes as CSV").click()
    link = notebook.panel.get_by_role("link", name="Download anomaly-project-481207-block-4-axes.csv")
    with notebook.page.expect_download() as started:
        link.click()
    assert started.value.suggested_filename == "anomaly-project-481207-block-4-axes.csv"
    text = started.value.path().read_text("utf-8-sig")
    assert text.startswith("ix,label,")
    assert len(text.splitlines()) == 34


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_a_report_is_created(lab, theme):
    notebook = lab(OPEN, theme=theme)
    notebook.panel.get_by_role("tab", name="Export").click()
    button(notebook, "Report as HTML page").click()
    link = notebook.panel.get_by_role("link", name="Download anomaly-project-481207-block-4-report.html")
    with notebook.page.expect_download() as started:
        link.click()
    page = started.value.path().read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "accX RMS" in page
    notebook.panel.get_by_role("status").filter(has_text="ready to download").wait_for()
    notebook.run("import sys; sys.modules['xlsxwriter'] = None")
    button(notebook, "Report as Excel workbook").click()
    alert = notebook.panel.get_by_role("alert")
    alert.wait_for()
    notebook.run("del sys.modules['xlsxwriter']")
    assert "pip install XlsxWriter" in alert.inner_text()
    notebook.picture(f"explorer-export-{theme[-5:].strip().lower()}")


def test_the_status_is_shown_while_a_report_is_created(lab):
    notebook = lab(OPEN)
    notebook.panel.get_by_role("tab", name="Export").click()
    button(notebook, "Report as Jupyter notebook").click()
    notebook.panel.get_by_role("status").filter(has_text="Creating report as Jupyter notebook…").wait_for()
    notebook.picture("explorer-export-creating")
    link = notebook.panel.get_by_role("link", name="Download anomaly-project-481207-block-4-report.ipynb")
    link.wait_for(timeout=120_000)
    with notebook.page.expect_download() as started:
        link.click()
    assert '"nbformat"' in started.value.path().read_text("utf-8")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_a_block_is_compared_with_a_chosen_file(lab, tmp_path, theme):
    later = ea.load_sample("motion-later").save(tmp_path / "later.json")
    foreign = tmp_path / "foreign.json"
    foreign.write_text('{"a": 1}')
    notebook = lab(OPEN, theme=theme)
    notebook.panel.get_by_role("tab", name="Compare").click()
    notebook.panel.get_by_text("Nothing is compared yet.").wait_for()
    notebook.picture(f"explorer-compare-empty-{theme[-5:].strip().lower()}")
    choose(notebook, later)
    notebook.panel.get_by_text("Before (the saved file)").wait_for()
    notebook.panel.get_by_role("status").filter(has_text="1 axis newly selected").wait_for()
    notebook.panel.get_by_role("img", name="What changed. 1 axis newly selected").wait_for()
    assert notebook.panel.get_by_role("row").filter(has_text="0.15 lower, so it flags more").count() == 1
    button(notebook, "Swap before and after").click()
    notebook.panel.get_by_role("row").filter(has_text="0.15 higher, so it flags less").wait_for()
    notebook.picture(f"explorer-compare-{theme[-5:].strip().lower()}")
    choose(notebook, foreign)
    alert = notebook.panel.get_by_role("alert")
    alert.wait_for()
    assert "foreign.json is not a saved config" in alert.inner_text()
    notebook.picture(f"explorer-compare-error-{theme[-5:].strip().lower()}")
    choose(notebook, later)  # the same one again
    alert.wait_for(state="detached")


def test_the_comparison_stays_when_another_block_is_loaded(lab, tmp_path):
    saved = ea.load_sample("motion").save(tmp_path / "motion.json")
    notebook = lab(OPEN)
    notebook.panel.get_by_role("tab", name="Compare").click()
    choose(notebook, saved)
    notebook.panel.get_by_text("Nothing changed.").first.wait_for()
    notebook.run("panel.learn_id = 7; panel.load()")
    notebook.panel.get_by_role("status").filter(has_text="30 axes added").wait_for()
    assert notebook.panel.get_by_text("motion.json").first.is_visible()


def choose(notebook, path):
    """Choose a file in the dialogue of the browser."""
    chooser = notebook.panel.get_by_role("button", name="Choose a saved file")
    with notebook.page.expect_file_chooser() as opened:
        chooser.click()
    opened.value.set_files(path)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_without_a_network_an_error_is_shown_and_the_last_block_stays(lab, theme):
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    notebook = lab(OPEN, theme=theme)
    button(notebook, "Refresh").wait_for()
    notebook.run(f"panel.client = ea.StudioClient(ea.ApiKey('ei_' + 32 * '0'), base_url={url!r}, retries=0)")
    button(notebook, "Refresh").click()
    alert = notebook.panel.get_by_role("alert")
    alert.wait_for()
    assert "network" in alert.inner_text()
    notebook.panel.get_by_text("From before the error").wait_for()
    assert notebook.panel.get_by_text("carried, conveyor, dropped, idle").first.is_visible()
    notebook.picture(f"explorer-error-{theme[-5:].strip().lower()}")


def test_a_slow_service_does_not_freeze_the_page(lab):
    notebook = lab(SLOW)
    notebook.panel.get_by_text("Project 1 has 1 anomaly block.").wait_for()
    load = notebook.panel.locator("button.mod-primary")
    load.click()
    notebook.panel.get_by_text("Loading block 7 of project 1…").wait_for()
    assert load.is_disabled()
    assert load.inner_text() == "Loading…"
    notebook.picture("explorer-busy")
    load.click(force=True)
    assert notebook.run("print(panel.busy, 6 * 7)").strip() == "True 42"  # the kernel responds meanwhile
    notebook.panel.get_by_text("Use an API key").click()
    notebook.panel.get_by_label("API key").wait_for()  # and so does the page
    notebook.run("go.set()")
    notebook.panel.get_by_text("Loaded block 7 of project 1.").wait_for()
    notebook.panel.get_by_text("carried, conveyor, dropped, idle").first.wait_for()
    assert notebook.run("print(sum('anomaly' in path for path in requested))").strip() == "1"
    # A cell that waits gets the result, although the event loop of the kernel stands still meanwhile.
    assert notebook.run("print(panel.load().result(30) is panel.config)").strip() == "True"


def test_a_typed_key_is_stored_nowhere(lab, lab_root):
    notebook = lab(SLOW)
    notebook.panel.get_by_text("Project 1 has 1 anomaly block.").wait_for()
    notebook.panel.get_by_text("Use an API key").click()
    box = notebook.panel.get_by_label("API key")
    box.fill("not-a-key-but-secret")
    box.press("Enter")
    alert = notebook.panel.get_by_role("alert")
    alert.wait_for()
    assert "secret" not in alert.inner_text()
    assert box.input_value() == ""
    box.fill(KEY)
    notebook.picture("explorer-key")
    assert KEY not in notebook.run(DUMP)
    notebook.run("go.set()")
    button(notebook, "Use this key").click()
    assert box.input_value() == ""
    notebook.wait_for(f"keys[-1] == {KEY!r} and not panel.busy")
    alert.wait_for(state="detached")
    notebook.page.evaluate(SAVE)
    saved = next(path for path in lab_root.glob("test-a-typed-key*.ipynb")).read_text()
    assert "AnomalyExplorer" in saved
    for kept in (saved, notebook.page.evaluate(STATE), notebook.run(DUMP)):
        assert KEY not in kept
        assert "not-a-key" not in kept


DUMP = "import json, ipywidgets; print(json.dumps(ipywidgets.Widget.get_manager_state()), repr(panel))"


def test_it_is_readable_at_600_pixels(lab):
    notebook = lab(OPEN)
    button(notebook, "Refresh").wait_for()
    page = notebook.page
    page.evaluate(HIDE_FILES)
    page.set_viewport_size({"width": 600, "height": 1000})
    try:
        page.wait_for_function(f"({WIDEST})() > 0")
        notebook.picture("explorer-600")
        assert page.evaluate(WIDEST) <= 600
        notebook.run("panel.compare_with(ea.load_sample('spectral'))")
        notebook.panel.get_by_text("24 axes added").first.wait_for()
        notebook.picture("explorer-compare-600")
        assert page.evaluate(WIDEST) <= 600
        notebook.panel.get_by_role("tab", name="Export").click()
        button(notebook, "Report as PDF").wait_for()
        assert page.evaluate(WIDEST) <= 600
        clipped = "parts => parts.filter(part => part.scrollWidth > part.clientWidth).length"
        assert notebook.panel.locator(".widget-tab .lm-TabBar-tabLabel").evaluate_all(clipped) == 0
    finally:
        page.set_viewport_size({"width": 1400, "height": 1000})
        page.evaluate(HIDE_FILES)


WIDEST = """() => Math.max(...[...document.querySelectorAll(
  '.jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output :is(button, select, table, details, li)'
)].map(part => part.getBoundingClientRect().right))"""
