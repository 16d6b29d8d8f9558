"""The same panels in Voilà and in Notebook 7, and on a page without a kernel."""

from __future__ import annotations

import nbformat
import pytest

from tests.bodies import HOSTILE
from tests.browser.conftest import READY, RUN_ALL, Watched
from tests.browser.servers import TOKEN, jupyter, voila

CELLS = (
    "import edgeanomaly_nb as ea",
    'ea.AxesPanel(ea.load_sample("motion"))',
    'ea.ThresholdsPanel(ea.load_sample("motion"))',
    "ea.explore()",
)


@pytest.fixture
def notebook_file(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = tmp_path / "panels" / "panels.ipynb"
    path.parent.mkdir()
    nbformat.write(notebook, path)
    return path


def search_works(page):
    page.get_by_role("searchbox", name="Search labels").first.fill("rms")
    page.get_by_role("status").filter(has_text="3 of 33").first.wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_voila(browser, notebook_file, tmp_path, theme):
    with voila(notebook_file, tmp_path / "voila", theme) as server:
        watched = Watched(browser)
        page = watched.context.new_page()
        page.goto(server.url, wait_until="domcontentloaded")
        search_works(page)
        page.get_by_text("0.2 lower").first.wait_for()
        page.get_by_text("bundled sample").first.wait_for()
        page.screenshot(path=tmp_path / "voila.png", full_page=True)
        assert not watched.errors
        # The page of Voilà requests one stylesheet; the panels request nothing.
        # https://github.com/voila-dashboards/voila/issues/539
        assert all("font-awesome" in url or "fontawesome" in url for url in watched.outside)
        watched.context.close()


def test_notebook_7(browser, notebook_file, tmp_path):
    with jupyter(notebook_file.parent, tmp_path / "jupyter", app="notebook") as server:
        watched = Watched(browser)
        page = watched.context.new_page()
        page.goto(f"{server.url}/notebooks/panels.ipynb?token={TOKEN}", wait_until="domcontentloaded")
        page.wait_for_function("() => !!window.jupyterapp?.shell?.currentWidget?.sessionContext")
        page.evaluate(READY)
        assert not page.evaluate(RUN_ALL)
        search_works(page)
        assert not watched.outside
        watched.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_without_a_kernel_shows_the_same(browser, tmp_path, scheme):
    import edgeanomaly_nb as ea

    panels = [ea.AxesPanel(ea.load_sample("motion")), ea.ThresholdsPanel(ea.load_sample("dropdown"))]
    html = "".join(panel.static_html() for panel in panels)
    target = tmp_path / "static.html"
    target.write_text(f'<meta charset="utf-8"><style>:root{{color-scheme:light dark}}</style>{html}')
    watched = Watched(browser, color_scheme=scheme)
    page = watched.context.new_page()
    page.goto(target.as_uri())
    page.get_by_text("accX RMS").first.wait_for()
    page.get_by_text("2.6 higher").first.wait_for()
    assert page.locator("svg[role=img]").count() >= 2
    assert not watched.outside
    watched.context.close()


HOSTILE_CELL = f"""
import json
import edgeanomaly_nb as ea
from IPython.display import display
hostile = {HOSTILE!r}
axes = [
    dict(ix=at, label=text, selected=at % 2 == 0, favourite=at % 3 == 0) for at, text in enumerate(hostile)
]
thresholds = [
    dict(key=text, description=text, helpText=text, value=text if at % 2 else 0.3, suggestedValueText=text,
         dropdownOptions=[dict(description=text, value=text)] if at % 3 == 0 else None)
    for at, text in enumerate(hostile)
]
dependencies = dict(
    classes=list(hostile), blockNames=list(hostile), featureCount=1, sampleCount=1, outputClasses=[]
)
config = ea.AnomalyConfig.from_json(json.dumps(dict(
    success=True, name=hostile[0], dependencies=dependencies, axes=axes, trained=True, selectedAxes=[0],
    minimumConfidenceRating=0.3, thresholds=thresholds)))
display(config, ea.AxesPanel(config), ea.ThresholdsPanel(config))
_ = ea.plot_axes(config); _ = ea.plot_thresholds(config)
"""


def test_hostile_text_runs_nothing_and_breaks_no_layout(lab):
    dialogs = []
    notebook = lab(HOSTILE_CELL)
    notebook.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    notebook.panel.get_by_role("grid").wait_for()
    notebook.picture("hostile")
    assert notebook.page.evaluate("() => window.pwned") is None
    assert notebook.panel.locator("img[src=x]").count() == 0
    assert (
        notebook.panel.locator(".jp-OutputArea-output mjx-container, .jp-OutputArea-output .MathJax").count()
        == 0
    )
    assert not dialogs
    widest = notebook.page.evaluate(
        "() => Math.max(...[...document.querySelectorAll('.jp-OutputArea-output')]"
        ".map(output => output.scrollWidth - output.clientWidth))"
    )
    assert widest <= 2
