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

Any other label is not parsed: it has no sensor, no feature and no band. Labels of raw data, images, MFE,
MFCC and spectrograms contain no feature names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from typing import NamedTuple

import numpy as np

_NUMBER = r"[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?"  # Python prints 0.00001 as 1e-05
_EDGES = rf"({_NUMBER})[ ]?[-–][ ]?({_NUMBER})"
_WAVELET = (
    *("entropy", "zcross", "mcross", "n5", "n25", "n75", "n95"),
    *("median", "mean", "std", "var", "rms", "skew", "kurtosis"),
)
_PLAIN = (
    *("RMS", "Skewness", "Kurtosis", "Spectral Skewness", "Spectral Kurtosis"),
    *("Average", "Minimum", "Maximum", "Mean", "Median", "Min", "Max"),
    *("Stdev", "StDev", "Std", "Skew", "Var", "Variance", "Peak-to-peak", "ZCR"),
    *("Moving Average", "Moving average", "Moving Avg", "Moving avg"),
)
_NAMES = frozenset([*_PLAIN, *(f"{name} LF" for name in _PLAIN)])
_NUMBERED = re.compile(
    rf"""
    (?: Peak\ [0-9]+\ (?:Freq|Height)
      | Spectral\ Power\ {_EDGES} (?:[ ]?Hz)?
      | {_EDGES} [ ]?Hz  # people retype bands in this short form
      | L[0-9]+-(?:{"|".join(_WAVELET)})
      | Moving\ [Aa](?:verage|vg)\ \(?[0-9]+(?:\ windows?)?\)?
    )
    (\ LF)?
    """,
    re.VERBOSE,
)
# The first and last characters exclude most other labels faster than the expression does.
_DIGITS = frozenset("0123456789)")
_FIRST = frozenset("PSLM")
_FIRST_OF_BANDS = _FIRST | _DIGITS
_ENDINGS = ("Hz", "Freq", "Height", "windows", "s)", "LF")
_LAST_TWO = frozenset(name[-2:] for name in (*_PLAIN, *_WAVELET, *_ENDINGS))
# The first words of features whose last words are features too, as in "Spectral Kurtosis".
_BEGINNINGS = ("Spectral", "Power", "Moving")

_Feature = tuple[str, float | None, float | None]  # its name and its band


class LabelParts(NamedTuple):
    """Sensor and feature of a label, and band edges in Hz; None where the label has none."""

    sensor: str | None
    feature: str | None
    band_low_hz: float | None
    band_high_hz: float | None


def parse_label(label: str) -> LabelParts:
    """Parse one axis label.

    Parameters
    ----------
    label : str
        The label as the service sends it, or as people retype it (``1.95-5.86Hz``).

    Returns
    -------
    LabelParts
        All None if the label does not end in a known feature. Bands have one spelling in `feature`, however
        they were typed.

    Examples
    --------
    >>> parse_label("temperature (C) Average")
    LabelParts(sensor='temperature (C)', feature='Average', band_low_hz=None, band_high_hz=None)
    >>> parse_label("accX Spectral Power 1.95-5.86Hz").feature
    'Spectral Power 1.95 - 5.86 Hz'
    >>> parse_label("feature 12").sensor is None
    True
    """
    at, feature = _parse(label)
    if feature is None:
        return LabelParts(None, None, None, None)
    return LabelParts(label[:at] if at else None, *feature)


def _parse(label: str) -> tuple[int, _Feature | None]:
    """Return where the sensor ends (0 without one), and the feature after it."""
    first = _FIRST_OF_BANDS if label.endswith(("Hz", "LF")) else _FIRST
    found = _feature_of(label, first)
    if found or "\n" in label:
        return 0, found
    at = label.find(" ")
    while at >= 0:  # from the left, so that the longest feature wins: "Spectral Skewness" before "Skewness"
        found = _feature_of(label[at + 1 :], first) if at and not label[at - 1].isspace() else None
        if found:
            return at, found
        at = label.find(" ", at + 1)
    return 0, None


def _is_surely_sensor(text: str) -> bool:
    """Return True if text before a feature is a sensor, not a part of a longer feature."""
    return bool(text) and not text[-1].isspace() and not text.endswith(_BEGINNINGS) and "\n" not in text


