"""The features that each processing block computes for one sensor axis, as labels."""

from __future__ import annotations

import math
from itertools import pairwise


def bands(rate_hz: float, fft_length: int, cutoff_hz: float = math.inf) -> list[str]:
    """Return bins 1 to Nyquist as labels; a low-pass filter removes the bins entirely above its cut-off."""
    spacing = rate_hz / fft_length
    edges = [((k - 0.5) * spacing, (k + 0.5) * spacing) for k in range(1, fft_length // 2 + 1)]
    return [f"Spectral Power {round(a, 2):g} - {round(b, 2):g} Hz" for a, b in edges if a <= cutoff_hz]


def spectral_current(rate_hz: float, fft_length: int = 16, cutoff_hz: float = math.inf) -> list[str]:
    statistics = ["RMS", "Skewness", "Kurtosis", "Spectral Skewness", "Spectral Kurtosis"]
    return statistics + bands(rate_hz, fft_length, cutoff_hz)


def spectral_earlier(rate_hz: float, fft_length: int = 64, cutoff_hz: float = 8) -> list[str]:
    return ["RMS", "Skewness", "Kurtosis", *bands(rate_hz, fft_length, cutoff_hz)]


def spectral_first() -> list[str]:
    peaks = [f"Peak {n} {what}" for n in (1, 2, 3) for what in ("Freq", "Height")]
    edges = [0.1, 0.5, 1.0, 2.0, 5.0]
    return ["RMS", *peaks, *(f"Spectral Power {a} - {b} Hz" for a, b in pairwise(edges))]


def wavelet(level: int) -> list[str]:
    counts = ["entropy", "zcross", "mcross", "n5", "n25", "n75", "n95"]
    moments = ["median", "mean", "std", "var", "rms", "skew", "kurtosis"]
    return [f"L{n}-{what}" for n in range(level + 1) for what in counts + moments]


FLATTEN = ["Average", "Minimum", "Maximum", "RMS", "Stdev", "Skewness", "Kurtosis"]
