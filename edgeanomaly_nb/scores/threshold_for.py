"""The threshold for a share of false alarms."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..text import counted
from .flagging import check_rule, lowest_in_a_row, sample_codes, starts_of
from .scores_frame import read_scores
from .what_if import n_above, outcomes_of, what_if


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
        `at_most` is not a share, there are no normal windows, or too many of them have no score.

    Examples
    --------
    >>> choice = threshold_for([0.1, 0.2, 0.3, 0.4], at_most=0.25)
    >>> choice.threshold
    0.3
    >>> print(choice)
    0.3 flags 1 of 4 windows (25 %; at most 25 % were requested): scores > 0.3. All windows count ...
    """
    check_rule(rule, in_a_row)
    if isinstance(at_most, bool) or not 0 <= at_most < 1:
        raise ValueError(f"at_most must be a share from 0 to below 1, such as 0.01 for 1 %, not {at_most!r}.")
    numbers = read_scores(scores)
    lowest = lowest_in_a_row(numbers, in_a_row, sample_codes(scores), starts_of(scores))
    outcomes = outcomes_of(scores)
    is_normal = np.ones(len(numbers), bool) if outcomes is None else outcomes[1]
    normal = np.sort(lowest[is_normal])
    if not len(normal):
        raise ValueError("There are no normal windows: none has the outcome “no anomaly”.")
    allowed = math.floor(at_most * len(normal) + 1e-9)
    threshold = normal[len(normal) - 1 - allowed]
    if threshold == np.inf:
        raise ValueError(
            f"No threshold flags at most {percent(at_most)}: {np.isinf(normal).sum():,} of "
            f"{counted(len(normal), 'normal window')} have no finite score, and are flagged at any threshold."
        )
    if threshold == -np.inf:  # windows that are never flagged, because they are the first in a row
        finite = normal[np.isfinite(normal)]
        finite = finite if len(finite) else numbers[np.isfinite(numbers)]
        if not len(finite):
            raise ValueError("No threshold can be chosen, since no score is finite.")
        threshold = finite.min()
        threshold = np.nextafter(threshold, threshold.dtype.type(-np.inf)) if rule == ">" else threshold
    elif rule == ">=":
        threshold = np.nextafter(threshold, threshold.dtype.type(np.inf))
    return ThresholdChoice(float(threshold), _text(scores, threshold, at_most, normal, rule, in_a_row))


def percent(share: float) -> str:
    """Return a share as a percentage in two digits; halves are rounded up, as the panels do in the page.

    Examples
    --------
    >>> percent(0.0123), percent(0.125), percent(0.5), percent(1), percent(0)
    ('1.2 %', '13 %', '50 %', '100 %', '0 %')
    """
    number = Decimal(100 * float(share))
    digits = Context(prec=2 if number < 99.5 else 4, rounding=ROUND_HALF_UP)
    return f"{digits.create_decimal(number).normalize():f} %"


def shortest(threshold: np.floating) -> str:
    """Return the shortest decimal that is the same number in its precision.

    Examples
    --------
    >>> shortest(np.float32(0.1)), shortest(np.float64(0.1)), shortest(np.float32(12))
    ('0.1', '0.1', '12')
    """
    text = np.format_float_positional(threshold, trim="-", unique=True)
    return text if len(text) <= 20 else np.format_float_scientific(threshold, trim="-", unique=True)


def _text(
    scores: object, threshold: np.floating, at_most: float, normal: np.ndarray, rule: str, in_a_row: int
) -> str:
    count = int(n_above(normal, np.array([threshold]), rule)[0])
    outcomes = outcomes_of(scores)
    what = "window" if outcomes is None else "normal window"
    row = f", {in_a_row} in a row" if in_a_row > 1 else ""
    number = shortest(threshold)
    text = (
        f"{number} flags {count:,} of {counted(len(normal), what)} ({percent(count / len(normal))}; at most "
        f"{percent(at_most)} were requested): scores {rule} {number}{row}."
    )
    if outcomes is None:
        return f"{text} All windows count as normal, since no outcome is known."
    result = what_if(scores, [float(threshold)], rule=rule, in_a_row=in_a_row).iloc[0]  # type: ignore[arg-type]
    n_anomalies = int(result["tp"] + result["fn"])
    if n_anomalies:
        text += f" It flags {int(result['tp']):,} of {counted(n_anomalies, 'anomaly', 'anomalies')}."
    return text
