"""One line of text that can be shown; numbers, times and lists as text: one spelling in the whole package."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone

# Soft hyphen, zero-width non-joiner and joiner: Persian and Indic names and emoji are spelled with them.
_JOINERS = "\u00ad\u200c\u200d"
_BLACK_FLAG = "\U0001f3f4"  # with a region in tags, which are invisible and mean nothing elsewhere
_PARTS = re.compile(f"{_BLACK_FLAG}[\U000e0020-\U000e007e]{{1,8}}\U000e007f|.", re.DOTALL)


def one_line(text: str, limit: int = 80) -> str:
    r"""Return text on one line: white space folded, unprintable characters escaped, cut to `limit`.

    Characters that join or separate the letters of a word, or the parts of an emoji, are kept.

    Examples
    --------
    >>> one_line("two\nlines"), one_line("x" * 100, limit=5), one_line("a\u202eb")
    ('two lines', 'xxxx…', 'a\\u202eb')
    """
    folded = " ".join(text.split())
    if folded.isprintable() and len(folded) <= limit:  # nearly all text, and every label comes here
        return folded
    kept = _JOINERS if folded.strip(_JOINERS + " ") else ""  # alone, they would look like empty text
    shown = "".join(
        part if part[0] == _BLACK_FLAG or part in kept or part.isprintable() else _escaped(part)
        for part in _PARTS.findall(folded[: limit + 1])
    )
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()


def number_text(number: float) -> str:
    """Return a number in at most six significant digits, with commas between thousands.

    Examples
    --------
    >>> number_text(0.30000000000000004), number_text(35.0), number_text(12345.6)
    ('0.3', '35', '12,345.6')
    """
    return f"{number + 0.0:,.6g}"  # + 0.0 turns -0.0 into 0


def checked_str(value: object, name: str) -> str:
    """Return a parameter that must be text; the error for another type does not show the value.

    Examples
    --------
    >>> checked_str(7, "The API key")
    Traceback (most recent call last):
        ...
    TypeError: The API key must be a str, not int.
    """
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}.")
    return value


def capitalized(text: str) -> str:
    """Return text with its first letter in upper case; `str.capitalize` would change the other letters, too.

    Examples
    --------
    >>> capitalized("the GMM block")
    'The GMM block'
    """
    return text[:1].upper() + text[1:]


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return a count and its noun; the plural ends in s unless `many` is given.

    Examples
    --------
    >>> counted(1, "axis", "axes"), counted(2106, "axis", "axes"), counted(0, "block")
    ('1 axis', '2,106 axes', '0 blocks')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(items: Sequence[object], most: int = 5, total: int | None = None, limit: int = 60) -> str:
    """Return the first items with commas between them, and the number of the others.

    Parameters
    ----------
    items : sequence
        The items, or the first of them.
    most : int
        How many to show.
    total : int, optional
        How many there are; the length of `items` by default.
    limit : int
        Characters per item.

    Examples
    --------
    >>> listed([3, 15]), listed("abcdefg", most=2)
    ('3, 15', 'a, b and 5 more')
    """
    shown = [one_line(str(item), limit) for item in items[:most]]
    more = (len(items) if total is None else total) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")


def occurrences(names: Iterable[str]) -> list[tuple[str, int]]:
    """Return each name with the number of times that it occurred before.

    Examples
    --------
    >>> occurrences(["a", "b", "a"])
    [('a', 0), ('b', 0), ('a', 1)]
    """
    seen: Counter[str] = Counter()
    numbered = []
    for name in names:
        numbered.append((name, seen[name]))
        seen[name] += 1
    return numbered


def in_utc(when: datetime) -> datetime:
    """Return a time in UTC; a time without a zone is in UTC already, as those of the service are.

    Examples
    --------
    >>> from datetime import datetime
    >>> in_utc(datetime(2026, 11, 24, 6, 30)).isoformat()
    '2026-11-24T06:30:00+00:00'
    """
    return when.replace(tzinfo=timezone.utc) if when.tzinfo is None else when.astimezone(timezone.utc)


def utc_text(when: datetime) -> str:
    """Return a time in UTC as text.

    Examples
    --------
    >>> from datetime import datetime
    >>> utc_text(datetime(2026, 11, 24, 6, 30))
    '2026-11-24 06:30:00 UTC'
    """
    return f"{in_utc(when):%Y-%m-%d %H:%M:%S} UTC"


#: A longer name does not move the column of the values.
_LONGEST_ALIGNED = 12


def aligned(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return names and values as indented lines, with the values in one column.

    Examples
    --------
    >>> aligned([("type", "K-means"), ("trained", "yes")])
    ['  type     K-means', '  trained  yes']
    """
    width = max((len(name) for name, _ in pairs if len(name) <= _LONGEST_ALIGNED), default=0)
    return [f"  {name:<{width}}  {value}" for name, value in pairs]


def unknown_name(what: str, name: str, known: Iterable[str]) -> str:
    """Return the message for a name that is not among the known ones: the closest one, or all of them.

    Examples
    --------
    >>> unknown_name("rule", "untraind", ["untrained", "no-favourites"])
    "There is no rule 'untraind'. Did you mean 'untrained'?"
    >>> unknown_name("rule", "x", ["untrained", "no-favourites"])
    "There is no rule 'x'. There are: untrained, no-favourites."
    """
    from difflib import get_close_matches  # not needed to start the command

    names = list(known)
    close = get_close_matches(str(name), names, n=1)
    meant = f"Did you mean {close[0]!r}?" if close else f"There are: {', '.join(names)}."
    return f"There is no {what} {name!r}. {meant}"
