from __future__ import annotations

import functools
import json
import sys
from datetime import datetime, timezone

import numpy as np
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.cli.options import FORMS
from edgeanomaly_nb.report import FORMS as FORMS_OF_REPORTS
from edgeanomaly_nb.report import report_bytes
from edgeanomaly_nb.report.pdf_fonts import report_fonts
from tests.bodies import axis, body
from tests.cli.conftest import project
from tests.studio.server import answer

EPOCH = datetime.fromtimestamp(1, timezone.utc)


def test_the_forms_are_those_of_reports():
    assert set(FORMS) == set(FORMS_OF_REPORTS)


@pytest.mark.slow
def test_every_sample_block_of_all_projects_in_one_page(run, own_place):
    ran = run("report", "--sample", "--block", "all", "-o", "report.html")
    assert ran == (0, "report.html\n", "")
    page = (own_place / "report.html").read_text()
    assert page.startswith("<!doctype html>")
    for sample in ea.list_samples().itertuples():
        assert f"project {sample.project_id}, block {sample.learn_id}" in page


@pytest.mark.parametrize(
    ("form", "start"), [("html", b"<!doctype"), ("md", b"# "), ("xlsx", b"PK"), ("pdf", b"%PDF")]
)
def test_the_suffix_selects_the_form(run, own_place, form, start):
    assert run("report", "--sample", "motion", "-o", f"report.{form.upper()}").code == 0
    assert (own_place / f"report.{form.upper()}").read_bytes().startswith(start)


def test_characters_without_a_font_are_a_warning(run, own_place, monkeypatch):
    only_own = functools.partial(report_fonts, system=False)  # fonts of machines differ
    monkeypatch.setattr("edgeanomaly_nb.report.pdf.report_fonts", only_own)
    (own_place / "a.json").write_text(
        json.dumps(body(axes=[axis(0, "振动 RMS", selected=True)])), encoding="utf-8"
    )
    ran = run("report", "a.json", "-o", "report.pdf")
    assert (ran.code, ran.out) == (0, "report.pdf\n")
    (line,) = ran.err.splitlines()
    assert line.startswith("edgeanomaly-nb: warning: No font on this machine has these characters")
    assert "振 (U+632F), 动 (U+52A8)" in line
    assert "fonts-noto" in line
    assert (own_place / "report.pdf").read_bytes().startswith(b"%PDF")


def test_a_given_form_overrides_the_suffix(run, own_place):
    assert run("report", "--sample", "motion", "-o", "report.txt", "--form", "md").code == 0
    assert (own_place / "report.txt").read_text().startswith("# ")


def test_a_block_of_your_own(run, live, own_place):
    assert run("report", "--project", "1", "--block", "7", "-o", "a.md").code == 0
    assert "Other" in (own_place / "a.md").read_text()


def test_two_saved_files_are_compared(run, own_place):
    run("fetch", "--sample", "motion", "-o", "a.json")
    run("fetch", "--sample", "motion-later", "-o", "b.json")
    assert run("report", "a.json", "b.json", "-o", "changes.md").code == 0
    assert "0.3 → 0.45: 0.15 higher, so it flags less" in (own_place / "changes.md").read_text()


@pytest.mark.parametrize(
    "argv", [["a.json", "--sample", "motion-later"], ["--sample", "motion-later", "a.json"]]
)
def test_a_file_and_a_sample_are_compared_in_the_order_of_the_command_line(run, own_place, argv):
    run("fetch", "--sample", "motion", "-o", "a.json")
    assert run("report", *argv, "-o", "changes.md").code == 0
    change = "0.3 → 0.45" if argv[0] == "a.json" else "0.45 → 0.3"
    assert change in (own_place / "changes.md").read_text()


def test_an_incomplete_report_is_not_written(run, serve, own_place):
    serve(project({4: body(), 5: answer({"success": False, "error": "Out of order"}, 400), 7: body()}))
    (own_place / "a.md").write_text("old")
    for output in ("a.md", "-"):
        ran = run("report", "--project", "1", "--block", "all", "-o", output, "--form", "md")
        assert (ran.code, ran.out) == (3, "")
        assert ran.err.splitlines()[-1] == (
            "edgeanomaly-nb: No report was written, since it would not be complete. Select the other blocks "
            "with --block, or try again."
        )
    assert (own_place / "a.md").read_text() == "old"


