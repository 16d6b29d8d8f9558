"""Reading a header that was written earlier: strictly, since somebody may have edited it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import InvalidFileError
from ..files import read_file
from ..text import one_line
from .format import VERSION, checksum_line

_LARGEST = 16 * 2**20
_FIRST = re.compile(r"/\* edgeanomaly_nb firmware header, version (\d{1,9})")
_FACT = re.compile(r" \* (host|project|block|prefix|rule): +(.+)")
_DEFINE = re.compile(r"#define (\w+) (.+?)(?: /\* .* \*/)?")
_HOW = "Write it again with “edgeanomaly-nb firmware”."


@dataclass(frozen=True)
class FirmwareHeader:
    """A header that `firmware_header` wrote earlier, as `load` reads it.

    Parameters
    ----------
    path : str
        The file.
    host : str
        Host name of the Studio server that the thresholds came from.
    project_id, learn_id : int
        Project and block.
    prefix : str
        The begin of its macros.
    rule : {">", ">="}
        The comparison of its function.
    values : mapping of str to str
        Each macro and its value, as text.
    is_edited : bool
        True if it was changed after it was written. Line ends do not count.

    Examples
    --------
    >>> import tempfile, edgeanomaly_nb as ea
    >>> config = ea.load_sample("motion")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with open(f"{folder}/a.h", "w") as file:
    ...         _ = file.write(ea.firmware_header(config))
    ...     header = ea.FirmwareHeader.load(f"{folder}/a.h")
    >>> header.learn_id, header.rule, dict(header.values), header.is_edited
    (4, '>', {'ANOMALY_4_MIN_SCORE': '0.3f'}, False)
    >>> config.findings(firmware=header)["code"].tolist()
    ['favourites-not-selected']
    """

    path: str
    host: str
    project_id: int
    learn_id: int
    prefix: str
    rule: str
    values: Mapping[str, str]
    is_edited: bool

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> FirmwareHeader:
        """Return the header in a file.

        Parameters
        ----------
        path : str or path
            A file with the text of `firmware_header`, or one that the command ``firmware`` wrote.

        Raises
        ------
        InvalidFileError
            It is not such a header, has a newer format, or a line that is needed is missing.
        OSError
            It cannot be read.
        """
        name = one_line(str(path), 200)
        text = _text(read_file(path, _LARGEST), name)
        lines = text.splitlines()
        _check_version(lines[:1], name)
        facts = _facts(lines, name)
        values = _values(lines, facts["prefix"], name)
        return cls(
            str(path),
            facts["host"],
            int(facts["project"]),
            int(facts["block"]),
            facts["prefix"],
            facts["rule"],
            values,
            _is_edited(lines),
        )


def is_header(path: str | os.PathLike[str]) -> bool:
    """Return True if the first line of a file is that of a header, of any version of the format.

    Examples
    --------
    >>> is_header(__file__)
    False
    """
    with Path(path).open("rb") as file:
        first = file.readline(200)
    return _FIRST.match(first.decode("utf-8-sig", errors="replace")) is not None


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidFileError(
            f"{name} is not text in UTF-8, so it is not a header of firmware_header."
        ) from None


def _check_version(lines: list[str], name: str) -> None:
    found = _FIRST.fullmatch(lines[0]) if lines else None
    if found is None:
        raise InvalidFileError(
            f"{name} is not a header that “edgeanomaly-nb firmware” wrote: its first line is another one. "
            "Name the file that the command wrote, not one that includes it."
        )
    if int(found[1]) != VERSION:
        raise InvalidFileError(
            f"{name} has version {found[1]} of the format, but this version of edgeanomaly_nb reads version "
            f"{VERSION}. Install a newer edgeanomaly_nb, or write the header again with this one."
        )


_VALID = {
    "host": re.compile(".+"),
    "project": re.compile(r"-?\d{1,19}"),
    "block": re.compile(r"-?\d{1,19}"),
    "prefix": re.compile(r"[A-Z]\w*", re.ASCII),
    "rule": re.compile(">=?"),
}


def _facts(lines: list[str], name: str) -> dict[str, str]:
    end = next((at for at, line in enumerate(lines) if line == " */"), len(lines))
    pairs = [(found[1], found[2]) for line in lines[:end] if (found := _FACT.fullmatch(line))]
    facts = dict(pairs)
    for fact, valid in _VALID.items():
        if [name for name, _ in pairs].count(fact) != 1 or not valid.fullmatch(facts[fact]):
            raise InvalidFileError(
                f"{name} was edited or is incomplete: its comment has no valid line “{fact}:”. {_HOW}"
            )
    return facts


def _values(lines: list[str], prefix: str, name: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for line in lines:
        found = _DEFINE.fullmatch(line)
        if found is None or not found[1].startswith(f"{prefix}_"):
            continue
        if found[1] in values:
            raise InvalidFileError(f"{name} was edited: it defines {found[1][:80]} twice. {_HOW}")
        values[found[1]] = found[2]
    return values


def _is_edited(lines: list[str]) -> bool:
    return lines[-1] != checksum_line("\n".join(lines[:-1]))
