"""Files that commands write: their paths are checked before any work, and an error names the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ...text import one_line


def check_output_path(path: str, option: str) -> None:
    """Raise an error if a file cannot be written at a path.

    Parameters
    ----------
    path : str
        The file.
    option : str
        The option that names it, for the message.

    Raises
    ------
    click.UsageError
        It is a folder, or in one that does not exist; or it is ``-``, which is stdout elsewhere.

    Examples
    --------
    >>> check_output_path("no/such/folder/report.html", "-o")
    Traceback (most recent call last):
        ...
    click.exceptions.UsageError: -o: there is no folder no/such/folder.
    """
    if path == "-":
        raise click.UsageError(f"{option}: this cannot be written to stdout; name a file.")
    place = Path(path)
    if place.is_dir():
        raise click.UsageError(f"{option}: {_shown(place)} is a folder; name a file.")
    if not place.parent.is_dir():
        raise click.UsageError(f"{option}: there is no folder {_shown(place.parent)}.")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Name the file in the error if it cannot be written.

    Examples
    --------
    >>> with writing(Path("a.html")):
    ...     raise OSError(28, "No space left on device")
    Traceback (most recent call last):
        ...
    click.exceptions.ClickException: a.html cannot be written: No space left on device.
    """
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{_shown(path)} cannot be written: {error.strerror or error}.") from error


def write_file(path: str, content: bytes) -> None:
    """Write a file completely or not at all; name it in the error if it cannot be written."""
    from ...files import write_atomically

    with writing(Path(path)):
        write_atomically(path, [content])


def create_folder(path: str | Path) -> Path:
    """Create a folder, unless it exists.

    Examples
    --------
    >>> create_folder(".").is_dir()
    True
    """
    folder = Path(path)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _shown(path: Path) -> str:
    return one_line(str(path), 200)
