"""What a threshold flags as text, as the page writes it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...scores.threshold_for import percent
from ...text import counted


def flagged_text(row: Any) -> str:
    """Return how many windows are flagged, by a row of `what_if`.

    Examples
    --------
    >>> from edgeanomaly_nb import what_if
    >>> flagged_text(what_if([0.1, 0.5, 0.7], 0.3).iloc[0])
    '2 of 3 windows (67 %)'
    """
    interval, samples = "", ""
    if not pd.isna(row["share_low"]):
        interval = f", {percent(row['share_low']).removesuffix(' %')} to {percent(row['share_high'])}"
    if not pd.isna(row["n_samples"]):
        samples = f", in {int(row['n_samples_flagged']):,} of {counted(int(row['n_samples']), 'sample')}"
    windows = counted(int(row["n_windows"]), "window")
    return f"{int(row['n_flagged']):,} of {windows} ({percent(row['share'])}{interval}){samples}"


def errors_text(row: Any) -> str:
    """Return false alarms and misses, by a row of `what_if`.

    Examples
    --------
    >>> from edgeanomaly_nb import what_if
    >>> errors_text(what_if([0.1, 0.5, 0.7], 0.3).iloc[0])
    'outcomes are not known'
    """
    if "tp" not in row:
        return "outcomes are not known"
    normal, odd = int(row["fp"] + row["tn"]), int(row["tp"] + row["fn"])
    parts = [f"{counted(int(row['fp']), 'false alarm')} in {counted(normal, 'normal window')}"] * bool(normal)
    misses = counted(int(row["fn"]), "miss", "misses")
    parts += [f"{misses} in {counted(odd, 'anomaly', 'anomalies')}"] * bool(odd)
    return ", ".join(parts)
