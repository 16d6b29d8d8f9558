from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.cli.group import COMMANDS, group
from tests.bodies import body
from tests.cli.conftest import COMMAND, project
from tests.processes import LONGEST_S, running
from tests.studio.server import KEY, answer

# --- exit code 0 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "argv", [["--version"], ["--help"], ["-h"], *([name, "--help"] for name in COMMANDS)]
)
def test_help_and_version_end_with_0_and_print_to_stdout(run, argv):
    ran = run(*argv)
    assert ran.code == 0
    assert ran.out
    assert ran.err == ""


def test_it_runs_as_a_module(run_process):
    assert run_process("--version") == (0, f"edgeanomaly-nb {ea.__version__}\n", "")


@pytest.mark.slow
def test_a_closed_pipe_causes_no_traceback(own_place):
    command = f'"{sys.executable}" -m edgeanomaly_nb show --all --sample large | head -1'
    shown = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert shown.stdout.startswith("Anomaly block")
    assert shown.stderr == ""


def test_a_terminal_of_another_encoding_shows_escapes(run_process):
    ran = run_process("show", "--sample", "motion", PYTHONIOENCODING="ascii")
    assert ran.code == 0
    assert r"Anomaly block \u201cAnomaly detection\u201d" in ran.out


# --- exit code 2 --------------------------------------------------------------------------------------------


WRONG_USAGE = [
    ["shwo"],
    ["--versoin"],
    ["show"],
    ["show", "--sample", "motoin"],
    ["show", "--project", "x"],
    ["show", "--project", "1", "--block", "four"],
    ["show", "--sample", "fan", "--project", "3"],
    ["show", "missing.json"],
    ["show", "--sample", "motion", "--key", "ei_1"],
    ["blocks", "--project", "1"],
    ["check", "--sample", "motion", "--fail-on", "sometimes"],
    ["check", "--sample", "motion", "--leave-out", "untraind"],
    ["check", "--sample", "motion", "--limit", "gmm_axes"],
    ["check", "--sample", "motion", "--limit", "gmm_axes=nan"],
    ["check", "--sample", "motion", "--settings", "missing.toml"],
    ["check", "--sample", "motion", "--junit", "no/folder/a.xml"],
    ["check", "--sample", "motion", "--junit", "-"],
    ["diff", "--sample", "motion"],
    ["diff", "--sample", "motion", "--sample", "fan", "--sample", "raw"],
    ["fetch", "--sample", "motion", "-o", "no/folder/a.json"],
    ["fetch", "--sample", "motion", "-o", "-"],
    ["fetch", "--sample", "--block", "all", "-o", "-"],
    ["firmware", "--sample", "motion", "-o", "no/folder/a.h"],
    ["firmware", "--sample", "motion", "--prefix", "2 fans"],
    ["firmware", "--sample", "motion", "--rule", "<"],
    ["firmware", "--sample", "motion", "--runner"],
    ["firmware", "--sample", "--block", "all"],
    ["report", "--sample", "motion"],
    ["report", "--sample", "motion", "-o", "report.docx"],
    ["report", "--sample", "motion", "-o", "no/folder/report.html"],
    ["report", "--sample", "motion", "-o", "-"],
    ["lab", "--nobrowser"],
]


@pytest.mark.parametrize("argv", WRONG_USAGE, ids=" ".join)
def test_wrong_usage_is_one_line_on_stderr_and_ends_with_2(run, argv):
    ran = run(*argv)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("edgeanomaly-nb: ")
    assert ran.err.count("\n") == 1


def test_no_command_at_all_shows_the_help_on_stderr(run):
    ran = run()
    assert (ran.code, ran.out) == (2, "")
    assert "Commands:" in ran.err


@pytest.mark.parametrize(
    ("argv", "meant"),
    [
        (["shwo"], "show"),
        (["show", "--smaple", "motion"], "--sample"),
        (["show", "--sample", "motoin"], "motion"),
        (["check", "--sample", "motion", "--leave-out", "untraind"], "untrained"),
        (["check", "--sample", "motion", "--limit", "gm_axes=3"], "gmm_axes"),
    ],
)
def test_the_error_for_a_misspelt_name_suggests_the_closest(run, argv, meant):
    assert meant in run(*argv).err


@pytest.mark.parametrize("option", ["--allow-root", "--port", "--ServerApp.ip", "-y"])
def test_an_option_of_jupyterlab_gets_a_hint(run, option):
    value = [f"{option}=1" if option.startswith("--S") else option]
    ran = run("lab", ".", *value)
    assert (ran.code, ran.out) == (2, "")
    assert f"go after --: edgeanomaly-nb lab -- {option} Try:" in ran.err


def test_wrong_usage_points_to_the_help_of_the_command(run):
    assert run("show", "--everything").err.rstrip().endswith("Try: edgeanomaly-nb show --help")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("EI_API_ENDPOINT", "http://example.com"),
        ("EI_API_ENDPOINT", "ftp://127.0.0.1"),
        ("EI_API_KEY", "ei_a b\x07"),
        ("EI_PROJECT_ID", "one"),
    ],
)
def test_an_invalid_variable_is_one_line(run, monkeypatch, variable, value):
    monkeypatch.setenv("EI_API_KEY", "ei_" + "0" * 40)
    monkeypatch.setenv(variable, value)
    ran = run("show", "--block", "4")
    assert ran.code == 2
    assert ran.err.startswith("edgeanomaly-nb: ")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("ident", ["-1", str(2**63)])
