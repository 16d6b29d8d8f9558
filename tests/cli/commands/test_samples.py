from __future__ import annotations

import json

import edgeanomaly_nb as ea


def test_samples_lists_all(run):
    out = run("samples").out
    assert all(name in out for name in ea.list_samples().index)


def test_numbers_have_commas_and_ids_have_none(run):
    (large,) = [line for line in run("samples").out.splitlines() if line.startswith("large")]
    assert large.split()[1:4] == ["519640", "10", "2,106"]


def test_samples_as_json(run):
    rows = json.loads(run("samples", "--json").out)
    assert [row["name"] for row in rows] == ea.list_samples().index.tolist()
    assert set(rows[0]) == {"name", "project_id", "learn_id", "type", "n_axes", "has_windows", "purpose"}
