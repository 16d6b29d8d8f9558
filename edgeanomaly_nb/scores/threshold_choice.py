"""A threshold that was chosen, and what it flags as text."""

from __future__ import annotations

from typing import NamedTuple


class ThresholdChoice(NamedTuple):
    """A threshold, and what it flags as text.

    Examples
    --------
    >>> float(ThresholdChoice(0.5, "0.5 flags none of 4 windows."))
    0.5
    """

    threshold: float
    text: str

    def __float__(self) -> float:
        return self.threshold

    def __str__(self) -> str:
        return self.text
