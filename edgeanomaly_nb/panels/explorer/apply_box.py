"""ApplyBox: write what is tried in the Thresholds tab, after a preview and a second click."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np
import pandas as pd

from ...block.thresholds import ThresholdRow, as_number, threshold_rows
from ...scores.count_text import shortest
from ...studio.threshold_change import ThresholdChange
from ...studio.threshold_result import ThresholdsWritten
from ...studio.threshold_values import Value
from ..shared.alerts import alert_html, note_html, show_error
from ..shared.layouts import ROW
from ..shared.status_line import StatusLine
from ..thresholds.panel import ThresholdsPanel
from ..thresholds.trial import Tried, saved_value
from .background import Background, Job
from .block_handle import BlockHandle
from .keys import is_sample

ONLY_APPLY_WRITES = (
    "Trying a value changes nothing in Edge Impulse. “Apply…” shows what would change; only “Write to "
    "Studio” then writes it."
)
READ_ONLY = "The bundled samples are read-only: this is what would change in your own project."
_PREVIEW = "Nothing is written yet. Look at the change below."
_JOBS = "Allow a job in Studio"
_BAR = {**ROW, "grid_gap": "4px 12px", "margin": "4px 0"}
_AUTO = {"width": "auto", "max_width": "100%", "flex": "0 0 auto"}


@dataclass(frozen=True)
class Writing:
    """What a `ThresholdsTab` needs in order to write.

    Parameters
    ----------
    scores : callable
        Returns the scores of windows that are loaded, or None.
    written : callable
        Called with the result of a change.
    failed : callable
        Called with the error of a change whose panel was closed in the meantime.
    """

    scores: Callable[[], pd.DataFrame | None]
    written: Callable[[ThresholdsWritten], object]
    failed: Callable[[str], object]


class ApplyBox(widgets.VBox):  # type: ignore[misc]
    """Buttons that show what a trial would change in Studio, and write it after a second click.

    It has a queue of its own: the outcome of a change is shown even if another block or key is chosen.

    Parameters
    ----------
    panel : ThresholdsPanel
        Where values are tried.
    block : BlockHandle
        The block, loaded from a service.
    writing : Writing
        What to do with the outcome.
    result : ThresholdsWritten, optional
        The change that was made last.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> client = ea.StudioClient.sample()
    >>> block = BlockHandle(client.get_anomaly(481207, 4), client)
    >>> panel = ThresholdsPanel(block.config)
    >>> box = ApplyBox(panel, block, Writing(lambda: None, print, print))
    >>> panel.trial = {"min_score": 0.4}
    >>> box.preview().result(timeout=60)
    >>> box.change.values[0].value
    0.4
    """

    def __init__(
        self,
        panel: ThresholdsPanel,
        block: BlockHandle,
        writing: Writing,
        result: ThresholdsWritten | None = None,
    ) -> None:
        self._panel, self._block, self._writing = panel, block, writing
        self.change: ThresholdChange | None = None
        self._preview_job: Job[ThresholdChange, None] | None = None
        self._write_job: Job[ThresholdsWritten, None] | None = None
        self._is_closed = False
        self.background = Background(on_change=lambda: None)
        self.apply_button = _button("Apply…", "Show what would change in Studio; nothing is written yet")
        self.write_button = _button("Write to Studio", "Write these values to Studio", "warning")
        self.cancel_button = _button("Cancel", "Write nothing")
        self.jobs = widgets.Checkbox(description=_JOBS, indent=False, layout=_AUTO)
        self.status, self.shown = StatusLine(), widgets.HTML(layout={"width": "auto", "margin": "0"})
        self.bar = widgets.HBox([self.write_button, self.cancel_button, self.jobs], layout=_BAR)
        super().__init__(
            [self.apply_button, self.status, self.shown, self.bar], layout={"margin": "0 0 12px"}
        )
        self.apply_button.layout.align_self = "flex-start"
        self.apply_button.on_click(lambda _: self.preview())
        self.write_button.on_click(lambda _: self.write())
        self.cancel_button.on_click(lambda _: self.cancel())
        panel.observe(lambda _: self._on_trial(), names="trial")
        self._on_trial()
        if result is not None:
            self.shown.value = result_html(result)

    @property
    def values(self) -> dict[str, Value]:
        """The tried values that differ from the saved ones, as they would be written."""
        trial, rows = self._panel.trial, threshold_rows(self._block.config.thresholds)
        return {
            row.Index: value_to_write(row, trial[row.Index])
            for row in rows
            if row.Index in trial and trial[row.Index] != saved_value(row)
        }

    @property
    def is_writing(self) -> bool:
        """True while a change is being written."""
        return self._write_job is not None and not self._write_job.done()

    def preview(self) -> Job[ThresholdChange, None] | None:
        """Read the block again in the background, and show what the tried values would change.

        Returns
        -------
        Job or None
            Its ``result()`` is None when the preview is shown; None if a change is being written.
        """
        values, client = self.values, self._block.client
        if self.is_writing or client is None or not values:
            return None
        self._drop_preview()
        self._clear("Reading the block…")
        scores, settings = self._scores()

        def work() -> ThresholdChange:
            return client.prepare_thresholds(self._block.config, values, scores=scores, **settings)

        self._preview_job = self.background.start(work, self._receive_change)
        return self._preview_job

    def write(self) -> Job[ThresholdsWritten, None] | None:
        """Write the change that is previewed, in the background, once.

        Returns
        -------
        Job or None
            Its ``result()`` is None when the outcome is shown; None if there is nothing to write.
        """
        change, allow_jobs = self.change, bool(self.jobs.value)
        if change is None or self.is_writing or is_sample(self._block.client):
            return None
        self.change, self.bar.layout.display = None, "none"
        self.status.text = "Writing to Studio…"
        self._write_job = self.background.start(lambda: change.apply(allow_jobs), self._receive_result)
        return self._write_job

    def cancel(self) -> None:
        """Hide the preview, and write nothing."""
        if not self.is_writing:
            self._drop_preview()
            self._clear("Nothing was written." if self.change is not None else "")

    def close(self) -> None:
        """Close the box; a change that is being written is not stopped, and its outcome is still shown."""
        self._is_closed = True
        self._drop_preview()
        super().close()

    def _on_trial(self) -> None:
        """Hide a preview of other values, and the button if nothing differs."""
        if not self.is_writing:
            self._drop_preview()
            self._clear("")
        self.apply_button.layout.display = "" if self.values else "none"

    def _drop_preview(self) -> None:
        if self._preview_job is not None:
            self.background.drop(self._preview_job)
            self._preview_job = None

    def _clear(self, status: str) -> None:
        self.change, self.shown.value, self.status.text = None, "", status
        self.bar.layout.display = "none"

    def _scores(self) -> tuple[pd.DataFrame | None, dict[str, Any]]:
        """Return the scores of the panel, with its rule, or those of the Scores tab."""
        row = self._panel.scores_row
        if self._panel.scores is not None and row is not None:
            return self._panel.scores, {"rule": row.control.rule, "in_a_row": row.control.in_a_row}
        return self._writing.scores(), {}

    def _receive_change(self, outcome: ThresholdChange | Exception) -> None:
        if isinstance(outcome, Exception):
            self._fail(outcome)
            return
        self.change, self.status.text = outcome, _PREVIEW
        read_only = is_sample(self._block.client)
        how = f"a tick at “{_JOBS}”"
        self.shown.value = (note_html(READ_ONLY) if read_only else "") + outcome.to_html(how)
        self.bar.layout.display = ""
        self.write_button.layout.display = self.jobs.layout.display = "none" if read_only else ""

    def _receive_result(self, outcome: ThresholdsWritten | Exception) -> None:
        if isinstance(outcome, Exception):
            self._fail(outcome)
            return
        self.status.text = outcome.title + "."
        self.shown.value = result_html(outcome)
        self._writing.written(outcome)

    def _fail(self, error: Exception) -> None:
        show_error(error, self._writing.failed if self._is_closed else self._show_error)

    def _show_error(self, error: str) -> None:
        self._clear("")
        self.shown.value = alert_html(error)


def value_to_write(row: ThresholdRow, tried: Tried) -> Value:
    """Return a tried value in the type that the service has: a number, or text.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> (row,) = threshold_rows(ea.load_sample("motion").thresholds)
    >>> value_to_write(row, 0.4), value_to_write(row._replace(value="0.3"), 0.4)
    (0.4, '0.4')
    """
    if isinstance(row.value, str):
        return tried if isinstance(tried, str) else shortest(np.float64(tried))
    return as_number(tried)


def result_html(result: ThresholdsWritten) -> str:
    """Return the result of a change as a box.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> "job 12" in result_html(ThresholdsWritten(ea.load_sample("motion"), (), "started_job", True, 12))
    True
    """
    items = "".join(f"<li>{escape(line)}</li>" for line in result.lines)
    return (
        '<div style="border-left:5px solid var(--jp-success-color1,#2e7d32);padding:4px 12px;line-height:1.5;'
        f'max-width:70em;overflow-wrap:anywhere"><b>✓ {escape(result.title)}</b>'
        f'<ul style="margin:2px 0;padding-left:1.4em">{items}</ul></div>'
    )


def _button(text: str, tooltip: str, style: str = "") -> widgets.Button:
    return widgets.Button(description=text, tooltip=tooltip, button_style=style, layout=_AUTO)
