r"""The file that a config is saved in: JSON that holds the body exactly as the service sent it.

::

    {
     "format": "edgeanomaly_nb.config",
     "version": 1,
     "source": {"host": …, "project_id": …, "learn_id": …, "block_type": …, "impulse_id": …,
                "fetched_at": …, "fetched_by": …},
     "sha256": "…",         of the body
     "around": ["", "\n"],  white space around the body, if any
     "body": {…}            the body, unchanged
    }

A saved model holds its bodies in the same way (``edgeanomaly_nb.scores.model_file``).
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import NamedTuple, TypeVar

import msgspec

from ..errors import EdgeAnomalyError, InvalidFileError, OperationFailedError
from ..files import UTF8_BOM, decode_text
from ..text import one_line
from .content import describe_content
from .source import Source

T = TypeVar("T", bound=msgspec.Struct)

FORMAT, VERSION = "edgeanomaly_nb.config", 1


class FileKind(NamedTuple):
    """One kind of saved file: its ``format``, what it is, and which files to use instead of a wrong one."""

    format: str
    noun: str
    advice: str


CONFIG = FileKind(
    FORMAT,
    "a saved config",
    "Give a file that config.save(path) or “edgeanomaly-nb fetch” wrote, or a JSON response of getAnomaly or "
    "getKeras.",
)

_CUT_IN_A_NUMBER = re.compile(rb"[-+.]\Z|\d[eE]\Z")


class Head(msgspec.Struct):
    """The fields that show what kind of file it is, whatever else is in it."""

    format: object = None  # any type: a bare response may have fields of these names one day
    version: object = None
    success: bool | None = None  # in a bare response
    dependencies: object = None  # in a config of getAllDetailedImpulses, which has no success


class _File(msgspec.Struct):
    source: Source
    sha256: str
    body: msgspec.Raw
    around: tuple[str, str] = ("", "")


def digest_of(body: bytes) -> str:
    """Return the SHA-256 of a body as 64 hexadecimal digits.

    Examples
    --------
    >>> digest_of(b"{}")[:8]
    '44136fa3'
    """
    return hashlib.sha256(body).hexdigest()


def pack(body: bytes, source: Source, kind: FileKind = CONFIG) -> bytes:
    """Return the content of the file.

    Examples
    --------
    >>> from edgeanomaly_nb import Source
    >>> unpack(pack(b'{"success": true}', Source("host", 1, 7)), "a.json")[0]
    b'{"success": true}'
    """
    head, core, tail = body.partition(body[body.index(b"{") :].rstrip())
    known = {name: value for name, value in asdict(source).items() if value is not None and name != "path"}
    lines = {
        "format": kind.format,
        "version": VERSION,
        "source": known,
        "sha256": digest_of(body),
        **({"around": (head.decode(), tail.decode())} if head or tail else {}),
        "body": msgspec.Raw(core),
    }
    return json_lines(lines)


def json_lines(fields: Mapping[str, object]) -> bytes:
    r"""Return an object as JSON, one field per line.

    Examples
    --------
    >>> json_lines({"a": 1})
    b'{\n "a": 1\n}\n'
    """
    lines = (f' "{name}": '.encode() + msgspec.json.encode(value) for name, value in fields.items())
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def unpack(content: bytes, name: str, kind: FileKind = CONFIG) -> tuple[bytes, Source]:
    """Return the body and the source from a file of `pack`, or from a bare response of the service.

    Parameters
    ----------
    content : bytes
        The content of the file.
    name : str
        Name of the file, for messages.
    kind : FileKind
        What the file should be.

    Returns
    -------
    bytes
        The body, unchanged.
    Source
        Where it came from; empty for a bare response.

    Raises
    ------
    InvalidFileError
        The file is incomplete, of another format or a newer version, or was changed after it was saved.

    Examples
    --------
    >>> unpack(b'{"form', "a.json")
    Traceback (most recent call last):
        ...
    edgeanomaly_nb.errors.InvalidFileError: a.json is incomplete: it ends after 6 bytes. ...
    """
    content = as_utf8(content, name, kind)
    head = read_head(content, name, kind)
    if head.format != kind.format:
        return content, Source()
    file = decode_file(content, _File, name, kind)
    body = bytes(file.body).join(text.encode() for text in file.around)
    if digest_of(body) != file.sha256:
        # No string of JSON holds a line break, so these can only stand between its parts.
        lines = body.replace(b"\r\n", b"\n")
        for restored in (lines, lines.replace(b"\n", b"\r\n")):
            if digest_of(restored) == file.sha256:
                return restored, file.source
        raise InvalidFileError(
            f"{name} was changed after it was saved: its body does not match its SHA-256. Use an unchanged "
            "copy, or fetch the block again."
        )
    return body, file.source


def read_head(content: bytes, name: str, kind: FileKind) -> Head:
    """Read what kind of file it is; refuse another kind, and a newer version.

    Examples
    --------
    >>> read_head(b'{"success": true}', "a.json", CONFIG).format is None
    True
    """
    head = decode_file(content, Head, name, kind)
    if head.format != kind.format and (head.success is not None or head.dependencies is not None):
        return head
    if head.format != kind.format or type(head.version) is not int:
        raise _foreign(name, content, kind)
    if head.version > VERSION:
        raise InvalidFileError(
            f"{name} was saved by a newer edgeanomaly_nb (file version {head.version}; this one reads up to "
            f"{VERSION}). Upgrade edgeanomaly_nb to read it."
        )
    return head


def as_utf8(content: bytes, name: str, kind: FileKind) -> bytes:
    """Return the content as UTF-8; UTF-8 is returned unchanged, with its byte order mark."""
    try:
        text = decode_text(content)
        return content if text.encode() == content.removeprefix(UTF8_BOM) else text.encode()
    except ValueError as exc:
        if _is_cut_utf8(content):
            return content
        problem = _foreign(name, content, kind, str(exc).removeprefix("it is "))
    raise problem


def _is_cut_utf8(content: bytes) -> bool:
    """Return True if the content is UTF-8 except for an incomplete character at its end."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return False
    return b"\0" not in content[:4]


