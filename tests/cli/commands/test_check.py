from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import numpy as np
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.checks import settings
from tests.bodies import body
from tests.cli.conftest import project
from tests.studio.server import answer


def rows(name, **settings):
    return ea.load_sample(name).findings(**settings).to_dict("records")


def test_in_a_pipe_each_finding_is_one_line_with_its_block(run):
    ran = run("check", "--sample", "faulty")
    shown = [line.split(maxsplit=3) for line in ran.out.splitlines()]
    assert shown == [
        [row["severity"], "faulty", row["code"], f"{row['subject']}: {row['message']}"]
        for row in rows("faulty")
    ]
    assert ran.err == "1 block checked: 2 errors, 4 warnings, 1 info.\n"


def test_a_block_without_findings(run):
    assert run("check", "--sample", "spectral") == (0, "", "1 block checked: no findings.\n")


@pytest.mark.parametrize(
    ("sample", "fail_on", "code"),
    [
        ("faulty", "error", 1),
        ("faulty", "warning", 1),
        ("faulty", "never", 0),
        ("motion", "warning", 0),
        ("motion", "info", 1),
        ("spectral", "info", 0),
    ],
)
def test_the_exit_code_is_1_if_a_finding_is_at_or_above_fail_on(run, sample, fail_on, code):
    assert run("check", "--sample", sample, "--fail-on", fail_on).code == code


def test_it_fails_on_warnings_by_default(run):
    argv = ["check", "--sample", "disagree", "--leave-out", "selected-axis-missing"]
    assert run(*argv).code == 1
    assert run(*argv, "--fail-on", "error").code == 0


def test_several_blocks_and_their_findings_as_json(run):
    found = json.loads(run("check", "--sample", "--block", "all", "--json").out)
    assert {row["learn_id"] for row in found if row["code"] == "untrained"} == {9}
    assert set(found[0]) == {
        *("host", "project_id", "learn_id", "impulse_id", "type", "fetched_at", "fetched_by", "path", "name"),
        *("severity", "code", "subject", "message"),
    }


def test_the_rules_get_the_type_of_the_block(run):
    assert "many-gmm-axes" in run("check", "--sample", "--project", "519640", "--block", "13").out


def test_several_saved_files_are_named_by_their_path(run):
    for name in ("faulty", "motion"):
        run("fetch", "--sample", name, "-o", f"{name}.json")
    ran = run("check", "faulty.json", "motion.json")
    assert ran.code == 1
    paths = [line.split()[1] for line in ran.out.splitlines()]
    assert paths == ["faulty.json"] * len(rows("faulty")) + ["motion.json"] * len(rows("motion"))


def test_in_a_terminal_each_block_has_a_heading_and_each_message_a_line_of_its_own(terminal):
    out = terminal("check", "--sample", "--project", "519640", "--block", "all", NO_COLOR="1").out
    assert "faulty: Fan anomaly" in out.splitlines()
    assert "    The threshold is 1.1" in out


def test_rules_are_ignored_and_limits_set_by_options(run):
    out = run(
        "check", "--sample", "faulty", "--leave-out", "rating-differs", "--limit", "threshold_share=9"
    ).out
    assert "rating-differs" not in out
    assert "threshold-far" not in out


def test_rules_are_ignored_by_the_nearest_pyproject_unless_turned_off(run, own_place, monkeypatch):
    settings = (
        '[tool.edgeanomaly_nb.findings]\nleave_out = ["rating-differs"]\nlimits = {threshold_share = 9}\n'
    )
    (own_place / "pyproject.toml").write_text(settings)
    (own_place / "deep").mkdir()
    monkeypatch.chdir("deep")
    argv = ["check", "--sample", "faulty"]
    out = run(*argv).out
    assert "rating-differs" not in out
    assert "threshold-far" not in out
    assert "threshold-far" in run(*argv, "--limit", "threshold_share=0.5").out
    assert "rating-differs" in run(*argv, "--no-settings").out
    (own_place / "other.toml").write_text(settings.replace("rating-differs", "threshold-far"))
    assert "rating-differs" in run(*argv, "--settings", "../other.toml").out
    assert run(*argv, "--settings", "../other.toml", "--no-settings").code == 2


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        (
            'leave_out = ["untrained", "no-favourites"]\nlimits = {gmm_axes = 9}',
            "2 rules ignored, 1 limit changed",
        ),
        ("limits = {gmm_axes = 9, all_axes = 9}", "2 limits changed"),
        ("leave_out = []", None),
    ],
)
def test_the_file_with_settings_is_named_last(run, own_place, monkeypatch, settings, text):
    (own_place / "pyproject.toml").write_text(f"[tool.edgeanomaly_nb.findings]\n{settings}\n")
    (own_place / "deep").mkdir()
    monkeypatch.chdir("deep")
    last = run("check", "--sample", "spectral").err.splitlines()[-1]
    if text is None:
        assert last == "1 block checked: no findings."
    else:
        assert last == f"Settings of the rules: ../pyproject.toml: {text}."
    assert "Settings" not in run("check", "--sample", "spectral", "--no-settings").err


