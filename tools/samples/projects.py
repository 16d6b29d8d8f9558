"""The four sample projects."""

from __future__ import annotations

from tools.samples.features import spectral_current, spectral_earlier, spectral_first, wavelet
from tools.samples.project import (
    AGGREGATION,
    FAN_SCORE,
    IMAGE_AGGREGATION,
    Dsp,
    Impulse,
    Project,
    anomaly_score,
    flatten,
    score,
    spectral,
)
from tools.samples.signals import CLASSES, COMPRESSOR_CLASSES

MOTION_HZ = 62.5
FAN_HZ = 100.0  # the fans turn at 25 Hz, so feature importance finds that band and its double
ACC = ["accX", "accY", "accZ"]


def fans(*numbers: int) -> list[str]:
    return [f"fan{number:02}.{axis}" for number in numbers for axis in "xyz"]


PARCELS = Project(
    id=481207,
    name="Parcel handling",
    description="An accelerometer in a parcel tells how it is being handled.",
    created="2022-03-14T09:26:53.000Z",
    classes=["carried", "conveyor", "dropped", "idle"],
    rate_hz=MOTION_HZ,
    window_ms=2000,
    increase_ms=500,
    recording_ms=10_000,
    recordings=9,
    test_recordings=5,
    test_change=0.3,
    anomaly="loose load",
    anomaly_recordings=6,
    signals=CLASSES,
    impulses=[
        Impulse(
            "motion",
            "The usual case to start with: K-means on a 3-axis accelerometer, with a suggested threshold.",
            name="Earlier spectral features",
            dsp=[spectral(ACC, spectral_earlier(MOTION_HZ), version=2)],
            thresholds=[score(0.3, 0.5, "0.5")],
            favourites=["* RMS", "acc[XZ] *0.49 - 1.46 Hz", "acc[XY] *1.46 - 2.44 Hz"],
            selected=["* RMS", "accX *1.46 - 2.44 Hz", "accZ Skewness", "accZ *0.49 - 1.46 Hz"],
            classifier=True,
            has_windows=True,
        ),
        Impulse(
            "spectral",
            "The spectral features of today; the suggested axes are selected, no threshold is suggested.",
            name="Current spectral features",
            dsp=[spectral(ACC, spectral_current(MOTION_HZ))],
            thresholds=[score(0.3)],
            favourites=["* RMS", "acc[XY] *1.95 - 5.86 Hz", "accZ Kurtosis"],
        ),
        Impulse(
            "low-pass",
            "A low-pass filter leaves one band per sensor axis; the suggested threshold is 0.",
            name="Low-pass 3 Hz",
            dsp=[spectral(ACC, spectral_current(MOTION_HZ, cutoff_hz=3))],
            thresholds=[score(0.3, 0, "0")],
            favourites=["* RMS", "acc[XZ] *1.95 - 5.86 Hz"],
            selected=["* RMS"],
        ),
        Impulse(
            "peaks",
            "The first version of the spectral features: peaks and four fixed bands, with 32 clusters.",
            name="Spectral peaks",
            dsp=[spectral(ACC, spectral_first(), version=1)],
            thresholds=[score(0.3)],
            favourites=["* RMS", "accX Peak 1 Freq", "accZ Peak 1 Height"],
            selected=["* RMS", "accX Peak 1 Height"],
            clusters=32,
        ),
        Impulse(
            "wavelet",
            "Wavelet features, whose labels hold no bands; the threshold is suggested as text only.",
            name="Wavelet level 1",
            dsp=[spectral(ACC, wavelet(level=1))],
            thresholds=[score(0.8, text="about 0.7")],
            favourites=["* L0-rms", "accX L1-n95", "accX L1-std", "accZ L1-n95"],
        ),
        Impulse(
            "legacy",
            "An answer of an older server: axes without an index, one old field in place of thresholds.",
            name="Kept from 2022",
            dsp=[spectral(ACC, spectral_earlier(MOTION_HZ), version=2)],
            thresholds=[score(0.3)],
            favourites=["* RMS", "accX *0.49 - 1.46 Hz"],
            selected=["* RMS"],
            legacy=True,
        ),
        Impulse(
            "motion-later",
            "The motion block a month later, to compare with motion: an axis more, others selected.",
            name="Earlier spectral features, with battery",
            # The new sensor stands in front, so that the index of every other axis moves.
            dsp=[
                flatten(["battery (V)"], ["Average"]),
                spectral(ACC, spectral_earlier(MOTION_HZ), version=2),
            ],
            thresholds=[score(0.45, 0.5, "0.5")],
            favourites=["* RMS", "acc[XZ] *0.49 - 1.46 Hz", "acc[XY] *1.46 - 2.44 Hz"],
            selected=["* RMS", "acc[XY] *1.46 - 2.44 Hz", "acc[XZ] *0.49 - 1.46 Hz"],
            clusters=8,
        ),
    ],
)

