"""Axis label -> sensor, feature and frequency band.

An axis label is ``"<sensor axis> <feature>"``. The sensor part is free text (``acc.x``, ``temperature (C)``),
so labels are split from the right, by the feature names that processing blocks print
(https://github.com/edgeimpulse/processing-blocks and the examples for custom blocks):

==========================  ==========================================================================
processing block            features
==========================  ==========================================================================
Spectral analysis (FFT)     RMS, Stdev, Skewness, Kurtosis, Spectral Skewness, Spectral Kurtosis,
                            Spectral Power <low> - <high> Hz
... with low frequencies    the same again with ``LF`` at the end; bands carry no such mark
Spectral analysis, first    RMS, Peak <n> Freq, Peak <n> Height, Spectral Power <low> - <high>
Spectral analysis, wavelet  L<n>-entropy, -zcross, -mcross, -n5, -n25, -n75, -n95, -median, -mean,
                            -std, -var, -rms, -skew, -kurtosis
Flatten                     Average, Minimum, Maximum, RMS, Stdev, Skewness, Kurtosis, Moving Average
custom blocks               Mean, Median, Min, Max, Std, StDev, Skew, Var, Variance, Peak-to-peak, ZCR
==========================  ==========================================================================

Any other label is left alone: it has no sensor, no feature and no band. Raw data, images, MFE, MFCC and
spectrograms name no features.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER = r"\d+(?:\.\d+)?(?:e[+-]?\d+)?"  # Python prints 0.00001 as 1e-05
_EDGES = rf"({_NUMBER})[ ]?[-–][ ]?({_NUMBER})"
_FEATURE = re.compile(
    rf"""
    (?=[SRKAMVZPL\d])  # no other letter begins a feature: quick for labels that name none
    (?: Spectral\ Power\ {_EDGES} (?:[ ]?Hz)?
      | {_EDGES} [ ]?Hz  # people retype bands in this short form
      | Spectral\ (?:Skewness|Kurtosis)
      | RMS | Skewness | Kurtosis | Average | Minimum | Maximum | St[Dd]ev
      | Moving\ [Aa](?:verage|vg) (?:\ \(?\d+(?:\ windows?)?\)?)?
      | Mean | Median | Min | Max | Std | Skew | Var | Variance | Peak-to-peak | ZCR
      | Peak\ \d+\ (?:Freq|Height)
      | L\d+-(?:entropy|zcross|mcross|n5|n25|n75|n95|median|mean|std|var|rms|skew|kurtosis)
    )
    (\ LF)?
    """,
    re.VERBOSE,
)
# Words that look like a sensor where a feature of two words stands alone, as in "Spectral Kurtosis".
_BEGINNINGS = frozenset({"Spectral", "Spectral Power", "Moving"})


class LabelParts(NamedTuple):
    """What a label says: sensor and feature (None if it does not), band edges in Hz (None if none)."""

    sensor: str | None
    feature: str | None
    band_low_hz: float | None
    band_high_hz: float | None


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
    at, match = _read(label)
    if match is None:
        return LabelParts(None, None, None, None)
    return LabelParts(label[:at] if at else None, _feature(match), *(_band(match) or (None, None)))


def _read(label: str) -> tuple[int, re.Match[str] | None]:
    """Return where the sensor ends, 0 without one, and what matches the feature."""
    at = label.find(" ")
    while at >= 0:  # from the left, so that the longest feature wins: "Spectral Skewness" before "Skewness"
        match = _FEATURE.fullmatch(label, at + 1)
        if match and at and not label[at - 1].isspace() and "\n" not in label:
            alone = _FEATURE.fullmatch(label) if label[:at] in _BEGINNINGS else None
            return (0, alone) if alone else (at, match)
        at = label.find(" ", at + 1)
    return 0, _FEATURE.fullmatch(label)


def _feature(match: re.Match[str]) -> str:
    low, high, typed_low, typed_high, suffix = match.groups()
    if low is None and typed_low is None:
        return match[0]
    return f"Spectral Power {low or typed_low} - {high or typed_high} Hz{suffix or ''}"


def _band(match: re.Match[str]) -> tuple[float, float] | None:
    low, high, typed_low, typed_high, _ = match.groups()
    low, high = low or typed_low, high or typed_high
    return None if low is None else (float(low), float(high))


def canonical(text: str) -> str:
    """Return the one spelling (NFC) that all canonically equal spellings of a text share.

    Examples
    --------
    >>> canonical("e\\u0301") == canonical("\\u00e9")
    True
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """Return a text as search and sorting compare it: in any case, and in any canonically equal spelling.

    Examples
    --------
    >>> folded("E\\u0301") == folded("\\u00e9")
    True
    """
    return canonical(canonical(text).casefold())


class LabelTable(NamedTuple):
    """Labels taken apart, in columns: what repeats is kept once, and each axis points at it.

    The label of axis `i` is ``sensors[sensor_codes[i]] + tails[tail_codes[i]]``, where sensor code -1 means
    no sensor. `features` and `bands` belong to `tails`: what each one says (None when nothing), and its band
    in Hz, shape (n_tails, 2), NaN without one. Codes are int64, shape (n_axes,).
    """

    sensors: list[str]
    tails: list[str]
    features: list[str | None]
    bands: np.ndarray
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
    # Apart, because the label " RMS" names no feature, and the same text behind a sensor does.
    behind: dict[str, int] = {}
    whole: dict[str, int] = {}
    tails: list[str] = []
    features: list[str | None] = []
    bands: dict[int, tuple[float, float]] = {}
    sensor_codes, tail_codes = [], []
    for label in labels:
        at = label.find(" ")
        sensor, code = sensors.get(label[:at]), behind.get(label[at:])
        if sensor is None or code is None or label[:at] in _BEGINNINGS:  # not both known from labels before
            at, match = _read(label)
            sensor = sensors.setdefault(label[:at], len(sensors)) if at else -1
            code = (behind if at else whole).setdefault(label[at:], len(tails))
            if code == len(tails):
                tails.append(label[at:])
                features.append(_feature(match) if match else None)
                if match and (band := _band(match)):
                    bands[code] = band
        sensor_codes.append(sensor)
        tail_codes.append(code)
    edges = np.full((len(tails), 2), np.nan)
    edges[list(bands)] = np.array([*bands.values()], dtype=np.float64).reshape(-1, 2)
    return LabelTable(
        list(sensors),
        tails,
        features,
        edges,
        np.array(sensor_codes, dtype=np.int64),
        np.array(tail_codes, dtype=np.int64),
    )
