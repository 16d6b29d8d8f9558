"""One exercise: how its right answer is computed, and the texts for answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


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
    traps : callable, optional
        Computes the usual wrong answers: a mapping from the hint for each of them.
    """

    name: str
    solve: Callable[[], object]
    hint: str
    because: str
    traps: Callable[[], Mapping[str, object]] = dict
