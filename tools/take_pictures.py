"""Take the picture of the README, light and dark: ``python -m tools.take_pictures docs/pictures``."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import nbformat
from PIL import Image, ImageOps
from playwright.sync_api import sync_playwright

from tests.browser.chromium import find_browser
from tests.browser.conftest import ARGS, OPEN, RUN_ALL, SET_THEME
from tests.browser.servers import TOKEN, jupyter

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

CELL = """\
import edgeanomaly_nb as ea

panel = ea.ScoresPanel(ea.load_sample_model("motion"), ea.load_sample_windows("motion", "testing"))
panel.select_highest()
panel
"""
WIDTH = 1240


def open_notebook(browser: Browser, url: str, theme: str) -> Page:
    """Open the notebook, run it, and hide what is not part of the picture."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 1700}, device_scale_factor=1.5)
    page.set_default_timeout(90_000)
    page.goto(f"{url}/lab?reset&token={TOKEN}", wait_until="domcontentloaded")
    page.wait_for_function("() => !!window.jupyterapp")
    page.evaluate("async () => { await window.jupyterapp.restored; }")
    page.evaluate(SET_THEME, theme)
    page.evaluate(OPEN, ["pictures.ipynb", None])
    page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    assert not page.evaluate(RUN_ALL)
    return page


def drawn(page: Page) -> Locator:
    """Return the panel when its pictures are drawn."""
    panel = page.locator(".jp-OutputArea-output:has(.widget-vbox)").first
    panel.get_by_text("they are ringed").first.wait_for()
    panel.get_by_text("share").first.wait_for()
    return panel


def finish(path: Path, margin: int = 18) -> None:
    """Add a margin in the colour of the background, and reduce the file to a third of its size."""
    image = Image.open(path).convert("RGB")
    between_the_columns = image.getpixel((image.width // 2, 2))
    ImageOps.expand(image, margin, between_the_columns).quantize(256).save(path, optimize=True)


def take(folder: Path) -> None:
    """Write the picture in both themes."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place, sync_playwright() as playwright:
        root = Path(place, "notebooks")
        root.mkdir()
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, root / "pictures.ipynb")
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGS)
        with jupyter(root, Path(place, "jupyter")) as server:
            for theme in ("Light", "Dark"):
                page = open_notebook(browser, server.url, f"JupyterLab {theme}")
                path = folder / f"scores-{theme.lower()}.png"
                drawn(page).screenshot(path=path)
                finish(path)
                page.close()
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]))
