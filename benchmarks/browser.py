"""The axes table in JupyterLab in Chromium, compared with itables and ipydatagrid on the same frame."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from playwright.sync_api import Page, sync_playwright

from benchmarks.harness import Goal
from tests.browser.servers import TOKEN, jupyter

SIZES = (33, 2_000, 10_000, 100_000)
ROUNDS = 3
ROOT = Path(__file__).parents[1]
SET_UP = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
import edgeanomaly_nb as ea, ipydatagrid, warnings
import edgeanomaly_nb.panels.axes.table
from itables.widget import ITable
from benchmarks.bodies import body
warnings.simplefilter("ignore")
frames = {{size: ea.AnomalyConfig.from_json(body(size)).axes for size in {SIZES}}}
"""
# Each shows the complete frame; it is ready when the first label is there (a canvas has no text).
WIDGETS = {
    "ours": ("ea.panels.axes.table.AxesTable(frames[{size}])", "[role=gridcell]", "ch0 RMS"),
    "itables": ("ITable(frames[{size}], maxBytes=0)", "td", "ch0 RMS"),
    "ipydatagrid": ("ipydatagrid.DataGrid(frames[{size}])", "canvas", ""),
}
FIRST_ROWS = """async ([index, selector, text]) => {
  const app = window.jupyterapp, notebook = app.shell.currentWidget.content;
  notebook.activeCellIndex = index; notebook.deselectAll();
  const cell = notebook.widgets[index];
  const start = performance.now();
  app.commands.execute('notebook:run-cell');
  const painted = canvas => {
    if (canvas.width < 50 || canvas.height < 60) return false;
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    const first = data.slice(0, 4).join();
    let other = 0;
    for (let at = 0; at < data.length; at += 4) other += data.slice(at, at + 4).join() !== first;
    return other > 200;
  };
  const ready = () => [...cell.node.querySelectorAll(`.jp-OutputArea-output ${selector}`)]
    .some(found => text ? found.textContent.includes(text) : painted(found));
  while (!ready()) {
    if (performance.now() - start > 120000) throw new Error('no rows after two minutes');
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - start;
}"""
# From the keystroke to the painted frame that shows fewer rows.
KEYSTROKE = """async ([index, selector, counter, query]) => {
  const cell = window.jupyterapp.shell.currentWidget.content.widgets[index];
  const input = cell.node.querySelector(selector);
  const before = cell.node.querySelector(counter).textContent;
  const start = performance.now();
  input.value = query;
  input.dispatchEvent(new InputEvent('input', {bubbles: true}));
  input.dispatchEvent(new KeyboardEvent('keyup', {bubbles: true, key: query.at(-1)}));
  while (cell.node.querySelector(counter).textContent === before) {
    if (performance.now() - start > 60000) throw new Error('nothing was filtered');
    await new Promise(requestAnimationFrame);
  }
  const took = performance.now() - start;
  input.value = '';
  input.dispatchEvent(new InputEvent('input', {bubbles: true}));
  input.dispatchEvent(new KeyboardEvent('keyup', {bubbles: true, key: 'Backspace'}));
  while (cell.node.querySelector(counter).textContent !== before) await new Promise(requestAnimationFrame);
  return took;
}"""
KERNEL_IS_IDLE = """() =>
  window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"""
SEARCHES = {
    "ours": ("input[type=search]", "[role=status]"),
    "itables": (".dt-search input, .dataTables_filter input", ".dt-info, .dataTables_info"),
}


class Row(NamedTuple):
    """The measurements of one widget at one size: medians."""

    first_rows_ms: float
    keystroke_ms: float
    bytes_per_axis: float


