"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


#: No config and no settings are larger; a device such as /dev/zero never ends.
LARGEST = 256 * 2**20


def read_whole(path: str | os.PathLike[str], largest: int | None = None) -> bytes:
    """Read a file, a pipe too, that must not be larger than memory allows.

    Parameters
    ----------
    path : str or path
        The file.
    largest : int, optional
        Bytes that it may have; `LARGEST` by default.

    Returns
    -------
    bytes
        All of it.

    Raises
    ------
    OSError
        It cannot be read, or it is larger.

    Examples
    --------
    >>> read_whole(os.devnull)
    b''
    """
    largest = LARGEST if largest is None else largest
    with Path(path).open("rb") as source:
        content = source.read(largest + 1)
    if len(content) > largest:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return content


def write_atomically(path: str | os.PathLike[str], parts: Iterable[bytes]) -> Path:
    """Write a file so that its path always holds a whole file: the old one or the new one.

    The new content is written beside the old file and then takes its name, so neither a full disk nor a
    kill leaves half a file there.

    Parameters
    ----------
    path : str or path
        Where to; a link is followed. What is no ordinary file, such as a pipe, is written to as it is.
    parts : iterable of bytes
        The content, in parts that need not be in memory together.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    OSError
        It cannot be written; the message names `path`. An old file is still as it was.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomically(Path(folder, "a.txt"), [b"one ", b"two"]).read_text()
    'one two'
    """
    given = Path(path)
    if given.exists() and not given.is_file():
        with given.open("wb") as sink:  # a folder refuses here, in the words of the system
            sink.writelines(parts)
        return given
    target = Path(os.path.realpath(given))
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    beside = target.with_name(f".{target.name[:50]}.{token_hex(8)}")
    try:
        beside.touch(0o666 if mode is None else mode, exist_ok=False)  # less what the umask takes away
        with beside.open("wb") as sink:
            sink.writelines(parts)
            sink.flush()
            os.fsync(sink.fileno())
        if mode is not None:
            beside.chmod(mode)
        beside.replace(target)
    except OSError as exc:
        if exc.errno is None:
            raise
        raise OSError(exc.errno, exc.strerror, str(given)) from None  # not the name beside it
    finally:
        with suppress(OSError):
            beside.unlink()
    return given
