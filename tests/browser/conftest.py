"""One browser and one JupyterLab for the tests of this folder; each test opens its own notebook."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import HOW_TO_GET_ONE, NO_BROWSER, find_browser
from tests.browser.servers import TOKEN, jupyter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PICTURES = Path(__file__).parents[2] / "build/pictures"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


# Not for the session: Playwright keeps an event loop running in this thread, and an outcome that a panel
# delivers on that loop would never arrive in other tests.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(f"{NO_BROWSER}: {HOW_TO_GET_ONE}")  # a skipped browser test must be impossible there
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield running
        running.close()


class Watched:
    """A browser context that records page errors, console errors and requests that leave this machine."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(
            **{"viewport": {"width": 1400, "height": 1000}, **options}
        )
        self.context.set_default_timeout(90_000)  # for a busy machine
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.context.route(lambda url: not _is_local(url), self._refuse)
        self.context.on("weberror", lambda error: self._note(str(error.error)))

    def _note(self, error: str) -> None:
        # anywidget reports an error when a widget takes over two seconds to start, as on a busy machine. Such
        # a widget works nevertheless: test_slow_page.py.
        if "Failed to initialize model" not in error:
            self.errors.append(error)

    def _refuse(self, route: Any) -> None:
        self.outside.append(route.request.url)
        route.abort()

    def clear(self) -> None:
        self.outside.clear()
        self.errors.clear()


def _is_local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "file:", "about:"))


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A fresh context for pages without a server."""
    watched = Watched(browser)
    yield watched
    watched.context.close()


class Notebook:
    """A notebook that is open in JupyterLab: its page, and its kernel."""

    def __init__(self, page: Page, watched: Watched) -> None:
        self.page = page
        self.watched = watched
        self.pictures = PICTURES
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")

    def picture(self, name: str) -> None:
        """Save a picture of the notebook for review."""
        self.panel.screenshot(path=PICTURES / f"{name}.png")

    def run(self, code: str) -> str:
        """Run code in the kernel of the notebook, and return what it printed."""
        return str(self.page.evaluate(RUN_CODE, code))

    def wait_for(self, expression: str) -> None:
        """Wait until an expression is true in the kernel."""
        self.page.evaluate(WAIT_FOR_CODE, f"print(bool({expression}))")


RUN_CODE = """async code => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const future = kernel.requestExecute({code, store_history: false});
  let out = '';
  future.onIOPub = message => {
    if (message.header.msg_type === 'stream') out += message.content.text;
    if (message.header.msg_type === 'error') out += message.content.ename + ': ' + message.content.evalue;
  };
  await future.done;
  return out;
}"""
# Not wait_for_function: for it, the promise of an async predicate is true.
WAIT_FOR_CODE = f"""async code => {{
  const run = {RUN_CODE};
  const end = performance.now() + 90000;
  let out = '';
  while (performance.now() < end) {{
    out = (await run(code)).trim();
    if (out === 'True') return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }}
  throw new Error(`not true after 90 s: ${{code}} printed ${{out}}`);
}}"""
# Without the id of a kernel, it starts one.
OPEN = """async ([name, id]) => {
  const app = window.jupyterapp;
  const kernel = id ? {id} : undefined;
  const widget = await app.commands.execute('docmanager:open', {path: name, factory: 'Notebook', kernel});
  await widget.revealed; await widget.context.ready; await widget.sessionContext.ready;
  await widget.sessionContext.session.kernel.info;
  app.shell.activateById(widget.id);
  return widget.sessionContext.session.kernel.id;
}"""
RUN_ALL = """async () => {
  const app = window.jupyterapp;
  await app.commands.execute('notebook:run-all-cells');
  const bad = [];
  for (const cell of app.shell.currentWidget.content.widgets) {
    const outputs = cell.model.outputs;
    for (let i = 0; outputs && i < outputs.length; i++) {
      const output = outputs.get(i).toJSON();
      if (output.output_type === 'error') bad.push(output.ename + ': ' + output.evalue);
    }
  }
  return bad;
}"""
READY = """async () => {
  const widget = window.jupyterapp.shell.currentWidget;
  await widget.context.ready; await widget.sessionContext.ready;
  await widget.sessionContext.session.kernel.info;
}"""
CLOSE = """async keepKernel => {
  const widget = window.jupyterapp.shell.currentWidget;
  if (widget && widget.sessionContext) {
    await widget.context.save();
    if (!keepKernel) await widget.sessionContext.shutdown();
    widget.close();
  }
}"""
# A clean kernel for the next test: starting another one and importing pandas takes seconds.
CLEAN = "from ipywidgets import Widget; Widget.close_all(); get_ipython().reset(new_session=False)"
SET_THEME = "async theme => { await window.jupyterapp.commands.execute('apputils:change-theme', {theme}); }"


@pytest.fixture(scope="session")
def lab_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notebooks")


@pytest.fixture(scope="package")
def lab_page(
    browser: Browser, lab_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, Watched]]:
    with jupyter(lab_root, tmp_path_factory.mktemp("jupyter")) as server:
        watched = Watched(browser)
        page = watched.context.new_page()
        page.goto(f"{server.url}/lab?reset&token={TOKEN}", wait_until="domcontentloaded")
        page.wait_for_function("() => !!window.jupyterapp")
        page.evaluate("async () => { await window.jupyterapp.restored; }")
        page.evaluate(
            "() => window.jupyterapp.commands.execute('application:set-mode', {mode: 'single-document'})"
        )
        yield page, watched
        watched.context.close()


@pytest.fixture(scope="package")
def kernels() -> set[str]:
    """The id of the kernel that the notebooks share, once there is one."""
    return set()


@pytest.fixture
def lab(
    lab_page: tuple[Page, Watched], kernels: set[str], lab_root: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Notebook]]:
    """``lab(cell, …)`` opens a notebook with these cells, runs all of them and returns the notebook.

    Such notebooks share a kernel, one after the other; one from a file, ``lab(path=…)``, gets its own.
    """
    page, watched = lab_page
    watched.clear()
    failed = request.session.testsfailed
    opened: list[str] = []

    def open_notebook(*cells: str, theme: str = "JupyterLab Light", path: Path | None = None) -> Notebook:
        name = "".join(c if c.isalnum() else "-" for c in request.node.name) + ".ipynb"
        notebook = nbformat.read(path, 4) if path else _notebook_of(cells)
        nbformat.write(notebook, lab_root / name)
        page.evaluate(SET_THEME, theme)
        opened.append(page.evaluate(OPEN, [name, None if path else next(iter(kernels), None)]))
        if path is None:
            kernels.add(opened[-1])
        errors = page.evaluate(RUN_ALL)
        assert not errors, errors
        return Notebook(page, watched)

    yield open_notebook
    if request.session.testsfailed > failed:
        kernels.clear()
    is_shared = bool(kernels.intersection(opened))
    if is_shared:
        page.evaluate(RUN_CODE, CLEAN)
    page.evaluate(CLOSE, is_shared)
    assert not watched.errors
    assert not watched.outside


def _notebook_of(cells: tuple[str, ...]) -> nbformat.NotebookNode:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return notebook
