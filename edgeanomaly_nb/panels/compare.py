"""ComparePanel: what changed between a block and a saved one, in words, as a picture and as a table."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import traitlets

from ..block.config import AnomalyConfig
from ..block.kinds import scores_note
from ..comparison.changes import compare, describe_changes, for_readers
from ..errors import InvalidFileError
from ..html import text_html
from ..plots import changes_figure, figure_svg
from ..text import one_line
from .explorer.messages import alert_html
from .shared.controls import close_tree
from .shared.status_line import StatusLine

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 200
NOTHING_YET = "Nothing is compared yet."
_ABOUT = (
    "Choose a file to compare this block with: one that the Export tab, config.save or "
    "“edgeanomaly-nb fetch” wrote."
)
_CELL = "padding:2px 18px 2px 0;text-align:left;vertical-align:top;overflow-wrap:anywhere"
_COLUMNS = {"part": "Part", "subject": "Of what", "what": "What", "in_words": "Change"}


class ComparePanel(widgets.VBox):  # type: ignore[misc]
    """Compare a block with another one, which a saved file or code gives.

    Parameters
    ----------
    config : AnomalyConfig
        The block.
    before : AnomalyConfig, optional
        What to compare it with.
    swapped : bool
        Whether `config` is the state before, and `before` the one after.

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
        help="What the block is compared with: the state before it, unless `swapped`. None for nothing.",
    )
    swapped = traitlets.Bool(False, help="Whether the block is the state before, and `before` the one after.")
    error = traitlets.Unicode(
        "", read_only=True, help="Why the last file cannot be read, in words; empty when it was."
    )

    def __init__(
        self, config: AnomalyConfig, before: AnomalyConfig | None = None, *, swapped: bool = False
    ) -> None:
        self._config = config
        self.upload = widgets.FileUpload(
            accept=".json",
            description="Choose a saved file",
            tooltip="Choose a file that a block was saved in, to compare this block with it",
            layout={"width": "auto"},
        )
        self.swap_button = widgets.Button(
            description="Swap before and after",
            tooltip="Take the state before for the one after, and the other way round",
            layout={"width": "auto"},
        )
        self._alert, self._shown = widgets.HTML(), widgets.HTML()
        self.status = StatusLine()
        controls = widgets.HBox([self.upload, self.swap_button], layout={"flex_flow": "row wrap"})
        about = widgets.HTML(f'<div style="line-height:1.5;max-width:70em">{escape(_ABOUT)}</div>')
        super().__init__([about, controls, self._alert, self.status, self._shown])
        self.upload.observe(self._on_upload, names="value")
        self.swap_button.on_click(lambda _: self.swap())
        self.observe(lambda _: self._draw(), names=["before", "swapped"])
        self.observe(lambda change: self._say_error(change.new), names="error")
        self.take(before, swapped=swapped)

    @property
    def view(self) -> pd.DataFrame:
        """The changes frame, as `edgeanomaly_nb.compare` gives it; without rows when nothing is compared."""
        return compare(*(self._pair() or (self._config, self._config)))

    def swap(self) -> None:
        """Take the state before for the one after, and the other way round."""
        self.swapped = not self.swapped

    def read(self, content: bytes, name: str) -> None:
        """Compare with the config in a file's content; when there is none, `error` says why.

        Parameters
        ----------
        content : bytes
            What is in the file.
        name : str
            What the file is called.
        """
        try:
            before = AnomalyConfig._from_file(content, one_line(name, 80) or "The file")
        except InvalidFileError as invalid:
            self.set_trait("error", str(invalid))
        else:
            self.take(before, swapped=self.swapped)

    def take(self, before: AnomalyConfig | None, *, swapped: bool) -> None:
        """Compare with `before`, and show where it comes from even if it equals the one that was shown."""
        unheard = (before, swapped) == (self.before, self.swapped)  # traits tell nobody of what is equal
        self.before, self.swapped = before, swapped
        if unheard:
            self._draw()

    def static_html(self) -> str:
        """Write what is shown as HTML that needs no kernel."""
        if self.before is None:
            return f"<p>{NOTHING_YET}</p>"
        return f"<p>{escape(describe_changes(self.view))}</p>{self._shown.value}"

    def close(self) -> None:
        """Close the panel and all that it is made of."""
        parts = (*self.children, self.layout)
        super().close()
        for part in parts:
            close_tree(part)

    def _pair(self) -> tuple[AnomalyConfig, AnomalyConfig] | None:
        """Give the states before and after."""
        if self.before is None:
            return None
        return (self._config, self.before) if self.swapped else (self.before, self._config)

    def _on_upload(self, change: Any) -> None:
        for file in change.new:
            self.read(bytes(file["content"]), file["name"])
            self.upload.value = ()  # its content is not kept, neither here nor in the page

    def _draw(self) -> None:
        self.set_trait("error", "")
        pair = self._pair()
        self.swap_button.disabled = pair is None
        if pair is None:
            self.status.text = NOTHING_YET
            self._shown.value = ""
            return
        changes = self.view
        self.status.text = describe_changes(changes)
        self._shown.value = _shown_html(*pair, changes, self._names())

    def _say_error(self, error: str) -> None:
        below = "" if self.before is None or not error else "<div>What is shown below is from before.</div>"
        self._alert.value = alert_html(error) + below

    def _names(self) -> tuple[str, str]:
        """Say what the states before and after are."""
        given = "the saved file" if self.before is not None and self.before.source.path else "the other block"
        names = (given, "the loaded block")
        return (names[1], names[0]) if self.swapped else names

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        # Where no kernel runs (GitHub, a static page, a PDF), the HTML is shown instead of the widget.
        return {**super()._repr_mimebundle_(**kwargs), "text/html": self.static_html()}

    def __repr__(self) -> str:
        if self.before is None:
            return "ComparePanel(nothing compared)"
        count = len(self.view)
        return f"ComparePanel({count} change{'s' * (count != 1)})"


