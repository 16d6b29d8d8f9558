"""The course where teachers use it: two notebooks as small apps in Voilà, all of them in JupyterLab."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.browser.conftest import PICTURES, READY, RUN_ALL, Watched
from tests.browser.servers import TOKEN, jupyter, voila

# What the tried threshold flags, by the label of a picture or by the sentence of the panel.
COUNTED = """() => [
    ...[...document.querySelectorAll('svg[role=img]')].map(svg => svg.ariaLabel ?? ''),
    ...[...document.querySelectorAll('.ea-would')].map(sentence => sentence.textContent),
  ].filter(text => /^(Threshold .* flag|would flag)/.test(text)).join()"""
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


# The other theme of Voilà without another run of the notebook.
TO_DARK = """async () => {
  const light = document.querySelector('link[href*="theme-light.css"]');
  const dark = light.cloneNode();
  dark.href = light.href.replace(/theme-light.css.*/, 'theme-dark.css');
  const loaded = new Promise((resolve, reject) => { dark.onload = resolve; dark.onerror = reject; });
  light.replaceWith(dark);
  await loaded;
  Object.assign(document.body.dataset, {jpThemeLight: 'false', jpThemeName: 'JupyterLab Dark'});
  document.body.classList.replace('theme-light', 'theme-dark');
}"""


@pytest.mark.parametrize("name", ["03_thresholds", "04_kmeans_by_hand"])
def test_a_notebook_is_a_small_app(browser, tmp_path, name):
    with voila(NOTEBOOKS / f"{name}.ipynb", tmp_path / "voila") as server:
        watched = Watched(browser, viewport={"width": 1100, "height": 5200})
        page = watched.context.new_page()
        page.goto(server.url, wait_until="domcontentloaded")
        slider = page.get_by_role("slider").first
        slider.wait_for(timeout=90_000)
        page.wait_for_function(f"() => ({COUNTED})().length > 0")
        before = page.evaluate(COUNTED)
        slider.focus()
        for _ in range(8):
            page.keyboard.press("PageUp")
        page.wait_for_function(f"before => ({COUNTED})() !== before", arg=before)
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"voila-{name}-light.png", full_page=True)
        page.evaluate(TO_DARK)
        page.screenshot(path=PICTURES / f"voila-{name}-dark.png", full_page=True)
        assert page.get_by_text("except ModuleNotFoundError").count() == 0  # the code is hidden
        assert not watched.errors
        # Voilà's own page requests one stylesheet; ours request nothing.
        # https://github.com/voila-dashboards/voila/issues/539
        assert all("font-awesome" in url or "fontawesome" in url for url in watched.outside)
        watched.context.close()


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("0[2-8]*.ipynb")), ids=lambda path: path.stem)
def test_every_notebook_runs_in_jupyterlab(lab, path):
    notebook = lab(path=path)
    notebook.panel.get_by_role("heading", level=1).first.wait_for()


def test_a_notebook_runs_in_notebook_7(browser, tmp_path):
    shutil.copy(NOTEBOOKS / "03_thresholds.ipynb", tmp_path)
    with jupyter(tmp_path, tmp_path / "jupyter", app="notebook") as server:
        watched = Watched(browser)
        page = watched.context.new_page()
        page.goto(f"{server.url}/notebooks/03_thresholds.ipynb?token={TOKEN}", wait_until="domcontentloaded")
        page.wait_for_function("() => !!window.jupyterapp?.shell?.currentWidget?.sessionContext")
        page.evaluate(READY)
        assert not page.evaluate(RUN_ALL)
        page.get_by_role("slider").first.wait_for()
        assert not watched.outside
        watched.context.close()