def run() -> list[Goal]:
    rows = measure()
    print("\nin JupyterLab: first rows and keystroke in milliseconds (median), bytes over the wire per axis")
    print(f"{'axes':>8} {'widget':>12} {'first rows':>11} {'keystroke':>10} {'bytes':>7}")
    for (name, size), row in rows.items():
        print(
            f"{size:>8} {name:>12}",
            f"{row.first_rows_ms:>11.0f} {row.keystroke_ms:>10.1f} {row.bytes_per_axis:>7.1f}",
        )

    def sooner(name: str, size: int) -> float:
        return rows[name, size].first_rows_ms / rows["ours", size].first_rows_ms

    small, large = rows["ours", 33], rows["ours", 100_000]
    return [
        Goal("first rows at 10,000 axes, itables over ours", sooner("itables", 10_000), 6, at_most=False),
        Goal(
            "first rows at 10,000 axes, ipydatagrid over ours",
            sooner("ipydatagrid", 10_000),
            3,
            at_most=False,
        ),
        Goal("first rows at 100,000 axes, itables over ours", sooner("itables", 100_000), 50, at_most=False),
        Goal(
            "first rows at 100,000 axes, ipydatagrid over ours",
            sooner("ipydatagrid", 100_000),
            5,
            at_most=False,
        ),
        Goal("first rows at 100,000 axes over those at 33", large.first_rows_ms / small.first_rows_ms, 2),
        Goal(
            "a keystroke at 100,000 axes minus one at 33",
            large.keystroke_ms - small.keystroke_ms,
            33,
            unit="ms",
        ),
        Goal("bytes over the wire per axis, at 100,000 axes", large.bytes_per_axis, 20, unit="B"),
    ]


def measure() -> dict[tuple[str, int], Row]:
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit(
            "The browser benchmark needs Chromium: on Debian or Ubuntu, apt-get install chromium"
        )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root, base = Path(folder, "notebooks"), Path(folder, "jupyter")
        root.mkdir()
        _write_notebook(root / "bench.ipynb")
        with jupyter(root, base) as server:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1400, "height": 1000})
            page.set_default_timeout(180_000)
            traffic = _count_traffic(page)
            page.goto(f"{server.url}/lab/tree/bench.ipynb?reset&token={TOKEN}", wait_until="domcontentloaded")
            page.wait_for_function(KERNEL_IS_IDLE)
            page.evaluate("async () => { await window.jupyterapp.commands.execute('notebook:run-cell'); }")
            rows = _rows(page, traffic)
            browser.close()
    return rows


def _cells() -> list[tuple[str, int]]:
    return [(name, size) for size in SIZES for name in WIDGETS]


def _write_notebook(path: Path) -> None:
    code = [SET_UP, *(WIDGETS[name][0].format(size=size) for name, size in _cells())]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in code])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


def _count_traffic(page: Page) -> list[int]:
    total = [0]

    def add(payload: Any) -> None:
        total[0] += len(payload)

    page.on("websocket", lambda socket: socket.on("framereceived", add))
    return total


def _rows(page: Page, traffic: list[int]) -> dict[tuple[str, int], Row]:
    rows = {}
    for at, (name, size) in enumerate(_cells(), start=1):
        first, wire, keys = [], [], []
        # A table that freezes the page for 15 seconds is run only once.
        for _ in range(1 if size == 100_000 and name == "itables" else ROUNDS):
            before = traffic[0]
            first.append(page.evaluate(FIRST_ROWS, [at, *WIDGETS[name][1:]]))
            page.wait_for_timeout(300)  # late messages count for this run
            wire.append((traffic[0] - before) / size)
        for query in ("rms", "kurtosis", "ch0 "):
            if name in SEARCHES and not (name == "itables" and size == 100_000):
                keys.append(page.evaluate(KEYSTROKE, [at, *SEARCHES[name], query]))
        keystroke = statistics.median(keys) if keys else float("nan")
        rows[name, size] = Row(statistics.median(first), keystroke, statistics.median(wire))
        page.evaluate(
            "async () => { await window.jupyterapp.commands.execute('notebook:clear-cell-output'); }"
        )
    return rows
