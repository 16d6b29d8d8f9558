"""What a threshold flags as text, as the page writes it."""

from __future__ import annotations

import pandas as pd

from ...scores.count_text import alarms_text, count_text, samples_text
from ...text import counted


def flagged_text(row: pd.Series) -> str:
    """Return how many windows are flagged, by a row of `what_if`.

    Examples
    --------
    >>> from edgeanomaly_nb import what_if
    >>> flagged_text(what_if([0.1, 0.5, 0.7], 0.3).iloc[0])
    '2 of 3 windows (67 %)'
    """
    return count_text(row) + samples_text(row)


def errors_text(row: pd.Series) -> str:
    """Return false alarms and misses, by a row of `what_if`.

    Examples
    --------
    >>> from edgeanomaly_nb import what_if
    >>> errors_text(what_if([0.1, 0.5, 0.7], 0.3).iloc[0])
    'outcomes are not known'
    """
    if "tp" not in row:
        return "outcomes are not known"
    odd, misses = int(row["tp"] + row["fn"]), counted(int(row["fn"]), "miss", "misses")
    missed = f"{misses} in {counted(odd, 'anomalous window')}" if odd else ""
    return ", ".join(filter(None, [alarms_text(row), missed]))
