from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

import edgeanomaly_nb as ea
from tests.bodies import body, threshold
from tests.cli.conftest import project
from tests.firmware.bodies import AGGREGATION, config_of


def test_the_header_goes_to_the_file(run, own_place):
    ran = run("firmware", "--sample", "motion", "-o", "anomaly_thresholds.h")
    assert ran == (0, "anomaly_thresholds.h\n", "")
    content = (own_place / "anomaly_thresholds.h").read_bytes()
    assert b"#define ANOMALY_4_MIN_SCORE 0.3f\n" in content
    assert b"\r" not in content


@pytest.mark.parametrize("argv", [[], ["-o", "-"]])
def test_without_a_file_it_is_printed(run, own_place, argv):
    ran = run("firmware", "--sample", "motion", "--prefix", "fan", "--rule", ">=", *argv)
    assert (ran.code, ran.err) == (0, "")
    (own_place / "a.h").write_text(ran.out)
    header = ea.FirmwareHeader.load("a.h")
    assert (header.prefix, header.rule, header.is_edited) == ("FAN", ">=", False)


def test_a_block_of_the_service_and_a_saved_one(run, live, own_place):
    argv = ["--project", "1", "--block", "7"]
    assert "project:  1\n" in run("firmware", *argv).out
    run("fetch", *argv, "-o", "saved.json")
    assert run("firmware", "saved.json").out == ea.firmware_header(ea.AnomalyConfig.load("saved.json"))


def test_trained_axes_are_fetched_or_read(run, own_place):
    fetched = run("firmware", "--sample", "motion", "--trained-axes").out
    assert "Trained axes, in the order of the model, 6 of 33:" in fetched
    run("fetch", "--sample", "motion", "--model", "-o", "a.json")
    read = run("firmware", "a.json", "--model", "a-model.json").out
    assert "Trained axes, in the order of the model, 6 of 33:" in read
    ran = run("firmware", "a.json", "--trained-axes")
    assert (ran.code, ran.out) == (2, "")
    assert "A saved config has no trained model: add --model FILE." in ran.err


def test_as_json(run, own_place):
    found = json.loads(run("firmware", "--sample", "motion", "-o", "a.h", "--json").out)
    assert (found["learn_id"], found["path"]) == (4, "a.h")
    assert found["header"] == (own_place / "a.h").read_text()


def test_an_error_leaves_the_older_header(run, own_place):
    (own_place / "a.h").write_text("older")
    config_of(thresholds=[threshold(value="high")]).save("a.json")
    ran = run("firmware", "a.json", "-o", "a.h")
    assert (ran.code, ran.out) == (2, "")
    assert "The threshold 'min_score' of block 4 of project 481207 is “high”" in ran.err
    assert (own_place / "a.h").read_text() == "older"


def test_a_response_without_ids(run, own_place):
    (own_place / "a.json").write_text(json.dumps(body()))
    ran = run("firmware", "a.json")
    assert ran.code == 2
    assert "The project and the block of this config are not known" in ran.err


def test_several_blocks_go_to_a_folder(run, own_place):
    ran = run("firmware", "--sample", "--block", "all", "-o", "headers/")
    written = sorted(path.name for path in (own_place / "headers").iterdir())
    assert written == sorted(line.removeprefix("headers/") for line in ran.out.splitlines())
    assert "anomaly-project-481207-block-4.h" in written
    assert len({ea.FirmwareHeader.load(own_place / "headers" / name).project_id for name in written}) == 4
    assert "is not trained, so its threshold is of no model yet" in ran.err
    assert ran.code == 3  # the sample “faulty” has an option that does not exist
    assert "has no header: The threshold" in ran.err


def test_a_folder_of_a_survey_has_headers_too(run, own_place):
    assert run("survey", "--sample", "--into", "monday").code == 0
    ran = run("firmware", "monday", "-o", "headers")
    assert "headers/anomaly-project-734905-block-3.h" in ran.out


