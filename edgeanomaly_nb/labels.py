"""Axis label -> sensor, feature and frequency band.

An axis label is ``"<sensor axis> <feature>"``. The sensor part is free text (``acc.x``, ``temperature (C)``),
so labels are split from the right, by the feature words of the processing blocks that name their features:

==========================  ==========================================================================
processing block            features
==========================  ==========================================================================
Spectral analysis (FFT)     RMS, Skewness, Kurtosis, Spectral Skewness, Spectral Kurtosis,
                            Spectral Power <low> - <high> Hz
Spectral analysis, first    RMS, Peak <n> Freq, Peak <n> Height, Spectral Power <low> - <high>
Spectral analysis, wavelet  L<n>-entropy, -zcross, -mcross, -n5, -n25, -n75, -n95, -median, -mean,
                            -std, -var, -rms, -skew, -kurtosis
Flatten                     Average, Minimum, Maximum, RMS, Stdev, Skewness, Kurtosis
==========================  ==========================================================================

Any other label is left alone: it has no sensor, no feature and no band.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER = r"\d+(?:\.\d+)?"
_EDGES = rf"({_NUMBER}) ?[-–] ?({_NUMBER})"
_FEATURE = rf"""
    (?: Spectral\ Power\ {_EDGES.replace(" ", "[ ]")} (?:[ ]?Hz)?
      | {_EDGES.replace(" ", "[ ]")} [ ]?Hz      # people retype bands in this short form
      | Spectral\ (?:Skewness|Kurtosis)
      | RMS | Skewness | Kurtosis | Average | Minimum | Maximum | Stdev
      | Peak\ \d+\ (?:Freq|Height)
      | L\d+-(?:entropy|zcross|mcross|n5|n25|n75|n95|median|mean|std|var|rms|skew|kurtosis)
    )"""
# The sensor is matched lazily, so that the longest feature wins: "Spectral Skewness" before "Skewness".
_LABEL = re.compile(rf"(?:(?P<sensor>.*?\S)[ ])?(?P<feature>{_FEATURE})", re.VERBOSE)


class LabelParts(NamedTuple):
    """What a label says: sensor and feature (None if it does not), band edges in Hz (None if none)."""

    sensor: str | None
    feature: str | None
    band_low_hz: float | None
    band_high_hz: float | None


_NOTHING = LabelParts(None, None, None, None)


def parse_label(label: str) -> LabelParts:
    """Read one axis label.

    Parameters
    ----------
    label : str
        The label as the service sends it, or as people retype it (``1.95-5.86Hz``).

    Returns
    -------
    LabelParts
        All None when the label does not end in a known feature. Bands are spelt in one way in `feature`,
        however they were typed.

    Examples
    --------
    >>> parse_label("temperature (C) Average")
    LabelParts(sensor='temperature (C)', feature='Average', band_low_hz=None, band_high_hz=None)
    >>> parse_label("accX Spectral Power 1.95-5.86Hz").feature
    'Spectral Power 1.95 - 5.86 Hz'
    >>> parse_label("feature 12").sensor is None
    True
    """
    match = _LABEL.fullmatch(label)
    if match is None:
        return _NOTHING
    edges = [text for text in match.groups()[2:] if text is not None]
    if not edges:
        return LabelParts(match["sensor"], match["feature"], None, None)
    low, high = edges
    return LabelParts(match["sensor"], f"Spectral Power {low} - {high} Hz", float(low), float(high))


class LabelTable(NamedTuple):
    """Labels taken apart, in columns: what repeats is kept once, and each axis points at it.

    The label of axis `i` is ``sensors[sensor_codes[i]] + tails[tail_codes[i]]``, where sensor code -1 means
    no sensor. `features` and `bands` belong to `tails`: what each one says (None when nothing), and its band
    as (low, high) in Hz (NaN without one). Codes are int64, shape (n_axes,).
    """

    sensors: list[str]
    tails: list[str]
    features: list[str | None]
    bands: list[tuple[float, float]]
    sensor_codes: np.ndarray
    tail_codes: np.ndarray


def parse_labels(labels: Sequence[str]) -> LabelTable:
    """Read many axis labels; the same as `parse_label` on each, whatever their order.

    Parameters
    ----------
    labels : sequence of str
        In the order of the response.

    Returns
    -------
    LabelTable
        Codes of the same length as `labels`.

    Examples
    --------
    >>> table = parse_labels(["accX RMS", "accX Kurtosis", "accY RMS", "accY Kurtosis", "?"])
    >>> table.sensors, table.sensor_codes.tolist()
    (['accX', 'accY'], [0, 0, 1, 1, -1])
    >>> table.tails, table.features, table.tail_codes.tolist()
    ([' RMS', ' Kurtosis', '?'], ['RMS', 'Kurtosis', None], [0, 1, 0, 1, 2])
    """
    sensors: dict[str, int] = {}
    tails: dict[str, int] = {}
    parsed: list[LabelParts] = []
    sensor_codes, tail_codes = [], []
    for label in labels:
        parts = parse_label(label)
        sensor, tail = parts.sensor, label[len(parts.sensor or "") :]
        sensor_codes.append(-1 if sensor is None else sensors.setdefault(sensor, len(sensors)))
        tail_codes.append(tails.setdefault(tail, len(tails)))
        if len(parsed) < len(tails):
            parsed.append(parts)
    return LabelTable(
        list(sensors),
        list(tails),
        [parts.feature for parts in parsed],
        [(_or_nan(parts.band_low_hz), _or_nan(parts.band_high_hz)) for parts in parsed],
        np.array(sensor_codes, dtype=np.int64),
        np.array(tail_codes, dtype=np.int64),
    )


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value