FANS = Project(
    id=519640,
    name="Tunnel ventilation",
    description="54 jet fans, each with an accelerometer on its housing, and the temperature of the tunnel.",
    created="2024-01-22T15:04:05.000Z",
    classes=["blocked", "normal", "unbalanced"],
    rate_hz=FAN_HZ,
    window_ms=2000,
    increase_ms=500,
    recording_ms=10_000,
    recordings=12,
    test_recordings=7,
    test_change=0.0,
    anomaly="bearing wear",
    anomaly_recordings=7,
    signals=CLASSES,
    impulses=[
        Impulse(
            "two-blocks",
            "Features of two processing blocks in one list, and a sensor name with a space and a unit.",
            name="Fan 1, vibration and temperature",
            dsp=[spectral(fans(1), spectral_current(FAN_HZ)), flatten(["temperature (C)"])],
            thresholds=[score(1.2, 1.2, "1.2")],
            favourites=["fan01.? RMS", "fan01.[xz] *21.88 - 28.12 Hz", "temperature (C) Average"],
            selected=["fan01.? RMS", "fan01.x *21.88 - 28.12 Hz", "temperature (C) Maximum"],
        ),
        Impulse(
            "fan",
            "A Gaussian mixture instead of K-means: another scale of scores, and a suggested threshold.",
            name="Fan 1, GMM",
            dsp=[spectral(fans(1), spectral_current(FAN_HZ, fft_length=32))],
            thresholds=[score(3.4, 3.0, "3.0")],
            favourites=["* RMS", "* 23.44 - 26.56 Hz", "fan01.x * 48.44 - 51.56 Hz"],
            block="Fan anomaly",
            type="anomaly-gmm",
            clusters=8,
            has_windows=True,
        ),
        Impulse(
            "large",
            "Over 2,000 axes, to see how tables and pictures cope.",
            name="All fans",
            dsp=[spectral(fans(*range(1, 55)), spectral_current(FAN_HZ))],
            thresholds=[score(2.5, 4.25, "4.25")],
            favourites=["fan[01]9.? RMS", "fan31.? RMS", "fan31.? *21.88 - 28.12 Hz", "fan47.x Kurtosis"],
            selected=["fan*.x RMS", "fan31.? *21.88 - 28.12 Hz"],
            block="Tunnel anomaly",
            clusters=12,
        ),
        Impulse(
            "dropdown",
            "Three thresholds: a small number, a large number, and a choice from a list.",
            name="Fan levels",
            dsp=[flatten(fans(1, 2, 3, 4), ["Average", "RMS", "Stdev"])],
            thresholds=[score(0.3, 0.25, "0.25"), FAN_SCORE, AGGREGATION],
            favourites=["*.x RMS", "fan02.? Stdev"],
            selected=["*.? RMS"],
            block="Fan levels",
            type="anomaly-gmm",
            clusters=4,
        ),
        Impulse(
            "disagree",
            "The service disagrees with itself: selectedAxes is not what the flags of the axes say.",
            name="Fan 3, changed since training",
            dsp=[spectral(fans(3), spectral_current(FAN_HZ))],
            thresholds=[score(0.3)],
            favourites=["* RMS", "fan03.x *21.88 - 28.12 Hz"],
            selected=["* RMS"],
            configured=[0, 8, 13, 44],  # 44: left from a longer list of axes
        ),
        Impulse(
            "faulty",
            "A block that a check should stop: far thresholds, a choice that is gone, an axis that is gone.",
            name="Fan 4, left behind",
            dsp=[flatten(fans(4))],
            thresholds=[
                score(1.1, 3.2, "3.2"),
                {**FAN_SCORE, "value": 60},
                {**AGGREGATION, "value": "median"},
            ],
            favourites=["*.? RMS", "*.x Stdev"],
            selected=["*.x RMS", "*.y RMS", "*.z Skewness"],
            configured=[3, 10, 61],  # 61: left from a longer list of axes
            block="Fan anomaly",
            type="anomaly-gmm",
            clusters=6,
            rating=0.3,
        ),
    ],
)