def test_blocks_without_a_number_are_skipped(run, own_place):
    config_of(thresholds=[AGGREGATION]).save("a.json")
    config_of(learn_id=7).save("b.json")
    ran = run("firmware", "a.json", "b.json", "-o", "headers/", "--json")
    assert ran.code == 0
    assert [one["learn_id"] for one in json.loads(ran.out)] == [7]
    assert "block 4 of project 481207 is skipped: none of its thresholds is a number." in ran.err


def test_several_blocks_need_a_folder_and_their_own_names(run, own_place):
    argv = ["firmware", "--sample", "--project", "519640", "--block", "all"]
    ran = run(*argv)
    assert (ran.code, ran.out) == (2, "")
    assert "name a folder with -o" in ran.err
    assert "--prefix is for one block" in run(*argv, "-o", "headers/", "--prefix", "fan").err
    assert "Select one block: 6" in run(*argv, "--runner").err


def test_a_header_that_differs_only_in_its_time_stays(run, live, own_place):
    argv = ["firmware", "--project", "1", "--block", "7", "-o", "a.h"]
    run(*argv)
    older = (own_place / "a.h").read_text()
    time = next(line for line in older.splitlines() if "fetched:" in line)
    older = older.replace(time, " * fetched:  2020-01-01 00:00:00 UTC")
    (own_place / "a.h").write_text(older)
    ran = run(*argv)
    assert (ran.code, ran.out) == (0, "a.h\n")
    assert "a.h is not written again" in ran.err
    assert (own_place / "a.h").read_text() == older
    assert run(*argv, "--rule", ">=").err == ""
    assert "rule:     >=" in (own_place / "a.h").read_text()


def test_an_untrained_block_has_a_warning(run):
    ran = run("firmware", "--sample", "untrained")
    assert (ran.code, "trained:  no" in ran.out) == (0, True)
    assert "is not trained, so its threshold is of no model yet" in ran.err


def test_the_option_of_the_runner(run, own_place):
    config = config_of(block_type="keras-visual-anomaly", thresholds=[threshold("min_anomaly_score", 35)])
    config.save("a.json")
    assert run("firmware", "a.json", "--runner") == (0, "--thresholds 4.min_anomaly_score=35\n", "")
    found = json.loads(run("firmware", "a.json", "--runner", "--json").out)
    assert found["thresholds"] == "4.min_anomaly_score=35"
    ran = run("firmware", "a.json", "--runner", "-o", "a.h", "--prefix", "x")
    assert (ran.code, ran.out) == (2, "")
    assert "--runner prints an option, not a header: omit -o and --prefix." in ran.err


# --- check --firmware ---------------------------------------------------------------------------------------


@pytest.fixture
def header(run, own_place):
    """A header of the sample “spectral”, which has no other findings; or the same with another number."""
    run("firmware", "--sample", "spectral", "-o", "a.h")

    def written(number=None):
        if number is not None:
            config = ea.load_sample("spectral")
            changed = json.loads(config.to_json())
            changed["thresholds"][0]["value"] = number
            text = json.dumps(changed)
            older = ea.AnomalyConfig.from_json(text, source=replace(config.source))
            (own_place / "a.h").write_text(ea.firmware_header(older))
        return "a.h"

    return written


def test_check_finds_nothing_where_the_numbers_are_those_of_studio(run, header):
    assert run("check", "--firmware", header()) == (0, "", "1 block checked: no findings.\n")
    assert run("check", "--sample", "spectral", "--firmware", header()).code == 0


def test_check_finds_other_numbers_in_all_forms(run, header, own_place):
    ran = run("check", "--firmware", header(9), "--github", "--junit", "found.xml")
    assert ran.code == 1
    assert ran.out.startswith("error    spectral  header-differs  min_score: The header has 9 (")
    assert "::error title=spectral%3A header-differs::min_score: The header has 9" in ran.err
    cases = ET.parse(own_place / "found.xml").getroot().findall("testsuite/testcase")
    failed = [case.get("name") for case in cases if case.find("failure") is not None]
    assert failed == ["header-differs"]
    (found,) = json.loads(run("check", "--firmware", "a.h", "--json").out)
    assert (found["code"], found["subject"], found["severity"]) == ("header-differs", "min_score", "error")


def test_check_can_ignore_the_rules(run, header):
    assert run("check", "--firmware", header(9), "--leave-out", "header-differs").code == 0
    assert run("check", "--firmware", header(9), "--fail-on", "never").code == 0


