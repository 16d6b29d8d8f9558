from __future__ import annotations

import json

import pytest

import edgeanomaly_nb as ea


def test_both_frames_of_a_sample(run):
    ran = run("show", "--sample", "motion")
    assert (ran.code, ran.err) == (0, "")
    assert "accX RMS" in ran.out
    assert "min_score" in ran.out
    assert "accZ Kurtosis" not in ran.out  # neither selected nor favourite
    assert "0.2 lower, so it flags more" in ran.out


def test_a_terminal_shows_flags_as_symbols_and_a_pipe_as_text(terminal, run):
    argv = ["show", "--sample", "motion"]
    (favourite,) = [line for line in terminal(*argv, columns=100).out.splitlines() if line.startswith(" 3  ")]
    assert "\x1b[33m★" in favourite
    assert "●" not in favourite
    (both,) = [line for line in terminal(*argv, NO_COLOR="1").out.splitlines() if line.startswith(" 0  ")]
    assert both.split() == ["0", "accX", "RMS", "●", "★"]
    assert "0  accX RMS                            yes       yes\n" in run(*argv).out


def test_no_heading_is_broken_in_a_narrow_terminal(terminal):
    out = terminal("show", "--sample", "motion", columns=60, NO_COLOR="1").out
    assert "suggested_value  difference\n" in "\n".join(line.rstrip() for line in out.splitlines())


def test_all_axes_on_request(run):
    out = run("show", "--sample", "motion", "--all").out
    assert all(label in out for label in ea.load_sample("motion").axes.label)
    assert "band_low_hz" in out


def test_a_block_of_your_own(run, live):
    ran = run("show", "--project", "1", "--block", "7")
    assert (ran.code, ran.err) == (0, "")
    assert "Anomaly block “Other”" in ran.out
    assert "127.0.0.1, project 1, block 7" in ran.out


def test_a_block_of_the_sample_projects(run):
    out = run("show", "--sample", "--project", "481207", "--block", "4").out
    assert out == run("show", "--sample", "motion").out


def test_saved_files(run):
    run("fetch", "--sample", "--project", "602318", "--block", "all", "-o", "saved")
    ran = run("show", *(f"saved/anomaly-project-602318-block-{block}.json" for block in (3, 6)))
    assert ran.code == 0
    assert ran.out.count("Anomaly block “") == 2
    assert "saved/anomaly-project-602318-block-6.json" in ran.out


@pytest.mark.parametrize("name", ea.list_samples().index)
def test_every_sample_as_json_has_the_data_of_the_config(run, name):
    config = ea.load_sample(name)
    (shown,) = json.loads(run("show", "--sample", name, "--json").out)
    assert shown["name"] == config.name
    assert shown["sha256"] == config.sha256
    assert shown["source"]["learn_id"] == config.source.learn_id
    assert shown["dependencies"]["classes"] == list(config.dependencies.classes)
    assert [axis["label"] for axis in shown["axes"]] == config.axes.label.tolist()
    assert [axis["ix"] for axis in shown["axes"]] == config.axes.index.tolist()
    assert [row["value"] for row in shown["thresholds"]] == config.thresholds["value"].tolist()


def test_json_has_stable_names(run):
    (shown,) = json.loads(run("show", "--sample", "dropdown", "--json").out)
    assert list(shown) == [
        *("name", "source", "kind", "sha256", "trained", "cluster_count", "selected_axes"),
        *("minimum_confidence_rating", "dependencies", "axes", "thresholds"),
        *("anomaly_capacity", "custom_parameters"),
    ]
    assert list(shown["axes"][0]) == ["ix", *ea.load_sample("dropdown").axes.columns]
    assert list(shown["thresholds"][0]) == ["key", *ea.load_sample("dropdown").thresholds.columns]
