"""All exercises, in the order of the notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    exercises_axes,
    exercises_gmm,
    exercises_kmeans,
    exercises_project,
    exercises_reports,
    exercises_thresholds,
)

if TYPE_CHECKING:
    from .exercise import Exercise

#: Every exercise by its name.
EXERCISES: dict[str, Exercise] = {
    exercise.name: exercise
    for module in (
        exercises_axes,
        exercises_thresholds,
        exercises_kmeans,
        exercises_gmm,
        exercises_reports,
        exercises_project,
    )
    for exercise in module.EXERCISES
}