def test_check_without_a_header_skips_its_rules(run, own_place):
    run("check", "--sample", "spectral", "--junit", "found.xml")
    case = ET.parse(own_place / "found.xml").getroot().find("testsuite/testcase[@name='header-differs']")
    assert case.find("skipped").get("message") == "needs a header: --firmware"


def test_check_reads_the_block_of_the_header_from_the_service(run, serve, own_place, monkeypatch):
    serve(project({4: body(), 7: body()}))
    assert run("firmware", "--project", "1", "--block", "7", "-o", "a.h").code == 0
    monkeypatch.setenv("EI_PROJECT_ID", "999")
    ran = run("check", "--firmware", "a.h")
    assert (ran.code, ran.err) == (0, "1 block checked: no findings.\n"), ran.out
    serve(project({4: body(), 7: body(thresholds=[threshold(value=0.5)])}))
    assert "header-differs  min_score: The header has 0.3" in run("check", "--firmware", "a.h").out


def test_check_shows_that_a_header_is_of_another_block(run, header):
    ran = run("check", "--sample", "motion", "--firmware", header())
    assert ran.code == 1
    assert "a.h is the header of another block: bundled sample, project" in ran.out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#define A 1\n", "a.h is not a header that"),
        ("/* edgeanomaly_nb firmware header, version 7\n", "version 7"),
    ],
)
def test_check_refuses_other_files(run, own_place, text, message):
    (own_place / "a.h").write_text(text)
    ran = run("check", "--firmware", "a.h", "--junit", "found.xml")
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "<error" in (own_place / "found.xml").read_text()


def test_check_reads_a_folder_of_headers_and_ignores_other_files(run, header, own_place):
    (own_place / "src" / "more").mkdir(parents=True)
    (own_place / "src" / "other.h").write_text("#define A 1\n")
    (own_place / "src" / "more" / "a.h").write_text((own_place / header(9)).read_text())
    run("firmware", "--sample", "fan", "-o", "src/fan.h")
    ran = run("check", "--firmware", "src", "--fail-on", "error")
    assert ran.code == 1
    assert ran.out.count("header-differs") == 1
    assert ran.err.startswith("2 blocks checked")
    again = run("check", "--firmware", "src/fan.h", "--firmware", "src/more/a.h", "--fail-on", "error")
    assert sorted(again.out.splitlines()) == sorted(ran.out.splitlines())


def test_check_reports_each_of_two_headers_of_one_block(run, header, own_place):
    (own_place / "older.h").write_text((own_place / header(9)).read_text())
    run("firmware", "--sample", "spectral", "-o", "a.h")
    ran = run("check", "--firmware", "a.h", "--firmware", "older.h", "--json")
    assert [one["code"] for one in json.loads(ran.out)] == ["header-differs"]
    assert ran.code == 1


def test_check_selected_blocks_with_their_headers(run, header, own_place):
    ran = run("check", "--sample", "--block", "all", "--firmware", header(9), "--fail-on", "never", "--json")
    found = [one["learn_id"] for one in json.loads(ran.out) if one["code"] == "header-differs"]
    assert found == [ea.load_sample("spectral").source.learn_id]


def test_check_continues_after_a_header_whose_block_is_gone(run, header, own_place):
    gone = (own_place / header()).read_text().replace("block:    ", "block:    99")
    (own_place / "gone.h").write_text(gone)
    ran = run("check", "--firmware", "gone.h", "--firmware", "a.h")
    assert (ran.code, ran.out) == (3, "")
    assert "could not be fetched" in ran.err
    assert "1 block checked" in ran.err


def test_check_refuses_headers_of_blocks_that_are_not_selected_and_empty_folders(run, header, own_place):
    run("firmware", "--sample", "fan", "-o", "fan.h")
    ran = run("check", "--sample", "motion", "--firmware", header(), "--firmware", "fan.h")
    assert (ran.code, ran.out) == (2, "")
    assert "which is not selected" in ran.err
    (own_place / "empty").mkdir()
    assert "the folder empty has no header" in run("check", "--firmware", "empty").err