def test_a_refused_key_is_reported_for_every_block(run, own_place, serve):
    refused = answer({"success": False, "error": "Who are you"}, 401)
    serve(project({4: refused, 5: refused}))
    ran, root = junit(run, own_place, "--project", "1", "--block", "all", "--github")
    assert ran.code == 3
    assert ran.err.splitlines()[-1] == "2 blocks could not be fetched."
    assert [suite.get("name") for suite in root] == ["block 4 of project 1", "block 5 of project 1"]
    assert "not attempted" in root[1][0].find("error").get("message")
    titles = [line.split("::")[1] for line in ran.err.splitlines() if line.startswith("::")]
    assert titles == ["error title=block 4 of project 1", "error title=block 5 of project 1"]


def test_blocks_that_could_not_be_fetched_are_counted_beside_the_others(run, serve):
    serve(project({4: body(), 5: answer({"success": False, "error": "Out of order"}, 400)}))
    last = run("check", "--project", "1", "--block", "all").err.splitlines()[-1]
    assert last.startswith("1 block checked: ")
    assert last.endswith(". 1 block could not be fetched.")


def test_the_rules_are_listed(run):
    ran = run("check", "--rules")
    assert ran.code == 0
    assert all(code in ran.out for code in ea.list_rules().index)
    listed = json.loads(run("check", "--rules", "--json").out)
    assert [row["code"] for row in listed] == ea.list_rules().index.tolist()


# --- JUnit --------------------------------------------------------------------------------------------------


def junit(run, own_place, *argv):
    ran = run("check", *argv, "--junit", "findings.xml")
    return ran, ET.parse(own_place / "findings.xml").getroot()


def test_junit_has_one_test_case_per_block_and_rule(run, own_place):
    _, root = junit(run, own_place, "--sample", "--project", "519640", "--block", "all")
    assert [suite.get("name") for suite in root][:2] == ["two-blocks Anomaly detection", "fan Fan anomaly"]
    for suite in root:
        assert [case.get("name") for case in suite] == ea.list_rules().index.tolist()
        assert suite.get("tests") == str(len(ea.list_rules()))


def test_junit_failures_are_the_findings_at_or_above_fail_on(run, own_place):
    _, root = junit(run, own_place, "--sample", "faulty", "--fail-on", "error")
    failed = [case.get("name") for case in root.iter("testcase") if case.find("failure") is not None]
    assert failed == [row["code"] for row in rows("faulty") if row["severity"] == "error"]
    assert root[0].get("failures") == "2"
    texts = [case.findtext("failure") or case.findtext("system-out") for case in root.iter("testcase")]
    for row in rows("faulty"):
        assert any(f"{row['subject']}: {row['message']}" in (text or "").splitlines() for text in texts)


def test_junit_marks_ignored_rules_as_skipped(run, own_place):
    _, root = junit(run, own_place, "--sample", "faulty", "--leave-out", "rating-differs")
    case = next(case for case in root.iter("testcase") if case.get("name") == "rating-differs")
    assert case.find("skipped") is not None
    reasons = [skipped.get("message") for skipped in root.iter("skipped")]
    assert reasons.count("ignored by the settings") == 1
    assert reasons.count("needs a model: --model") == 7
    assert reasons.count("needs a model and windows: --model and --windows") == 6


def test_junit_has_blocks_that_could_not_be_fetched_as_errors(run, own_place, serve):
    refused = answer({"success": False, "error": "Out of <order>\x00"}, 400)
    serve(project({4: body(), 5: refused}))
    ran, root = junit(run, own_place, "--project", "1", "--block", "4,5")
    assert ran.code == 3
    assert "Out of <order>" in root[1][0].find("error").get("message")
    assert root[1].get("errors") == "1"


@pytest.mark.parametrize("blocks", ["4", "all"])
def test_a_failed_service_replaces_an_older_junit_file(run, own_place, serve, blocks):
    (own_place / "findings.xml").write_text("<testsuites/>")
    serve(answer({"success": False, "error": "Out of order"}, 400))
    ran, root = junit(run, own_place, "--project", "1", "--block", blocks, "--github")
    assert (ran.code, ran.out) == (3, "")
    (error,) = root.iter("error")
    assert "Out of order" in error.get("message")
    first, last = ran.err.splitlines()
    assert first.startswith("::error title=the blocks::could not be fetched: ")
    assert last == f"edgeanomaly-nb: {error.get('message')}"


