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
    >>> table.tails, table.features, table.tail_codes.tolist()
    ([' RMS', ' Kurtosis', '?'], ['RMS', 'Kurtosis', None], [0, 1, 0, 1, 2])
    """
    sensors: dict[str, int] = {}
    tails: dict[str, int] = {}
    parsed: list[LabelParts] = []
    sensor_codes: list[np.ndarray] = []
    tail_codes: list[np.ndarray] = []

    def tail_code(tail: str, parts: LabelParts) -> int:
        if tail not in tails:
            parsed.append(parts)
        return tails.setdefault(tail, len(tails))

    run: list[str] = []  # the tails of the sensor read last
    codes: list[int] = []
    at = 0
    while at < len(labels):
        names: Sequence[str | None] = _foretold_sensors(labels, at, run)
        if not names:
            names, run, parts = _read_run(labels, at)
            codes = list(map(tail_code, run, parts))
        own = [-1 if name is None else sensors.setdefault(name, len(sensors)) for name in names]
        sensor_codes.append(np.repeat(np.array(own), len(run)))
        tail_codes.append(np.tile(np.array(codes), len(names)))
        at += len(names) * len(run)
    return LabelTable(
        list(sensors),
        list(tails),
        [parts.feature for parts in parsed],
        [(_or_nan(parts.band_low_hz), _or_nan(parts.band_high_hz)) for parts in parsed],
        np.concatenate([np.empty(0, dtype=np.int64), *sensor_codes]),
        np.concatenate([np.empty(0, dtype=np.int64), *tail_codes]),
    )


def _foretold_sensors(labels: Sequence[str], start: int, run: list[str]) -> list[str]:
    """Give the sensors that stand from `start` on, each with all the tails of `run`; empty when none does.

    All the labels to the end are compared at once, and, where that fails, those of the next sensor alone.
    """
    if not run or not run[0].startswith(" "):
        return []
    for stop in ((len(labels) - start) // len(run) * len(run) + start, start + len(run)):
        heads = labels[start : stop : len(run)]
        names = [head.removesuffix(run[0]) for head in heads]
        lines = "\n".join(names)
        if not names or lines.count("\n") >= len(names) or _ODD.search(lines):
            continue
        # Neither sensors nor tails hold a line break, so equal texts mean equal labels.
        if all(
            "\n".join(labels[start + at : stop : len(run)]) == f"{tail}\n".join(names) + tail
            for at, tail in enumerate(run)
        ):
            return names
    return []


def _read_run(labels: Sequence[str], start: int) -> tuple[list[str | None], list[str], list[LabelParts]]:
    """Read the labels of one sensor, or those without one, from `start` to where another begins."""
    sensor = parse_label(labels[start]).sensor
    run = []
    for at in range(start, len(labels)):
        parts = parse_label(labels[at])
        if parts.sensor != sensor:
            break
        run.append(parts)
    return [sensor], [label[len(sensor or "") :] for label in labels[start : start + len(run)]], run


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value
