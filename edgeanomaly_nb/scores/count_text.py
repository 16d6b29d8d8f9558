"""Counts, shares and thresholds as text, as panels, plots, reports and commands show them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..text import counted

if TYPE_CHECKING:
    from pandas.api.typing import NAType


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


def count_text(trial: pd.Series, what: str = "window", *, before_interval: str = ", ") -> str:
    """Return how many windows are flagged, their share, and its interval if there is one.

    Examples
    --------
    >>> from edgeanomaly_nb import what_if
    >>> count_text(what_if([0.1, 0.5, 0.7], 0.3).iloc[0])
    '2 of 3 windows (67 %)'
    """
    interval = interval_text(trial["share_low"], trial["share_high"])
    shares = before_interval.join(filter(None, [percent(trial["share"]), interval]))
    return f"{int(trial['n_flagged']):,} of {counted(int(trial['n_windows']), what)} ({shares})"


def samples_text(trial: pd.Series) -> str:
    """Return in how many samples windows are flagged; empty if the samples are not known.

    Examples
    --------
    >>> from edgeanomaly_nb import what_if
    >>> samples_text(what_if(pd.DataFrame({"score": [0.1, 0.5], "sample_id": [1, 2]}), 0.3).iloc[0])
    ', in 1 of 2 samples'
    """
    if pd.isna(trial["n_samples"]):
        return ""
    return f", in {int(trial['n_samples_flagged']):,} of {counted(int(trial['n_samples']), 'sample')}"


def missing_text(trial: pd.Series) -> str:
    """Return how many windows have no score; empty if all have one.

    Examples
    --------
    >>> from edgeanomaly_nb import what_if
    >>> missing_text(what_if([0.1, float("nan")], 0.3).iloc[0])
    '1 window without a score counts as flagged'
    """
    count = int(trial["n_nan"])
    text = f"{counted(count, 'window')} without a score {'counts' if count == 1 else 'count'} as flagged"
    return text if count else ""


def alarms_text(trial: pd.Series) -> str:
    """Return the false alarms; empty if there are no normal windows.

    Examples
    --------
    >>> from edgeanomaly_nb import what_if
    >>> scores = pd.DataFrame({"score": [0.1, 0.5], "outcome": ["no anomaly", "no anomaly"]})
    >>> alarms_text(what_if(scores, 0.3).iloc[0])
    '1 false alarm in 2 normal windows'
    """
    normal = int(trial["fp"] + trial["tn"])
    alarms = f"{counted(int(trial['fp']), 'false alarm')} in {counted(normal, 'normal window')}"
    return alarms if normal else ""


def interval_text(low: float | NAType, high: float | NAType) -> str:
    """Return an interval of shares; empty if it is not known.

    Examples
    --------
    >>> interval_text(0.0366, 0.271), interval_text(float("nan"), 1)
    ('3.7 to 27 %', '')
    """
    if pd.isna(low) or pd.isna(high):
        return ""
    return f"{percent(low).removesuffix(' %')} to {percent(high)}"
