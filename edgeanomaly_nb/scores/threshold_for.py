"""The threshold for a share of false alarms."""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Real

import numpy as np
import pandas as pd

from ..text import counted
from .count_text import count_text, percent, samples_text, shortest
from .flagging import check_rule, decisive_scores, sample_codes, starts_of
from .scores_frame import read_scores
from .threshold_choice import ThresholdChoice
from .what_if import outcomes_of, what_if


def threshold_for(
    scores: pd.DataFrame | pd.Series | Iterable[float],
    at_most: float = 0.01,
    *,
    rule: str = ">",
    in_a_row: int = 1,
) -> ThresholdChoice:
    """Return the lowest threshold that flags at most a share of the normal windows.

    Parameters
    ----------
    scores : DataFrame, Series or sequence of float
        As for `what_if`. Normal windows are those with the outcome ``no anomaly``; if no outcome is known,
        all windows count as normal.
    at_most : float
        The largest share of normal windows to flag, from 0 to below 1.
    rule, in_a_row
        As for `what_if`.

    Returns
    -------
    ThresholdChoice
        A named tuple: the threshold (float) and the text about it (str). float() and str() return these.

    Raises
    ------
    ValueError
        `at_most` is not a share, there are no normal windows, too many of them have no score, or with several
        in a row, a sample is not known.

    Examples
    --------
    >>> choice = threshold_for([0.1, 0.2, 0.3, 0.4], at_most=0.25)
    >>> choice.threshold
    0.3
    >>> print(choice)
    No outcome is known, so all windows count as normal. For at most 25 % false alarms: scores > 0.3 flag ...
    """
    check_rule(rule, in_a_row, scores)
    check_share(at_most)
    lowest = decisive_scores(scores, in_a_row)
    outcomes = outcomes_of(scores)
    normal = np.sort(lowest if outcomes is None else lowest[outcomes[1]])
    if not len(normal):
        raise ValueError("There are no normal windows: none has the outcome “no anomaly”.")
    threshold = _lowest_threshold(normal, read_scores(scores), at_most, rule)
    text = f"For at most {percent(at_most)} false alarms: {_text(scores, lowest, threshold, rule, in_a_row)}"
    if outcomes is None:
        text = f"No outcome is known, so all windows count as normal. {text}"
    return ThresholdChoice(float(threshold), text)


def _lowest_threshold(normal: np.ndarray, numbers: np.ndarray, at_most: float, rule: str) -> np.floating:
    """Return the lowest threshold by the ascending decisive scores of normal windows, and all scores."""
    infinite = normal.dtype.type(np.inf)  # of the same type, so that the next number is, too
    allowed = math.floor(at_most * len(normal) + 1e-9)
    threshold: np.floating = normal[len(normal) - 1 - allowed]
    if threshold == infinite:
        raise ValueError(
            f"No threshold flags at most {percent(at_most)}: {np.isinf(normal).sum():,} of "
            f"{counted(len(normal), 'normal window')} have no finite score, and are flagged at any threshold."
        )
    if threshold > -infinite:
        above: np.floating = np.nextafter(threshold, infinite)
        return above if rule == ">=" else threshold
    # Windows that are never flagged, because they are the first in a row: all others may be flagged.
    finite = normal[np.isfinite(normal)]
    finite = finite if len(finite) else numbers[np.isfinite(numbers)]
    if not len(finite):
        raise ValueError("No threshold can be chosen, since no score is finite.")
    lowest: np.floating = finite.min()
    below: np.floating = np.nextafter(lowest, -infinite)
    return below if rule == ">" else lowest


def check_share(at_most: object) -> None:
    """Refuse what is not a share from 0 to below 1.

    Examples
    --------
    >>> check_share("2 %")
    Traceback (most recent call last):
        ...
    TypeError: at_most must be a share from 0 to below 1, such as 0.01 for 1 %, not '2 %'.
    """
    problem = f"at_most must be a share from 0 to below 1, such as 0.01 for 1 %, not {at_most!r}."
    if isinstance(at_most, bool) or not isinstance(at_most, Real):
        raise TypeError(problem)
    if not 0 <= float(at_most) < 1:
        raise ValueError(problem)


def _text(scores: object, lowest: np.ndarray, threshold: np.floating, rule: str, in_a_row: int) -> str:
    """Return what a threshold flags: of the normal windows first, with the interval of their share.

    ``lowest`` has the scores that decide: with several in a row, the lowest of these.
    """
    row = f", {in_a_row} in a row," if in_a_row > 1 else ""
    numbers = f"scores {rule} {shortest(threshold)}{row}"
    decisive = pd.DataFrame({"score": lowest})
    if isinstance(scores, pd.DataFrame) and "sample_id" in scores:
        decisive["sample_id"] = scores["sample_id"].array

    def flagged(which: np.ndarray, what: str) -> str:
        found = what_if(decisive[which], [float(threshold)], rule=rule).iloc[0]
        return f"flag {count_text(found, what)}{samples_text(found)}"

    outcomes = outcomes_of(scores)
    if outcomes is None:
        every = np.ones(len(lowest), bool)
        text = f"{numbers} {flagged(every, 'window')}."
    else:
        text = f"{numbers} {flagged(outcomes[1], 'normal window')}."
        text += f" They {flagged(outcomes[0], 'anomalous window')}." if outcomes[0].any() else ""
    if sample_codes(scores) is not None:
        text += " The ranges are 95 % intervals, from the samples."
    if in_a_row > 1 and isinstance(scores, pd.DataFrame) and starts_of(scores) is None:
        text += " Windows follow each other in the order of the rows, since start_ms is not known."
    return text
