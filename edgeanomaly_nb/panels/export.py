"""The Export tab: the frames as CSV and JSON and the raw answer, as files or as links to download."""

from __future__ import annotations

import base64
import csv
import io
import json
import math
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import ipywidgets as widgets

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    import pandas as pd

    from ..config import AnomalyConfig

# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(frame: pd.DataFrame) -> str:
    """Write a frame as CSV that is safe to open in a spreadsheet.

    Parameters
    ----------
    frame : DataFrame
        The axes or the thresholds frame.

    Returns
    -------
    str
        A row of names, then one row a row of the frame, the index first. Text that a spreadsheet would take
        for a formula gets a ``'`` in front; numbers stay as they are, missing values are empty.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> print(to_csv(ea.load_sample("motion").axes.head(1)))
    ix,label,selected,favourite,configured,sensor,feature,band_low_hz,band_high_hz
    0,accX RMS,True,True,True,accX,RMS,,
    """
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow([frame.index.name, *frame.columns])
    for row in frame.itertuples():
        writer.writerow([_cell(value) for value in row])
    return sink.getvalue()


def to_json(frame: pd.DataFrame) -> str:
    """Write a frame as a JSON array with one object a row, the index included; missing values are null.

    Parameters
    ----------
    frame : DataFrame
        The axes or the thresholds frame.

    Returns
    -------
    str
        Numbers in full precision, text unchanged.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> json.loads(to_json(ea.load_sample("motion").axes[["label", "band_low_hz"]]))[0]
    {'ix': 0, 'label': 'accX RMS', 'band_low_hz': None}
    """
    names = [frame.index.name, *frame.columns]
    rows = (
        json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False, allow_nan=False)
        for row in frame.itertuples()
    )
    lines = ",\n ".join(rows)
    return f"[\n {lines}\n]\n" if lines else "[]\n"


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):  # the options of a threshold
        return [{"value": option, "description": text} for option, text in value]
    value = value.item() if hasattr(value, "item") else value
    return None if value is None or (isinstance(value, float) and not math.isfinite(value)) else value


def _cell(value: Any) -> Any:
    value = _plain(value)
    if isinstance(value, list):
        return _safe(json.dumps(value, ensure_ascii=False)) if value else ""
    return _safe(value) if isinstance(value, str) else value


def _safe(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


class ExportFile(NamedTuple):
    """One file that can be exported: the end of its name, what it is, its type, and how it is made."""

    suffix: str
    title: str
    about: str
    mime: str
    make: Callable[[AnomalyConfig], str]

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

    def data(self, config: AnomalyConfig) -> bytes:
        """Make the content. CSV begins with a byte order mark: without it Excel does not read UTF-8."""
        return self.make(config).encode("utf-8-sig" if self.mime == "text/csv" else "utf-8")


#: What can be exported.
FILES = {
    "axes_csv": ExportFile(
        "axes.csv", "Axes as CSV", "One row an axis, for a spreadsheet.", "text/csv", lambda c: to_csv(c.axes)
    ),
    "axes_json": ExportFile(
        "axes.json",
        "Axes as JSON",
        "One object an axis, for a program.",
        "application/json",
        lambda c: to_json(c.axes),
    ),
    "thresholds_csv": ExportFile(
        "thresholds.csv",
        "Thresholds as CSV",
        "One row a threshold, for a spreadsheet.",
        "text/csv",
        lambda c: to_csv(c.thresholds),
    ),
    "thresholds_json": ExportFile(
        "thresholds.json",
        "Thresholds as JSON",
        "One object a threshold, for a program.",
        "application/json",
        lambda c: to_json(c.thresholds),
    ),
    "config_json": ExportFile(
        "config.json",
        "Block as JSON",
        "The answer of the service, unchanged; AnomalyConfig.from_json reads it.",
        "application/json",
        lambda c: c.to_json(),
    ),
}


def write_files(config: AnomalyConfig, folder: str | os.PathLike[str]) -> list[Path]:
    """Write every file of `FILES` into a folder, which is made if it is not there.

    Parameters
    ----------
    config : AnomalyConfig
        The block.
    folder : str or path
        Where to; files of the same name are replaced.

    Returns
    -------
    list of Path
        The files.

    Examples
    --------
    >>> import tempfile, edgeanomaly_nb as ea
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(write_files(ea.load_sample("motion"), folder))
    5
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    paths = []
    for file in FILES.values():
        path = target / file.name(config)
        path.write_bytes(file.data(config))
        paths.append(path)
    return paths


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
    """Buttons that offer the files of a block as links.

    A link holds its data, so it is made when its button is pressed: a large block is not sent five times to a
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
        self.buttons = {key: _button(file, self._on_click) for key, file in FILES.items()}
        self.places = {key: widgets.HTML(_line(escape(file.about))) for key, file in FILES.items()}
        rows = [
            widgets.HBox(
                [self.buttons[key], self.places[key]], layout={"align_items": "center", "grid_gap": "12px"}
            )
            for key in FILES
        ]
        head = widgets.HTML(_line("Choose what to export; a link to download it then stands beside it."))
        super().__init__([head, *rows])

    def offer(self, key: str) -> None:
        """Show the link of one file of `FILES`."""
        file = FILES[key]
        self.places[key].value = download_link(file.name(self._config), file.data(self._config), file.mime)

    def _on_click(self, button: widgets.Button) -> None:
        self.offer(next(key for key, made in self.buttons.items() if made is button))

    def __repr__(self) -> str:
        return f"ExportTab({len(FILES)} files)"


def _button(file: ExportFile, action: Callable[[widgets.Button], None]) -> widgets.Button:
    button = widgets.Button(
        description=file.title,
        tooltip=f"Offer a link to download: {file.title}",
        layout={"width": "170px", "flex": "0 0 auto"},
    )
    button.on_click(action)
    return button
