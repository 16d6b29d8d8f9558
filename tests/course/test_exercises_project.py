from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb import course
from edgeanomaly_nb.course.exercises_project import FIELD_SCORES
from tests.bodies import body
from tests.cli.conftest import project
from tests.course.running import MAGIC
from tests.studio.server import KEY, Server

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "07_your_own_project.ipynb"
ANSWER = re.compile(r"^\| 0\d \| \d \| `([^`]+)` \| `([^`]+)` \|", re.MULTILINE)
CELLS = nbformat.read(NOTEBOOK, as_version=4).cells


def test_the_mixtures_in_the_list_of_samples_are_right():
    samples = ea.list_samples()
    mixtures = samples[(samples.project_id == 519640) & (samples.type == "anomaly-gmm")]
    assert len(mixtures) > 1  # else one alone would be right
    assert course.check("project-mixtures", mixtures.learn_id).state == "right"


def test_the_class_that_a_missing_block_raises_is_right():
    with pytest.raises(ea.EdgeAnomalyError) as caught:
        ea.StudioClient.sample().get_anomaly(481207, 99)
    assert course.check("project-gone", type(caught.value).__name__).state == "right"


def test_the_scores_between_the_two_thresholds_are_right():
    between = [score for score in FIELD_SCORES if 0.3 < score <= 0.45]
    assert course.check("project-firmware", len(between)).state == "right"


def test_no_score_lies_on_a_threshold():
    assert not {0.3, 0.45} & set(FIELD_SCORES)


def test_the_notebook_has_the_scores_that_are_checked():
    source = next(cell.source for cell in CELLS if cell.id == "answer-3")
    assert f"scores = {list(FIELD_SCORES)}" in source


def test_every_live_cell_is_marked_above_and_inside():
    live = [at for at, cell in enumerate(CELLS) if "# Live:" in cell.source]
    marked = [at for at, cell in enumerate(CELLS) if "**Live:** needs a key" in cell.source]
    assert live
    assert [at + 1 for at in marked] == live


def test_requests_are_in_live_cells_only():
    for cell in CELLS:
        if cell.cell_type == "code" and "# Live:" not in cell.source:
            assert not {"client.", "ea.StudioClient()", "explore("} & set(cell.source.split())
            assert "ea.StudioClient()" not in cell.source


def test_the_live_cells_read_check_and_save_a_block_when_there_is_a_key(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    namespace = {"display": print}
    with Server(project({4: body(name="Pump")})) as server:
        monkeypatch.setenv("EI_API_KEY", KEY)
        monkeypatch.setenv("EI_API_ENDPOINT", server.url)
        for cell in CELLS:
            if cell.cell_type == "code" and cell.id != "explore":  # which has tests of its own
                source = cell.source.replace("PROJECT_ID = None", "PROJECT_ID = 1")
                source = source.replace("BLOCK_ID = None", "BLOCK_ID = 4")
                exec(MAGIC.sub(r"\1pass", source), namespace)
    assert namespace["config"].name == "Pump"
    assert ea.AnomalyConfig.load("block-1-4.json") == namespace["config"]
    printed = capsys.readouterr().out
    assert "Pump" in printed
    assert KEY not in printed


def test_the_instructors_page_has_the_right_answer_to_every_exercise():
    listed = dict(ANSWER.findall((NOTEBOOK.parent / "README.md").read_text(encoding="utf-8")))
    states = {name: course.check(name, json.loads(answer)).state for name, answer in listed.items()}
    assert states == dict.fromkeys(course.list_exercises(), "right")
