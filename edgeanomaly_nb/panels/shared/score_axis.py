"""The axis of a distribution of scores: places in percent, and ticks at round numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ...scores.scale import ScoreSpan, scale_for, score_tick
from .span import Span, Tick, span_of, ticks_of

#: The least distance of two ticks, in percent.
_APART = 9


class ScoreAxis(ScoreSpan):
    """The axis of a distribution: its scale, and the lowest and the highest score on it."""

    def percent(self, scores: np.ndarray | float) -> np.ndarray:
        """Return the places of scores: 0 at the low end, 100 at the high end; never beyond.

        Examples
        --------
        >>> from edgeanomaly_nb.scores.scale import LINEAR
        >>> ScoreAxis(LINEAR, 0, 4).percent(np.array([1.0, np.inf])).tolist()
        [25.0, 100.0]
        """
        return np.asarray(100 * np.clip(self.fractions(np.asarray(scores, dtype=np.float64)), 0, 1))

    def ticks(self) -> list[Tick]:
        """Return ticks at round numbers; their places are in percent."""
        if self.scale.is_linear:
            ticks = ticks_of(Span(self.low, self.high), 8)
            return [Tick(round(100 * place, 2), text) for place, text in ticks]
        chosen: dict[float, float] = {}
        for number in self._round_numbers():
            place = float(self.percent(number))
            if all(abs(place - other) >= _APART for other in chosen.values()):
                chosen[number] = place
        return [Tick(round(place, 2), score_tick(number)) for number, place in sorted(chosen.items())]

    def _round_numbers(self) -> list[float]:
        """Return round numbers on the scale, the most useful first."""
        top = math.floor(math.log10(max(abs(self.low), abs(self.high))))
        last = min(top, math.floor(math.log10(self.scale.width)))
        powers = [10.0**power for power in range(top, last - 2, -1)]
        numbers = [0.0, *powers, *(-power for power in powers)]
        numbers += [nice * power for nice in (2, 5) for power in numbers[1:]]
        return [number for number in numbers if self.low <= number <= self.high]


def score_axis(scores: np.ndarray, marks: Sequence[float]) -> ScoreAxis:
    """Return an axis for scores and for the marks on it.

    Parameters
    ----------
    scores : ndarray of float
        Infinite ones are at an end.
    marks : sequence of float
        The threshold and its suggestion; finite.

    Examples
    --------
    >>> score_axis(np.array([0.0, 1, 2]), [0.5])[1:]
    (-0.1, 2.1)
    >>> score_axis(np.append(np.linspace(-2, 2, 100), 4e7), [0.5]).scale.is_linear
    False
    """
    scale = scale_for(scores, marks)
    points = np.array([*marks, *_ends(scores[np.isfinite(scores)])], dtype=np.float64)
    low, high = scale.score(np.array(span_of(np.zeros(0), scale.position(points)))).tolist()
    return ScoreAxis(scale, low, high)


def _ends(finite: np.ndarray) -> list[float]:
    return [float(finite.min()), float(finite.max())] if len(finite) else []
