"""ComparePanel: what changed between a block and another one, as text, as a picture and as a table."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets
import pandas as pd
import traitlets

from ..block.config import AnomalyConfig
from ..block.kinds import scores_note
from ..comparison.changes import compare, describe_changes, for_readers
from ..errors import InvalidFileError
from ..html import table_html, text_html
from ..plots import changes_figure, figure_svg, scrolling
from ..text import counted, one_line, utc_text
from .shared.alerts import alert_html
from .shared.layouts import ROW
from .shared.panel import Panel
from .shared.status_line import StatusLine

MOST_ROWS = 200
NOTHING_YET = "Nothing is compared yet."
_ABOUT = (
    "Choose what to compare this block with. A saved file is written by the Export tab, by config.save or by "
    "“edgeanomaly-nb fetch”."
)
_COLUMNS = {"part": "Part", "subject": "Name", "what": "What", "in_words": "Change"}


class ComparePanel(Panel):
    """Compare a block with another one, from a saved file or from code.

    Parameters
    ----------
    config : AnomalyConfig
        The block.
    before : AnomalyConfig, optional
        The block to compare it with.
    swapped : bool
        True if `config` is the state before, and `before` the state after.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> panel = ComparePanel(ea.load_sample("motion-later"))
    >>> panel.before = ea.load_sample("motion")
    >>> panel.view[panel.view.what == "value"].in_words.tolist()
    ['0.3 → 0.45: 0.15 higher, so it flags less']
    >>> panel.swapped = True
    >>> panel.view[panel.view.what == "value"].in_words.tolist()
    ['0.45 → 0.3: 0.15 lower, so it flags more']
    """

    before = traitlets.Instance(
        AnomalyConfig,
        allow_none=True,
        help="The block to compare with: the state before, unless `swapped`. None for no comparison.",
    )
    swapped = traitlets.Bool(
        False, help="True if the block is the state before, and `before` the state after."
    )
    error = traitlets.Unicode(
        "", read_only=True, help="Why the last file cannot be read; empty if it was read."
    )

    def __init__(
        self, config: AnomalyConfig, before: AnomalyConfig | None = None, *, swapped: bool = False
    ) -> None:
        self._config = config
        self.upload, self.swap_button = _upload(), _swap_button()
        self.alert, self.result = widgets.HTML(), widgets.HTML()
        self.status = StatusLine()
        self.controls = widgets.HBox([self.upload, self.swap_button], layout=ROW)
        about = widgets.HTML(f'<div style="line-height:1.5;max-width:70em">{escape(_ABOUT)}</div>')
        super().__init__([about, self.controls, self.alert, self.status, self.result])
        self.upload.observe(self._on_upload, names="value")
        self.swap_button.on_click(lambda _: self.swap())
        self.observe(lambda _: self._draw(), names=["before", "swapped"])
        self.observe(lambda change: self._show_error(change.new), names="error")
        self.take(before, swapped=swapped)

    @property
    def view(self) -> pd.DataFrame:
        """The changes frame, as `edgeanomaly_nb.compare` returns it; without rows if nothing is compared."""
        return compare(*(self._pair() or (self._config, self._config)))

    def swap(self) -> None:
        """Swap the states before and after."""
        self.swapped = not self.swapped

    def read(self, content: bytes, name: str) -> None:
        """Compare with the config in the content of a file; `error` explains why it cannot be read.

        Parameters
        ----------
        content : bytes
            The content of the file.
        name : str
            The name of the file.
        """
        try:
            before = AnomalyConfig._from_file(content, one_line(name, 80) or "The file")
        except InvalidFileError as invalid:
            self.refuse(str(invalid))
        else:
            self.take(before, swapped=self.swapped)

    def refuse(self, error: str) -> None:
        """Show why there is nothing to compare with; a comparison that is shown stays."""
        self.set_trait("error", error)

    def take(self, before: AnomalyConfig | None, *, swapped: bool) -> None:
        """Compare with another block, and show its source even if the block equals the one before.

        Parameters
        ----------
        before : AnomalyConfig or None
            The block to compare with; None for no comparison.
        swapped : bool
            True if it is the state after.
        """
        equal = (before, swapped) == (self.before, self.swapped)  # an equal value does not notify observers
        self.before, self.swapped = before, swapped
        if equal:
            self._draw()

    def static_html(self) -> str:
        """Return what is shown as HTML that needs no kernel."""
        if self.before is None:
            return f"<p>{NOTHING_YET}</p>"
        return f"<p>{escape(describe_changes(self.view))}</p>{self.result.value}"

    def _pair(self) -> tuple[AnomalyConfig, AnomalyConfig] | None:
        """Return the states before and after."""
        if self.before is None:
            return None
        return (self._config, self.before) if self.swapped else (self.before, self._config)

    def _on_upload(self, change: traitlets.Bunch) -> None:
        for file in change.new:
            self.read(bytes(file["content"]), file["name"])
            self.upload.value = ()  # its content stays neither here nor in the page

    def _draw(self) -> None:
        self.set_trait("error", "")
        pair = self._pair()
        self.swap_button.disabled = pair is None
        if pair is None:
            self.status.text = NOTHING_YET
            self.result.value = ""
            return
        changes = self.view
        self.status.text = describe_changes(changes)
        self.result.value = _result_html(*pair, changes, self._names())

    def _show_error(self, error: str) -> None:
        older = error and self.before is not None
        note = "<div>The comparison below is from before the error.</div>" if older else ""
        self.alert.value = alert_html(error) + note

    def _names(self) -> tuple[str, str]:
        """Return what the states before and after are."""
        names = (_name_of(self.before, "the other block"), _name_of(self._config, "this block"))
        return (names[1], names[0]) if self.swapped else names

    def __repr__(self) -> str:
        changes = "nothing compared" if self.before is None else counted(len(self.view), "change")
        return f"ComparePanel({changes})"


def _name_of(config: AnomalyConfig | None, otherwise: str) -> str:
    """Return which block it is: its number, or its file."""
    if config is None:
        return otherwise
    if config.source.path:
        return "the saved file"
    return otherwise if config.source.learn_id is None else f"block {config.source.learn_id}"


def _upload() -> widgets.FileUpload:
    return widgets.FileUpload(
        accept=".json",
        description="Choose a saved file",
        tooltip="Choose a file with a saved block, to compare this block with it",
        layout={"width": "auto"},
    )


def _swap_button() -> widgets.Button:
    return widgets.Button(
        description="Swap before and after",
        tooltip="Show the state after as the state before, and vice versa",
        layout={"width": "auto"},
    )


def changes_table(changes: pd.DataFrame) -> str:
    """Return a changes frame as an HTML table, all text escaped; of many changes the first `MOST_ROWS`.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> motion, later = ea.load_sample("motion"), ea.load_sample("motion-later")
    >>> changes_table(ea.compare(motion, later)).count("<tr") > 5
    True
    >>> changes_table(ea.compare(motion, motion))
    ''
    """
    if changes.empty:
        return ""
    rows = for_readers(changes.head(MOST_ROWS))[[*_COLUMNS]]
    table = table_html([*_COLUMNS.values()], rows.itertuples(index=False))
    if len(rows) == len(changes):
        return table
    return (
        f"{table}<p>The first {len(rows)} of {len(changes):,} changes. The view of the panel and "
        "compare(before, after) contain all of them.</p>"
    )


def _result_html(
    before: AnomalyConfig, after: AnomalyConfig, changes: pd.DataFrame, names: tuple[str, str]
) -> str:
    picture = figure_svg(changes_figure(before, after), label=f"What changed. {describe_changes(changes)}")
    sides = _side_html("Before", names[0], before) + _side_html("After", names[1], after)
    note = scores_note(before.kind, after.kind)
    if note:
        sides += f'<div role="note">{escape(note)}</div>'
    both = f'<div style="line-height:1.5;max-width:70em">{sides}</div>'
    return f"{both}{scrolling(picture)}{changes_table(changes)}"


def _side_html(title: str, what: str, config: AnomalyConfig) -> str:
    source = config.source
    when = f" · fetched {utc_text(source.fetched_at)}" if source.fetched_at else ""
    where = f"{text_html(config.name)}: {text_html(source.in_words, 200)}{when}"
    return f'<div style="overflow-wrap:anywhere"><b>{title}</b> ({what}): {where}</div>'
