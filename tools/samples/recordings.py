"""The windows of a sample block: recordings of each class, cut into windows, and their features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tools.samples.signals import Signal

if TYPE_CHECKING:
    from tools.samples.project import Project

DIGITS = 4  # significant digits of a feature, so that the files stay small


@dataclass(frozen=True)
class WindowSet:
    """The windows of one category: features, and per window label (from 1), sample, start and end in ms."""

    features: np.ndarray
    origin: np.ndarray


def make_windows(
    project: Project,
    labels: Sequence[str],
    counts: Sequence[int],
    feature_names: Sequence[str],
    first_id: int,
    change: float = 0,
) -> WindowSet:
    """Return the windows of `counts` recordings of each class; sample ids count from `first_id`.

    With `change`, each sensor axis of a recording is stronger or weaker by a random factor: testing data come
    from other days and other machines.
    """
    rng = np.random.default_rng(first_id)
    features, origin = [], []
    ident = first_id
    for label, count in zip(labels, counts, strict=True):
        for _ in range(count):
            signal = recording(rng, project, project.signals[label]) * rng.lognormal(0, change, 3)
            starts = project.window_starts_ms
            features += [
                window_features(cut(signal, project, start), project.rate_hz, feature_names)
                for start in starts
            ]
            number = labels.index(label) + 1
            origin += [[number, ident, start, start + project.window_ms] for start in starts]
            ident += 1
    return WindowSet(rounded(np.array(features)), np.array(origin, np.int32))


def recording(rng: np.random.Generator, project: Project, signal: Signal) -> np.ndarray:
    time = np.arange(round(project.recording_ms / 1000 * project.rate_hz)) / project.rate_hz
    return signal(rng, time)


def cut(signal: np.ndarray, project: Project, start_ms: int) -> np.ndarray:
    at = round(start_ms / 1000 * project.rate_hz)
    return signal[at : at + round(project.window_ms / 1000 * project.rate_hz)]


def window_features(window: np.ndarray, rate_hz: float, names: Sequence[str]) -> list[float]:
    """Return the features of one window, all of one sensor axis before the next."""
    return [number for axis in window.T for number in axis_features(axis - axis.mean(), rate_hz, names)]


def axis_features(values: np.ndarray, rate_hz: float, names: Sequence[str]) -> list[float]:
    bands = sum(name.startswith("Spectral Power") for name in names)
    fft_length = next(length for length in (16, 32, 64) if length // 2 >= bands)
    if "Spectral Skewness" not in names:
        fft_length = 64
    spectrum = power(values, fft_length)
    found = {
        "RMS": np.sqrt(np.mean(values**2)),
        "Skewness": moment(values, 3),
        "Kurtosis": moment(values, 4) - 3,
        "Spectral Skewness": moment(spectrum, 3),
        "Spectral Kurtosis": moment(spectrum, 4) - 3,
    }
    logs = iter(np.log10(spectrum[1 : bands + 1] + 1e-6))
    return [float(found[name]) if name in found else float(next(logs)) for name in names]


def power(values: np.ndarray, length: int) -> np.ndarray:
    """Return the power spectrum, averaged over frames that overlap by half."""
    starts = range(0, len(values) - length + 1, length // 2)
    frames = np.array([values[start : start + length] for start in starts])
    return (np.abs(np.fft.rfft(frames * np.hanning(length), axis=1)) ** 2).mean(axis=0) / length


def moment(values: np.ndarray, order: int) -> float:
    off = values - values.mean()
    return float((off**order).mean() / (off**2).mean() ** (order / 2))


def rounded(numbers: np.ndarray) -> np.ndarray:
    """Return numbers in `DIGITS` significant digits, as float32."""
    size = np.floor(np.log10(np.abs(numbers) + 1e-12))
    step = 10.0 ** (size - DIGITS + 1)
    return (np.round(numbers / step) * step).astype(np.float32)
