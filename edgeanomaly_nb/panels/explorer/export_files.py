"""The files that the explorer exports: the frames of a block, the block, and reports on it."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from datetime import datetime, timezone
from html import escape
from pathlib import Path
from typing import NamedTuple

from ...block.config import AnomalyConfig
from ...block.file_format import pack
from ...files import write_atomically
from ...report import FORMS, report_bytes
from ...tables import to_csv, to_json
from .block_handle import BlockHandle
from .messages import bytes_text

_CSV, _JSON = "text/csv", "application/json"
_STYLE = "color:var(--jp-content-link-color,#0b66c3);text-decoration:underline;overflow-wrap:anywhere"


class ExportFile(NamedTuple):
    """One file that can be exported: the end of its name, a title, a description, its type, its content."""

    suffix: str
    title: str
    about: str
    mime: str
    content: Callable[[AnomalyConfig], bytes]

    def name(self, block: BlockHandle) -> str:
        """Return the name of the file, which contains the ids of the block.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> from edgeanomaly_nb.panels.explorer.block_handle import BlockHandle
        >>> FILES["axes_csv"].name(BlockHandle(ea.load_sample("motion")))
        'anomaly-project-481207-block-4-axes.csv'
        """
        ids = (("project", block.project_id), ("block", block.learn_id))
        parts = ["anomaly", *(f"{what}-{number}" for what, number in ids if number is not None)]
        return "-".join([*parts, self.suffix])


def _frame_files(name: str, row: str) -> dict[str, ExportFile]:
    """Return the files of a frame of the config: of `axes` or of `thresholds`."""

    def csv(config: AnomalyConfig) -> bytes:
        # Excel reads UTF-8 only with a byte order mark.
        return to_csv(getattr(config, name)).encode("utf-8-sig")

    def json(config: AnomalyConfig) -> bytes:
        return to_json(getattr(config, name)).encode()

    title = name.capitalize()
    rows, objects = f"One row per {row}, for a spreadsheet.", f"One object per {row}, for a program."
    return {
        f"{name}_csv": ExportFile(f"{name}.csv", f"{title} as CSV", rows, _CSV, csv),
        f"{name}_json": ExportFile(f"{name}.json", f"{title} as JSON", objects, _JSON, json),
    }


#: The data of a block.
FILES = {
    **_frame_files("axes", "axis"),
    **_frame_files("thresholds", "threshold"),
    "config_json": ExportFile(
        "config.json",
        "Block as JSON",
        "The response of the service, unchanged, and its source: the file that config.save writes, and that "
        "AnomalyConfig.load and the Compare tab read.",
        _JSON,
        lambda config: pack(config.to_json().encode(), config.source),
    ),
}

_ABOUT = {
    "html": "One file that any browser opens, with pictures and whole tables.",
    "pdf": "To print or to archive, with pictures and whole tables.",
    "md": "For a pull request or a chat.",
    "ipynb": "A notebook with its results, to continue with; it takes some seconds to build.",
    "xlsx": "One sheet per table, for a spreadsheet.",
}


def _report(form: str) -> ExportFile:
    return ExportFile(
        f"report.{form}",
        f"Report as {FORMS[form].title}",
        _ABOUT.get(form, ""),
        FORMS[form].mime,
        lambda config: report_bytes(config, form, made_at=datetime.now(timezone.utc)),
    )


#: The reports on a block, by their form.
REPORTS = {form: _report(form) for form in FORMS}


def data_files(block: BlockHandle) -> dict[str, ExportFile]:
    """Return those of `FILES` that a block has: none of axes if its kind has no axes.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.panels.explorer.block_handle import BlockHandle
    >>> list(data_files(BlockHandle(ea.load_sample("surface"))))
    ['thresholds_csv', 'thresholds_json', 'config_json']
    """
    return {key: file for key, file in FILES.items() if block.kind.has_axes or not key.startswith("axes")}


def write_files(block: BlockHandle, folder: str | os.PathLike[str]) -> list[Path]:
    """Write every file of `data_files` into a folder, which is created if it is missing.

    Parameters
    ----------
    block : BlockHandle
        The block.
    folder : str or path
        The folder; files of the same name are replaced, each in one step.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    OSError
        A file cannot be written.

    Examples
    --------
    >>> import tempfile, edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.panels.explorer.block_handle import BlockHandle
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(write_files(BlockHandle(ea.load_sample("motion")), folder))
    5
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    files = data_files(block).values()
    return [write_atomically(target / file.name(block), [file.content(block.config)]) for file in files]


def download_link(name: str, data: bytes, mime: str) -> str:
    """Return a link that contains the file, so that it needs neither a server nor a script.

    Examples
    --------
    >>> download_link("a.csv", b"x", "text/csv")
    '<a download="a.csv" href="data:text/csv;charset=utf-8;base64,eA==" ...>Download a.csv (1 byte)</a>'
    """
    href = f"data:{mime};charset=utf-8;base64,{base64.b64encode(data).decode()}"
    text = escape(f"Download {name} ({bytes_text(len(data))})")
    return f'<a download="{escape(name)}" href="{href}" style="{_STYLE}">{text}</a>'