def test_the_time_of_a_report_is_after_its_blocks_were_fetched(run, live, monkeypatch):
    made = []

    def made_at():
        made.append([received.path for received in live.received])
        return EPOCH

    monkeypatch.setattr("edgeanomaly_nb.cli.commands.report.report_time", made_at)
    assert run("report", "--project", "1", "--block", "7", "-o", "a.md").code == 0
    assert made == [[received.path for received in live.received]]


def test_source_date_epoch_is_the_time_of_the_report(run, own_place, monkeypatch):
    run("fetch", "--sample", "motion", "-o", "a.json")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert run("report", "a.json", "-o", "report.html").code == 0
    expected = report_bytes(ea.AnomalyConfig.load("a.json"), "html", made_at=EPOCH)
    assert (own_place / "report.html").read_bytes() == expected


@pytest.mark.parametrize("value", ["yesterday", "1e99", "9" * 30])
def test_a_source_date_epoch_that_is_not_a_time(run, monkeypatch, value):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    ran = run("report", "--sample", "motion", "-o", "report.html")
    assert ran.code == 2
    assert "SOURCE_DATE_EPOCH" in ran.err


def test_a_report_to_stdout(run, run_process):
    run("fetch", "--sample", "motion", "-o", "a.json")
    ran = run_process("report", "a.json", "--form", "html", "-o", "-", SOURCE_DATE_EPOCH="1")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("<!doctype html>")
    assert "</html>" in ran.out


def test_binary_forms_are_not_printed_to_a_terminal(terminal):
    ran = terminal("report", "--sample", "motion", "--form", "pdf", "-o", "-", columns=100)
    assert ran.code == 2
    assert "A terminal cannot show pdf" in ran.out


def test_the_settings_of_the_rules_are_used(run, own_place):
    (own_place / "pyproject.toml").write_text(
        '[tool.edgeanomaly_nb.findings]\nleave_out = ["rating-differs"]\n'
    )
    argv = ["report", "--sample", "faulty", "-o", "report.md"]
    assert run(*argv).code == 0
    assert "rating-differs" not in (own_place / "report.md").read_text()
    assert run(*argv, "--no-settings").code == 0
    assert "rating-differs" in (own_place / "report.md").read_text()


def test_json_describes_the_report(run):
    written = json.loads(run("report", "--sample", "motion", "-o", "a.md", "--json").out)
    assert written == {"path": "a.md", "form": "md", "blocks": 1}
    assert run("report", "--sample", "motion", "-o", "-", "--form", "md", "--json").code == 2


def test_a_missing_extra_ends_with_2_and_the_error_shows_what_to_install(run, own_place, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    ran = run("report", "--sample", "motion", "-o", "report.xlsx")
    assert ran.code == 2
    assert "pip install" in ran.err
    assert not (own_place / "report.xlsx").exists()


def test_progress_is_shown_in_a_terminal(terminal):
    assert "Writing report.md" in terminal("report", "--sample", "motion", "-o", "report.md").out


def test_an_error_of_rendering_is_not_reported_as_one_of_writing(run, monkeypatch):
    from edgeanomaly_nb.report import FORMS

    def render(_):
        raise PermissionError(13, "Permission denied", "/fonts")

    monkeypatch.setitem(FORMS, "md", FORMS["md"]._replace(render=render))
    ran = run("report", "--sample", "motion", "-o", "a.md")
    assert ran.code == 2
    assert "The Markdown could not be created" in ran.err
    assert "cannot be written" not in ran.err


def test_scores_of_windows_in_a_file(run, own_place):
    np.save("w.npy", ea.load_sample_windows("motion", "testing").features)
    ran = run("report", "--sample", "motion", "--windows", "w.npy", "-o", "r.md")
    assert (ran.code, ran.out) == (0, "r.md\n")
    assert "flags 47 of 442 windows" in (own_place / "r.md").read_text(encoding="utf-8")
    several = run(
        "report", "--sample", "--project", "481207", "--block", "all", "--windows", "w.npy", "-o", "s.md"
    )
    assert several.code == 2
    assert "of one block" in several.err
    assert not (own_place / "s.md").exists()
