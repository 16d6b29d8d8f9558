"""Names of macros: the prefix of a block, and its thresholds by their keys."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..errors import FirmwareError

_LONGEST_PREFIX, _LONGEST_PART = 40, 64
_PREFIX = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
#: Ends of names that every header has.
RESERVED = ("H", "ANY_PROJECT")


def default_prefix(learn_id: int) -> str:
    """Return the prefix of a block: it differs between the blocks of a project.

    Examples
    --------
    >>> default_prefix(4)
    'ANOMALY_4'
    """
    return f"ANOMALY_{learn_id}"


def checked_prefix(prefix: str) -> str:
    """Return a prefix in upper case, or refuse one that does not begin a name in C and C++.

    Raises
    ------
    FirmwareError
        It is not a name, is too long, or is that of the macros of the SDK.

    Examples
    --------
    >>> checked_prefix("fan")
    'FAN'
    >>> checked_prefix("2 fans")
    Traceback (most recent call last):
        ...
    edgeanomaly_nb.errors.FirmwareError: The prefix '2 fans' is not a name in C: use letters, digits and ...
    """
    if not isinstance(prefix, str):
        raise TypeError(f"prefix must be text such as 'FAN', not {type(prefix).__name__}.")
    if not _PREFIX.fullmatch(prefix) or len(prefix) > _LONGEST_PREFIX:
        raise FirmwareError(
            f"The prefix {prefix[:40]!r} is not a name in C: use letters, digits and single underscores, a "
            f"letter first and no underscore last, and at most {_LONGEST_PREFIX} characters."
        )
    if prefix.upper().startswith("EI_"):
        raise FirmwareError(f"The prefix {prefix!r} is refused: macros of the SDK begin with EI_.")
    return prefix.upper()


def macro_parts(texts: Iterable[str], otherwise: str, reserved: Iterable[str] = ()) -> list[str]:
    """Return a part of a macro name for each text: valid in C, and each another one.

    Parameters
    ----------
    texts : iterable of str
        Keys of thresholds, or values of options.
    otherwise : str
        The name for a text without a letter or digit of ASCII.
    reserved : iterable of str
        Names that are taken.

    Examples
    --------
    >>> macro_parts(["min_score", "minScore", "min score", "größe", "***"], "THRESHOLD")
    ['MIN_SCORE', 'MIN_SCORE_2', 'MIN_SCORE_3', 'GR_E', 'THRESHOLD']
    """
    taken = set(reserved)
    parts = []
    for text in texts:
        begin = _plain(text) or otherwise
        part, nth = begin, 1
        while part in taken:
            nth += 1
            part = f"{begin}_{nth}"
        taken.add(part)
        parts.append(part)
    return parts


def _plain(text: str) -> str:
    split = _CAMEL.sub("_", text[:200])
    return re.sub(r"[^A-Za-z0-9]+", "_", split).strip("_")[:_LONGEST_PART].strip("_").upper()
