"""The scores panel in JupyterLab in Chromium: the first picture with many windows, and with few."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path

import nbformat
from playwright.sync_api import Page, sync_playwright

from benchmarks.browser import FIRST_ROWS, KERNEL_IS_IDLE, ROOT
from benchmarks.harness import Goal
from tests.browser.servers import TOKEN, jupyter

SIZES = (400, 100_000)
ROUNDS = 7
SET_UP = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
import numpy as np
import edgeanomaly_nb as ea
from tests.panels.scores.models import k_means
model = k_means(12, n_clusters=5, radius=4.0)  # real blocks have at most 12 axes
normal = np.random.default_rng(0).normal
windows = {{
    size: ea.Windows(normal(0, 1.2, (size, 39)), {{"sample_id": np.arange(size) // 20}}) for size in {SIZES}
}}
ea.ScoresPanel(model, windows[400]).close()
"""


def run() -> list[Goal]:
    seconds = measure()
    print("\nscores panel in JupyterLab: first picture in milliseconds (median)")
    for size, times in seconds.items():
        print(f"{statistics.median(times):>9.0f}  {size:,} windows × 39 features, 12 axes, 5 clusters")
    few, many = (seconds[size] for size in SIZES)
    figure = statistics.median(b / a for a, b in zip(few, many, strict=True))
    return [Goal("first picture of 100,000 windows over that of 400", figure, 1.5)]


def measure() -> dict[int, list[float]]:
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit(
            "The browser benchmark needs Chromium: on Debian or Ubuntu, apt-get install chromium"
        )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root, base = Path(folder, "notebooks"), Path(folder, "jupyter")
        root.mkdir()
        code = [SET_UP, *(f"ea.ScoresPanel(model, windows[{size}])" for size in SIZES)]
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in code])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, root / "bench.ipynb")
        with jupyter(root, base) as server:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1400, "height": 1000})
            page.set_default_timeout(180_000)
            page.goto(f"{server.url}/lab/tree/bench.ipynb?reset&token={TOKEN}", wait_until="domcontentloaded")
            page.wait_for_function(KERNEL_IS_IDLE)
            page.evaluate("async () => { await window.jupyterapp.commands.execute('notebook:run-cell'); }")
            seconds = _rounds(page)
            browser.close()
    return seconds


def _rounds(page: Page) -> dict[int, list[float]]:
    seconds: dict[int, list[float]] = {size: [] for size in SIZES}
    for round_ in range(ROUNDS + 1):
        for cell, size in enumerate(SIZES, start=1):
            took = page.evaluate(FIRST_ROWS, [cell, ".ea-plane canvas", ""])
            if round_:  # the first one loads scripts
                seconds[size].append(took)
            page.evaluate(
                "async () => { await window.jupyterapp.commands.execute('notebook:clear-cell-output'); }"
            )
    return seconds
