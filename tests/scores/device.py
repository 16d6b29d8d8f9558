"""The arithmetic of the device in plain Python: slow, one number after the other, without numpy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from ctypes import c_float


def single(number: float) -> float:
    """Round to float32, as a C compiler rounds a literal."""
    return c_float(number).value


def quotient(a: float, b: float) -> float:
    """Divide as IEEE 754 requires; Python refuses to divide by 0."""
    if b:
        return single(a / b)
    is_negative = math.copysign(1, a) != math.copysign(1, b)
    return math.nan if not a or math.isnan(a) else -math.inf if is_negative else math.inf


def device_score(
    values: Sequence[float],
    mean: Sequence[float],
    scale: Sequence[float],
    centers: Sequence[Sequence[float]],
    radii: Sequence[float],
) -> tuple[float, int]:
    """Return the score of one window, and the nearest cluster (-1 if there is none).

    A sum, difference, quotient or root of float32 numbers in double precision, rounded to float32, is the
    same as one in single precision (Figueroa, *When is double rounding innocuous?*, 1995).
    """
    z = [
        quotient(single(single(value) - single(m)), single(s))
        for value, m, s in zip(values, mean, scale, strict=True)
    ]
    best, nearest = 1000.0, -1
    for cluster, (center, radius) in enumerate(zip(centers, radii, strict=True)):
        total = 0.0
        for a, b in zip(z, center, strict=True):
            difference = single(a - single(b))
            total = single(total + difference * difference)
        score = single(single(math.sqrt(total)) - single(radius))
        if score < best:
            best, nearest = score, cluster
    return best, nearest
