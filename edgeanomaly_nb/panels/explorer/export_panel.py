"""ExportPanel: reports and data of a block as links to download."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

import ipywidgets as widgets

from ...errors import EdgeAnomalyError
from ..shared.alerts import alert_html, bug_text
from ..shared.layouts import ROW
from ..shared.panel import Panel
from ..shared.status_line import StatusLine
from .block_handle import BlockHandle
from .export_files import REPORTS, ExportFile, data_files, download_link


class ExportPanel(Panel):
    """Buttons that create reports and data of a block as links to download.

    A link contains its file, so it is created only when its button is pressed: otherwise a large block would
    be sent to the page ten times.

    Parameters
    ----------
    block : BlockHandle
        The block.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.panels.explorer.block_handle import BlockHandle
    >>> panel = ExportPanel(BlockHandle(ea.load_sample("motion")))
    >>> panel.create("axes_csv")
    >>> "anomaly-project-481207-block-4-axes.csv" in panel.places["axes_csv"].value
    True
    """

    def __init__(self, block: BlockHandle) -> None:
        self._block = block
        data = data_files(block)
        self._files = {**REPORTS, **data}
        self._created: set[str] = set()
        self.buttons = {key: _button(file, partial(self.create, key)) for key, file in self._files.items()}
        self.places = {
            key: widgets.HTML(_line(escape(file.about)), layout={"flex": "1 1 260px", "min_width": "0"})
            for key, file in self._files.items()
        }
        self.status = StatusLine(text="Choose what to export; a link to download it appears beside it.")
        super().__init__(
            [self.status, _heading("Reports"), *self._rows(REPORTS), _heading("Data"), *self._rows(data)]
        )

    def create(self, key: str) -> None:
        """Show the link of one file of `REPORTS` or `data_files`, or why it cannot be created."""
        if key in self._created:
            return  # by a second click while the first was being handled
        file, place = self._files[key], self.places[key]
        self.status.text = f"Creating {file.title[0].lower()}{file.title[1:]}…"
        place.value = _line(f"<i>{escape(self.status.text)}</i>")
        result = "could not be created."
        try:
            place.value = self._link(file)
            self._created.add(key)
            result = "ready to download."
        except (EdgeAnomalyError, OSError) as error:
            place.value = alert_html(str(error))
        except Exception as error:
            # After a click, ipywidgets only logs it: https://github.com/jupyter-widgets/ipywidgets/issues/2949
            place.value = alert_html(bug_text(error))
            raise
        finally:
            self.status.text = f"{file.title}: {result}"

    def _link(self, file: ExportFile) -> str:
        return _line(download_link(file.name(self._block), file.content(self._block.config), file.mime))

    def static_html(self) -> str:
        """Return a sentence: an export needs a kernel."""
        return "<p>Run the notebook to export this block.</p>"

    def _rows(self, keys: dict[str, ExportFile]) -> list[widgets.HBox]:
        return [widgets.HBox([self.buttons[key], self.places[key]], layout=ROW) for key in keys]

    def __repr__(self) -> str:
        return f"ExportPanel({len(self._files)} files)"


def _line(html: str) -> str:
    # The lines of ipywidgets.HTML are as high as controls.
    return f'<div style="line-height:1.45">{html}</div>'


def _heading(text: str) -> widgets.HTML:
    return widgets.HTML(f'<div style="font-weight:600;line-height:1.5;margin-top:6px">{text}</div>')


def _button(file: ExportFile, create: Callable[[], None]) -> widgets.Button:
    button = widgets.Button(
        description=file.title,
        tooltip=f"Create a link to download: {file.title}",
        layout={"width": "220px", "flex": "0 0 auto"},
    )
    button.on_click(lambda _: create())
    return button