def _feature_of(feature: str, first: Container[str]) -> _Feature | None:
    """Return the feature that a text names; None if it names none."""
    if feature in _NAMES:
        return feature, None, None
    match = _NUMBERED.fullmatch(feature) if feature[:1] in first else None
    if match is None:
        return None
    low, high, typed_low, typed_high, suffix = match.groups()
    low, high = low or typed_low, high or typed_high
    if low is None:
        return feature, None, None
    return f"Spectral Power {low} - {high} Hz{suffix or ''}", float(low), float(high)


def canonical(text: str) -> str:
    r"""Return the one spelling (NFC) that all canonically equal spellings of a text share.

    Examples
    --------
    >>> canonical("e\u0301") == canonical("\u00e9")
    True
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    r"""Return a text as search and sorting compare it: in any case, and in any canonically equal spelling.

    Examples
    --------
    >>> folded("E\u0301") == folded("\u00e9")
    True
    """
    return canonical(canonical(text).casefold())


class LabelTable(NamedTuple):
    """Parsed labels as columns: repeated parts are stored once, and each axis refers to them.

    The label of axis `i` is ``sensors[sensor_codes[i]] + tails[tail_codes[i]]``, where sensor code -1 means
    no sensor. `features` and `bands` belong to `tails`: the feature of each (None without one), and its band
    in Hz, shape (n_tails, 2), NaN without one. Codes are int64, shape (n_axes,).
    """

    sensors: list[str]
    tails: list[str]
    features: list[str | None]
    bands: np.ndarray
    sensor_codes: np.ndarray
    tail_codes: np.ndarray


def parse_labels(labels: Sequence[str]) -> LabelTable:
    """Parse many axis labels, in any order; the result is that of `parse_label` on each.

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
    distinct = dict.fromkeys(labels)
    parts = _Parts()
    known, sensors = parts.known, parts.sure_sensors
    sensor_codes, tail_codes = [], []
    for label in distinct:
        head, _, rest = label.partition(" ")
        sensor, tail = sensors.get(head), known.get(rest)
        if sensor is None or tail is None:
            sensor, tail = parts.codes_of(label, head, tail)
        sensor_codes.append(sensor)
        tail_codes.append(tail)
    codes = np.array([sensor_codes, tail_codes], dtype=np.int64)
    if len(distinct) < len(labels):
        place = {label: at for at, label in enumerate(distinct)}
        codes = codes[:, np.array([place[label] for label in labels], dtype=np.int64)]
    bands = np.full((len(parts.tails), 2), np.nan)
    bands[list(parts.bands)] = np.array([*parts.bands.values()], dtype=np.float64).reshape(-1, 2)
    return LabelTable(list(parts.sensors), parts.tails, parts.features, bands, codes[0], codes[1])


class _Parts:
    """The parts of the labels so far. Most labels consist of parts that occurred before."""

    def __init__(self) -> None:
        self.sensors: dict[str, int] = {}
        self.tails: list[str] = []
        self.features: list[str | None] = []
        self.bands: dict[int, tuple[float, float]] = {}
        self.known: dict[str, int] = {}  # features after a sensor, and their positions in `tails`
        self.sure_sensors: dict[str, int] = {}  # of one word, and not the beginning of a longer feature

    def codes_of(self, label: str, head: str, tail: int | None) -> tuple[int, int]:
        """Return the codes of sensor and tail; `tail` is that of a known feature after the first word."""
        if tail is not None and _is_surely_sensor(head):
            code = self.sure_sensors[head] = self.sensors.setdefault(head, len(self.sensors))
            return code, tail
        if label[-2:] not in _LAST_TWO and "Moving" not in label:  # "Moving Average 3" may end in any number
            return -1, self._add_tail(label, None)
        head, _, rest = label.rpartition(" ")
        tail = self.known.get(rest)
        if tail is None or not _is_surely_sensor(head):
            at, feature = _parse(label)
            head, rest = label[:at], label[at + 1 :]
            tail = self.known.get(rest) if at else None
            if tail is None:
                tail = self._add_tail(label[at:], feature)
                if at:
                    self.known[rest] = tail
        return self.sensors.setdefault(head, len(self.sensors)) if head else -1, tail

    def _add_tail(self, tail: str, feature: _Feature | None) -> int:
        code = len(self.tails)
        self.tails.append(tail)
        self.features.append(feature and feature[0])
        if feature and feature[1] is not None and feature[2] is not None:
            self.bands[code] = feature[1], feature[2]
        return code
