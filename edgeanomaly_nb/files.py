"""Files that are written completely or not at all, and text in the encodings of other tools."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO

try:
    import fcntl
except ImportError:  # Windows, where nobody can remove a file that is open
    fcntl = None  # type: ignore[assignment]

# Nobody gives a file this name by hand, so files that have it may be removed.
_SUFFIX = ".edgeanomaly_nb-tmp"
_OURS = re.compile(r"[0-9a-f]{16}" + re.escape(_SUFFIX))
_OLD_S = 3600.0
_NOT_REPLACED = (errno.EBUSY, errno.EXDEV, errno.EPERM, errno.EACCES, errno.ETXTBSY, errno.EROFS)
UTF8_BOM = codecs.BOM_UTF8
_MARKS = (
    (UTF8_BOM, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with that mark
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


#: Configs and settings are smaller; a device such as /dev/zero never ends.
LARGEST = 256 * 2**20


def read_file(path: str | os.PathLike[str], largest: int | None = None) -> bytes:
    """Read a file or a pipe, up to a size that fits into memory.

    Parameters
    ----------
    path : str or path
        The file.
    largest : int, optional
        Largest size in bytes; `LARGEST` by default.

    Returns
    -------
    bytes
        The content.

    Raises
    ------
    OSError
        It cannot be read, or it is larger.

    Examples
    --------
    >>> read_file(os.devnull)
    b''
    """
    largest = LARGEST if largest is None else largest
    with Path(path).open("rb") as source:
        content = source.read(largest + 1)
    if len(content) > largest:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return content


def write_atomically(path: str | os.PathLike[str], parts: Iterable[bytes], *, durable: bool = True) -> Path:
    """Write a file so that its path always holds a complete file: the old one or the new one.

    The new content is written to a temporary file beside the old one and then renamed, so a full disk or a
    killed process leaves no partial file. A file that cannot be replaced, such as one that is its own mount,
    is written in place. Temporary files of killed processes are removed after an hour.

    Parameters
    ----------
    path : str or path
        The file; links are followed. A pipe, or another file that is not regular, is written directly.
    parts : iterable of bytes
        The content, in parts that need not fit into memory together.
    durable : bool
        False for one of thousands of files that can be made again: it is not forced to the disk before the
        function returns, so a power failure can leave an empty file, and the folder is not searched for
        temporary files.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    OSError
        It cannot be written; the message names `path`. An old file is unchanged.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomically(Path(folder, "a.txt"), [b"one ", b"two"]).read_text()
    'one two'
    """
    given = Path(path)
    if given.exists() and not given.is_file():
        with given.open("wb") as sink:  # a folder raises the error of the system here
            sink.writelines(parts)
        return given
    target = Path(os.path.realpath(given))
    failed: list[OSError] = []
    try:
        _write(target, _noting(parts, failed), durable=durable)
    except OSError as exc:
        if exc.errno is None or exc in failed:
            raise
        raise OSError(exc.errno, exc.strerror, str(given)) from None  # without the name of the temporary file
    return given


def _write(target: Path, parts: Iterable[bytes], *, durable: bool) -> None:
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    start = f".{target.name[:50]}."
    beside = target.with_name(f"{start}{token_hex(8)}{_SUFFIX}")
    try:
        beside.touch(0o666 if mode is None else mode, exist_ok=False)  # the umask applies
    except OSError as exc:
        if mode is None or exc.errno not in _NOT_REPLACED:
            raise
        _write_in_place(target, parts)  # the folder may be read-only, the file not
        return
    try:
        _fill(beside, parts, durable=durable)
        if mode is not None:
            beside.chmod(mode)
        _replace(target, beside)
    finally:
        with suppress(OSError):
            beside.unlink()
    if durable:
        _remove_old(target.parent, start)


def _fill(beside: Path, parts: Iterable[bytes], *, durable: bool) -> None:
    with beside.open("wb") as sink:
        _lock(sink)
        sink.writelines(parts)
        sink.flush()
        if durable:
            os.fsync(sink.fileno())


def _replace(target: Path, beside: Path) -> None:
    try:
        beside.replace(target)
    except OSError as exc:
        # A file that is its own mount, as in containers, raises EBUSY; others raise other errors.
        if exc.errno not in _NOT_REPLACED or not target.is_file():
            raise
        with beside.open("rb") as source:
            _copy(source, target)


def _write_in_place(target: Path, parts: Iterable[bytes]) -> None:
    with target.open("r+b"):  # raises before any part is made
        pass
    with TemporaryFile() as whole:  # if making the parts fails, the old content stays
        whole.writelines(parts)
        whole.seek(0)
        _copy(whole, target)


def _copy(source: IO[bytes], target: Path) -> None:
    with target.open("r+b") as sink:
        copyfileobj(source, sink)
        sink.truncate()
        sink.flush()
        os.fsync(sink.fileno())


def _noting(parts: Iterable[bytes], failed: list[OSError]) -> Iterator[bytes]:
    """Yield the parts, and note errors that come from making them, not from writing."""
    try:
        yield from parts
    except OSError as exc:
        failed.append(exc)
        raise


def _lock(file: IO[bytes]) -> bool:
    """Return False if another process has locked the file; without locks, only its age counts."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _remove_old(folder: Path, start: str) -> None:
    """Remove temporary files of killed processes; a running process has locked its own."""
    with suppress(OSError):
        for path in folder.iterdir():
            name = path.name
            if name.startswith(start) and _OURS.fullmatch(name[len(start) :]):
                with suppress(OSError):
                    _remove_if_old(path)


def _remove_if_old(path: Path) -> None:
    found = path.lstat()
    if stat.S_ISREG(found.st_mode) and time.time() - found.st_mtime > _OLD_S:
        with path.open("rb") as file:
            if not _lock(file):
                return
        path.unlink()


def decode_text(content: bytes) -> str:
    r"""Decode text by its byte order mark, if any, and otherwise as UTF-8.

    PowerShell writes UTF-16, and some editors write a byte order mark before UTF-8.

    Raises
    ------
    ValueError
        It has none of these encodings; the message suggests a fix.

    Examples
    --------
    >>> decode_text("\ufeffa = 1".encode("utf-16-le"))
    'a = 1'
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if encoding is None and b"\0" in content[:4]:  # ASCII characters of two bytes each
        encoding = "utf-16-be" if content.startswith(b"\0") else "utf-16-le"
    try:
        return content.decode(encoding or "utf-8").lstrip("\ufeff")  # more than one after several tools
    except UnicodeDecodeError:
        shown = encoding.upper() if encoding else "UTF-8"
        raise ValueError(f"it is not {shown} text. Save it as UTF-8") from None
