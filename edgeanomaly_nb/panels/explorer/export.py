"""The Export tab: the frames, the block and reports of it, as files or as links to download."""

from __future__ import annotations

import base64
from datetime import datetime, timezone
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import ipywidgets as widgets

from ...block.file_format import pack
from ...errors import EdgeAnomalyError
from ...files import write_atomically
from ...report import FORMS, report_bytes
from ...tables import to_csv, to_json
from ..shared.status_line import StatusLine
from .messages import alert_html, bug_in_words

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    import pandas as pd

    from ...block.config import AnomalyConfig


class ExportFile(NamedTuple):
    """One file that can be exported: the end of its name, what it is, its type, and how it is made."""

    suffix: str
    title: str
    about: str
    mime: str
    data: Callable[[AnomalyConfig], bytes]

    def name(self, config: AnomalyConfig) -> str:
        """Name the file after the block.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> FILES["axes_csv"].name(ea.load_sample("motion"))
        'anomaly-project-481207-block-4-axes.csv'
        """
        source = config.source
        ids = (("project", source.project_id), ("block", source.learn_id))
        parts = ["anomaly", *(f"{what}-{number}" for what, number in ids if number is not None)]
        return "-".join([*parts, self.suffix])


def _csv(frame: pd.DataFrame) -> bytes:
    return to_csv(frame).encode("utf-8-sig")  # without the byte order mark Excel does not read UTF-8


def _json(frame: pd.DataFrame) -> bytes:
    return to_json(frame).encode()


#: The data of a block.
FILES = {
    "axes_csv": ExportFile(
        "axes.csv",
        "Axes as CSV",
        "One row per axis, for a spreadsheet.",
        "text/csv",
        lambda c: _csv(c.axes),
    ),
    "axes_json": ExportFile(
        "axes.json",
        "Axes as JSON",
        "One object per axis, for a program.",
        "application/json",
        lambda c: _json(c.axes),
    ),
    "thresholds_csv": ExportFile(
        "thresholds.csv",
        "Thresholds as CSV",
        "One row per threshold, for a spreadsheet.",
        "text/csv",
        lambda c: _csv(c.thresholds),
    ),
    "thresholds_json": ExportFile(
        "thresholds.json",
        "Thresholds as JSON",
        "One object per threshold, for a program.",
        "application/json",
        lambda c: _json(c.thresholds),
    ),
    "config_json": ExportFile(
        "config.json",
        "Block as JSON",
        "The answer of the service, unchanged, and where it came from: what config.save writes, "
        "AnomalyConfig.load reads and the Compare tab takes.",
        "application/json",
        lambda c: pack(c.to_json().encode(), c.source),
    ),
}

_ABOUT = {
    "html": "One file that any browser opens, with pictures and every axis.",
    "pdf": "To print or to file away, with pictures and every axis.",
    "md": "For a pull request or a chat.",
    "ipynb": "A notebook that was run and can be gone on with; making it takes some seconds.",
    "xlsx": "Each table on a sheet of its own, for a spreadsheet.",
}


def _report(form: str) -> ExportFile:
    return ExportFile(
        f"report.{form}",
        f"Report as {FORMS[form].title}",
        _ABOUT.get(form, ""),
        FORMS[form].mime,
        lambda config: report_bytes(config, form, made_at=datetime.now(timezone.utc)),
    )


#: Reports on a block, by their form.
REPORTS = {form: _report(form) for form in FORMS}


