"""The files that the explorer exports: the frames of a block, the block, and reports on it."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ...block.file_format import pack
from ...files import write_atomically
from ...report import FORMS, report_bytes
from ...tables import to_csv, to_json

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    import pandas as pd

    from ...block.config import AnomalyConfig
    from .block_handle import BlockHandle


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


def _csv(frame: pd.DataFrame) -> bytes:
    return to_csv(frame).encode("utf-8-sig")  # Excel reads UTF-8 only with a byte order mark


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
        "The response of the service, unchanged, and its source: the file that config.save writes, and that "
        "AnomalyConfig.load and the Compare tab read.",
        "application/json",
        lambda c: pack(c.to_json().encode(), c.source),
    ),
}

_ABOUT = {
    "html": "One file that any browser opens, with pictures and every axis.",
    "pdf": "To print or to archive, with pictures and every axis.",
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


def write_files(block: BlockHandle, folder: str | os.PathLike[str]) -> list[Path]:
    """Write every file of `FILES` into a folder, which is created if it is missing.

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
    return [
        write_atomically(target / file.name(block), [file.content(block.config)]) for file in FILES.values()
    ]
