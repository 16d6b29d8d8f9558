"""The ends and the ticks of an axis of a picture."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ...scores.scale import LINEAR, ScoreSpan

_PAD = 0.05
#: All windows are in the picture if that makes it at most so many times as wide as most of them need.
_STRETCH = 8


class Span(NamedTuple):
    """The two ends of an axis of a picture."""

    low: float
    high: float

    def units(self, values: np.ndarray) -> np.ndarray:
        """Return the places of values: 0 at the low end, 1 at the high end.

        Examples
        --------
        >>> Span(-1.0, 3.0).units(np.array([-1, 0, 3])).tolist()
        [0.0, 0.25, 1.0]
        """
        return ScoreSpan(LINEAR, self.low, self.high).fractions(values)


class Tick(NamedTuple):
    """One tick: its place from 0 to 1, and its text."""

    place: float
    text: str


def span_of(values: np.ndarray, marks: np.ndarray) -> Span:
    """Return the ends of an axis with room for most values and all marks.

    All values are inside if they are not far apart. Otherwise the few that are far from the others lie beyond
    an end.

    Parameters
    ----------
    values : ndarray of float
        One per window; infinite and missing ones are ignored.
    marks : ndarray of float
        What has to be inside: the edges of clusters.

    Examples
    --------
    >>> span_of(np.array([0.0, 10.0]), np.array([]))
    Span(low=-0.5, high=10.5)
    >>> span_of(np.append(np.arange(1000.0), 1e9), np.array([])).high < 2000
    True
    """
    finite, marks = values[np.isfinite(values)].astype(np.float64), marks[np.isfinite(marks)]
    if not len(finite) and not len(marks):
        return Span(0.0, 1.0)
    ends = np.concatenate([finite[:0], marks, _ends(finite, 0)])
    low, high = float(ends.min()), float(ends.max())
    inner = np.concatenate([marks, _ends(finite, 0.01)])
    core_low, core_high = float(inner.min()), float(inner.max())
    core = core_high / 2 - core_low / 2
    if high / 2 - low / 2 > _STRETCH * core > 0:
        low, high = max(low, core_low - core), min(high, core_high + core)
    room = (high / 2 - low / 2) * 2 * _PAD or 0.05 * abs(low) or 1.0
    largest = float(np.finfo(np.float64).max)
    return Span(max(low - room, -largest), min(high + room, largest))


def _ends(finite: np.ndarray, part: float) -> np.ndarray:
    if not len(finite):
        return finite
    at = [int(part * (len(finite) - 1)), math.ceil((1 - part) * (len(finite) - 1))]
    return np.asarray(np.partition(finite, at)[at])


def ticks_of(span: Span, most: int = 6) -> list[Tick]:
    """Return ticks at round numbers.

    Examples
    --------
    >>> [tick.text for tick in ticks_of(Span(-0.5, 10.5))]
    ['0', '2', '4', '6', '8', '10']
    >>> [tick.text for tick in ticks_of(Span(100_000.0, 100_000.03), most=3)]
    ['100,000.00', '100,000.01', '100,000.02', '100,000.03']
    """
    step = _round_step((span.high / 2 - span.low / 2) / most * 2)
    if not 0 < step < math.inf:
        return []
    first, last = math.ceil(span.low / step - 1e-9), math.floor(span.high / step + 1e-9)
    numbers = [at * step for at in range(first, min(last, first + 2 * most) + 1)]
    places = span.units(np.array(numbers, dtype=np.float64))
    return [
        Tick(round(float(place), 5), tick_text(number, step))
        for place, number in zip(places, numbers, strict=True)
    ]


def _round_step(about: float) -> float:
    if not 0 < about < math.inf:
        return 0.0
    power = 10.0 ** math.floor(math.log10(about))
    return power * next((nice for nice in (1, 2, 5) if about <= 1.0001 * nice * power), 10)


def tick_text(number: float, step: float) -> str:
    """Return a number with as many digits as its neighbours need.

    Examples
    --------
    >>> tick_text(0.30000000000000004, 0.1), tick_text(2e7, 1e7), tick_text(-0.0, 1)
    ('0.3', '2e+07', '0')
    """
    size = max(abs(number), step)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if size < 1e6 and decimals <= 6:
        return f"{number + 0.0:,.{decimals}f}"
    digits = min(12, max(1, math.ceil(math.log10(size / step) + 1e-9)))
    return f"{number:.{digits}g}"