def write_files(config: AnomalyConfig, folder: str | os.PathLike[str]) -> list[Path]:
    """Write every file of `FILES` into a folder, which is made if it is not there.

    Parameters
    ----------
    config : AnomalyConfig
        The block.
    folder : str or path
        Where to; files of the same name are replaced, each at once.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    OSError
        One cannot be written.

    Examples
    --------
    >>> import tempfile, edgeanomaly_nb as ea
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(write_files(ea.load_sample("motion"), folder))
    5
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    return [write_atomically(target / file.name(config), [file.data(config)]) for file in FILES.values()]


def download_link(name: str, data: bytes, mime: str) -> str:
    """Write a link that holds the data itself, so that it needs neither a server nor a script.

    Examples
    --------
    >>> download_link("a.csv", b"x", "text/csv")
    '...<a download="a.csv" href="data:text/csv;charset=utf-8;base64,eA==" ...>Download a.csv (1 byte)</a>...'
    """
    href = f"data:{mime};charset=utf-8;base64,{base64.b64encode(data).decode()}"
    style = "color:var(--jp-content-link-color,#0b66c3);text-decoration:underline;overflow-wrap:anywhere"
    words = f"Download {name} ({_size(len(data))})"
    return _line(f'<a download="{escape(name)}" href="{href}" style="{style}">{escape(words)}</a>')


def _line(html: str) -> str:
    # ipywidgets sets lines of HTML as far apart as controls.
    return f'<div style="line-height:1.45">{html}</div>'


def _size(count: int) -> str:
    if count < 1000:
        return f"{count} byte{'s' * (count != 1)}"
    return f"{count / 1e3:.0f} kB" if count < 1e6 else f"{count / 1e6:.1f} MB"


class ExportTab(widgets.VBox):  # type: ignore[misc]
    """Buttons that offer reports and data of a block as links.

    A link holds its data, so it is made when its button is pressed: a large block is not sent ten times to a
    page where nobody wants it.

    Parameters
    ----------
    config : AnomalyConfig
        The block.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> tab = ExportTab(ea.load_sample("motion"))
    >>> tab.offer("axes_csv")
    >>> "anomaly-project-481207-block-4-axes.csv" in tab.places["axes_csv"].value
    True
    """

    def __init__(self, config: AnomalyConfig) -> None:
        self._config = config
        self._files = {**REPORTS, **FILES}
        self._offered: set[str] = set()
        self.buttons = {key: _button(file, self._on_click) for key, file in self._files.items()}
        self.places = {
            key: widgets.HTML(_line(escape(file.about)), layout={"flex": "1 1 260px", "min_width": "0"})
            for key, file in self._files.items()
        }
        self.status = StatusLine(text="Choose what to export; a link to download it then stands beside it.")
        super().__init__(
            [self.status, _heading("Reports"), *self._rows(REPORTS), _heading("Data"), *self._rows(FILES)]
        )

    def offer(self, key: str) -> None:
        """Show the link of one file of `FILES` or `REPORTS`, or why there is none."""
        if key in self._offered:
            return  # it is there: a second click while the first was at work
        file, place = self._files[key], self.places[key]
        making = f"Making {file.title[0].lower()}{file.title[1:]}…"
        self.status.text, place.value = making, _line(f"<i>{escape(making)}</i>")
        problem = ""
        try:
            place.value = download_link(file.name(self._config), file.data(self._config), file.mime)
            self._offered.add(key)
        except (EdgeAnomalyError, OSError) as error:
            problem = str(error)
        except Exception as error:
            problem = bug_in_words(error)
            raise
        finally:
            if problem:
                place.value = alert_html(problem)
            self.status.text = f"{file.title}: " + ("could not be made." if problem else "ready to download.")

    def _rows(self, keys: dict[str, ExportFile]) -> list[widgets.HBox]:
        layout = {"align_items": "center", "grid_gap": "2px 12px", "flex_flow": "row wrap"}
        return [widgets.HBox([self.buttons[key], self.places[key]], layout=layout) for key in keys]

    def _on_click(self, button: widgets.Button) -> None:
        self.offer(next(key for key, made in self.buttons.items() if made is button))

    def __repr__(self) -> str:
        return f"ExportTab({len(self._files)} files)"


def _heading(words: str) -> widgets.HTML:
    return widgets.HTML(f'<div style="font-weight:600;line-height:1.5;margin-top:6px">{words}</div>')


def _button(file: ExportFile, action: Callable[[widgets.Button], None]) -> widgets.Button:
    button = widgets.Button(
        description=file.title,
        tooltip=f"Offer a link to download: {file.title}",
        layout={"width": "220px", "flex": "0 0 auto"},
    )
    button.on_click(action)
    return button
