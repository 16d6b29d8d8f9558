from __future__ import annotations

import json

import edgeanomaly_nb as ea
from tests.cli.conftest import project
from tests.studio.server import answer, by_path


def test_blocks_of_a_project(run, live):
    ran = run("blocks", "--project", "1")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0].split() == [
        *("project_id", "impulse_id", "impulse_name", "learn_id", "type", "name", "title", "dsp_ids")
    ]


def test_blocks_of_all_sample_projects_as_json(run):
    rows = json.loads(run("blocks", "--sample", "--json").out)
    assert len(rows) == len(ea.list_samples())
    assert rows[0] == {
        "project_id": 481207,
        "impulse_id": 1,
        "impulse_name": "Earlier spectral features",
        "learn_id": 4,
        "type": "anomaly",
        "name": "Anomaly detection",
        "title": "Anomaly Detection (K-means)",
        "dsp_ids": [2],
    }


def test_blocks_whose_impulse_has_no_id(run, serve):
    block = {"id": 4, "type": "anomaly", "name": "K-means"}
    serve(by_path(v1_api_1_impulses=answer({"success": True, "impulses": [{"learnBlocks": [block]}]})))
    assert run("blocks", "--project", "1").code == 0
    row = json.loads(run("blocks", "--project", "1", "--json").out)[0]
    assert (row["impulse_id"], row["impulse_name"], row["title"], row["dsp_ids"]) == (None, None, None, [])


def test_no_blocks(run, serve):
    serve(project({}))
    assert run("blocks").out == "none\n"
    assert json.loads(run("blocks", "--json").out) == []
