from __future__ import annotations

import json

import numpy as np
import pytest

import edgeanomaly_nb as ea
from tests.bodies import threshold
from tests.studio.server import KEY
from tests.studio.writable_service import FAILURES, METHODS

ONE = ("set-threshold", "--project", "1", "--block", "3")


@pytest.fixture
def service(service, monkeypatch):
    """Start the service of the command."""

    def start(*args, **settings):
        server = service(*args, **settings)
        monkeypatch.setenv("EI_API_ENDPOINT", server.url)
        monkeypatch.setenv("EI_API_KEY", KEY)
        return server

    return start


def test_dry_run_writes_nothing(run, service):
    server = service()
    ran = run(*ONE, "min_score=0.2", f"{METHODS}=mean")
    assert ran.code == 0
    assert "(min_score): 0.3 → 0.2; 0.1 lower, so it flags more; suggested 0.5" in ran.out
    assert "Maximum (max) → Mean (mean)" in ran.out
    assert "only with --apply --allow-jobs" in ran.out
    assert ran.err == "Nothing was written. To write it, run the same command with --apply.\n"
    assert server.posts == []


def test_apply_writes_once_and_shows_what_it_did(run, service):
    server = service(status="regenerated", had_results=True)
    ran = run(*ONE, "min_score=0.2", "--apply")
    assert ran.code == 0
    assert "Written to block 3 of project 1 (127.0.0.1)\n" in ran.out
    assert "min_score is now 0.2, before 0.3." in ran.out
    assert "computed its model testing results again" in ran.out
    assert server.values["min_score"] == 0.2
    assert len(server.posts) == 1
    assert ran.err == ""


def test_json(run, service):
    server = service(status="started_job", had_results=True, job=12)
    dry = json.loads(run(*ONE, "min_score=1", "--json").out)
    assert (dry["written"], dry["job_id"]) == (False, None)
    assert dry["changes"] == [{"key": "min_score", "old": 0.3, "new": 1.0}]
    record = json.loads(run(*ONE, "min_score=1", "--json", "--apply", "--allow-jobs").out)
    assert (record["written"], record["model_testing_status"], record["job_id"]) == (True, "started_job", 12)
    assert record["source"]["impulse_id"] == 1
    assert "only with --apply --allow-jobs" in dry["text"][-1]
    assert list(dry) == list(record)
    assert server.posts[0]["allowCreatingRegenerateModelTestingJobs"] is True


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("min_score",), "'min_score' is not KEY=VALUE"),
        (("min_score=",), "is not KEY=VALUE"),
        (("min_score=1", "min_score=2"), "has two values: 1 and 2"),
        (("min_scor=1",), "Did you mean 'min_score'?"),
        (("min_score=high",), "is a number, so “high” cannot be its value"),
        (("min_score=nan",), "finite number, not nan"),
        (("min_score=1", "--expect", "min_scor=1"), "Did you mean 'min_score'?"),
        (("min_score=1", "--expect", "min_score"), "'min_score' is not KEY=VALUE"),
        ((f"{METHODS}=median",), "“median” is not an option"),
        (("min_score=1", "--allow-jobs"), "--allow-jobs needs --apply"),
        (("min_score=1", "--block", "all"), "Select one block"),
        ((), "Missing argument"),
    ],
)
def test_wrong_usage(run, service, argv, message):
    server = service()
    ran = run(*ONE, *argv)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert server.posts == []


@pytest.mark.parametrize(("on_post", "message"), FAILURES)
def test_what_the_service_does_not_do_has_the_exit_code_of_the_service(run, service, on_post, message):
    server = service(on_post)
    ran = run(*ONE, "min_score=0.2", "--apply")
    assert (ran.code, ran.out) == (3, "")
    assert message in ran.err
    assert KEY not in ran.err
    assert len(server.posts) == 1


def test_samples_can_be_tried_but_not_written(run):
    ran = run("set-threshold", "--sample", "motion", "min_score=0.5")
    assert ran.code == 0
    assert "as suggested" in ran.out
    ran = run("set-threshold", "--sample", "motion", "min_score=0.5", "--apply")
    assert (ran.code, ran.out) == (2, "")
    assert "samples are read-only" in ran.err


def test_without_a_key_the_message_names_the_key_that_is_needed(run):
    assert "a read-only key is enough" in run(*ONE, "min_score=0.5").err
    ran = run(*ONE, "min_score=0.5", "--apply")
    assert ran.code == 2
    assert "it has to be one that can write" in ran.err


@pytest.mark.parametrize("apply", [[], ["--apply"]])
def test_expect_refuses_another_value_and_writes_nothing(run, service, apply):
    server = service()
    ran = run(*ONE, "min_score=0.2", "--expect", "min_score=0.25", *apply)
    assert (ran.code, ran.out) == (3, "")
    assert "Block 3 of project 1: min_score is 0.3, not the expected 0.25. Nothing was written." in ran.err
    assert server.posts == []
    expected = ["--expect", "min_score=0.3", "--expect", f"{METHODS}=max"]
    assert run(*ONE, "min_score=0.2", *expected, *apply).code == 0
    assert len(server.posts) == len(apply)


@pytest.mark.parametrize("apply", [[], ["--apply", "--expect", "min_score=7"]])
def test_values_that_are_set_already_are_no_error(run, service, apply):
    server = service()
    ran = run(*ONE, "min_score=0.3", f"{METHODS}=max", *apply)
    assert ran == (0, f"min_score is 0.3, {METHODS} is “max” already: nothing to write.\n", "")
    found = json.loads(run(*ONE, "min_score=0.3", *apply, "--json").out)
    assert (found["changes"], found["written"]) == ([], False)
    assert found["text"] == ["min_score is 0.3 already: nothing to write."]
    assert server.posts == []


def test_windows_of_a_file_are_counted(run, own_place):
    np.save("windows.npy", ea.load_sample_windows("motion", "testing").features)
    ea.load_sample_model("motion").save("model.json")
    argv = ["set-threshold", "--sample", "motion", "min_score=0.5", "--windows", "windows.npy"]
    ran = run(*argv)
    assert (ran.code, "flags 41 of 442 windows" in ran.out) == (0, True)
    assert run(*argv, "--model", "model.json").out == ran.out
    assert "--model needs --windows FILE" in run(*argv[:-2], "--model", "model.json").err


def test_a_threshold_outside_of_what_scores_can_be_has_a_warning(run):
    out = run("set-threshold", "--sample", "fan", "min_score=-1").out
    assert "Warning: a GMM score is never below 0, so this flags everything." in out
    out = run("set-threshold", "--sample", "motion", "min_score=1001").out
    assert "Warning: a K-means score is never above 1,000, so this flags nothing." in out
    assert "Warning" not in run("set-threshold", "--sample", "motion", "min_score=-1").out


def test_a_key_that_the_service_sends_twice_is_refused(run, service, monkeypatch):
    server = service()
    twice = [threshold("min_score", 0.3), threshold("min_score", 0.3)]
    monkeypatch.setattr(server, "thresholds", lambda: twice)
    ran = run(*ONE, "min_score=0.3")
    assert ran.code == 2
    assert "2 thresholds have the key 'min_score'" in ran.err
