"""The files of samples with windows: an npz with the windows, and JSON with the bodies of the model."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tools.samples.fit import model_bodies
from tools.samples.recordings import WindowSet, make_windows
from tools.samples.responses import selected_axes

if TYPE_CHECKING:
    from tools.samples.project import Impulse, Project

TRAINED_AT = "2026-01-15T08:30:00.000Z"
# Another processor rounds another way, so a feature can end in another digit, and noise near 0 differs more.
TOLERANCE = 2e-3


def windows_of(project: Project, impulse: Impulse) -> dict[str, WindowSet]:
    """Return the windows of each category."""
    names = impulse.dsp[0].features
    classes = list(project.classes)
    training = make_windows(
        project, classes, [project.recordings] * len(classes), names, first_id=project.id * 100
    )
    counts = [project.test_recordings] * len(classes) + [project.anomaly_recordings]
    testing = make_windows(
        project,
        [*classes, project.anomaly],
        counts,
        names,
        first_id=project.id * 100 + 50,
        change=project.test_change,
    )
    return {"training": training, "testing": testing}


def npz_of(windows: dict[str, WindowSet]) -> bytes:
    arrays = {}
    for category, found in windows.items():
        arrays[f"x_{category}"], arrays[f"y_{category}"] = found.features, found.origin
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def model_json(project: Project, impulse: Impulse, windows: dict[str, WindowSet]) -> str:
    axes = selected_axes(impulse)
    bodies = model_bodies(impulse, windows["training"].features, axes, TRAINED_AT)
    return json.dumps(bodies, separators=(",", ":")) + "\n"


def make_windows_files(projects: list[Project]) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file; this fits the models with scikit-learn."""
    for project, impulse in samples_with_windows(projects):
        windows = windows_of(project, impulse)
        yield f"{impulse.sample}-windows.npz", npz_of(windows)
        yield f"{impulse.sample}-model.json", model_json(project, impulse, windows).encode()


def samples_with_windows(projects: list[Project]) -> Iterator[tuple[Project, Impulse]]:
    for project in projects:
        for impulse in project.impulses:
            if impulse.has_windows:
                yield project, impulse


def windows_differences(projects: list[Project], folder: Path) -> list[str]:
    """Return which files of windows differ from these rules; the models are checked by tests."""
    found = []
    for project, impulse in samples_with_windows(projects):
        name = f"{impulse.sample}-windows.npz"
        path = folder / name
        if not path.exists():
            found.append(f"{name} is missing")
        elif not all(
            _is_close(path, category, made) for category, made in windows_of(project, impulse).items()
        ):
            found.append(f"{name} differs")
    return found


def _is_close(path: Path, category: str, made: WindowSet) -> bool:
    with np.load(path, allow_pickle=False) as arrays:
        features, origin = arrays[f"x_{category}"], arrays[f"y_{category}"]
    same = features.shape == made.features.shape and np.array_equal(origin, made.origin)
    return same and np.allclose(features, made.features, rtol=TOLERANCE, atol=TOLERANCE)
