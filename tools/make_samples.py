"""Make the bundled sample projects, edgeanomaly_nb/studio/samples/data/*.json, from the rules below.

    python tools/make_samples.py            write the files
    python tools/make_samples.py --check    exit 1 and say what differs if they are not what this makes

Nothing here is random, and nothing is copied from a real project.
"""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = Path(__file__).parent.parent / "edgeanomaly_nb" / "studio" / "samples" / "data"

Json = dict[str, Any]

# --- Features that each processing block makes of one sensor axis -------------------------------------------


def bands(rate_hz: float, fft_length: int, cutoff_hz: float = math.inf) -> list[str]:
    """Bins 1 to Nyquist as labels; a low-pass filter drops the bins that lie wholly above its cut-off."""
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


# --- What a project is made of ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dsp:
    """A processing block: every feature of one sensor axis comes before those of the next."""

    name: str
    type: str
    sensors: Sequence[str]
    features: Sequence[str]
    version: int = 1

    @property
    def labels(self) -> list[str]:
        """Labels of all its features, in order."""
        if self.type == "raw":  # sample values have no names, and the service makes none up
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

    @property
    def labels(self) -> list[str]:
        """Labels of all axes: those of one processing block after the other."""
        return [label for dsp in self.dsp for label in dsp.labels]


@dataclass(frozen=True)
class Project:
    """One data set, and the impulses made on it."""

    id: int
    name: str
    description: str
    created: str
    classes: Sequence[str]
    rate_hz: float
    window_ms: int
    increase_ms: int
    recorded_min: int
    impulses: Sequence[Impulse]

    @property
    def n_windows(self) -> int:
        """Windows that the recorded data is cut into."""
        return (self.recorded_min * 60_000 - self.window_ms) // self.increase_ms + 1


def spectral(sensors: Sequence[str], features: Sequence[str], version: int = 4) -> Dsp:
    return Dsp("Spectral features", "spectral-analysis", sensors, features, version)


def flatten(sensors: Sequence[str], features: Sequence[str] = FLATTEN) -> Dsp:
    return Dsp("Flatten", "flatten", sensors, features)


def score(value: float, suggested: float | None = None, text: str | None = None) -> Json:
    """Make the threshold that every block has."""
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