def test_an_invalid_id_is_one_line(run, live, ident):
    ran = run("show", "--project", "1", "--block", ident)
    assert ran.code == 2
    assert "learn_id must be from 0" in ran.err
    assert ran.err.count("\n") == 1


def test_a_file_that_is_not_a_config_ends_with_2(run, own_place):
    (own_place / "a.json").write_text("{}")
    ran = run("show", "a.json")
    assert ran.code == 2
    assert ran.err.startswith("edgeanomaly-nb: a.json is not a saved config.")


def test_an_unknown_setting_in_pyproject_ends_with_2(run, own_place):
    (own_place / "pyproject.toml").write_text("[tool.edgeanomaly_nb.findings]\nleave_out = ['untraind']\n")
    ran = run("check", "--sample", "motion")
    assert ran.code == 2
    assert "pyproject.toml" in ran.err


def test_a_file_that_cannot_be_written_is_named(run, own_place):
    (own_place / "anomaly-project-481207-block-4.json").mkdir()
    ran = run("fetch", "--sample", "motion")
    assert ran.code == 2
    assert (
        ran.err == "edgeanomaly-nb: anomaly-project-481207-block-4.json cannot be written: Is a directory.\n"
    )


# --- exit code 3 --------------------------------------------------------------------------------------------


def test_a_service_that_refuses_ends_with_3(run, serve):
    serve(answer({"success": False, "error": "Not today"}, 403))
    ran = run("blocks", "--project", "1")
    assert (ran.code, ran.out) == (3, "")
    assert "Not today" in ran.err


def test_no_service_at_all_ends_with_3(run_process):
    ran = run_process("blocks", "--project", "1", EI_API_KEY=KEY, EI_API_ENDPOINT="http://127.0.0.1:9/v1")
    assert (ran.code, ran.out) == (3, "")
    assert "127.0.0.1" in ran.err


def test_a_response_that_is_not_a_config_ends_with_3(run, serve):
    serve(project({4: b"HTTP/1.1 200 Fine\r\nContent-Length: 6\r\n\r\n<html>"}))
    assert run("show", "--project", "1", "--block", "4").code == 3


# --- exit code 70 -------------------------------------------------------------------------------------------


def test_a_bug_is_printed_with_its_traceback_and_has_its_own_exit_code(run, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("something unexpected")

    monkeypatch.setattr(ea.AnomalyConfig, "findings", broken)
    ran = run("check", "--sample", "motion")
    assert ran.code == 70
    assert ran.out == ""
    assert "something unexpected" in ran.err
    assert "please report" in ran.err


# --- exit code 130 ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_ctrl_c_ends_with_130(serve, own_place):
    server = serve(lambda exchange: exchange.stall())
    with running([*COMMAND, "blocks", "--project", "1"], cwd=own_place, stderr=subprocess.PIPE) as process:
        while not server.received:
            assert process.poll() is None
            os.sched_yield()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=LONGEST_S)
    assert process.returncode == 130
    assert err == b"edgeanomaly-nb: interrupted\n"


# --- further tests ------------------------------------------------------------------------------------------


def test_an_unusual_key_is_a_plain_warning(run, serve):
    serve(project({4: body()}), key="wrong")
    ran = run("blocks")
    assert ran.code == 0
    assert ran.err.startswith("edgeanomaly-nb: warning: This does not look like an API key")
    assert "wrong" not in ran.out + ran.err


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_each_command_starts_as_in_the_group_and_has_an_example(run, name):
    command = group.get_command(None, name)
    assert command.help.splitlines()[0] == f"{COMMANDS[name]}."
    assert command.name == name
    text = run(name, "--help").out
    examples = text.partition("Examples:\n")[2].partition("\n\n")[0].splitlines()
    assert examples
    assert all(line.startswith(f"  edgeanomaly-nb {name}") for line in examples)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_each_command_documents_its_exit_codes(run, name):
    text = run(name, "--help").out.partition("Exit codes:\n")[2]
    codes = re.findall(r"^  (\d+)  ", text, flags=re.MULTILINE)
    assert codes == ["0", *["1"] * (name in ("check", "diff")), "2", "3", "70", "130"]


def test_no_command_has_an_option_for_the_key(run):
    for name in COMMANDS:
        options = {option for param in group.get_command(None, name).params for option in param.opts}
        assert not {"--key", "--api-key", "--token"} & options


def test_help_loads_only_what_it_needs():
    code = (
        "import sys; from edgeanomaly_nb.cli import main; main(['--help']);"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stderr.splitlines())
    ours = {name.partition("edgeanomaly_nb")[2] for name in loaded if name.startswith("edgeanomaly_nb")}
    assert ours == {
        "",
        ".version",
        ".errors",
        ".cli",
        ".cli.group",
        ".cli.help",
        ".cli.output",
        ".cli.output.streams",
    }
    assert not loaded & {"pandas", "numpy", "msgspec", "requests", "rich", "json", "dataclasses", "pathlib"}