def changes_table(changes: pd.DataFrame) -> str:
    """Write a changes frame as an HTML table, everything escaped; of many changes the first `MOST_ROWS`.

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
    head = "".join(f'<th scope="col" style="{_CELL}">{name}</th>' for name in _COLUMNS.values())
    body = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{text_html(text, 160)}</td>' for text in row) + "</tr>"
        for row in rows.itertuples(index=False)
    )
    more = ""
    if len(rows) < len(changes):
        more = (
            f"<p>The first {len(rows)} of {len(changes):,} changes. The view of the panel, and "
            "compare(before, after), give them all.</p>"
        )
    table = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<table style="color:inherit;line-height:1.5;max-width:70em">{table}</table>{more}'


def _shown_html(
    before: AnomalyConfig, after: AnomalyConfig, changes: pd.DataFrame, names: tuple[str, str]
) -> str:
    picture = figure_svg(changes_figure(before, after), label=f"What changed. {describe_changes(changes)}")
    return "".join(
        [
            '<div style="line-height:1.5;max-width:70em">',
            _side_html("Before", names[0], before),
            _side_html("After", names[1], after),
            _scales_note(before, after),
            f"</div>{picture}{changes_table(changes)}",
        ]
    )


def _side_html(title: str, what: str, config: AnomalyConfig) -> str:
    source = config.source
    when = f" · fetched {source.fetched_at:%Y-%m-%d %H:%M:%S} UTC" if source.fetched_at else ""
    where = f"{text_html(config.name)}: {text_html(source.in_words, 200)}{when}"
    return f'<div style="overflow-wrap:anywhere"><b>{title}</b> ({what}): {where}</div>'


def _scales_note(before: AnomalyConfig, after: AnomalyConfig) -> str:
    note = scores_note(before.kind, after.kind)
    return f'<div role="note">{escape(note)}</div>' if note else ""
