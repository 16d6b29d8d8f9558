"""Time functions in turn, in several rounds: a change of the machine's speed affects all of them alike."""

from __future__ import annotations

import gc
import statistics
import timeit
from collections.abc import Callable
from dataclasses import dataclass

Functions = dict[str, Callable[[], object]]


@dataclass(frozen=True)
class Goal:
    """One line of the result: what was measured, the figure, and its limit."""

    what: str
    figure: float
    limit: float
    at_most: bool = True
    unit: str = "×"

    @property
    def met(self) -> bool:
        """True if the figure is on the right side of the limit."""
        return self.figure <= self.limit if self.at_most else self.figure >= self.limit

    def __str__(self) -> str:
        sign = "≤" if self.at_most else "≥"
        verdict = "ok" if self.met else "MISSED"
        return f"{self.what:<72} {self.figure:>9.3g} {self.unit:<3} goal {sign} {self.limit:g}  {verdict}"


def interleaved(functions: Functions, rounds: int = 15, repeats: int = 5) -> dict[str, list[float]]:
    """Return the seconds of each function per round: in each round, the best of `repeats` runs."""
    seconds: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(rounds):
        for name, run in functions.items():
            gc.collect()
            seconds[name].append(min(timeit.repeat(run, number=1, repeat=repeats)))
    return seconds


def ratio(seconds: dict[str, list[float]], over: str, under: str) -> float:
    """Return the median over the rounds of one function's time divided by another's."""
    return statistics.median(a / b for a, b in zip(seconds[over], seconds[under], strict=True))


def milliseconds(seconds: dict[str, list[float]], name: str) -> float:
    """Return the median time of one function."""
    return statistics.median(seconds[name]) * 1e3
