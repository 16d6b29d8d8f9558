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

# A line that is no sensor, or ends in words that would be read as part of some feature behind it.
_ODD = re.compile(r"^$|^[ ]|\s$|(?:Spectral|Power)$", re.MULTILINE)


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
    """Parsed labels in columns: what repeats is kept once, and each axis points at it.

    `sensor_codes` and `feature_codes` (int64) have one entry an axis: a position in `sensors`, or in
    `features` and `bands`; -1 where the label says nothing. `bands` holds (low, high) in Hz, NaN without.
    """

    sensors: list[str]
    features: list[str]
    bands: list[tuple[float, float]]
    sensor_codes: np.ndarray
    feature_codes: np.ndarray


def parse_labels(labels: Sequence[str]) -> LabelTable:
    """Read many axis labels; the same as `parse_label` on each, but quick where sensors share their features.

    Parameters
    ----------
    labels : sequence of str
        In the order of the response.

    Returns
    -------
    LabelTable
        Codes of the same length as `labels`.

    Notes
    -----
    The service lists all features of one sensor axis before the next one's. So the run of one sensor
    foretells those of the next ones, which are then compared in one step: a tenth of the time.

    Examples
    --------
    >>> table = parse_labels(["accX RMS", "accX Kurtosis", "accY RMS", "accY Kurtosis", "?"])
    >>> table.sensors, table.sensor_codes.tolist()
    (['accX', 'accY'], [0, 0, 1, 1, -1])
    >>> table.features, table.feature_codes.tolist()
    (['RMS', 'Kurtosis'], [0, 1, 0, 1, -1])
    """
    sensors: dict[str, int] = {}
    features: dict[str, int] = {}
    bands: list[tuple[float, float]] = []
    sensor_codes: list[np.ndarray] = []
    feature_codes: list[np.ndarray] = []

    def feature_code(parts: LabelParts) -> int:
        if parts.feature is None:
            return -1
        if parts.feature not in features:
            features[parts.feature] = len(features)
            bands.append((_or_nan(parts.band_low_hz), _or_nan(parts.band_high_hz)))
        return features[parts.feature]

    tails: list[str] = []  # the labels of the last run, each without its sensor
    tail_codes: list[int] = []
    at = 0
    while at < len(labels):
        names: Sequence[str | None] = _foretold_sensors(labels, at, tails)
        if not names:
            sensor = parse_label(labels[at]).sensor
            names = [sensor]
            run = _run_of(labels, at, sensor)
            tail_codes = [feature_code(parts) for parts in run]
            tails = [label[len(sensor) :] for label in labels[at : at + len(run)]] if sensor else []
        codes = [-1 if name is None else sensors.setdefault(name, len(sensors)) for name in names]
        sensor_codes.append(np.repeat(np.array(codes), len(tail_codes)))
        feature_codes.append(np.tile(np.array(tail_codes), len(names)))
        at += len(names) * len(tail_codes)
    return LabelTable(list(sensors), list(features), bands, _joined(sensor_codes), _joined(feature_codes))


def _joined(codes: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.empty(0, dtype=np.int64), *codes])


def _foretold_sensors(labels: Sequence[str], start: int, tails: list[str]) -> list[str]:
    """Give the sensors of the runs that stand from `start` on, each with all of `tails`; else empty.

    All the runs to the end are compared at once, and, where that fails, the next one alone.
    """
    if not tails:
        return []
    first = tails[0]
    for stop in ((len(labels) - start) // len(tails) * len(tails) + start, start + len(tails)):
        heads = labels[start : stop : len(tails)]
        names = [head[: -len(first)] for head in heads if head.endswith(first)]
        lines = "\n".join(names)
        if not names or len(names) < len(heads) or lines.count("\n") >= len(names) or _ODD.search(lines):
            continue
        # Neither a sensor nor a tail holds a line break, so equal texts mean equal lists.
        foretold = "\n".join([name + ("\n" + name).join(tails) for name in names])
        if foretold == "\n".join(labels[start:stop]):
            return names
    return []


def _run_of(labels: Sequence[str], start: int, sensor: str | None) -> list[LabelParts]:
    """Read the labels of one sensor, or those without one, from `start` to where another begins."""
    run = []
    for at in range(start, len(labels)):
        parts = parse_label(labels[at])
        if parts.sensor != sensor:
            break
        run.append(parts)
    return run


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value
