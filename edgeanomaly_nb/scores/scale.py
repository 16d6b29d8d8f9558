"""A scale for scores from -2 to 40,000,000: linear around most scores, logarithmic beyond; a part of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from ..text import number_text

#: Up to this ratio of the complete range to that of most scores, the scale is linear.
_LINEAR_RATIO = 10.0
_MOST_DIGITS = 1e5


class ScoreScale(NamedTuple):
    """The inverse hyperbolic sine of score / width: linear up to about `width`, logarithmic beyond.

    An infinite width is a linear scale.

    Examples
    --------
    >>> LINEAR.position(np.array([2.0]))
    array([2.])
    >>> ScoreScale(1.0).score(ScoreScale(1.0).position(np.array([-2.0, 4e7])))
    array([-2.e+00,  4.e+07])
    """

    width: float

    @property
    def is_linear(self) -> bool:
        """True if equal distances are equal differences of scores."""
        return self.width == np.inf

    def position(self, scores: np.ndarray) -> np.ndarray:
        """Return positions on the scale."""
        return np.asarray(scores if self.is_linear else np.arcsinh(np.asarray(scores) / self.width))

    def score(self, positions: np.ndarray) -> np.ndarray:
        """Return the scores at positions on the scale."""
        return np.asarray(positions if self.is_linear else np.sinh(np.asarray(positions)) * self.width)


#: Equal distances are equal differences of scores.
LINEAR = ScoreScale(float("inf"))


class ScoreSpan(NamedTuple):
    """The part of a scale that a picture shows, from one score to another.

    Examples
    --------
    >>> span = ScoreSpan(LINEAR, -1.0, 3.0)
    >>> span.fractions(np.array([-1.0, 0, 3])), span.scores(np.array([0.0, 0.5]))
    (array([0.  , 0.25, 1.  ]), array([-1.,  1.]))
    """

    scale: ScoreScale
    low: float
    high: float

    def fractions(self, scores: np.ndarray) -> np.ndarray:
        """Return where scores are: 0 at the low end, 1 at the high end."""
        low, high = self._ends()
        with np.errstate(all="ignore"):  # the difference of the ends may be beyond float64
            return np.asarray((self.scale.position(scores) / 2 - low / 2) / (high / 2 - low / 2))

    def scores(self, fractions: np.ndarray) -> np.ndarray:
        """Return the scores at these places."""
        low, high = self._ends()
        return self.scale.score(low + fractions * (high - low))

    def _ends(self) -> np.ndarray:
        return self.scale.position(np.array([self.low, self.high], dtype=np.float64))


def scale_for(scores: np.ndarray, marks: Iterable[float | None] = ()) -> ScoreScale:
    """Return a scale for scores and for marks on it.

    Parameters
    ----------
    scores : ndarray of float
        Scores; those that are not finite are ignored.
    marks : iterable of float
        Thresholds to show, None where there is none.

    Examples
    --------
    >>> scale_for(np.array([-0.5, 0.1, 0.4])).is_linear
    True
    >>> scale_for(np.array([0.5, 1.0, 1.5, 4e7]), [3.0]).width
    3.0
    """
    finite = scores[np.isfinite(scores)]
    shown = [mark for mark in marks if mark is not None and np.isfinite(mark)]
    if not len(finite):
        return LINEAR
    low, high = np.quantile(finite, [0.02, 0.9], method="lower")
    bulk = max(float(high - low), *(abs(mark) for mark in shown), 1e-9)
    everything = float(max([finite.max(), *shown]) - min([finite.min(), *shown]))
    if everything <= _LINEAR_RATIO * bulk:
        return LINEAR
    return ScoreScale(float(max(abs(low), abs(high), *map(abs, shown), 1e-9)))


def score_tick(number: float) -> str:
    """Return a short text for a score beside an axis.

    Examples
    --------
    >>> score_tick(0.5), score_tick(-0.0), score_tick(20000), score_tick(4e7)
    ('0.5', '0', '20,000', '4e7')
    """
    if abs(number) < _MOST_DIGITS:
        return number_text(number)
    mantissa, exponent = f"{number:.2g}".split("e")
    return f"{mantissa}e{int(exponent)}"
