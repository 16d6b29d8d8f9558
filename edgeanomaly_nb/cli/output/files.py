"""Files that commands write: looked at before anything is asked for, and one line when they fail."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...text import one_line
from ..selection import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator


def check_place(path: str | Path, option: str) -> Path:
    """Refuse a file that cannot be there, before any work is done for it.

    Parameters
    ----------
    path : str or path
        The file that is to be written.
    option : str
        Who named it, for the message.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    click.UsageError
        It is a folder, or in one that does not exist; or it is ``-``, which is stdout elsewhere.

    Examples
    --------
    >>> check_place("no/such/folder/report.html", "-o")
    Traceback (most recent call last):
        ...
    click.exceptions.UsageError: -o: there is no folder no/such/folder.
    """
    if path == "-":
        raise refusal(f"{option}: this does not go to stdout; name a file.")
    place = Path(path)
    if place.is_dir():
        raise refusal(f"{option}: {_shown(place)} is a folder; name a file.")
    if not place.parent.is_dir():
        raise refusal(f"{option}: there is no folder {_shown(place.parent)}.")
    return place


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say which file it was when writing one fails.

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


def make_folder(path: str | Path) -> Path:
    """Make a folder, unless it is there.

    Examples
    --------
    >>> make_folder(".").is_dir()
    True
    """
    folder = Path(path)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _shown(path: Path) -> str:
    return one_line(str(path), 200)