# --- The three projects -------------------------------------------------------------------------------------

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
    increase_ms=80,
    recorded_min=15,
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
    recorded_min=180,
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
    description="Vibration of a compressor in good order; nothing has gone wrong yet.",
    created="2025-06-02T07:30:00.000Z",
    classes=["normal"],  # one class: feature importance has nothing to tell apart, so there are no favourites
    rate_hz=MOTION_HZ,
    window_ms=2000,
    increase_ms=1000,
    recorded_min=90,
    impulses=[
        Impulse(
            "one-class",
            "Only normal data, so there are no suggested axes: selecting is up to the engineer.",
            name="Spectral features",
            dsp=[spectral(ACC, spectral_current(MOTION_HZ))],
            thresholds=[score(0.3)],
            selected=["* RMS", "* Kurtosis"],
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

PROJECTS = [PARCELS, FANS, COMPRESSOR]


# --- The answers of the service -----------------------------------------------------------------------------

TITLES = {"anomaly": "Anomaly Detection (K-means)", "anomaly-gmm": "Anomaly Detection (GMM)"}


def positions(labels: Sequence[str], wanted: Sequence[str] | Sequence[int]) -> list[int]:
    return [
        ix
        for ix, label in enumerate(labels)
        if any(ix == item if isinstance(item, int) else fnmatchcase(label, item) for item in wanted)
    ]


def anomaly_body(project: Project, impulse: Impulse) -> Json:
    labels = impulse.labels
    favourites = positions(labels, impulse.favourites)
    selected = favourites if impulse.selected is None else positions(labels, impulse.selected)
    body: Json = {
        "success": True,
        "name": impulse.block,
        "trained": impulse.trained,
        "clusterCount": impulse.clusters,
        "dependencies": {
            "classes": project.classes,
            "blockNames": [dsp.name for dsp in impulse.dsp],
            "featureCount": len(labels),
            "sampleCount": project.n_windows,
            "outputClasses": ["Anomaly score"],
        },
        "axes": [
            {"ix": ix, "label": label, "selected": ix in selected, "favourite": ix in favourites}
            for ix, label in enumerate(labels)
        ],
        "selectedAxes": selected if impulse.configured is None else impulse.configured,
        "minimumConfidenceRating": (
            impulse.thresholds[0]["value"] if impulse.rating is None else impulse.rating
        ),
        "thresholds": impulse.thresholds,
    }
    return as_older_server(body) if impulse.legacy else body


def as_older_server(body: Json) -> Json:
    del body["thresholds"], body["dependencies"]["outputClasses"]
    for axis in body["axes"]:
        del axis["ix"]
    return body


def impulses_body(project: Project) -> Json:
    ids = count(1)  # ids of blocks are unique in their project
    impulses = [impulse_json(project, impulse, n, ids) for n, impulse in enumerate(project.impulses, 1)]
    return {"success": True, "impulses": impulses, "maxImpulseCount": -1}


def impulse_json(project: Project, impulse: Impulse, impulse_id: int, ids: Iterator[int]) -> Json:
    window = {
        "id": next(ids),
        "type": "time-series",
        "name": "Time series",
        "title": "Time series data",
        "windowSizeMs": project.window_ms,
        "windowIncreaseMs": project.increase_ms,
        "frequencyHz": project.rate_hz,
        "padZeros": True,
    }
    dsp_blocks = [
        {
            "id": next(ids),
            "type": dsp.type,
            "name": dsp.name,
            "title": dsp.name,
            "axes": dsp.sensors,
            "valuesPerAxis": len(dsp.features),
            "input": window["id"],
            "implementationVersion": dsp.version,
        }
        for dsp in impulse.dsp
    ]
    kinds = [("keras", "Classifier", "Classification")] if impulse.classifier else []
    kinds.append((impulse.type, impulse.block, TITLES[impulse.type]))
    dsp_ids = [dsp["id"] for dsp in dsp_blocks]
    return {
        "id": impulse_id,
        "name": impulse.name,
        "type": "default",
        "inputBlocks": [window],
        "dspBlocks": dsp_blocks,
        "learnBlocks": [
            {"id": next(ids), "type": kind, "name": name, "dsp": dsp_ids, "title": title}
            for kind, name, title in kinds
        ],
        "postProcessingBlocks": [],
    }


NOT_SO = (
    "ownerIsDeveloperProfile",
    "isEnterpriseProject",
    "hasPublicVersion",
    "isPublic",
    "allowsLivePublicAccess",
    "indPauseProcessingSamples",
    "publicProjectListed",
)


def project_json(project: Project) -> Json:
    return {
        "id": project.id,
        "name": project.name,
        "description": project.description,
        "created": project.created,
        "owner": "edgeanomaly_nb samples",
        "collaborators": [],
        "labelingMethod": "single_label",
        "metadata": {},
        "whitelabelId": None,
        "tier": "free",
        **dict.fromkeys(NOT_SO, False),
    }


# --- The files ----------------------------------------------------------------------------------------------


def readable(body: Json) -> str:
    """JSON with one line a field, and one line an element where a field lists objects."""
    return "{\n" + ",\n".join(f" {json.dumps(key)}: {field(value)}" for key, value in body.items()) + "\n}\n"


def field(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n  " + ",\n  ".join(json.dumps(item) for item in value) + "\n ]"
    return json.dumps(value, default=list)


def compact(body: Json) -> str:
    return json.dumps(body, separators=(",", ":")) + "\n"


def make_files() -> dict[str, str]:
    """Contents of every file by its name."""
    files = {"projects.json": readable({"success": True, "projects": [project_json(p) for p in PROJECTS]})}
    catalogue: list[Json] = []
    for project in PROJECTS:
        impulses = impulses_body(project)
        files[f"impulses-{project.id}.json"] = readable(impulses)
        for impulse, listed in zip(project.impulses, impulses["impulses"], strict=True):
            body = anomaly_body(project, impulse)
            files[f"{impulse.sample}.json"] = (compact if len(body["axes"]) > 1000 else readable)(body)
            catalogue.append(catalogue_entry(project, impulse, learn_id=listed["learnBlocks"][-1]["id"]))
    files["catalogue.json"] = readable({"samples": catalogue})
    return files


def catalogue_entry(project: Project, impulse: Impulse, learn_id: int) -> Json:
    return {
        "name": impulse.sample,
        "project_id": project.id,
        "learn_id": learn_id,
        "type": impulse.type,
        "n_axes": len(impulse.labels),
        "purpose": impulse.purpose,
    }


def differences(files: dict[str, str], folder: Path) -> list[str]:
    """Say which files of `folder` are not what `files` holds."""
    found = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    made = {name: text.encode() for name, text in files.items()}
    return [
        *(f"{name} is missing" for name in sorted(made.keys() - found.keys())),
        *(f"{name} should not be there" for name in sorted(found.keys() - made.keys())),
        *(f"{name} differs" for name in made if name in found and found[name] != made[name]),
    ]


def check(files: dict[str, str]) -> int:
    problems = differences(files, FOLDER)
    if not problems:
        return 0
    print(*problems, "Run python tools/make_samples.py and look at what changes.", sep="\n")
    return 1


def main(arguments: Sequence[str]) -> int:
    files = make_files()
    if "--check" in arguments:
        return check(files)
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.json"):
        path.unlink()
    for name, text in files.items():
        (FOLDER / name).write_bytes(text.encode())
    print(f"wrote {len(files)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
