"""An answer against the right one: a verdict, a hint, and never the solution."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from html import escape
from typing import Any

from ..text import one_line

_ROUNDED = 0.005  # how far a usual mistake may be off: notebooks print two digits
_MARKS = {"open": "○", "wrong": "✗", "right": "✓"}


@dataclass(frozen=True)
class Exercise:
    """One exercise: how the right answer is made, and what to say to an answer.

    Parameters
    ----------
    name : str
        What the notebooks call it by.
    solve : callable
        Makes the right answer, from the samples or from the formula: nothing is written down.
    hint : str
        What to say to a wrong answer that is none of `traps`.
    because : str
        What to say to a right one.
    traps : mapping of str to callable, optional
        Hints for the usual wrong answers, each with what makes that answer.
    """

    name: str
    solve: Callable[[], Any]
    hint: str
    because: str
    traps: Mapping[str, Callable[[], Any]] | None = None


@dataclass(frozen=True)
class Verdict:
    """What there is to say of an answer; shown as one line.

    Parameters
    ----------
    state : {"open", "wrong", "right"}
        Whether there is an answer, and whether it is right.
    words : str
        Plain text.
    """

    state: str
    words: str

    def __repr__(self) -> str:
        return f"{_MARKS[self.state]} {self.words}"

    def _repr_html_(self) -> str:
        name = {"open": "open exercise", "wrong": "not right yet", "right": "right"}[self.state]
        return (
            '<div style="border-left:5px solid currentColor;padding:4px 12px;line-height:1.5">'
            f'<b role="img" aria-label="{name}">{_MARKS[self.state]}</b> {escape(self.words)}</div>'
        )


def check(name: str, answer: Any = None) -> Verdict:
    """Check the answer to an exercise.

    Parameters
    ----------
    name : str
        The exercise.
    answer : object, optional
        A number, a text, a truth value, or a collection of numbers or texts, in any order. ``None`` and
        ``...`` stand for no answer yet.

    Returns
    -------
    Verdict
        Right, wrong with a hint, or still open.

    Raises
    ------
    ValueError
        There is no exercise of that name.

    Examples
    --------
    >>> check("axes-count", None)
    ○ No answer yet: put one in place of ... and run the cell again.
    >>> check("axes-count", 6)
    ✗ Not yet. ...
    """
    from .exercises import EXERCISES

    if name not in EXERCISES:
        close = get_close_matches(str(name), EXERCISES, n=1)
        meant = f"Did you mean {close[0]!r}?" if close else f"There are: {', '.join(EXERCISES)}."
        raise ValueError(f"There is no exercise {name!r}. {meant}")
    if answer is None or answer is ...:
        return Verdict("open", "No answer yet: put one in place of ... and run the cell again.")
    exercise = EXERCISES[name]
    if shape := _advise(answer):
        return Verdict("wrong", f"Not yet. {shape}")
    answer = _plain(answer)  # once: a generator can be read once only
    if is_same(answer, exercise.solve()):
        return Verdict("right", f"Right. {exercise.because}")
    for hint, trap in (exercise.traps or {}).items():
        if is_same(answer, trap(), off=_ROUNDED):
            return Verdict("wrong", f"Not yet. {hint}")
    return Verdict("wrong", f"Not yet. {exercise.hint}")


def list_exercises() -> list[str]:
    """List the names of all exercises.

    Examples
    --------
    >>> "axes-count" in list_exercises()
    True
    """
    from .exercises import EXERCISES

    return list(EXERCISES)


def is_same(answer: Any, right: Any, off: float = 1e-9) -> bool:
    """Tell whether an answer means the same as the right one: as numbers, as text in any case, as a set.

    Numbers may be a thousandth off, or `off`.

    Examples
    --------
    >>> is_same([3, 1], {1, 3}), is_same("  Yes", "yes"), is_same(0.1 + 0.2, 0.3), is_same("3", 3)
    (True, True, True, True)
    >>> is_same(3, True), is_same([1, 1], [1])
    (False, True)
    """
    answer, right = _plain(answer), _plain(right)
    if isinstance(right, frozenset):
        if not isinstance(answer, frozenset):
            answer = frozenset([answer])
        return len(answer) == len(right) and all(any(is_same(a, r, off) for a in answer) for r in right)
    if isinstance(answer, frozenset):
        return len(answer) == 1 and is_same(next(iter(answer)), right, off)
    if isinstance(right, bool) or isinstance(answer, bool):
        return answer is right
    try:
        # A thousandth off is rounding, not another answer.
        return math.isclose(float(answer), float(right), rel_tol=1e-3, abs_tol=off)
    except (TypeError, ValueError):
        return str(answer) == str(right)


def _advise(answer: Any) -> str:
    """Say what to do with an answer of a form that no exercise asks for; empty for any other."""
    dimensions = getattr(answer, "ndim", 0)
    if dimensions == 2 and answer.shape[1] != 1:
        return "That is a whole table: give one column of it, or its index."
    if dimensions and getattr(getattr(answer, "dtype", None), "kind", "") == "b":
        return "That says yes or no for each row: take the rows with a yes, or count them with .sum()."
    return ""


def _plain(value: Any) -> Any:
    """Fold numpy, pandas and Python values into bool, number, text, or a set of them."""
    if isinstance(value, str):
        return one_line(value, 200).casefold()
    if isinstance(value, Mapping):  # from what was asked to what was found
        value = list(value.values())
    if hasattr(value, "columns"):  # a frame of one column
        value = value.iloc[:, 0]
    if hasattr(value, "tolist"):  # numpy scalars and arrays, pandas Series and Index
        value = value.tolist()
    if not isinstance(value, Iterable):
        return value
    if isinstance(value, str):
        return _plain(value)
    return frozenset(_plain(item) for item in value)
