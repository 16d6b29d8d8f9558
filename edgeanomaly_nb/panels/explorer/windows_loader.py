"""WindowsLoader: fetch the model and the windows of a block, and show their scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import ipywidgets as widgets
import traitlets

from ...scores.model import AnomalyModel
from ...scores.windows import Windows
from ...studio.client import StudioClient
from ...studio.windows_count import WindowsCount
from ..scores.panel import ScoresPanel
from ..shared.alerts import alert_html, show_error
from ..shared.layouts import ROW, WHOLE_DESCRIPTION
from ..shared.panel import Panel
from ..shared.status_line import StatusLine
from .background import Background, Job
from .block_handle import BlockHandle
from .transfer import StoppedError, Transfer
from .windows_messages import CATEGORIES, NO_WINDOWS, STOPPED, fetch_text, progress_html

T = TypeVar("T")

_BUTTON = {"width": "auto", "max_width": "100%", "flex": "0 1 auto"}


class WindowsLoader(Panel):
    """Fetch the model and the windows of a block in the background, and show their scores.

    Windows are counted first, and fetched after a click on a button that shows how much it will fetch. The
    jobs have a queue of their own: a transfer can take minutes, and another block can be loaded meanwhile.

    Parameters
    ----------
    block : BlockHandle
        A block that was loaded from a service.
    at_once : bool
        True to fetch without a click, for the bundled samples.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.panels.explorer.block_handle import BlockHandle
    >>> client = ea.StudioClient.sample()
    >>> panel = WindowsLoader(BlockHandle(client.get_anomaly(481207, 4), client), at_once=True)
    >>> panel.job.result(timeout=60)
    >>> panel.scores
    ScoresPanel(442 windows, 6 axes)
    >>> panel.close()
    """

    # Training windows do not show what a K-means threshold flags.
    category = traitlets.Enum([*CATEGORIES], "testing", help="Which windows: 'testing' or 'training'.")
    busy = traitlets.Bool(False, read_only=True, help="True while windows are being counted or fetched.")
    error = traitlets.Unicode("", read_only=True, help="What went wrong last; empty if nothing did.")

    def __init__(self, block: BlockHandle, *, at_once: bool = False) -> None:
        self._block, self._at_once = block, at_once
        self._model: AnomalyModel | None = None
        self._transfer: Transfer | None = None
        self.scores: ScoresPanel | None = None
        self._offered: Callable[[], None] = self.count
        self.background = Background(on_change=self._show)
        self.select = _select()
        self.fetch_button, self.stop_button = _button("", "primary"), _button("Stop", "")
        self.progress, self.alert, self.status = widgets.HTML(), widgets.HTML(), StatusLine()
        self.place = widgets.VBox()
        bar = widgets.HBox([self.select, self.fetch_button, self.stop_button], layout=ROW)
        super().__init__([bar, self.progress, self.status, self.alert, self.place])
        self.fetch_button.on_click(lambda _: self._offered())
        self.stop_button.on_click(lambda _: self.stop())
        traitlets.link((self, "category"), (self.select, "value"))
        self.observe(lambda _: self._begin(), names="category")
        self._begin()

    def count(self) -> None:
        """Count the windows, for the text of the button."""
        category = self.category
        self.status.text = f"Counting the {CATEGORIES[category]}…"
        self._start(lambda client: client.count_windows(*self._ids, category), self._receive_count)

    def fetch(self) -> None:
        """Fetch the model, if it was not fetched before, and the windows; then show their scores."""
        self.stop()
        self._show_error("")
        category, model = self.category, self._model
        transfer = self._transfer = Transfer(self._show_progress)
        self.status.text = f"Fetching the {CATEGORIES[category]}…"
        self._show_progress(0, None)

        def work(client: StudioClient) -> tuple[AnomalyModel, Windows]:
            trained = model or client.get_anomaly_model(*self._ids)
            return trained, client.get_windows(*self._ids, category, progress=transfer)

        self._start(work, self._receive_windows)

    def stop(self) -> None:
        """Stop counting or fetching; what is shown stays."""
        if self._transfer is not None:
            self._transfer.stop()
            self._transfer = None
        if self.background.busy:
            self.background.drop()
            self.background = Background(on_change=self._show)  # the old thread may still wait for a response
            self._end(STOPPED)
            self._offer_again()
        self._show()

    def close(self) -> None:
        """Close the panel and all its parts, and stop fetching."""
        if self._transfer is not None:
            self._transfer.stop()
        self.background.drop()
        super().close()

    def static_html(self) -> str:
        """Return the scores as HTML that needs no kernel; a sentence if there are none."""
        if self.scores is not None:
            return self.scores.static_html()
        return alert_html(self.error) or "<p>No windows are fetched. Run the notebook to fetch them.</p>"

    @property
    def _ids(self) -> tuple[int, int]:
        project, learn = self._block.project_id, self._block.learn_id
        if project is None or learn is None:
            raise ValueError("This block was not loaded from a service.")
        return project, learn

    def _begin(self) -> None:
        """Count or fetch windows of the chosen category."""
        self.stop()
        self.fetch_button.layout.display = "none"
        self._show_error("")
        if self._at_once:
            self.fetch()
        else:
            self.count()

    def _start(self, work: Callable[[StudioClient], T], receive: Callable[[T], None]) -> None:
        block = replace(self._block, background=self.background)
        self.job: Job[Any, None] = block.fetch(work, lambda outcome: self._receive(outcome, receive))

    def _receive(self, outcome: T | Exception, receive: Callable[[T], None]) -> None:
        self._transfer = None
        self._end("")
        if isinstance(outcome, StoppedError):
            self.status.text = STOPPED
        elif isinstance(outcome, Exception):
            show_error(outcome, self._fail)
        else:
            receive(outcome)

    def _receive_count(self, count: WindowsCount) -> None:
        name = CATEGORIES[self.category]
        if not count.n_windows:
            self.status.text = NO_WINDOWS[self.category]
            return
        self._offer(fetch_text(count, self.category), self.fetch)
        self.status.text = f"This block has {count.n_windows:,} {name}. They are not fetched yet."

    def _receive_windows(self, fetched: tuple[AnomalyModel, Windows]) -> None:
        self._model, windows = fetched
        try:
            panel = ScoresPanel(self._model, windows, self._block.config)
        except ValueError as unfit:  # the windows do not have the axes of the model
            self._fail(str(unfit))
            return
        self._close_scores()
        self.scores = panel
        self.place.children = (panel,)
        self.fetch_button.layout.display = "none"
        self.status.text = f"These are scores of {len(windows):,} {CATEGORIES[self.category]}."

    def _close_scores(self) -> None:
        self.place.children = ()
        if self.scores is not None:
            self.scores.close()
            self.scores = None

    def _fail(self, error: str) -> None:
        self._show_error(error)
        self._offer_again()

    def _offer_again(self) -> None:
        if self.fetch_button.layout.display == "none":
            self._offer("Try again", self._begin)

    def _show_error(self, error: str) -> None:
        self.set_trait("error", error)
        self.alert.value = alert_html(error)

    def _offer(self, text: str, action: Callable[[], None]) -> None:
        """Show the button that does something next."""
        self._offered, self.fetch_button.description = action, text
        self.fetch_button.layout.display = ""

    def _end(self, status: str) -> None:
        self.progress.value, self.status.text = "", status

    def _show_progress(self, done: int, total: int | None) -> None:
        self.progress.value = progress_html(done, total)

    def _show(self) -> None:
        busy = self.background.busy
        self.fetch_button.disabled = busy
        self.stop_button.layout.display = "" if self._transfer is not None else "none"
        self.set_trait("busy", busy)

    def __repr__(self) -> str:
        return f"WindowsLoader({self._block.config.source.in_words})"


def _select() -> widgets.Dropdown:
    options = [(name, category) for category, name in CATEGORIES.items()]
    return widgets.Dropdown(
        description="Scores of",
        options=options,
        layout={"width": "240px"},
        style=WHOLE_DESCRIPTION,
    )


def _button(text: str, style: str) -> widgets.Button:
    return widgets.Button(description=text, button_style=style, layout={**_BUTTON, "display": "none"})
