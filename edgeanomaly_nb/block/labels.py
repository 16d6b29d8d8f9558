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
    from collections.abc import Container, Sequence

_NUMBER = r"[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?"  # Python prints 0.00001 as 1e-05
_EDGES = rf"({_NUMBER})[ ]?[-–][ ]?({_NUMBER})"
_WAVELET = (
    *("entropy", "zcross", "mcross", "n5", "n25", "n75", "n95"),
    *("median", "mean", "std", "var", "rms", "skew", "kurtosis"),
)
_PLAIN = (
    *(
        "RMS",
        "Skewness",
        "Kurtosis",
        "Spectral Skewness",
        "Spectral Kurtosis",
        "Average",
        "Minimum",
        "Maximum",
    ),
    *(
        "Stdev",
        "StDev",
        "Std",
        "Mean",
        "Median",
        "Min",
        "Max",
        "Skew",
        "Var",
        "Variance",
        "Peak-to-peak",
        "ZCR",
    ),
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
# How features begin and end tells most other labels from them, faster than the expression does.
_DIGITS = frozenset("0123456789)")
_FIRST = frozenset("PSLM")
_FIRST_OF_BANDS = _FIRST | _DIGITS
_LAST_TWO = frozenset(
    name[-2:] for name in (*_PLAIN, *_WAVELET, "Hz", "Freq", "Height", "windows", "s)", "LF")
)
# The first words of features whose last words are features too, as in "Spectral Kurtosis".
_BEGINNINGS = ("Spectral", "Power", "Moving")

_Said = tuple[str, float | None, float | None]  # feature and band


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
    at, said = _read(label)
    if said is None:
        return LabelParts(None, None, None, None)
    return LabelParts(label[:at] if at else None, *said)


def _read(label: str) -> tuple[int, _Said | None]:
    """Return where the sensor ends, 0 without one, and what the rest says."""
    first = _FIRST_OF_BANDS if label.endswith(("Hz", "LF")) else _FIRST
    said = _say(label, first)
    if said or "\n" in label:
        return 0, said
    at = label.find(" ")
    while at >= 0:  # from the left, so that the longest feature wins: "Spectral Skewness" before "Skewness"
        said = _say(label[at + 1 :], first) if at and not label[at - 1].isspace() else None
        if said:
            return at, said
        at = label.find(" ", at + 1)
    return 0, None


def _is_surely_sensor(text: str) -> bool:
    """Return True if a text in front of a feature is a sensor, and no part of a longer feature."""
    return bool(text) and not text[-1].isspace() and not text.endswith(_BEGINNINGS) and "\n" not in text


def _say(feature: str, first: Container[str]) -> _Said | None:
    """Read a text as a feature; None if it is none."""
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
    distinct = dict.fromkeys(labels)
    sensors: dict[str, int] = {}
    known: dict[str, int] = {}  # features behind a sensor, and their places in `tails`
    sure: dict[str, int] = {}  # those of the sensors that can be no part of a longer feature
    tails: list[str] = []
    features: list[str | None] = []
    bands: dict[int, tuple[float, float]] = {}
    sensor_codes, tail_codes = [], []
    for label in distinct:
        # The common case first: one word, and a feature that was one before.
        head, _, rest = label.partition(" ")
        code = known.get(rest)
        sensor = None if code is None else sure.get(head)
        if code is not None and sensor is None and _is_surely_sensor(head):
            sensor = sure[head] = sensors.setdefault(head, len(sensors))
        if sensor is None:
            head, at, said, code = "", 0, None, None
            if label[-2:] in _LAST_TWO or "Moving" in label:  # "Moving Average 3" may end in any number
                # Next, a feature of one word that was there before, behind a sensor of several.
                head, _, rest = label.rpartition(" ")
                code = known.get(rest)
                if code is None or not _is_surely_sensor(head):
                    at, said = _read(label)
                    head, code = label[:at], known.get(label[at + 1 :]) if at else None
            if code is None:
                code = len(tails)
                tails.append(label[at:])
                features.append(said[0] if said else None)
                if said and said[1] is not None and said[2] is not None:
                    bands[code] = said[1], said[2]
                if at:
                    known[label[at + 1 :]] = code
            sensor = sensors.setdefault(head, len(sensors)) if head else -1
        sensor_codes.append(sensor)
        tail_codes.append(code)
    edges = np.full((len(tails), 2), np.nan)
    edges[list(bands)] = np.array([*bands.values()], dtype=np.float64).reshape(-1, 2)
    codes = np.array([sensor_codes, tail_codes], dtype=np.int64)
    if len(distinct) < len(labels):
        place = {label: at for at, label in enumerate(distinct)}
        codes = codes[:, np.array([place[label] for label in labels], dtype=np.int64)]
    return LabelTable(list(sensors), tails, features, edges, codes[0], codes[1])
