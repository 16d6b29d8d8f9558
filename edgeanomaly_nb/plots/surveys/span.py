"""The part of a scale of scores that a picture shows, on both of its axes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...scores.scale import ScoreScale, scale_for

_MARGIN = 0.13  # keeps points from the dashes at the left, and from the texts in the corners


class Span(NamedTuple):
    """A part of a scale, from position `low` to position `high`.

    Examples
    --------
    >>> span = Span(ScoreScale(np.inf), 0.0, 2.0)
    >>> span.fractions(np.array([0.5, 2.0])), span.scores(np.array([0.0, 1.0]))
    (array([0.25, 1.  ]), array([0., 2.]))
    """

    scale: ScoreScale
    low: float
    high: float

    @classmethod
    def of(cls, numbers: np.ndarray) -> Span:
        """Return a span that shows all numbers, which are finite, with a margin."""
        # Of few blocks, most can be equal: the mark keeps the scale linear around them.
        scale = scale_for(numbers, [float(np.quantile(np.abs(numbers), 0.9))])
        places = scale.position(numbers)
        low, high = float(places.min()), float(places.max())
        margin = _MARGIN * (high - low) or max(abs(high) * 0.1, 0.1)
        return cls(scale, low - margin, high + margin)

    def fractions(self, scores: np.ndarray) -> np.ndarray:
        """Return where scores are, from 0 at the beginning to 1 at the end."""
        fractions: np.ndarray = (self.scale.position(scores) - self.low) / (self.high - self.low)
        return fractions

    def scores(self, fractions: np.ndarray) -> np.ndarray:
        """Return the scores that are there."""
        return self.scale.score(self.low + fractions * (self.high - self.low))