COMPRESSOR = Project(
    id=602318,
    name="Compressor room",
    description="Vibration of a compressor in good order; a valve leak was recorded for testing only.",
    created="2025-06-02T07:30:00.000Z",
    classes=["normal"],  # one class: feature importance has nothing to tell apart, so there are no favourites
    rate_hz=MOTION_HZ,
    window_ms=2000,
    increase_ms=1000,
    recording_ms=10_000,
    recordings=50,
    test_recordings=25,
    test_change=0.06,
    anomaly="valve leak",
    anomaly_recordings=10,
    signals=COMPRESSOR_CLASSES,
    impulses=[
        Impulse(
            "one-class",
            "Only normal data, so there are no suggested axes: selecting is up to the engineer.",
            name="Spectral features",
            dsp=[spectral(ACC, spectral_current(MOTION_HZ))],
            thresholds=[score(0.3)],
            selected=["* RMS", "* Kurtosis"],
            has_windows=True,
        ),
        Impulse(
            "raw",
            "Raw samples as features: 375 axes whose labels are empty.",
            name="Raw data",
            dsp=[Dsp("Raw data", "raw", ACC, ["value"] * round(MOTION_HZ * 2))],  # a window of 2 s
            thresholds=[score(5)],
            selected=range(0, 375, 25),
        ),
        Impulse(
            "untrained",
            "A block that was never trained, with no axis selected.",
            name="Just created",
            dsp=[flatten(ACC)],
            thresholds=[score(0.3)],
            trained=False,
        ),
    ],
)

BEARINGS = Project(
    id=734905,
    name="Bearing line",
    description="A camera looks at each bearing ring; on the test stand, an accelerometer listens to it.",
    created="2026-03-09T10:20:30.000Z",
    classes=["no anomaly"],  # what visual blocks are trained on
    rate_hz=MOTION_HZ,
    window_ms=2000,
    increase_ms=1000,
    recording_ms=10_000,
    recordings=40,
    test_recordings=20,
    test_change=0.0,
    anomaly="anomaly",
    anomaly_recordings=15,
    signals=COMPRESSOR_CLASSES,
    impulses=[
        Impulse(
            "surface",
            "A visual block: scores of the cells of an image, with a threshold and an aggregation method.",
            name="Ring surface, camera",
            dsp=[Dsp("Image", "image", ["image"], ["value"] * (96 * 96 * 3))],
            thresholds=[anomaly_score(35, 28.6, "28.6", "Images"), IMAGE_AGGREGATION],
            block="Surface inspection",
            type="keras-visual-anomaly",
            images=214,
            capacity="high",
        ),
        Impulse(
            "autoencoder",
            "A custom block: an autoencoder with parameters of its own, and scores on a scale of its own.",
            name="Test stand, vibration",
            dsp=[spectral(ACC, spectral_current(MOTION_HZ))],
            thresholds=[anomaly_score(0.085, 0.081, "0.081", "Windows")],
            block="Vibration autoencoder",
            type="keras-anomaly",
            parameters={"bottleneck": "6", "hidden-layers": "24,12", "noise": "0.02"},
        ),
    ],
)

PROJECTS = [PARCELS, FANS, COMPRESSOR, BEARINGS]