def decode_file(content: bytes, as_type: type[T], name: str, kind: FileKind) -> T:
    """Decode the JSON of a file.

    Examples
    --------
    >>> decode_file(b'{"format": "x"}', Head, "a.json", CONFIG).format
    'x'
    """
    text = content.removeprefix(UTF8_BOM)
    try:
        return msgspec.json.decode(text, type=as_type)
    except msgspec.ValidationError:
        problem = _foreign(name, content, kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
        is_cut = _is_incomplete(text, str(exc))
        problem = _incomplete(name, content) if is_cut else _foreign(name, content, kind, "not valid JSON")
    raise problem  # not in the except clause: the linked error would show what is in the file


def _is_incomplete(text: bytes, message: str) -> bool:
    """Return True if content that cannot be decoded is the beginning of a JSON object."""
    cut = "truncated" in message or _CUT_IN_A_NUMBER.search(text)
    return not text.strip() or bool(cut and text.lstrip().startswith(b"{"))


def _incomplete(name: str, content: bytes) -> InvalidFileError:
    what = f"is incomplete: it ends after {len(content):,} bytes" if content.strip() else "is empty"
    return InvalidFileError(f"{name} {what}. Copy it again, or fetch the block again.")


def unreadable(name: str, what: str, exc: EdgeAnomalyError) -> InvalidFileError:
    """Return the error for a file whose response cannot be decoded.

    Examples
    --------
    >>> print(unreadable("a.json", "a response", EdgeAnomalyError("It is not JSON.")))
    a.json contains a response that cannot be read. It is not JSON.
    """
    # Advice about the service would mislead here.
    problem = one_line(str(exc).partition(" Check that the base URL")[0], 600)
    if isinstance(exc, OperationFailedError):
        problem += " The file contains an error of the service: fetch the block again."
    return InvalidFileError(f"{name} contains {what} that cannot be read. {problem}")


def _foreign(name: str, content: bytes, kind: FileKind, what: str = "") -> InvalidFileError:
    what = describe_content(content) or what
    named = f": it is {what}" if what else ""
    return InvalidFileError(f"{name} is not {kind.noun}{named}. {kind.advice}")
