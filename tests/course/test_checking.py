from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb import course
from edgeanomaly_nb.course import exercises_thresholds
from edgeanomaly_nb.course.exercises import EXERCISES
from tests.course.running import verdicts

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
TRAPS = [(name, hint) for name, exercise in EXERCISES.items() for hint in exercise.traps()]


def test_no_answer_is_neither_right_nor_wrong():
    assert course.check("axes-count").state == "open"
    assert course.check("axes-count", ...).state == "open"


def test_the_verdict_on_a_wrong_answer_does_not_contain_the_right_one():
    right = len(ea.load_sample("motion").axes)
    assert course.check("axes-count", right).state == "right"
    wrong = course.check("axes-count", right + 1)
    assert wrong.state == "wrong"
    assert str(right) not in wrong.words


def test_a_generator_is_an_answer_too():
    axes = ea.load_sample("motion").axes
    assert course.check("axes-count", (n for n in [len(axes)])).state == "right"


def test_a_wrong_form_of_an_answer_gets_advice_about_the_form():
    names = [*EXERCISES["thresholds-more"].solve()]
    thresholds = pd.concat({name: ea.load_sample(name).thresholds for name in exercises_thresholds.COMPARED})
    below = thresholds[thresholds.difference < 0]
    assert course.check("thresholds-more", names).state == "right"
    assert "without the keys" in course.check("thresholds-more", below.index).words
    assert "a complete table" in course.check("thresholds-more", below).words
    assert "True or False for each row" in course.check("thresholds-more", thresholds.difference < 0).words
    assert course.check("thresholds-more", pd.DataFrame({"name": names})).state == "right"
    assert course.check("axes-moved", {0: -1, 4: [2]}).state == "wrong"


def test_a_usual_mistake_is_recognised_as_the_notebook_rounds_it():
    exercise = EXERCISES["thresholds-score"]
    for hint, trap in exercise.traps().items():
        assert hint in course.check("thresholds-score", round(trap, 2)).words


def test_a_misspelt_exercise_gets_the_close_one():
    with pytest.raises(ValueError, match="axes-count"):
        course.check("axis-count", 1)


def test_the_verdict_is_accessible_to_screen_readers_and_escaped():
    shown = course.Verdict("wrong", "a < b")._repr_html_()
    assert 'aria-label="not right yet"' in shown
    assert "a &lt; b" in shown


@pytest.mark.parametrize("name", EXERCISES)
def test_the_solution_of_an_exercise_is_right_and_another_answer_gets_its_hint(name):
    assert course.check(name, EXERCISES[name].solve()).state == "right"
    verdict = course.check(name, ["something else"])
    assert verdict.state == "wrong"
    assert EXERCISES[name].hint in verdict.words


@pytest.mark.parametrize(("name", "hint"), TRAPS)
def test_a_usual_mistake_is_recognised(name, hint):
    verdict = course.check(name, EXERCISES[name].traps()[hint])
    assert verdict.state == "wrong"
    assert hint in verdict.words


@pytest.mark.slow
def test_the_folded_solutions_of_the_notebooks_are_right():
    found = {}
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        found |= verdicts(notebook)
    assert {name: verdict.state for name, verdict in found.items()} == dict.fromkeys(EXERCISES, "right")
