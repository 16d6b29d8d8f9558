"""The star: the mark of what is suggested, with the same shape in all pictures of the panels."""

from __future__ import annotations

import math
from pathlib import Path

#: The same path for scripts; goes into `script_of`.
STAR_SCRIPT = Path(__file__)


def star_path(radius: float) -> str:
    """Return the path of a star around 0, 0.

    Examples
    --------
    >>> star_path(9)[:20]
    'M0.0 -9.0L2.1 -2.9L8'
    """
    corners = [
        (math.sin(at * math.pi / 5) * length, -math.cos(at * math.pi / 5) * length)
        for at, length in enumerate((radius, 0.4 * radius) * 5)
    ]
    return f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in corners)}Z"
