from __future__ import annotations

import re
from math import hypot
from pathlib import Path

import nbformat

import edgeanomaly_nb as ea
from edgeanomaly_nb import course
from edgeanomaly_nb.course.exercises_thresholds import CLUSTERS, COMPARED, SCORES, WINDOW
from tests.course.running import MAGIC

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "03_thresholds.ipynb"
CELLS = {cell.id: cell for cell in nbformat.read(NOTEBOOK, as_version=4).cells}


def test_the_distance_beyond_the_nearest_edge_is_right():
    (centre, edge), _ = CLUSTERS
    distance = hypot(WINDOW[0] - centre[0], WINDOW[1] - centre[1])
    assert course.check("thresholds-score", distance - edge).state == "right"
    assert course.check("thresholds-score", 0.5).state == "right"  # as computed by hand


def test_the_samples_described_as_flagging_more_are_right():
    flag_more = [name for name in COMPARED if "flags more" in repr(ea.load_sample(name))]
    assert 0 < len(flag_more) < len(COMPARED)  # else all, or none, would be right
    assert course.check("thresholds-more", flag_more).state == "right"


def test_the_scores_at_the_threshold_are_right():
    assert course.check("thresholds-boundary", SCORES.count(0.3)).state == "right"


def test_the_notebook_has_the_numbers_that_are_checked():
    assert f"np.array({list(SCORES)})" in CELLS["exercise-3-answer"].source
    for number in [*WINDOW, *(part for centre, edge in CLUSTERS for part in (*centre, edge))]:
        assert re.search(rf"\b{number:g}\b", CELLS["exercise-1"].source)
    for name in COMPARED:
        assert f"`{name}`" in CELLS["exercise-2"].source


def test_a_lower_trial_flags_more_in_the_panel():
    namespace = {}
    for name in ("set-up", "scores"):
        exec(MAGIC.sub(r"\1pass", CELLS[name].source), namespace)
    panel = eval(CELLS["try"].source, namespace)
    flagged = {}
    for trial in (0.5, 0.3, -0.2):
        panel.trial = {"min_score": trial}
        flagged[trial] = panel.would_flag.loc[trial, "n_flagged"]
    assert flagged[0.5] < flagged[0.3] < flagged[-0.2]
    panel.close()
