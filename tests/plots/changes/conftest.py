from __future__ import annotations

from typing import TYPE_CHECKING

import edgeanomaly_nb as ea
from tests.bodies import axis, config
from tests.plots.conftest import drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAIRS = [
    ("motion", "motion-later"),
    ("motion", "spectral"),
    ("fan", "dropdown"),
    ("dropdown", "faulty"),
    ("legacy", "motion"),
    ("large", "large"),
    ("large", "motion"),
    ("motion", "raw"),
    ("raw", "raw"),
    ("untrained", "two-blocks"),
]


def of_axes(*axes) -> ea.AnomalyConfig:
    """Return a config of axes, each given as a label and perhaps its flags."""
    return config(axes=[axis(ix, *rest) for ix, rest in enumerate(axes)], selectedAxes=[])


def scales(old: list[dict], new: list[dict]) -> list[Axes]:
    """Draw the changes of these thresholds, and return their axes."""
    return list(drawn(ea.plot_changes, config(thresholds=old), config(thresholds=new))[1:])
