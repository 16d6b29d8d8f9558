from __future__ import annotations

import json

import pytest

import edgeanomaly_nb as ea


def test_one_block_goes_to_a_file_named_after_it(run, own_place):
    ran = run("fetch", "--sample", "motion")
    assert ran == (0, "anomaly-project-481207-block-4.json\n", "")
    config = ea.AnomalyConfig.load(own_place / "anomaly-project-481207-block-4.json")
    assert config == ea.load_sample("motion")
    assert config.source.block_type == "anomaly"


def test_one_block_goes_to_the_given_file(run, live, own_place):
    ran = run("fetch", "--project", "1", "--block", "7", "-o", "other.json")
    assert ran == (0, "other.json\n", "")
    saved = ea.AnomalyConfig.load(own_place / "other.json")
    assert saved.name == "Other"
    assert (saved.source.host, saved.source.project_id, saved.source.learn_id) == ("127.0.0.1", 1, 7)
    assert saved.source.fetched_at is not None


@pytest.mark.parametrize("folder", [".", "new/", "new"])
def test_one_block_goes_into_a_folder(run, own_place, folder):
    (own_place / "new").mkdir()
    assert run("fetch", "--sample", "motion", "-o", folder).code == 0
    assert (own_place / folder / "anomaly-project-481207-block-4.json").is_file()


def test_several_blocks_go_into_a_new_folder(run, live, own_place):
    ran = run("fetch", "--project", "1", "--block", "4,7", "-o", "a/b")
    assert ran.code == 0
    assert sorted(file.name for file in (own_place / "a/b").iterdir()) == [
        "anomaly-project-1-block-4.json",
        "anomaly-project-1-block-7.json",
    ]
    assert ran.out.splitlines() == [
        "a/b/anomaly-project-1-block-4.json",
        "a/b/anomaly-project-1-block-7.json",
    ]


def test_an_existing_file_is_replaced(run, own_place):
    (own_place / "a.json").write_text("old")
    assert run("fetch", "--sample", "motion", "-o", "a.json").code == 0
    assert ea.AnomalyConfig.load(own_place / "a.json") == ea.load_sample("motion")


def test_several_blocks_do_not_go_into_a_file(run, own_place):
    (own_place / "a.json").write_text("old")
    ran = run("fetch", "--sample", "--block", "all", "-o", "a.json")
    assert ran.code == 2
    assert "a.json is a file" in ran.err
    assert (own_place / "a.json").read_text() == "old"


def test_json_describes_the_saved_files(run):
    (saved,) = json.loads(run("fetch", "--sample", "fan", "-o", "fan.json", "--json").out)
    assert saved["path"] == "fan.json"
    assert saved["sha256"] == ea.load_sample("fan").sha256
    assert saved["type"] == "anomaly-gmm"


def test_the_trained_model_is_saved_beside_the_config(run, own_place):
    ran = run("fetch", "--sample", "motion", "--model", "-o", "motion.json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == ["motion.json", "motion-model.json"]
    assert ea.AnomalyModel.load("motion-model.json") == ea.load_sample_model("motion")
    (shown,) = json.loads(run("fetch", "--sample", "motion", "--model", "--json").out)
    assert shown["model_path"] == "anomaly-project-481207-block-4-model.json"


def test_blocks_without_a_model_are_reported_and_the_others_are_saved(run, own_place):
    ran = run("fetch", "--sample", "--project", "602318", "--block", "all", "--model", "-o", "saved")
    assert ran.code == 3
    assert "saved/anomaly-project-602318-block-3-model.json" in ran.out.splitlines()
    assert "the trained model of block" in ran.err
    assert run("fetch", "--sample", "raw", "--model").code == 3
