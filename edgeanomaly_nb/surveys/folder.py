"""A survey in a folder: one file per block, an index of the rest, and the frames as Parquet.

The index ``survey.jsonl`` has one line per project. During a survey, lines are appended as projects are
complete, so a killed process loses none of them; at the end it is written again, in order. Of two lines of
one project, the last one counts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from ..block.config import AnomalyConfig
from ..block.file_format import pack
from ..checks.findings import FindingSettings
from ..errors import InvalidFileError
from ..files import read_file, write_atomically
from ..text import one_line
from .fetch import error_text
from .parquet import parquet_parts, require_pyarrow
from .rows import Row
from .survey import Survey

INDEX = "survey.jsonl"
_IDS_IN_NAME = re.compile(r"(?:anomaly-project-)?(\d{1,18})-(?:block-)?(\d{1,18})")
FORMAT, VERSION = "edgeanomaly_nb.survey", 1


class _Head(msgspec.Struct, omit_defaults=True):
    """The first line of an index."""

    format: str
    version: int
    host: str | None = None
    surveyed_at: datetime | None = None
    stopped: str = ""


class _Block(msgspec.Struct, omit_defaults=True):
    learn_id: int | None = None
    impulse_id: int | None = None
    impulse_name: str | None = None
    stale: bool | None = None
    error: str = ""
    is_kept: bool = False


class _Project(msgspec.Struct, omit_defaults=True):
    """One line of an index: the blocks of a project, in their order."""

    project_id: int
    blocks: list[_Block]
    name: str | None = None


class Folder:
    """A folder with a survey.

    Parameters
    ----------
    path : str or path
        The folder.

    Examples
    --------
    >>> Folder("estate").file_of(Row(481207, 4)).name
    '481207-4.json'
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._head: _Head | None = None
        self._projects: dict[int, _Project] = {}

    @classmethod
    def to_write(cls, path: str | os.PathLike[str], host: str | None = None) -> Folder:
        """Return a folder to write to; create it if it does not exist.

        Raises
        ------
        MissingExtraError
            pyarrow is not installed.
        ValueError
            The folder has the survey of another server.
        """
        require_pyarrow("The folder of a survey")
        folder = cls(path)
        folder.path.mkdir(parents=True, exist_ok=True)
        folder._read_index()
        known = folder._head.host if folder._head else None
        if host and known and host != known:
            raise ValueError(
                f"{folder.path} has a survey of {one_line(known)}, not of {one_line(host)}: use another "
                "folder."
            )
        if folder._head is None:
            folder._head = _Head(FORMAT, VERSION, host)
            write_atomically(folder.path / INDEX, [_line(folder._head)])
        return folder

    @classmethod
    def to_read(cls, path: str | os.PathLike[str]) -> Folder:
        """Return a folder to read.

        Raises
        ------
        InvalidFileError
            It has no survey and no saved config.
        OSError
            It cannot be read.
        """
        folder = cls(path)
        folder._read_index()
        return folder

    def file_of(self, row: Row) -> Path:
        """Return the file of a block."""
        return self.path / f"{row.project_id}-{row.learn_id}.json"

    def rows_of(self, project_id: int, max_age_s: float | None, now: datetime) -> list[Row] | None:
        """Return the rows of a project that need not be fetched again; None if it has to be."""
        known = self._projects.get(project_id)
        if known is None or any(block.error for block in known.blocks):
            return None
        rows = [replace(self._load(project_id, block), is_kept=True) for block in known.blocks]
        is_fresh = all(_is_fresh(row, max_age_s, now) for row in rows)
        return rows if is_fresh else None

    def keep(self, rows: Iterable[Row]) -> None:
        """Write the file of each block that was fetched."""
        for row in rows:
            if row.config is not None:
                content = pack(row.config._body, row.config.source)
                # Thousands of files, which can be fetched again: none waits until another is on the disk.
                write_atomically(self.file_of(row), [content], durable=False)

    def finish_project(self, project_id: int, rows: Iterable[Row]) -> None:
        """Add a project to the index."""
        line = _project_of(project_id, rows)
        self._projects[project_id] = line
        with (self.path / INDEX).open("ab") as index:
            index.write(_line(line))

    def finish(self, survey: Survey) -> None:
        """Write index and frames; projects that were not attempted keep what the folder has of them."""
        by_project: dict[int, list[Row]] = {}
        for row in survey.rows:
            by_project.setdefault(row.project_id or 0, []).append(row)
        lines = {project: _project_of(project, rows) for project, rows in by_project.items()}
        if survey.stopped:
            lines = {
                **self._projects,
                **{key: line for key, line in lines.items() if key not in self._projects},
            }
        for project, line in lines.items():
            line.name = survey.project_names.get(project, line.name)
        self._head = _Head(FORMAT, VERSION, survey.host, survey.surveyed_at, survey.stopped)
        write_atomically(self.path / INDEX, [_line(self._head), *map(_line, lines.values())])
        self._write_frames(
            Folder.to_read(self.path).load(survey.finding_settings) if survey.stopped else survey
        )

    def _write_frames(self, survey: Survey) -> None:
        for name in ("blocks", "axes", "thresholds"):
            write_atomically(self.path / f"{name}.parquet", parquet_parts(getattr(survey, f"_{name}")))

    def save(self, survey: Survey) -> Path:
        """Write a complete survey."""
        self.keep(survey.rows)
        self.finish(survey)
        return self.path

    def load(self, findings: FindingSettings) -> Survey:
        """Return the survey; a broken file is a row with its error."""
        if self._head is None:
            return Survey(self._loose_rows(), finding_settings=findings)
        rows = [
            self._load(project.project_id, block)
            for project in self._projects.values()
            for block in project.blocks
        ]
        names = {project.project_id: project.name for project in self._projects.values() if project.name}
        head = self._head
        return Survey(rows, names, head.host, head.surveyed_at, head.stopped, findings)

    def _load(self, project_id: int, block: _Block) -> Row:
        row = Row(project_id, **msgspec.structs.asdict(block))
        is_fetched = row.learn_id is not None and not row.error
        return _loaded(self.file_of(row), row) if is_fetched else row

    def _loose_rows(self) -> list[Row]:
        """Return the configs of a folder without an index."""
        rows = [
            _of_source(_loaded(path, _named(path)))
            for path in sorted(self.path.iterdir(), key=_natural)
            if path.suffix == ".json" and path.is_file() and not path.stem.endswith("-model")
        ]
        if not rows:
            raise InvalidFileError(
                f"{self.path} has no survey and no saved config. Write one with ea.survey(into=folder) or "
                "“edgeanomaly-nb fetch --block all -o folder/”."
            )
        return rows

    def _read_index(self) -> None:
        path = self.path / INDEX
        if not path.is_file():
            if not self.path.is_dir():
                raise NotADirectoryError(20, "There is no such folder", str(self.path))
            return
        lines = read_file(path).splitlines()
        self._head = _head(lines[0] if lines else b"", path)
        for line in lines[1:]:
            # The last line of a killed process can be incomplete: its project is fetched again.
            with suppress(msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
                project = msgspec.json.decode(line, type=_Project)
                self._projects[project.project_id] = project


def _head(line: bytes, path: Path) -> _Head:
    try:
        head = msgspec.json.decode(line, type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError):
        head = _Head("", 0)
    if head.format != FORMAT:
        raise InvalidFileError(
            f"{path} is not the index of a survey. Use another folder, or remove this file."
        )
    if head.version > VERSION:
        raise InvalidFileError(
            f"{path} was written by a newer edgeanomaly_nb (version {head.version}; this one reads up to "
            f"{VERSION}). Upgrade edgeanomaly_nb to read it."
        )
    return head


def _project_of(project_id: int, rows: Iterable[Row]) -> _Project:
    blocks = [_Block(*(getattr(row, name) for name in _Block.__struct_fields__)) for row in rows]
    return _Project(project_id, blocks)


def _line(struct: msgspec.Struct) -> bytes:
    return msgspec.json.encode(struct) + b"\n"


def _loaded(path: Path, row: Row) -> Row:
    """Return a row with the config in a file, or with the error of the file."""
    try:
        return replace(row, config=AnomalyConfig.load(path))
    except FileNotFoundError:
        return replace(row, error=f"{path} does not exist: it was removed. Fetch the block again.")
    except (InvalidFileError, OSError) as error:
        return replace(row, error=error_text(error))


def _named(path: Path) -> Row:
    """Return the row of a file whose name has the ids, as those of a survey and of the command ``fetch``."""
    ids = _IDS_IN_NAME.fullmatch(path.stem)
    return Row(int(ids[1]), int(ids[2])) if ids else Row(None)


def _of_source(row: Row) -> Row:
    """Return a row with the ids of its config, where these are known."""
    source = row.config.source if row.config else None
    if source is None or source.learn_id is None:
        return row
    return replace(row, project_id=source.project_id, learn_id=source.learn_id, impulse_id=source.impulse_id)


def _is_fresh(row: Row, max_age_s: float | None, now: datetime) -> bool:
    if row.error:
        return False
    if max_age_s is None or row.config is None:
        return max_age_s is None
    at = row.config.source.fetched_at
    return at is not None and now - at <= timedelta(seconds=max_age_s)


def _natural(path: Path) -> tuple[object, ...]:
    """Sort numbers in names by their value."""
    return tuple(int(part) if part.isdigit() else part for part in re.split(r"(\d+)", path.name))