def test_a_project_without_blocks_replaces_an_older_junit_file(run, own_place, serve):
    (own_place / "findings.xml").write_text("<testsuites/>")
    serve(project({}))
    ran, root = junit(run, own_place, "--project", "1", "--block", "all")
    assert ran.code == 2
    (error,) = root.iter("error")
    assert "has no anomaly block" in error.get("message")


def test_junit_is_written_before_anything_is_printed(run, own_place, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("edgeanomaly_nb.cli.commands.check.print_findings", full)
    ran, root = junit(run, own_place, "--sample", "faulty")
    assert ran.code == 2
    assert root[0].get("failures") == "5"


def test_junit_replaces_characters_that_xml_forbids(run, own_place, serve):
    serve(project({4: body(name="a\x00\x1b\ufffe\U0001f642<&>", trained=False)}))
    ran, root = junit(run, own_place, "--project", "1", "--block", "4")
    assert ran.code == 1
    assert root[0].get("name").endswith("\U0001f642<&>")


def test_junit_does_not_replace_a_folder(run, own_place):
    (own_place / "findings.xml").mkdir()
    ran = run("check", "--sample", "faulty", "--junit", "findings.xml")
    assert ran.code == 2
    assert "findings.xml is a folder" in ran.err


# --- GitHub -------------------------------------------------------------------------------------------------


def test_annotations_go_to_stderr_and_do_not_change_the_data(run):
    plain, annotated = run("check", "--sample", "faulty"), run("check", "--sample", "faulty", "--github")
    assert annotated.out == plain.out
    lines = annotated.err.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == [*["::error"] * 2, *["::warning"] * 4, "::notice"]
    assert lines[0].startswith("::error title=faulty%3A selected-axis-missing::axes: ")


def test_annotations_name_the_file(run, own_place):
    run("fetch", "--sample", "faulty", "-o", "50%,a.json")
    err = run("check", "50%,a.json", "--github").err
    assert err.startswith("::error file=50%25%2Ca.json,title=50%25%2Ca.json%3A selected-axis-missing::")


def test_annotations_that_github_would_drop_are_counted(run, own_place):
    names = [f"faulty-{nth}.json" for nth in range(6)]
    for name in names:
        run("fetch", "--sample", "faulty", "-o", name)
    ran = run("check", *names, "--github")
    assert sum(line.startswith("::error") for line in ran.err.splitlines()) == 10
    assert "Not annotated: 2 errors, 14 warnings." in ran.err
    assert ran.out.count("error    ") == 12


def test_the_settings_are_read_once(run, own_place, monkeypatch):
    (own_place / "pyproject.toml").write_text("[tool.edgeanomaly_nb.findings.limits]\nall_axes = 9\n")
    read, original = [], settings.read_finding_settings
    monkeypatch.setattr(settings, "read_finding_settings", lambda path: read.append(path) or original(path))
    assert "1 limit changed" in run("check", "--sample", "spectral").err
    assert len(read) == 1


def test_windows_of_a_file_are_checked_with_the_model_of_the_block(run, own_place):
    np.save("train.npy", ea.load_sample_windows("motion", "training").features)
    argv = ["check", "--sample", "motion", "--windows", "train.npy"]
    assert "training-shows-nothing" in run(*argv, "--category", "training").out
    assert "training-shows-nothing" not in run(*argv).out


def test_windows_of_a_file_are_checked_with_saved_config_and_model(run, own_place):
    run("fetch", "--sample", "motion", "--model", "-o", "a.json")
    np.save("train.npy", ea.load_sample_windows("motion", "training").features + 1)
    found = run(
        "check", "a.json", "--model", "a-model.json", "--windows", "train.npy", "--category", "training"
    )
    assert found.code == 1
    assert "other-windows" in found.out


def test_rules_about_the_model_need_no_windows(run, own_place):
    ea.load_sample("motion").save("a.json")
    model = json.loads(ea.load_sample_model("motion").to_json())
    model["clusters"][0]["maxError"] = 0
    (own_place / "m.json").write_text(json.dumps(model))
    assert "cluster-without-radius" in run("check", "a.json", "--model", "m.json").out


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["a.json", "--windows", "w.npy"], "A saved config has no trained model: add --model FILE."),
        (["a.json", "a.json", "--windows", "w.npy"], "of one block, but 2 are selected"),
        (["a.json", "--category", "training"], "--category describes the windows of --windows"),
        (["--sample", "motion", "--windows", "w.npy"], "w.npy does not fit. These windows have 5 features"),
        (["--sample", "motion", "--windows", "a.json"], "a.json"),
    ],
)
def test_model_and_windows_that_do_not_fit(run, own_place, argv, message):
    ea.load_sample("motion").save("a.json")
    np.save("w.npy", np.zeros((2, 5), np.float32))
    ran = run("check", *argv, "--junit", "found.xml")
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "<error" in (own_place / "found.xml").read_text()
