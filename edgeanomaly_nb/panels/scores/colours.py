"""The colours of windows: blue if they are not flagged, orange if they are, darker the higher their score."""

from __future__ import annotations

import numpy as np

from ...scores.flagging import as_compared

LEVELS = 8
#: The limits of the levels come from about so many scores.
_ENOUGH = 10_000
#: Code 0: a window without a score.
NO_SCORE = 0
#: The code of the first orange; blue begins at 1.
FIRST_FLAGGED = 1 + LEVELS


def _ramp(first: tuple[int, ...], last: tuple[int, ...]) -> list[str]:
    parts = np.linspace(0, 1, LEVELS)[:, None]
    colours = np.rint(np.array(first) * (1 - parts) + np.array(last) * parts).astype(int)
    return ["#{:02x}{:02x}{:02x}".format(*colour) for colour in colours]


BLUES = _ramp((138, 184, 234), (36, 99, 180))  # contrast 2.1 to 5.9 on white, 9 to 3.1 on #111
ORANGES = _ramp((240, 160, 60), (196, 40, 28))
#: The colour of each code; they suit light and dark pages.
COLOURS = ("#888888", *BLUES, *ORANGES)


def is_flagged(scores: np.ndarray, threshold: float | None) -> np.ndarray:
    """Return which scores are above a threshold, in the precision of the scores; a missing score is not.

    Examples
    --------
    >>> is_flagged(np.float32([0.3, 0.31, np.nan]), 0.3).tolist()
    [False, True, False]
    """
    if threshold is None:
        return np.zeros(len(scores), bool)
    return np.asarray(scores > as_compared(threshold, scores.dtype))


def colour_codes(scores: np.ndarray, threshold: float | None) -> np.ndarray:
    """Return the code of the colour of each window.

    Colours follow the rank of a score among the windows that are flagged, or not: scores can be far apart.

    Parameters
    ----------
    scores : ndarray of float
        One per window.
    threshold : float, optional
        Scores above it are flagged.

    Returns
    -------
    ndarray of uint8
        Positions in `COLOURS`.

    Examples
    --------
    >>> colour_codes(np.array([np.nan, -2, 0.1, 5, 4e7]), 0.3).tolist()
    [0, 1, 4, 9, 12]
    """
    codes = np.zeros(len(scores), np.uint8)
    flagged = is_flagged(scores, threshold)
    for first, which in ((1, ~flagged & ~np.isnan(scores)), (FIRST_FLAGGED, flagged)):
        codes[which] = first + _levels(scores[which])
    return codes


def _levels(scores: np.ndarray) -> np.ndarray:
    if not len(scores):
        return np.zeros(0, np.uint8)
    some = scores[:: max(1, len(scores) // _ENOUGH)]
    at = np.arange(1, LEVELS) * len(some) // LEVELS
    edges = np.partition(some, at)[at]
    return np.searchsorted(edges, scores, side="right" if len(scores) >= LEVELS else "left").astype(np.uint8)
