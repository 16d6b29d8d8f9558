from __future__ import annotations

from edgeanomaly_nb.panels.shared.colours import ACCENT, ODD
from edgeanomaly_nb.plots import style
from edgeanomaly_nb.plots.scores.distribution import _LOOKS


def test_panels_and_plots_use_the_same_colours():
    assert style.ACCENT == ACCENT
    assert [look["facecolor"] for look in _LOOKS[:2]] == [ACCENT, ODD]
