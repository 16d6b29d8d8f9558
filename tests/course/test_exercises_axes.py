from __future__ import annotations

import json
from pathlib import Path

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb import course
from edgeanomaly_nb.course.exercises_axes import EXERCISES, NOTED, RATTLE_HZ

from .running import verdicts

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "02_axes.ipynb"
BY_NAME = {exercise.name: exercise for exercise in EXERCISES}
TRAPS = [(name, hint) for name, exercise in BY_NAME.items() for hint in exercise.traps]


def test_the_axes_counted_in_the_answer_of_the_service_are_right():
    body = json.loads(ea.load_sample("motion").to_json())
    assert course.check("axes-count", len(body["axes"])).state == "right"


def test_the_axis_that_the_formula_gives_is_right():
    bin_of_rattle = round(RATTLE_HZ / (62.5 / 16))
    first_of_acc_z = ea.load_sample("spectral").axes.label.tolist().index("accZ RMS")
    ix = first_of_acc_z + 5 + bin_of_rattle - 1  # five features stand before the bands
    assert course.check("axes-band", ix).state == "right"
    assert course.check("axes-band", [ix]).state == "right"  # as a reader gets it from a mask


def test_the_indices_looked_up_label_by_label_are_right():
    before, after = (ea.load_sample(name).axes.label.tolist() for name in ("motion", "motion-later"))
    assert course.check("axes-moved", [after.index(before[ix]) for ix in NOTED]).state == "right"


@pytest.mark.parametrize(("name", "hint"), TRAPS)
def test_a_usual_mistake_is_recognised(name, hint):
    verdict = course.check(name, BY_NAME[name].traps[hint]())
    assert verdict.state == "wrong"
    assert hint in verdict.words


@pytest.mark.parametrize("name", BY_NAME)
def test_another_answer_gets_the_hint(name):
    verdict = course.check(name, "something else")
    assert verdict.state == "wrong"
    assert BY_NAME[name].hint in verdict.words


def test_the_folded_solutions_are_right():
    found = verdicts(NOTEBOOK)
    assert {name: verdict.state for name, verdict in found.items()} == dict.fromkeys(BY_NAME, "right")
