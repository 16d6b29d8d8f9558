from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QUICKSTART = ROOT / "notebooks/01_quickstart.ipynb"


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_quickstart_runs_in_jupyterlab(lab, theme):
    notebook = lab(path=QUICKSTART, theme=theme)
    search = notebook.panel.get_by_placeholder("search labels")
    search.fill("rms")
    notebook.panel.get_by_text("3 of 33 shown").first.wait_for()
    notebook.picture(f"quickstart-{theme[-5:].strip().lower()}")


def test_the_demo_page_asks_for_nothing_from_outside(watched, tmp_path):
    from tools.notebook_to_html import main

    target = tmp_path / "quickstart.html"
    main(QUICKSTART, target)
    page = watched.context.new_page()
    messages = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(target.as_uri())
    page.get_by_role("heading", name="Quickstart").wait_for()
    assert page.get_by_text("AxesPanel(33 axes").count() == 0  # the static form is shown, not the repr
    assert page.locator("svg, img").count() >= 3
    assert not messages
    assert not watched.errors
    assert not watched.outside
