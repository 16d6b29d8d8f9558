"""A saved notebook, opened again without the kernel that made its panels."""

from __future__ import annotations

import nbformat
import pytest

from tests.browser.conftest import CLOSE, OPEN, RUN_CODE

CELL = """import edgeanomaly_nb as ea
motion = ea.load_sample("motion")
panel = ea.{panel}
panel"""
PANELS = [
    "AxesPanel(motion)",
    "ThresholdsPanel(motion)",
    "ScoresPanel(ea.load_sample_model('motion'), ea.load_sample_windows('motion', 'testing'))",
    "ComparePanel(motion, ea.load_sample('motion-later'))",
]
NAMES = [panel.partition("(")[0] for panel in PANELS]
TOGGLE_STATE = (
    "() => window.jupyterapp.commands.execute('@jupyter-widgets/jupyterlab-manager:saveWidgetState')"
)
SAVE = "async () => { await window.jupyterapp.shell.currentWidget.context.save(); }"
PATH = "() => window.jupyterapp.shell.currentWidget.context.path"
TRUST = """async () => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  for (const cell of notebook.widgets) cell.model.trusted = true;
}"""


@pytest.fixture
def reopened(lab, lab_root):
    """``reopened(panel)`` makes a panel, saves its notebook, ends it, and opens an untrusted copy."""
    copy, toggled = lab_root / "copy.ipynb", []

    def reopen(panel, *, with_state=False):
        notebook = lab(CELL.format(panel=panel))
        page = notebook.page
        if with_state:
            toggled.append(page)
            page.evaluate(TOGGLE_STATE)
        notebook.panel.locator("[class*='ea-live-']").first.wait_for()
        assert notebook.panel.locator("[class*='ea-static-']").locator("visible=true").count() == 0
        page.evaluate(SAVE)
        content = nbformat.read(lab_root / page.evaluate(PATH), 4)
        assert bool(content.metadata.get("widgets")) == with_state
        content.cells.append(nbformat.v4.new_markdown_cell("Other content has another signature."))
        nbformat.write(content, copy)
        page.evaluate(RUN_CODE, "panel.close()")
        page.evaluate(CLOSE, True)
        page.evaluate(OPEN, [copy.name, None])
        return notebook

    yield reopen
    for page in toggled:
        page.evaluate(TOGGLE_STATE)
    copy.unlink(missing_ok=True)


def images(notebook):
    return notebook.panel.locator(".jp-OutputArea-output img").locator("visible=true")


@pytest.mark.parametrize("panel", PANELS, ids=NAMES)
def test_without_state(reopened, panel):
    notebook = reopened(panel)
    images(notebook).first.wait_for()
    assert (
        notebook.panel.locator(".jp-OutputArea-output svg").count() == 0
    )  # removed, with its text left behind
    shown = notebook.panel.locator(".jp-OutputArea").inner_text()
    notebook.picture(f"untrusted-{panel.partition('(')[0]}")
    notebook.page.evaluate(TRUST)
    notebook.panel.get_by_text("model not found").wait_for(state="attached")
    images(notebook).first.wait_for()
    assert not notebook.panel.get_by_text("model not found").is_visible()
    assert notebook.panel.locator(".jp-OutputArea").inner_text() in shown
    notebook.picture(f"trusted-{panel.partition('(')[0]}")


@pytest.mark.parametrize("panel", PANELS, ids=NAMES)
def test_with_state(reopened, panel):
    notebook = reopened(panel, with_state=True)
    images(notebook).first.wait_for()
    notebook.page.evaluate(TRUST)
    notebook.panel.locator("[class*='ea-live-']").first.wait_for()
    assert notebook.panel.locator("[class*='ea-static-']").locator("visible=true").count() == 0
    notebook.picture(f"state-{panel.partition('(')[0]}")


@pytest.mark.parametrize("panel", PANELS, ids=NAMES)
def test_nothing_is_left_of_a_closed_panel(lab, lab_root, panel):
    notebook = lab(CELL.format(panel=panel), "panel")
    output = notebook.panel.locator(".jp-OutputArea-output")
    notebook.panel.locator("[class*='ea-live-']").nth(1).wait_for()
    notebook.run("panel.close()")
    notebook.panel.locator("[class*='ea-live-']").first.wait_for(state="detached")
    notebook.page.wait_for_function(
        "() => [...document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output')]"
        ".every(node => node.innerText.trim() === '')"
    )
    assert output.locator("img, svg, table, input").locator("visible=true").count() == 0
    notebook.picture(f"closed-{panel.partition('(')[0]}")
    notebook.page.evaluate(SAVE)
    content = nbformat.read(lab_root / notebook.page.evaluate(PATH), 4)
    assert [len(cell.outputs) for cell in content.cells] == [2, 2]
    shown = notebook.page.evaluate(RUN_LAST)
    assert shown.endswith("is closed: create it again to show it.")


# Run the second cell again, and return what it shows.
RUN_LAST = """async () => {
  const app = window.jupyterapp;
  const notebook = app.shell.currentWidget.content;
  notebook.activeCellIndex = 1;
  await app.commands.execute('notebook:run-cell');
  return notebook.widgets[1].node.querySelector('.jp-OutputArea-output').innerText.trim();
}"""
