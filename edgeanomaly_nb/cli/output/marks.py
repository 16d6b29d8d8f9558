"""Cells that a terminal shows as a symbol or in colour, and a pipe as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Mark(NamedTuple):
    """A cell of a table.

    Parameters
    ----------
    plain : str
        What a pipe shows, and a terminal without these symbols.
    symbol : str
        What a terminal shows.
    style : str
        Its style in a terminal, as rich names it.
    """

    plain: str
    symbol: str
    style: str = ""


SELECTED, FAVOURITE = "●", "★"
_SYMBOLS = {"selected": (SELECTED, "cyan"), "favourite": (FAVOURITE, "yellow")}
_SIGNS = {
    **dict.fromkeys(("added", "gained"), ("+", "green")),
    **dict.fromkeys(("removed", "lost"), ("-", "red")),
    "changed": ("~", "yellow"),
    "not compared": ("?", "red"),
}


def flag_marks(name: str, flags: Iterable[bool]) -> list[Mark]:
    """Return the cells of the column ``selected`` or ``favourite``.

    Examples
    --------
    >>> flag_marks("selected", [True, False])
    [Mark(plain='yes', symbol='●', style='cyan'), Mark(plain='no', symbol='', style='')]
    """
    symbol, style = _SYMBOLS[name]
    return [Mark("yes", symbol, style) if flag else Mark("no", "") for flag in flags]


def change_marks(changes: Iterable[str], texts: Iterable[str]) -> list[Mark]:
    """Return the texts of changes, which a terminal shows with a sign and in colour.

    Examples
    --------
    >>> change_marks(["added"], ["added; it is selected"])
    [Mark(plain='added; it is selected', symbol='+ added; it is selected', style='green')]
    """
    signs = (_SIGNS[change] for change in changes)
    return [Mark(text, f"{sign} {text}", style) for text, (sign, style) in zip(texts, signs, strict=True)]
