from __future__ import annotations

import json

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.comparison.changes import describe_changes
from tests.bodies import axis, body
from tests.cli.conftest import project
from tests.studio.server import answer

SAMPLES = ["--sample", "motion", "--sample", "motion-later"]


@pytest.fixture
def changes():
    return ea.compare(ea.load_sample("motion"), ea.load_sample("motion-later"))


def test_two_samples_as_a_summary_and_a_table(run, changes):
    ran = run("diff", *SAMPLES)
    assert (ran.code, ran.err) == (0, "")
    assert describe_changes(changes) in ran.out.splitlines()
    assert "0.3 → 0.45: 0.15 higher, so it flags less" in ran.out
    for subject in changes.subject:
        assert subject in ran.out


def test_a_terminal_shows_what_sort_of_change_it_is(terminal, run):
    out = terminal("diff", *SAMPLES, columns=140).out
    for shown in ("[33m~ 5 → 8", "[32m+ added; it is", "[31m- no longer selected"):
        assert shown in out
    plain = terminal("diff", *SAMPLES, columns=140, NO_COLOR="1").out
    assert "- no longer selected" in plain
    assert "- no longer" not in run("diff", *SAMPLES).out


def test_a_part_that_equals_its_subject_is_shown_once(run):
    (row,) = [line for line in run("diff", *SAMPLES).out.splitlines() if "clusters" in line]
    assert row.split() == ["block", "clusters", "5", "→", "8"]


def test_an_axis_without_a_label_is_named(run, serve):
    serve(project({4: body(axes=[axis(0, "a")]), 7: body(axes=[axis(0, "a"), axis(1, " ")])}))
    (row,) = [line for line in run("diff", "--block", "4,7").out.splitlines() if line.startswith("axis")]
    assert "(no label)" in row


def test_two_saved_files(run, own_place):
    run("fetch", "--sample", "motion", "-o", "a.json")
    run("fetch", "--sample", "motion-later", "-o", "b.json")
    there = run("diff", "a.json", "b.json").out
    assert there.splitlines()[2:] == run("diff", *SAMPLES).out.splitlines()[2:]
    back = run("diff", "b.json", "a.json").out
    assert "0.45 → 0.3: 0.15 lower, so it flags more" in back


def test_a_saved_file_and_the_current_block(run, serve):
    before = serve(project({4: body()}))
    run("fetch", "--project", "1", "--block", "4", "-o", "before.json")
    assert before.received
    serve(project({4: body(axes=[axis(0, "accX RMS", False, True)])}))
    ran = run("diff", "before.json", "--project", "1", "--block", "4")
    assert ran.code == 0
    assert "no longer selected" in ran.out


def test_a_saved_file_and_a_sample(run):
    run("fetch", "--sample", "motion", "-o", "a.json")
    assert "axis" in run("diff", "a.json", "--sample", "motion-later").out
    assert "Nothing changed." in run("diff", "a.json", "--sample", "motion").out
    same = ["diff", "a.json", "--sample", "--project", "481207", "--block", "4"]
    assert "Nothing changed." in run(*same).out


@pytest.mark.parametrize("sample", [["--sample=motion-later"], ["--sample", "motion-later"]])
def test_the_first_on_the_command_line_is_before(run, own_place, sample):
    run("fetch", "--sample", "motion", "-o", "motion-later")  # a file with the name of a sample
    assert "0.3 → 0.45" in run("diff", "motion-later", *sample).out
    assert "0.45 → 0.3" in run("diff", *sample, "motion-later").out
    assert "0.45 → 0.3" in run("diff", *sample, "--sample", "--project", "481207", "--block", "4").out
    assert "0.3 → 0.45" in run("diff", "--sample", "--project", "481207", "--block", "4", *sample).out


def test_two_blocks_of_a_project(run, live):
    ran = run("diff", "--block", "4,7")
    assert ran.code == 0
    assert "“Anomaly detection” → “Other”" in ran.out


@pytest.mark.parametrize(("other", "code"), [("motion", 0), ("motion-later", 1)])
def test_the_exit_code_shows_changes_on_request(run, other, code):
    argv = ["diff", "--sample", "motion", "--sample", other]
    assert run(*argv).code == 0
    assert run(*argv, "--exit-code").code == code


def test_json_holds_the_frame(run, changes):
    shown = json.loads(run("diff", *SAMPLES, "--json").out)
    assert list(shown) == ["before", "after", "in_words", "changes"]
    assert (shown["before"]["learn_id"], shown["after"]["learn_id"]) == (4, 23)
    assert shown["in_words"] == describe_changes(changes)
    assert list(shown["changes"][0]) == list(changes.columns)
    assert [row["in_words"] for row in shown["changes"]] == changes.in_words.tolist()
    assert [row["before"] for row in shown["changes"]] == changes.before.tolist()


@pytest.mark.parametrize("name", ea.list_samples().index)
def test_json_of_any_two_samples_can_be_read(run, name):
    assert json.loads(run("diff", "--sample", "dropdown", "--sample", name, "--json").out)


def test_a_block_that_cannot_be_fetched_ends_with_3(run, serve):
    serve(project({4: body(), 7: answer({"success": False, "error": "Out of order"}, 400)}))
    ran = run("diff", "--block", "4,7")
    assert (ran.code, ran.out) == (3, "")
    assert "Out of order" in ran.err
