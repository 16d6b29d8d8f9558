"""Apply… in the Thresholds tab: a preview, then a second click, by keyboard too."""

from __future__ import annotations

import pytest

from tests.studio.server import KEY

SERVICE = f"""
from tests.studio.writable_service import WritableService
import edgeanomaly_nb as ea

server = WritableService(status="started_job", had_results=True, job=12).__enter__()
client = ea.StudioClient(ea.ApiKey("{KEY}"), base_url=server.url, allow_writes=True)
panel = ea.AnomalyExplorer(client, project_id=1, learn_id=3, allow_writes=True)
panel
"""
SAMPLES = "import edgeanomaly_nb as ea\npanel = ea.explore(allow_writes=True)\npanel"


def button(notebook, name):
    return notebook.panel.get_by_role("button", name=name, exact=True)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
@pytest.mark.parametrize("width", [1400, 600])
def test_preview_and_second_click_by_keyboard(lab, theme, width):
    notebook = lab(SERVICE, theme=theme)
    page = notebook.page
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 1000})
    try:
        _write_by_keyboard(notebook, f"apply-{theme[-5:].strip().lower()}-{width}")
    finally:
        page.set_viewport_size(before)
        notebook.run("server.__exit__()")


def _write_by_keyboard(notebook, picture):
    page = notebook.page
    notebook.wait_for("panel.config is not None and not panel.busy")
    notebook.panel.get_by_role("tab", name="Thresholds").click()
    notebook.panel.get_by_text("only “Write to Studio” then writes it").wait_for()
    assert not button(notebook, "Apply…").is_visible()
    notebook.run("panel.thresholds_panel.trial = {'min_score': 0.2}")
    button(notebook, "Apply…").focus()
    page.keyboard.press("Enter")
    notebook.panel.get_by_text("0.1 lower, so it flags more").wait_for()
    assert notebook.run("print(len(server.posts))").strip() == "0"
    assert page.evaluate("document.activeElement.textContent") == "Apply…"
    button(notebook, "Write to Studio").scroll_into_view_if_needed()
    notebook.picture(f"{picture}-preview")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Write to Studio"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Cancel"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    notebook.wait_for("panel.tabs.thresholds_tab.apply_box.jobs.value")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    notebook.panel.get_by_text("min_score is now 0.2, before 0.3.").wait_for()
    notebook.panel.get_by_text("Studio has started job 12").first.wait_for()
    assert notebook.run("print(server.log.count('POST /api/1/impulse/1/set-thresholds'))").strip() == "1"
    assert notebook.run("print(server.posts[0]['allowCreatingRegenerateModelTestingJobs'])").strip() == "True"
    assert not button(notebook, "Apply…").is_visible()
    notebook.panel.get_by_text("Studio has started job 12").first.scroll_into_view_if_needed()
    notebook.picture(f"{picture}-written")


def test_error_is_shown_in_the_page(lab):
    notebook = lab(SERVICE)
    notebook.wait_for("panel.config is not None and not panel.busy")
    notebook.panel.get_by_role("tab", name="Thresholds").click()
    notebook.run(
        "from tests.studio import writable_service as does\n"
        "server.on_post = does.lost\n"
        "panel.thresholds_panel.trial = {'min_score': 0.2}"
    )
    button(notebook, "Apply…").click()
    button(notebook, "Write to Studio").click()
    notebook.panel.get_by_role("alert").get_by_text("nothing had been changed so far").wait_for()
    assert notebook.run("print(len(server.posts))").strip() == "1"
    notebook.panel.get_by_role("alert").scroll_into_view_if_needed()
    notebook.picture("apply-error")
    notebook.run("server.__exit__()")


def test_samples_are_read_only(lab):
    notebook = lab(SAMPLES)
    notebook.panel.get_by_role("tab", name="Thresholds").click()
    notebook.run("panel.thresholds_panel.trial = {'min_score': 0.4}")
    button(notebook, "Apply…").click()
    notebook.panel.get_by_text("The bundled samples are read-only").wait_for()
    assert not button(notebook, "Write to Studio").is_visible()
    notebook.panel.get_by_text("The bundled samples are read-only").scroll_into_view_if_needed()
    notebook.picture("apply-samples")
