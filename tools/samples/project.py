"""The parts of a sample project: processing blocks, impulses with one anomaly block each, thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tools.samples.features import FLATTEN
from tools.samples.signals import Signal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Json = dict[str, Any]


@dataclass(frozen=True)
class Dsp:
    """A processing block: all features of one sensor axis come before those of the next."""

    name: str
    type: str
    sensors: Sequence[str]
    features: Sequence[str]
    version: int = 1

    @property
    def labels(self) -> list[str]:
        """The labels of all its features, in order."""
        if self.type == "raw":  # sample values have no names, and the service sends none
            return [""] * (len(self.sensors) * len(self.features))
        return [f"{sensor} {feature}" for sensor in self.sensors for feature in self.features]


@dataclass(frozen=True)
class Impulse:
    """Processing blocks and one anomaly block on all of them: a sample.

    `favourites` and `selected` are patterns of labels, or positions.
    """

    sample: str
    purpose: str
    name: str
    dsp: Sequence[Dsp]
    thresholds: Sequence[Json]
    favourites: Sequence[str] = ()
    selected: Sequence[str] | Sequence[int] | None = None  # None: what "Select suggested axes" ticks
    configured: Sequence[int] | None = None  # None: selectedAxes agrees with the flags
    rating: float | None = None  # None: the old field agrees with the first threshold
    block: str = "Anomaly detection"
    type: str = "anomaly"
    clusters: int = 5
    trained: bool = True
    legacy: bool = False
    classifier: bool = False
    has_windows: bool = False  # data of its windows and a fitted model are bundled
    images: int = 0  # the number of images that it is trained on; 0 for time series
    capacity: str | None = None  # anomalyCapacity of a visual block
    parameters: Mapping[str, str] | None = None  # of a custom block

    @property
    def has_axes(self) -> bool:
        """False for visual and custom blocks."""
        return not self.type.startswith("keras")

    @property
    def n_features(self) -> int:
        """The number of features of all processing blocks."""
        return sum(len(dsp.sensors) * len(dsp.features) for dsp in self.dsp)

    @property
    def labels(self) -> list[str]:
        """The labels of all axes: one processing block after the other."""
        if not self.has_axes:
            return []
        return [label for dsp in self.dsp for label in dsp.labels]


@dataclass(frozen=True)
class Project:
    """One data set, and its impulses."""

    id: int
    name: str
    description: str
    created: str
    classes: Sequence[str]
    rate_hz: float
    window_ms: int
    increase_ms: int
    recording_ms: int
    recordings: int  # of each class, for training
    test_recordings: int  # of each class
    test_change: float  # how much they differ from those for training
    anomaly: str  # a label that only testing windows have
    anomaly_recordings: int
    signals: Mapping[str, Signal]
    impulses: Sequence[Impulse]

    @property
    def window_starts_ms(self) -> range:
        """When the windows of a recording start."""
        return range(0, self.recording_ms - self.window_ms + 1, self.increase_ms)

    @property
    def n_windows(self) -> int:
        """The number of training windows."""
        return len(self.window_starts_ms) * self.recordings * len(self.classes)


def spectral(sensors: Sequence[str], features: Sequence[str], version: int = 4) -> Dsp:
    return Dsp("Spectral features", "spectral-analysis", sensors, features, version)


def flatten(sensors: Sequence[str], features: Sequence[str] = FLATTEN) -> Dsp:
    return Dsp("Flatten", "flatten", sensors, features)


def score(value: float, suggested: float | None = None, text: str | None = None) -> Json:
    """Return the threshold that every block has."""
    threshold: Json = {
        "key": "min_score",
        "description": "Score threshold",
        "helpText": "Windows that score above this value are flagged as anomalies. A lower value flags more.",
        "value": value,
    }
    if suggested is not None:
        threshold["suggestedValue"] = suggested
    if text is not None:
        threshold["suggestedValueText"] = text
    return threshold


def anomaly_score(value: float, suggested: float, text: str, what: str) -> Json:
    """Return the score threshold of a visual or custom block."""
    help_text = f"{what} that score above this value are flagged as anomalies. A lower value flags more."
    return {**score(value, suggested, text), "key": "min_anomaly_score", "helpText": help_text}


FAN_SCORE: Json = {
    "key": "min_anomaly_score",
    "description": "Fan score threshold",
    "helpText": "Single fans that score above this value are marked. Fan scores have a scale of their own.",
    "value": 35,
    "suggestedValue": 32.4,
    "suggestedValueText": "32.4",
}
AGGREGATION: Json = {
    "key": "anomaly_scoring_aggregation_method",
    "description": "Aggregation method",
    "helpText": "How the scores of the single fans become one score for the window.",
    "value": "max",
    "dropdownOptions": [
        {"description": "Maximum over all fans", "value": "max"},
        {"description": "Mean over all fans", "value": "mean"},
    ],
}
IMAGE_AGGREGATION: Json = {
    "key": "anomaly_scoring_aggregation_method",
    "description": "Aggregation method",
    "helpText": "How the scores of the cells of an image become one score for the image.",
    "value": "max",
    "dropdownOptions": [
        {"description": "Maximum over all cells", "value": "max"},
        {"description": "Mean over all cells", "value": "mean"},
    ],
}
