"""One exercise: how its right answer is computed, and the texts for answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Exercise:
    """One exercise: how its right answer is computed, and the texts for answers.

    Parameters
    ----------
    name : str
        The name that the notebooks use.
    solve : callable
        Computes the right answer, from the samples or from the formula: it is not stored anywhere.
    hint : str
        The text for a wrong answer that is none of `traps`.
    because : str
        The text for a right answer: its reason.
    traps : mapping of str to callable, optional
        Hints for the usual wrong answers, each with a function that computes that answer.
    """

    name: str
    solve: Callable[[], object]
    hint: str
    because: str
    traps: Mapping[str, Callable[[], object]] | None = None
