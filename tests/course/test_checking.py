from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb import course
from edgeanomaly_nb.course.checking import is_same


def test_no_answer_yet_is_neither_right_nor_wrong():
    assert course.check("axes-count").state == "open"
    assert course.check("axes-count", ...).state == "open"


def test_a_right_answer_says_why_and_a_wrong_one_does_not_tell_the_right_one():
    right = len(ea.load_sample("motion").axes)
    assert course.check("axes-count", right).state == "right"
    wrong = course.check("axes-count", right + 1)
    assert wrong.state == "wrong"
    assert str(right) not in wrong.words


@pytest.mark.parametrize(
    ("answer", "right", "same"),
    [
        (pd.Series([3, 1]), [1, 3], True),
        (pd.Index(["a", "B"]), {"A", "b"}, True),
        (np.int64(3), 3, True),
        (3, [3], True),
        ([3], 3, True),
        (np.bool_(True), True, True),
        (1, True, False),
        ("yes", "no", False),
        (0.3001, 0.3, True),
        (0.31, 0.3, False),
        ([1, 2, 3], [1, 2], False),
        ("0.3", 0.3, True),
        (float("nan"), 0.3, False),
        (object(), 3, False),
    ],
)
def test_answers_are_compared_by_meaning(answer, right, same):
    assert is_same(answer, right) is same


def test_a_generator_is_an_answer_too():
    axes = ea.load_sample("motion").axes
    assert course.check("axes-count", (n for n in [len(axes)])).state == "right"


def test_a_misspelt_exercise_gets_the_close_one():
    with pytest.raises(ValueError, match="axes-count"):
        course.check("axis-count", 1)


def test_the_verdict_is_told_to_screen_readers_and_escaped():
    shown = course.Verdict("wrong", "a < b")._repr_html_()
    assert 'aria-label="not right yet"' in shown
    assert "a &lt; b" in shown


def test_every_exercise_can_be_solved_and_its_traps_are_wrong():
    from edgeanomaly_nb.course.exercises import EXERCISES

    for name, exercise in EXERCISES.items():
        assert course.check(name, exercise.solve()).state == "right", name
        for trap in (exercise.traps or {}).values():
            assert course.check(name, trap()).state == "wrong", name
