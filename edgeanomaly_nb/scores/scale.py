"""A scale for scores from -2 to 40,000,000: linear around most scores, logarithmic beyond."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

#: Up to this ratio of the complete range to that of most scores, the scale is linear.
_LINEAR_RATIO = 10.0


class ScoreScale(NamedTuple):
    """The inverse hyperbolic sine of score / width: linear up to about `width`, logarithmic beyond.

    An infinite width is a linear scale.

    Examples
    --------
    >>> ScoreScale(float("inf")).position(np.array([2.0]))
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
        return ScoreScale(np.inf)
    low, high = np.quantile(finite, [0.02, 0.9], method="lower")
    bulk = max(float(high - low), *(abs(mark) for mark in shown), 1e-9)
    everything = float(max([finite.max(), *shown]) - min([finite.min(), *shown]))
    if everything <= _LINEAR_RATIO * bulk:
        return ScoreScale(np.inf)
    return ScoreScale(float(max(abs(low), abs(high), *map(abs, shown), 1e-9)))
