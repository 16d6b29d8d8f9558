"""When a window is flagged: the rule, several windows in a row, and windows without a score."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .scores_frame import read_scores

#: The comparisons that devices use: a score above the threshold, or at least as high.
RULES = (">", ">=")


def check_rule(rule: str, in_a_row: int = 1, scores: object = None) -> None:
    """Refuse an unknown rule, and several in a row of scores where it is not known which follow each other.

    Scores alone are one sample. In a frame with samples, each window needs one.

    Examples
    --------
    >>> check_rule("<", 1)
    Traceback (most recent call last):
        ...
    ValueError: rule must be '>' or '>=', not '<'.
    >>> check_rule(">", 2, [0.1, 0.2])
    >>> check_rule(">", 2, pd.DataFrame({"score": [0.1, 0.2], "sample_id": [7, None]}))
    Traceback (most recent call last):
        ...
    ValueError: in_a_row=2 needs the sample of each window, but 1 of 2 have no sample_id. ...
    """
    if rule not in RULES:
        raise ValueError(f"rule must be '>' or '>=', not {rule!r}.")
    if isinstance(in_a_row, bool) or not isinstance(in_a_row, int | np.integer):
        raise TypeError(f"in_a_row must be an int, not {type(in_a_row).__name__}.")
    if in_a_row < 1:
        raise ValueError(f"in_a_row must be 1 or more, not {in_a_row}.")
    if in_a_row == 1 or not isinstance(scores, pd.DataFrame) or "sample_id" not in scores:
        return
    if unknown := int(scores["sample_id"].isna().sum()):
        raise ValueError(
            f"in_a_row={in_a_row} needs the sample of each window, but {unknown:,} of {len(scores):,} have "
            "no sample_id. If all windows are one recording, in their order, pass scores['score'] instead."
        )


def sample_codes(scores: object) -> np.ndarray | None:
    """Return the sample of each window, numbered from 0; None if a sample is not known.

    Examples
    --------
    >>> sample_codes(pd.DataFrame({"score": [1.0, 2, 3], "sample_id": [7, 7, 4]})).tolist()
    [0, 0, 1]
    """
    if not isinstance(scores, pd.DataFrame) or "sample_id" not in scores or not len(scores):
        return None
    samples = scores["sample_id"]
    return None if samples.isna().any() else pd.factorize(samples)[0].astype(np.int64)


def decisive_scores(scores: object, in_a_row: int) -> np.ndarray:
    """Return the score that decides about each window: its own, or the lowest of several in a row.

    Examples
    --------
    >>> decisive_scores([5.0, 3, 4], 2)
    array([-inf,   3.,   3.])
    """
    return lowest_in_a_row(read_scores(scores), in_a_row, sample_codes(scores), starts_of(scores))


def lowest_in_a_row(
    scores: np.ndarray, in_a_row: int, samples: np.ndarray | None, starts_ms: np.ndarray | None = None
) -> np.ndarray:
    """Return for each window the lowest of its score and the scores just before it in its sample.

    A window is flagged if it and the windows before it are above the threshold: if the lowest is. The first
    ``in_a_row - 1`` windows of a sample are never flagged; their lowest is -infinity.

    Parameters
    ----------
    scores : ndarray of float
        One per window; NaN counts as flagged at any threshold.
    in_a_row : int
        Number of windows.
    samples : ndarray of int, optional
        The sample of each window; without it all windows are in one sample.
    starts_ms : ndarray of float, optional
        When the windows start; by default they are in this order.

    Examples
    --------
    >>> lowest_in_a_row(np.array([5.0, 3, 4, 9, 1]), 2, np.array([0, 0, 0, 1, 1]))
    array([-inf,   3.,   3., -inf,   1.])
    """
    is_nan = np.isnan(scores)
    if is_nan.any():
        scores = np.where(is_nan, scores.dtype.type(np.inf), scores)
    if in_a_row == 1:
        return scores
    if in_a_row > len(scores):
        return np.full_like(scores, -np.inf)
    samples = np.zeros(len(scores), np.int64) if samples is None else samples
    order = np.lexsort((samples,) if starts_ms is None else (starts_ms, samples))
    ordered, of_sample = scores[order], samples[order]
    lowest = ordered.copy()
    for back in range(1, in_a_row):
        lowest[back:] = np.minimum(lowest[back:], ordered[:-back])
    before = in_a_row - 1
    lowest[:before] = -np.inf
    lowest[before:][of_sample[before:] != of_sample[:-before]] = -np.inf
    result = np.empty_like(lowest)
    result[order] = lowest
    return result


def starts_of(scores: object) -> np.ndarray | None:
    """Return when the windows start, in milliseconds; None if it is not known for all of them.

    Examples
    --------
    >>> starts_of(pd.DataFrame({"score": [1.0], "start_ms": [80]}))
    array([80.])
    """
    if not isinstance(scores, pd.DataFrame) or "start_ms" not in scores:
        return None
    starts = scores["start_ms"].to_numpy(dtype=np.float64, na_value=np.nan)
    return None if np.isnan(starts).any() else starts


def as_compared(thresholds: float | np.ndarray, dtype: np.dtype) -> np.ndarray:
    """Return thresholds in the precision of the scores, as the device compares them.

    A threshold beyond that precision is its largest number: an infinite one would not flag windows without a
    score.

    Examples
    --------
    >>> as_compared(np.array([0.1, 1e39]), np.dtype("float32"))
    array([1.0000000e-01, 3.4028235e+38], dtype=float32)
    """
    largest = np.finfo(dtype).max
    with np.errstate(over="ignore"):
        return np.asarray(np.clip(np.asarray(thresholds).astype(dtype), -largest, largest))
