from __future__ import annotations

import _thread
import json
import signal

import pandas as pd
import pytest

import edgeanomaly_nb as ea
from tests.bodies import body, threshold
from tests.studio.server import KEY, refused
from tests.surveys.service import Estate, interruptible


@pytest.fixture
def live_estate(serve):
    def start(estate):
        return serve(lambda exchange, received: estate.step(exchange, received))

    return start


def test_the_samples_are_summarized(run):
    ran = run("survey", "--sample")
    assert ran.code == 0
    assert ran.out.startswith("Survey of 18 anomaly blocks of 4 projects\n")
    assert ran.err == ""


def test_files_and_a_folder_are_written(run, own_place):
    pytest.importorskip("pyarrow")
    ran = run(
        "survey", "--sample", "-o", "a.html", "-o", "a.csv", "-o", "a.xlsx", "-o", "a.parquet", "--into", "b"
    )
    assert ran.code == 0
    assert ran.out.splitlines()[-5:] == ["a.html", "a.csv", "a.xlsx", "a.parquet", "b"]
    assert len(pd.read_csv(own_place / "a.csv")) == len(ea.Survey.load(own_place / "b")) == 18


@pytest.mark.parametrize("projects", ["all", "1,2"])
def test_projects_of_the_service(run, live_estate, projects):
    live_estate(Estate({1: [4, 7], 2: [5]}))
    ran = run("survey", "--project", projects, "--json")
    assert ran.code == 0
    assert [row["learn_id"] for row in json.loads(ran.out)] == [4, 7, 5]


def test_what_fails_is_printed_and_ends_with_3(run, live_estate, own_place):
    service = Estate({1: [4], 2: [5]})
    service.special["/api/2/impulses-detailed"] = service.special["/api/2/impulses"] = refused(
        f"No {KEY}", 403
    )
    live_estate(service)
    ran = run("survey", "-o", "a.html")
    assert ran.code == 3
    assert "project 2: Studio did not return" in ran.err
    assert KEY not in ran.out + ran.err + (own_place / "a.html").read_text()


def test_a_refused_key_is_printed_once(run, live_estate):
    service = Estate({key: [4] for key in range(1, 40)})
    for project in range(1, 40):
        service.special[f"/api/{project}/impulses-detailed"] = refused("No", 401)
    live_estate(service)
    ran = run("survey", "--jobs", "1")
    assert ran.code == 3
    assert "not attempted: the key was refused." in ran.err
    assert len(ran.err.splitlines()) < 8


def test_ctrl_c_writes_what_there_is(run, live_estate, own_place):
    service = Estate({key: [4] for key in range(1, 20)})

    def interrupt():
        _thread.interrupt_main(signal.SIGINT)

    service.special["/api/9/impulses-detailed"] = interrupt
    live_estate(service)
    with interruptible():
        ran = run("survey", "--jobs", "1", "-o", "a.csv")
    assert ran.code == 130
    errors = pd.read_csv(own_place / "a.csv")["error"]
    assert 5 < errors.isna().sum() < 19


def test_two_folders_are_compared_and_checked(run, live_estate):
    pytest.importorskip("pyarrow")
    service = Estate({1: [4, 7]})
    live_estate(service)
    assert run("survey", "--into", "before").code == 0
    service.projects[2] = [5]
    service.bodies[1, 7] = body(name="Block 7", thresholds=[threshold(value=0.5)])
    assert run("survey", "--into", "after").code == 0
    same = run("diff", "before", "before", "--exit-code")
    assert (same.code, "Nothing changed." in same.out) == (0, True)
    ran = run("diff", "before", "after", "--exit-code")
    assert ran.code == 1
    assert "1 block changed" in ran.out
    assert "0.3 → 0.5" in ran.out
    assert "before: its project is not in this survey" in ran.out
    changes = json.loads(run("diff", "before", "after", "--json").out)["changes"]
    assert [(row["learn_id"], row["change"]) for row in changes] == [(7, "changed"), (5, "not compared")]
    checked = run("check", "before", "--fail-on", "never")
    assert checked.code == 0
    assert "2 blocks checked" in checked.err
    assert run("report", "before", "-o", "a.md").code == 0


@pytest.mark.parametrize("exit_code", [[], ["--exit-code"]])
@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda file: file.unlink(), "it was removed"),
        (lambda file: file.write_bytes(b"{"), "1-4.json"),
        (lambda file: file.write_bytes(file.read_bytes().replace(b"0.3", b"0.4")), "SHA-256"),
    ],
)
def test_a_file_that_cannot_be_compared_ends_diff_with_3(run, live_estate, own_place, spoil, why, exit_code):
    pytest.importorskip("pyarrow")
    live_estate(Estate({1: [4, 7]}))
    for side in ("before", "after"):
        assert run("survey", "--into", side).code == 0
    spoil(own_place / "after" / "1-4.json")
    ran = run("diff", "before", "after", *exit_code)
    assert ran.code == 3
    assert "Nothing else changed · 1 block not compared" in ran.out
    assert why in ran.out.replace("\n", " ")
    shown = json.loads(run("diff", "before", "after", "--json").out)
    assert [row["change"] for row in shown["changes"]] == ["not compared"]


def test_a_broken_file_of_a_folder_is_named_by_check(run, live_estate, own_place):
    pytest.importorskip("pyarrow")
    live_estate(Estate({1: [4, 7]}))
    run("survey", "--into", "a")
    (own_place / "a/1-4.json").write_text("{")
    ran = run("check", "a", "--fail-on", "never")
    assert ran.code == 3
    assert "a/1-4.json is incomplete" in ran.err


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["survey", "--sample", "-o", "a.pdf"], "has no suffix of a survey"),
        (["survey", "--sample", "-o", "missing/a.html"], "there is no folder"),
        (["survey", "--sample", "--max-age", "5"], "name it with --into"),
        (["survey", "--sample", "--project", "x"], "is not a project"),
        (["survey"], "There is no API key"),
        (["diff", ".", "--sample", "motion"], "name two"),
        (["check", "."], "no survey and no saved config"),
    ],
)
def test_wrong_usage_is_refused(run, argv, message):
    ran = run(*argv)
    assert ran.code == 2
    assert message in ran.err


def test_the_worst_blocks_are_printed_and_a_folder_is_shown_again(run, live_estate, own_place):
    pytest.importorskip("pyarrow")
    live_estate(Estate({key: [4] for key in range(1, 25)}))
    ran = run("survey", "--into", "estate")
    assert "Worst first" in ran.out
    assert "and 4 more: -o estate.html has all" in ran.out
    again = run("survey", "estate", "-o", "again.html")
    assert again.code == 0
    assert again.out.splitlines()[:-1] == ran.out.splitlines()[:-1]
    assert (own_place / "again.html").exists()
    refused = run("survey", "estate", "--sample")
    assert (refused.code, "without --sample" in refused.err) == (2, True)
