from __future__ import annotations

import json

import edgeanomaly_nb as ea


def test_samples_lists_all(run):
    out = run("samples").out
    assert all(name in out for name in ea.list_samples().index)


def test_samples_as_json(run):
    rows = json.loads(run("samples", "--json").out)
    assert [row["name"] for row in rows] == ea.list_samples().index.tolist()
    assert set(rows[0]) == {"name", "project_id", "learn_id", "type", "n_axes", "has_windows", "purpose"}
