from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
import yaml

import edgeanomaly_nb as ea
from edgeanomaly_nb import course
from edgeanomaly_nb.cli import main
from edgeanomaly_nb.course.exercises_reports import EXERCISES

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "06_reports_and_checks.ipynb"
BY_NAME = {exercise.name: exercise for exercise in EXERCISES}

# As a reader finds them: by eye, or by running the command.
LOW_BANDS = ["accX Spectral Power 0.49 - 1.46 Hz", "accY Spectral Power 1.46 - 2.44 Hz"]
JOB = ["check", "--sample", "faulty", "--fail-on", "error", "--leave-out", "selected-axis-missing"]


def test_the_axes_that_differ_between_both_lists_are_right():
    before, after = ({*axes.label[axes.selected]} for axes in map(axes_of, ("motion", "motion-later")))
    assert sorted(after - before) == LOW_BANDS
    assert course.check("reports-newly-selected", LOW_BANDS).state == "right"
    assert course.check("reports-newly-selected", after - before).state == "right"


def axes_of(sample):
    return ea.load_sample(sample).axes


def test_the_threshold_that_is_far_by_hand_is_right():
    thresholds = ea.load_sample("faulty").thresholds.dropna(subset="suggested_value")
    share = (thresholds.value - thresholds.suggested_value).abs() / thresholds.suggested_value
    assert (share > 0.5).all()  # else the exercise would have no trap
    (key,) = share.index[share > 0.7]
    assert course.check("reports-far-threshold", key).state == "right"


def test_the_exit_code_of_the_command_is_right():
    assert course.check("reports-exit-code", main(JOB)).state == "right"


@pytest.mark.parametrize("name", ["reports-newly-selected", "reports-far-threshold"])
def test_no_hint_contains_the_answer(name):
    right = BY_NAME[name].solve()
    texts = " ".join([BY_NAME[name].hint, *BY_NAME[name].traps()])
    assert not [label for label in right if label in texts]


def test_the_workflow_is_valid_and_its_command_runs(monkeypatch, tmp_path):
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    source = next(cell.source for cell in cells if cell.id == "workflow-md")
    workflow = yaml.safe_load(re.search(r"```yaml\n(.*?)```", source, re.DOTALL)[1])
    steps = workflow["jobs"]["check"]["steps"]
    (words,) = [step["run"].split() for step in steps if "edgeanomaly-nb check" in step.get("run", "")]
    monkeypatch.chdir(tmp_path)
    # The samples stand for the project; everything else is as in the workflow.
    assert main([*words[1:], "--sample", "--project", "481207"]) == 0
    assert Path("findings.xml").is_file()
    assert "ei_" not in source
