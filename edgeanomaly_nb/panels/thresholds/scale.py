"""The numbers of the scale of one threshold: its ends, its ticks, and the place of a number on it."""

from __future__ import annotations

import math
from typing import NamedTuple

from ...block.thresholds import is_on_scale


class Scale(NamedTuple):
    """The ends of a scale and the distance of its ticks; the slider below it has the same ends."""

    low: float
    high: float
    tick: float

    @property
    def step(self) -> float:
        """The step of the slider at a key press: a round number, about a hundredth of the scale."""
        return _round_number((self.high - self.low) / 120)

    def percent(self, number: float) -> float:
        """Return the place of a number: 0 at the low end, 100 at the high end."""
        return round(100 * (number / 2 - self.low / 2) / (self.high / 2 - self.low / 2), 2)

    def ticks(self) -> list[float]:
        """Return the numbers that are written below the scale."""
        count = round((self.high - self.low) / self.tick)
        return [_clean(self.low + at * self.tick) for at in range(count + 1)]


def scale_for(saved: float, suggested: float, tried: float | None = None) -> Scale:
    """Return a scale with room on both sides of the saved and the suggested number, wide enough for a trial.

    A trial inside the scale does not change it, so it does not move with the slider.

    Parameters
    ----------
    saved : float
        Anomaly score, no unit; `is_on_scale` is True for it.
    suggested : float
        Anomaly score, no unit; NaN if nothing is suggested.
    tried : float, optional
        The number that is being tried.

    Returns
    -------
    Scale
        Its ends are multiples of its tick.

    Examples
    --------
    >>> scale_for(0.3, 0.5)
    Scale(low=0.0, high=0.8, tick=0.2)
    >>> scale_for(0.3, 0.5, tried=12)[:2]
    (0.0, 15.0)
    """
    scale = _round_scale(*_ends([saved, suggested] if is_on_scale(suggested) else [saved]))
    if tried is None or scale.low <= tried <= scale.high:
        return scale
    left, right = min(scale.low, tried), max(scale.high, tried)
    room = 0.1 * (right - left)
    return _round_scale(tried - room if tried == left else left, tried + room if tried == right else right)


def _ends(points: list[float]) -> tuple[float, float]:
    low, high = min(points), max(points)
    room = _room(max(abs(low), abs(high)), high - low)
    # Most scores are on one side of 0; a trial beyond 0 widens the scale.
    left = 0.0 if low > 0 > low - room else low - room
    right = 0.0 if high < 0 < high + room else high + room
    return left, right


def _room(size: float, spread: float) -> float:
    """Return the room on each side of numbers of some size that lie some way apart."""
    if spread <= 1e-9 * size:
        return size or 1.0
    if spread < 0.1 * size:
        return max(4 * spread, 0.02 * size)  # with less room, ticks of four digits would look the same
    return max(0.5 * size, 0.5 * spread)


def _round_scale(low: float, high: float) -> Scale:
    tick = _round_number((high - low) / 5)
    return Scale(_clean(math.floor(low / tick) * tick), _clean(math.ceil(high / tick) * tick), tick)


def _round_number(about: float) -> float:
    """Return a number that is 1, 2 or 5 and zeros, and at most a little below `about`."""
    power = 10.0 ** math.floor(math.log10(about))
    share = about / power
    return _clean(power * next((nice for nice in (1, 2, 5) if share <= 1.3 * nice), 10))


def _clean(number: float) -> float:
    return float(f"{number:.12g}") + 0.0
