"""The frames as CSV and JSON: for a spreadsheet, and for a program."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

# A spreadsheet takes a cell that begins with one of these for a formula; the last four in Asian locales.
FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def to_csv(frame: pd.DataFrame) -> str:
    """Write a frame as CSV that is safe to open in a spreadsheet.

    Parameters
    ----------
    frame : DataFrame
        The axes or the thresholds frame.

    Returns
    -------
    str
        A row of names, then one row per row of the frame, the index first; rows end with CR LF. Text that a
        spreadsheet would take for a formula gets a ``'`` in front; numbers stay as they are, missing values
        are empty.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> print(to_csv(ea.load_sample("motion").axes.head(1)))
    ix,label,selected,favourite,configured,sensor,feature,band_low_hz,band_high_hz
    0,accX RMS,True,True,True,accX,RMS,,
    """
    sink = io.StringIO()
    writer = csv.writer(sink)  # ends rows with \r\n, as RFC 4180 does, and so quotes both inside of text
    writer.writerow([frame.index.name, *frame.columns])
    for row in frame.itertuples():
        writer.writerow([_cell(value) for value in row])
    return sink.getvalue()


def to_json(frame: pd.DataFrame) -> str:
    """Write a frame as a JSON array with one object a row, the index included; missing values are null.

    Parameters
    ----------
    frame : DataFrame
        The axes or the thresholds frame.

    Returns
    -------
    str
        Numbers in full precision, text unchanged.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> json.loads(to_json(ea.load_sample("motion").axes[["label", "band_low_hz"]]))[0]
    {'ix': 0, 'label': 'accX RMS', 'band_low_hz': None}
    """
    names = [frame.index.name, *frame.columns]
    rows = (
        json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False, allow_nan=False)
        for row in frame.itertuples()
    )
    lines = ",\n ".join(rows)
    return f"[\n {lines}\n]\n" if lines else "[]\n"


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):  # the options of a threshold
        return [{"value": option, "description": text} for option, text in value]
    value = value.item() if hasattr(value, "item") else value
    return None if value is None or (isinstance(value, float) and not math.isfinite(value)) else value


def _cell(value: Any) -> Any:
    value = _plain(value)
    if isinstance(value, list):
        return _safe(json.dumps(value, ensure_ascii=False)) if value else ""
    return _safe(value) if isinstance(value, str) else value


def _safe(text: str) -> str:
    risky = text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if risky else text
