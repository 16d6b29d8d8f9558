"""Made-up recordings of accelerometers: no sensor recorded them, and nothing is copied from a real project.

Each recording has an intensity and frequencies of its own, so that its windows, which overlap, resemble each
other more than those of other recordings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

Rng = np.random.Generator
#: Returns a signal: samples × sensor axes. The time is in seconds.
Signal = Callable[[Rng, np.ndarray], np.ndarray]


def tone(
    rng: Rng, time: np.ndarray, hz: float, sizes: tuple[float, float, float], spread: float
) -> np.ndarray:
    """Return a vibration on three axes, whose size and frequency vary by recording and slowly in it."""
    hz = hz * rng.normal(1, spread / 8)
    size = rng.lognormal(0, spread) * (
        1 + 0.15 * np.sin(2 * np.pi * rng.uniform(0.1, 0.3) * time + rng.uniform(0, 6))
    )
    phase = 2 * np.pi * (hz * time)[:, None] + rng.uniform(0, 2 * np.pi, 3)
    return size[:, None] * np.sin(phase) * np.array(sizes)


def noise(rng: Rng, time: np.ndarray, size: float, spread: float) -> np.ndarray:
    return rng.normal(0, size * rng.lognormal(0, spread), (len(time), 3))


def bumps(rng: Rng, time: np.ndarray, per_s: float, size: float, width_s: float) -> np.ndarray:
    """Return short pulses at random times."""
    signal = np.zeros((len(time), 3))
    for at in rng.uniform(time[0], time[-1], rng.poisson(per_s * (time[-1] - time[0]))):
        height = size * rng.lognormal(0, 0.3) * rng.normal(0, 1, 3)
        signal += np.exp(-(((time - at) / width_s) ** 2))[:, None] * height
    return signal


def idle(rng: Rng, time: np.ndarray) -> np.ndarray:
    return noise(rng, time, 0.05, 0.15) + tone(rng, time, 1.0, (0.03, 0.02, 0.02), 0.2)


def carried(rng: Rng, time: np.ndarray) -> np.ndarray:
    steps = tone(rng, time, 1.9, (0.9, 0.6, 2.2), 0.12) + tone(rng, time, 3.8, (0.4, 0.3, 0.8), 0.12)
    return steps + noise(rng, time, 0.3, 0.12)


def conveyor(rng: Rng, time: np.ndarray) -> np.ndarray:
    return tone(rng, time, 6.2, (0.5, 0.35, 0.7), 0.12) + noise(rng, time, 0.25, 0.12)


def dropped(rng: Rng, time: np.ndarray) -> np.ndarray:
    falls = tone(rng, time, 1.3, (1.3, 1.2, 1.5), 0.12) + tone(rng, time, 2.6, (0.9, 1.0, 0.6), 0.12)
    return falls + noise(rng, time, 0.5, 0.12) + bumps(rng, time, 2.0, 0.6, 0.06)


def loose_load(rng: Rng, time: np.ndarray) -> np.ndarray:
    """Return a parcel on the conveyor or carried, whose load moves: sometimes hardly, sometimes a lot."""
    moved = rng.uniform(0.2, 2.4)
    base = conveyor(rng, time) if rng.random() < 0.5 else carried(rng, time)
    return base + moved * (tone(rng, time, 3.1, (1.9, 0.5, 0.3), 0.15) + bumps(rng, time, 1.5, 1.0, 0.08))


def fan(rng: Rng, time: np.ndarray, turning: float = 1.0, unbalance: float = 0.4) -> np.ndarray:
    housing = tone(rng, time, 25 * turning, (1.0 * unbalance, 1.3 * unbalance, 0.5 * unbalance), 0.08)
    double = tone(rng, time, 49.8 * turning, (0.25, 0.12, 0.1), 0.08)
    return housing + double + noise(rng, time, 0.12, 0.08)


def unbalanced(rng: Rng, time: np.ndarray) -> np.ndarray:
    return fan(rng, time, unbalance=1.4)


def blocked(rng: Rng, time: np.ndarray) -> np.ndarray:
    return fan(rng, time, turning=0.72, unbalance=0.3) + noise(rng, time, 0.3, 0.08)


def bearing_wear(rng: Rng, time: np.ndarray) -> np.ndarray:
    worn = rng.uniform(0.05, 1.0)
    return fan(rng, time) + worn * (
        tone(rng, time, 37, (0.6, 0.5, 0.4), 0.1) + bumps(rng, time, 9, 0.8, 0.01)
    )


def compressor(rng: Rng, time: np.ndarray) -> np.ndarray:
    piston = tone(rng, time, 12.4, (0.8, 1.1, 0.4), 0.1) + tone(rng, time, 24.8, (0.3, 0.25, 0.2), 0.1)
    return piston + noise(rng, time, 0.2, 0.1)


def valve_leak(rng: Rng, time: np.ndarray) -> np.ndarray:
    leak = rng.uniform(0.05, 0.8)
    return compressor(rng, time) + leak * (noise(rng, time, 0.5, 0.1) + bumps(rng, time, 4, 0.7, 0.03))


#: The signal of each class.
CLASSES: Mapping[str, Signal] = {
    "idle": idle,
    "carried": carried,
    "conveyor": conveyor,
    "dropped": dropped,
    "loose load": loose_load,
    "blocked": blocked,
    "normal": fan,
    "unbalanced": unbalanced,
    "bearing wear": bearing_wear,
}
#: The same for the compressor, whose only class is named “normal”, too.
COMPRESSOR_CLASSES: Mapping[str, Signal] = {"normal": compressor, "valve leak": valve_leak}
