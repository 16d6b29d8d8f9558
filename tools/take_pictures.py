"""Take the pictures of the README, light and dark: ``python -m tools.take_pictures docs/pictures``.

One moves: a finding of the explorer, then the tabs that show more. Where animations are not supported, only
the first frame is shown. The other one is the plot of a survey.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
import nbformat
from PIL import Image
from playwright.sync_api import sync_playwright

import edgeanomaly_nb as ea
from tests.browser.chromium import find_browser
from tests.browser.conftest import ARGS, OPEN, RUN_ALL, SET_THEME
from tests.browser.servers import TOKEN, jupyter

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

CELL = """\
import edgeanomaly_nb as ea

ea.explore()
"""
WIDTH, HEIGHT, MARGIN, FRAME_MS = 1000, 760, 16, 3500


def open_notebook(browser: Browser, url: str, theme: str) -> Page:
    """Open the notebook, run it, and hide what is not part of the picture."""
    page = browser.new_page(viewport={"width": WIDTH + 120, "height": 2000}, device_scale_factor=1.25)
    page.set_default_timeout(90_000)
    page.goto(f"{url}/lab?reset&token={TOKEN}", wait_until="domcontentloaded")
    page.wait_for_function("() => !!window.jupyterapp")
    page.evaluate("async () => { await window.jupyterapp.restored; }")
    page.evaluate(SET_THEME, theme)
    page.evaluate(OPEN, ["pictures.ipynb", None])
    page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    assert not page.evaluate(RUN_ALL)
    return page


def frames(page: Page) -> list[Image.Image]:
    """Return pictures of the explorer: its first finding, and the tabs that show more."""
    explorer = page.locator(".edgeanomaly-explorer").first
    show = explorer.get_by_role("button", name="Show", exact=True).first
    show.wait_for()
    shots = [shot(explorer)]
    show.click()
    explorer.get_by_text("2 of 33 shown").wait_for()
    shots.append(shot(explorer))
    explorer.get_by_role("tab", name="Thresholds").click()
    explorer.get_by_role("spinbutton").first.wait_for()
    shots.append(shot(explorer))
    explorer.get_by_role("tab", name="Scores").click()
    explorer.get_by_role("button", name="Highest score").click()
    explorer.get_by_text("share").first.wait_for()
    explorer.get_by_text("they are ringed").first.wait_for()
    shots.append(shot(explorer))
    return shots


def shot(explorer: Locator) -> Image.Image:
    return Image.open(io.BytesIO(explorer.screenshot())).convert("RGB")


def write(path: Path, shots: list[Image.Image]) -> None:
    """Write an animation: every frame cut to the same height, with a margin and few colours."""
    width = max(shot.width for shot in shots)
    size = (width + 2 * MARGIN, min(max(shot.height for shot in shots), round(HEIGHT * 1.25)) + 2 * MARGIN)
    pages = []
    for picture in shots:
        page = Image.new("RGB", size, picture.getpixel((picture.width - 1, 0)))
        height = min(picture.height, size[1] - 2 * MARGIN)
        page.paste(picture.crop((0, 0, picture.width, height)), (MARGIN, MARGIN))
        pages.append(page.quantize(128, dither=Image.Dither.NONE).convert("RGB"))
    look = {"duration": FRAME_MS, "loop": 0, "lossless": True, "quality": 100, "method": 6}
    pages[0].save(path, save_all=True, append_images=pages[1:], **look)


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
                write(folder / f"explorer-{theme.lower()}.webp", frames(page))
                page.close()
        browser.close()


def take_survey(folder: Path) -> None:
    """Write the plot of a survey of the samples in both themes."""
    survey = ea.survey([481207, 519640, 602318], client=ea.StudioClient.sample())
    for theme, style in (("light", "default"), ("dark", "dark_background")):
        with plt.style.context(style):
            figure = survey.plot(most_axes=8)[0].figure
            figure.savefig(folder / f"survey-{theme}.png", dpi=110)
            plt.close(figure)


if __name__ == "__main__":
    take(Path(sys.argv[1]))
    take_survey(Path(sys.argv[1]))
