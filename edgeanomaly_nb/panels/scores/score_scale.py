"""The scale of a distribution of scores: linear, or compressed away from the middle if scores are far apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .span import Span, Tick, span_of, ticks_of

#: The scale is linear if all scores are within so many times the width of most of them.
_LINEAR = 12
#: The least distance of two ticks, in percent.
_APART = 9


class ScoreScale(NamedTuple):
    """A scale for scores.

    ``low`` and ``high`` are its ends. It is linear if ``width`` is 0; else places follow
    asinh((score - middle) / width), which is linear near the middle and logarithmic far from it.
    """

    low: float
    high: float
    middle: float = 0.0
    width: float = 0.0

    def percent(self, scores: np.ndarray | float) -> np.ndarray:
        """Return the places of scores: 0 at the low end, 100 at the high end; never beyond.

        Examples
        --------
        >>> ScoreScale(0, 4).percent(np.array([1.0, np.inf])).tolist()
        [25.0, 100.0]
        """
        span = Span(*self._bend(np.array([self.low, self.high])))
        return 100 * np.clip(span.units(self._bend(np.asarray(scores, dtype=np.float64))), 0, 1)

    def _bend(self, scores: np.ndarray) -> np.ndarray:
        with np.errstate(over="ignore"):
            return np.arcsinh((scores - self.middle) / self.width) if self.width else scores

    def ticks(self) -> list[Tick]:
        """Return ticks at round numbers; their places are in percent."""
        if not self.width:
            ticks = ticks_of(Span(self.low, self.high), 8)
            return [Tick(round(100 * place, 2), text) for place, text in ticks]
        chosen: dict[float, float] = {}
        for number in self._round_numbers():
            place = float(self.percent(number))
            if all(abs(place - other) >= _APART for other in chosen.values()):
                chosen[number] = place
        return [Tick(round(place, 2), _short(number)) for number, place in sorted(chosen.items())]

    def _round_numbers(self) -> list[float]:
        """Return round numbers on the scale, the most useful first."""
        size = max(abs(self.low), abs(self.high))
        top, last = math.floor(math.log10(size)), math.floor(math.log10(self.width))
        powers = [10.0**power for power in range(top, last - 1, -1)] if size else []
        numbers = [0.0, *powers, *(-power for power in powers)]
        numbers += [nice * power for nice in (2, 5) for power in numbers[1:]]
        return [number for number in numbers if self.low <= number <= self.high]


def score_scale(scores: np.ndarray, marks: Sequence[float]) -> ScoreScale:
    """Return a scale for scores and for the marks on it.

    Parameters
    ----------
    scores : ndarray of float
        Finite and not finite ones.
    marks : sequence of float
        The threshold and its suggestion.

    Examples
    --------
    >>> score_scale(np.array([0.0, 1, 2]), [0.5]).width
    0.0
    >>> score_scale(np.append(np.linspace(-2, 2, 100), 4e7), [0.5]).width > 0
    True
    """
    finite = scores[np.isfinite(scores)].astype(np.float64)
    points = np.array([mark for mark in marks if math.isfinite(mark)])
    everything = np.concatenate([finite, points])
    if not len(everything):
        return ScoreScale(0.0, 1.0)
    linear = span_of(np.array([everything.min(), everything.max()]), points)
    if not len(finite):
        return ScoreScale(*linear)
    low, middle, high = np.quantile(finite, [0.02, 0.5, 0.98], method="nearest")
    most = max(high, *points, middle) - min(low, *points, middle) if len(points) else high - low
    if not 0 < _LINEAR * most < linear.high - linear.low:
        return ScoreScale(*linear)
    return ScoreScale(float(everything.min()), float(everything.max()), float(middle), float(most) / 4)


def _short(number: float) -> str:
    return f"{number:,.6g}" if abs(number) < 1e5 else f"{number:.0e}".replace("e+0", "e").replace("e+", "e")
