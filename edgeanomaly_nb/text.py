"""One line of text that can be shown, and numbers as text: one spelling for all parts of the package."""

from __future__ import annotations

import re

# Soft hyphen, zero-width non-joiner and joiner: Persian and Indic names and emoji are spelled with them.
_JOINERS = "\u00ad\u200c\u200d"
_BLACK_FLAG = "\U0001f3f4"  # with a region in tags, which are invisible and mean nothing elsewhere
_PARTS = re.compile(f"{_BLACK_FLAG}[\U000e0020-\U000e007e]{{1,8}}\U000e007f|.", re.DOTALL)


def number_in_words(number: float) -> str:
    """Write a number in at most six significant digits.

    Examples
    --------
    >>> number_in_words(0.30000000000000004), number_in_words(35.0), number_in_words(12345.6)
    ('0.3', '35', '12345.6')
    """
    return f"{number + 0.0:.6g}"  # + 0.0 makes -0.0 a plain 0


def one_line(text: str, limit: int = 80) -> str:
    r"""Fold white space, show what cannot be printed as escapes, and cut long text.

    What joins and parts the letters of a word, or the parts of an emoji, is kept.

    Examples
    --------
    >>> one_line("two\nlines"), one_line("x" * 100, limit=5), one_line("a\u202eb")
    ('two lines', 'xxxx…', 'a\\u202eb')
    """
    folded = " ".join(text.split())
    if folded.isprintable() and len(folded) <= limit:  # nearly all text, and this is asked of every label
        return folded
    kept = _JOINERS if folded.strip(_JOINERS + " ") else ""  # alone, they would look like no text at all
    shown = "".join(
        part if part[0] == _BLACK_FLAG or part in kept or part.isprintable() else _escaped(part)
        for part in _PARTS.findall(folded[: limit + 1])
    )
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()
