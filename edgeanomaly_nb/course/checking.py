"""Checking answers: a verdict with a hint, and never the solution."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from ..text import unknown_name
from .answers import advice_on_form, is_same, plain_answer
from .exercises import EXERCISES

_ROUNDED = 0.005  # how far a usual mistake may be off: notebooks print two digits
_MARKS = {"open": "○", "wrong": "✗", "right": "✓"}
_LABELS = {"open": "open exercise", "wrong": "not right yet", "right": "right"}


@dataclass(frozen=True)
class Verdict:
    """The result of checking an answer; shown as one line.

    Parameters
    ----------
    state : {"open", "wrong", "right"}
        Whether there is an answer, and whether it is right.
    words : str
        The text, without markup.
    """

    state: str
    words: str

    def __repr__(self) -> str:
        return f"{_MARKS[self.state]} {self.words}"

    def _repr_html_(self) -> str:
        return (
            '<div style="border-left:5px solid currentColor;padding:4px 12px;line-height:1.5">'
            f'<b role="img" aria-label="{_LABELS[self.state]}">{_MARKS[self.state]}</b> '
            f"{escape(self.words)}</div>"
        )


def check(name: str, answer: object = None) -> Verdict:
    """Check the answer to an exercise.

    Parameters
    ----------
    name : str
        The exercise.
    answer : object, optional
        A number, a text, a bool, or a collection of numbers or texts, in any order. ``None`` and ``...``
        stand for no answer yet.

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
    if name not in EXERCISES:
        raise ValueError(unknown_name("exercise", name, EXERCISES))
    if answer is None or answer is ...:
        return Verdict("open", "No answer yet: put one in place of ... and run the cell again.")
    exercise = EXERCISES[name]
    if advice := advice_on_form(answer):
        return Verdict("wrong", f"Not yet. {advice}")
    answer = plain_answer(answer)  # once: a generator can be read once only
    if is_same(answer, exercise.solve()):
        return Verdict("right", f"Right. {exercise.because}")
    for hint, trap in exercise.traps().items():
        if is_same(answer, trap, off=_ROUNDED):
            return Verdict("wrong", f"Not yet. {hint}")
    return Verdict("wrong", f"Not yet. {exercise.hint}")


def list_exercises() -> list[str]:
    """List the names of all exercises.

    Examples
    --------
    >>> "axes-count" in list_exercises()
    True
    """
    return list(EXERCISES)
