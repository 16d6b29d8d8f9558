"""All exercises, in the order of the notebooks."""

from __future__ import annotations

from .exercises_axes import EXERCISES as AXES
from .exercises_choosing import EXERCISES as CHOOSING
from .exercises_gmm import EXERCISES as GMM
from .exercises_kmeans import EXERCISES as KMEANS
from .exercises_project import EXERCISES as PROJECT
from .exercises_reports import EXERCISES as REPORTS
from .exercises_surveys import EXERCISES as SURVEYS
from .exercises_thresholds import EXERCISES as THRESHOLDS

#: Every exercise by its name.
_ALL = (*AXES, *THRESHOLDS, *KMEANS, *GMM, *REPORTS, *PROJECT, *CHOOSING, *SURVEYS)
EXERCISES = {exercise.name: exercise for exercise in _ALL}
