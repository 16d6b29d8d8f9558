"""Unusual options, files and environments in any combination: a clear exit code and never a traceback."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from edgeanomaly_nb.cli import main
from tests.bodies import body, threshold
from tests.cli.conftest import COMMAND

CODES = {0, 1, 2, 3}
RUNS = 300
LONG_NUMBER = "9" * 5000
NOT_UTF_8 = "odd-\udcff.json"

FINDINGS = "[tool.edgeanomaly_nb.findings]\n"
SETTINGS = {
    "deep list": "a = " + "[" * 100_000,
    "deep list, closed": "a = " + "[" * 5000 + "]" * 5000,
    "deep table": FINDINGS + "limits = " + "{a=" * 3000 + "1" + "}" * 3000,
    "deep keys": FINDINGS + "x." + "a." * 3000 + "b = 1",
    "deep heading": "[tool.edgeanomaly_nb." + "a." * 3000 + "b]",
    "long number": FINDINGS + f"limits = {{gmm_axes = {LONG_NUMBER}}}",
    "infinite": FINDINGS + "limits = {gmm_axes = -inf, threshold_share = inf, all_axes = -5}",
    "dates": FINDINGS + "leave_out = [1979-05-27]\nlimits = {gmm_axes = 07:32:00}",
    "no date": "x = 2026-99-99",
    "no table": "tool = 5",
    "a list": "tool = {edgeanomaly_nb = []}",
    "sound": FINDINGS + 'leave_out = ["untrained"]\nlimits = {gmm_axes = 3}',
    "NUL": "\0",
}
BODIES = {
    "deep.json": "[" * 100_000,
    "deep2.json": '{"success": true, "name": ' + "[" * 100_000,
    "deep3.json": '{"format": "edgeanomaly_nb.config", "version": 1, "x": ' + "[" * 900 + "]" * 900 + "}",
    "large.json": json.dumps(
        body(
            clusterCount=10**30,
            selectedAxes=[10**400],
            minimumConfidenceRating=1e308,
            thresholds=[threshold("a", 10**400, suggestedValue=-1e308), threshold("b", LONG_NUMBER)],
        )
    ),
    "none.json": json.dumps(body(axes=[], selectedAxes=[], thresholds=[], name="\x00\x1b")),
    "empty": "",
    "new\nline.json": json.dumps(body()),
    NOT_UTF_8: json.dumps(body()),
}
NUMBERS = (
    "481207",
    "4",
    "0",
    "-1",
    "9" * 20,
    LONG_NUMBER,
    "1e400",
    "nan",
    "inf",
    "",
    "²",
    "٣",
    "1_0",
    "all",
    ",",
)
OUTPUTS = (
    *(
        "a.html",
        "a.md",
        "a.json",
        "folder",
        "folder/",
        "",
        ".html",
        "no/folder/a.html",
        "x" * 300 + ".md",
        "-",
    ),
    *("/dev/full", "/dev/null", "\udcff.html", "\ud800.md", "\0.md"),
)
SAMPLES = ("motion", "faulty", "dropdown", "legacy", "", "\0", "\udcff", "motoin", "x" * 10_000)
OPTIONS = {
    "--project": NUMBERS,
    "--block": (*NUMBERS, "4,7", "4,", "all,4"),
    "--sample": SAMPLES,
    "--limit": [
        f"{name}={number}" for name in ("gmm_axes", "threshold_share", "x", "") for number in NUMBERS
    ],
    "--leave-out": ("untrained", "", "\udcff", "untraind"),
    "--settings": [*SETTINGS, "folder", "", "/dev/null"],
    "--junit": OUTPUTS,
    "-o": OUTPUTS,
    "--form": ("md", "MD", "", "\udcff"),
    "--fail-on": ("never", "info", ""),
    "--prefix": ("fan", "", "2", "\udcff", "x" * 10_000),
    "--rule": (">=", "<", ""),
    "--model": [*BODIES, "folder", "missing", "/dev/null"],
    "--firmware": [*BODIES, "folder", "missing", "/dev/null", "/dev/zero"],
}
FLAGS = (
    "--json",
    "--github",
    "--no-settings",
    "--rules",
    "--all",
    "--exit-code",
    "--help",
    "-z",
    "--",
    "--=",
    "-",
)
COMMANDS = {
    "show": ("--project", "--block", "--sample"),
    "check": (*("--sample", "--limit", "--leave-out", "--settings", "--junit", "--fail-on", "--firmware"),),
    "diff": ("--project", "--block", "--sample"),
    "report": ("--sample", "-o", "--form", "--settings"),
    "fetch": ("--project", "--block", "--sample", "-o"),
    "firmware": ("--project", "--block", "--sample", "-o", "--prefix", "--rule", "--model"),
    "blocks": ("--project",),
    "set-threshold": ("--project", "--block", "--sample"),
    "samples": (),
    "": (),
    "\udcff": (),
}
SIZES = ("", "0", "-5", "²", LONG_NUMBER, "80", "99999999999", "wide")
VARIABLES = {
    "COLUMNS": SIZES,
    "LINES": SIZES,
    "NO_COLOR": ("", "1"),
    "FORCE_COLOR": ("", "1", "x"),
    "TERM": ("dumb", "unknown", ""),
    "TTY_COMPATIBLE": ("0", "1", "x"),
    "TTY_INTERACTIVE": ("0", "1", "x"),
    "UNICODE_VERSION": ("", "x", "²", LONG_NUMBER),
    "EI_PROJECT_ID": NUMBERS,
    "EI_API_KEY": ("", "x", "ei_" + "0" * 40, "\udcff", "a b"),
    "EI_API_ENDPOINT": ("", "x", "http://[", "\udcff", "http://127.0.0.1:999999"),
    "SOURCE_DATE_EPOCH": ("", "0", "-1", LONG_NUMBER, "99999999999999", "1e5", "²"),
    "HOME": ("", "/nonexistent"),
    "LANG": ("C", "xx"),
}


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self):
        return True


@pytest.fixture
def place(own_place, monkeypatch):
    """A folder with unusual files, and no service."""
    for name, text in {**SETTINGS, **BODIES}.items():
        (own_place / name).write_text(text)
    (own_place / "folder").mkdir()
    monkeypatch.setenv("EI_API_KEY", "")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return own_place


@pytest.fixture
def outcome(monkeypatch):
    """Run the command with variables, in a pipe or in a terminal; return its exit code and messages."""

    def call(argv, variables, stream=io.StringIO):
        out, err = stream(), stream()
        with monkeypatch.context() as patch:
            for name, value in variables.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            return main(argv), err.getvalue()

    return call


def combinations(count):
    """Yield arguments, variables and a stream; the same in each run."""
    chance = random.Random(9)
    for _ in range(count):
        name = chance.choice(list(COMMANDS))
        argv = [name]
        for option in chance.sample(COMMANDS[name], min(len(COMMANDS[name]), chance.choice((0, 1, 1, 2)))):
            values = OPTIONS[option]
            argv += [option, values[0] if chance.random() < 0.4 else chance.choice(values)]
        if chance.random() < 0.4:
            argv.append(chance.choice(FLAGS))
        if chance.random() < 0.5:
            argv += chance.sample([*BODIES, "folder", "missing", "\0"], chance.choice((1, 2)))
        names = chance.sample(list(VARIABLES), chance.choice((0, 1, 2, 3)))
        variables = {name: chance.choice(VARIABLES[name]) for name in names}
        # An address without a server that needs no look-up of a name.
        variables.setdefault("EI_API_ENDPOINT", "http://127.0.0.1:9/v1")
        yield argv, variables, Terminal if chance.random() < 0.4 else io.StringIO


@pytest.mark.slow
def test_any_combination_ends_with_a_clear_code(place, outcome):
    codes = set()
    for argv, variables, stream in combinations(RUNS):
        code, messages = outcome(argv, variables, stream)
        assert code in CODES, (argv, variables, messages[-2000:])
        assert "Traceback" not in messages
        codes.add(code)
    assert codes >= {0, 2}


@pytest.mark.parametrize("name", [name for name in SETTINGS if name not in ("sound", "infinite")])
def test_the_error_for_invalid_settings_names_the_file(place, outcome, name):
    code, messages = outcome(["check", "--sample", "spectral", "--settings", name], {})
    if name in ("no table",):
        assert code == 0
    else:
        assert code == 2
        assert messages.startswith(f"edgeanomaly-nb: {name}")


def test_settings_that_are_nested_too_deeply(place, outcome):
    _, messages = outcome(["check", "--sample", "spectral", "--settings", "deep list"], {})
    assert "nested too deeply" in messages


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/full"])
@pytest.mark.parametrize("argv", [["show"], ["check", "--sample", "motion", "--settings"]], ids=" ".join)
def test_a_file_without_an_end_is_refused(place, outcome, monkeypatch, device, argv):
    monkeypatch.setattr("edgeanomaly_nb.files.LARGEST", 2**20)
    code, messages = outcome([*argv, device], {})
    assert code == 2
    assert messages.startswith(f"edgeanomaly-nb: {device}: File too large")


@pytest.mark.parametrize(
    "argv", [["report", "-o", "a.html"], ["report", "-o", "a.md"], ["check", "--junit", "a.xml"]]
)
def test_a_file_name_that_is_not_utf_8_is_shown_as_escapes(place, outcome, argv):
    code, messages = outcome([*argv, NOT_UTF_8], {})
    assert code in (0, 1), messages
    (written,) = place.glob("a.*")
    assert "odd-" in written.read_text(encoding="utf-8")


@pytest.mark.parametrize("variable", ["COLUMNS", "LINES"])
@pytest.mark.parametrize("size", SIZES)
def test_an_invalid_size_of_a_terminal_is_ignored(place, outcome, variable, size):
    for argv in (["samples"], ["check", "--sample", "faulty"], ["--help"]):
        assert outcome(argv, {variable: size}, Terminal)[0] in (0, 1)


COMPLETE = "_EDGEANOMALY_NB_COMPLETE"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"COMP_CWORD": "1"},
        {"COMP_WORDS": "edgeanomaly-nb sh"},
        *(
            {"COMP_WORDS": "edgeanomaly-nb sh", "COMP_CWORD": number}
            for number in ("", "x", "²", LONG_NUMBER)
        ),
        *(
            {"COMP_WORDS": words, "COMP_CWORD": "1"}
            for words in ("", "'", "edgeanomaly-nb 'sh", "\udcff \udcff")
        ),
        {"COMP_WORDS": "edgeanomaly-nb check --limit ", "COMP_CWORD": "-1"},
        {"COMP_WORDS": "edgeanomaly-nb check --limit ", "COMP_CWORD": "99"},
    ],
    ids=str,
)
def test_invalid_completion_variables_complete_nothing(place, outcome, monkeypatch, shell, variables):
    for name in ("COMP_WORDS", "COMP_CWORD"):
        monkeypatch.delenv(name, raising=False)
    code, messages = outcome([], {COMPLETE: f"{shell}_complete", **variables})
    assert code in (0, 2)
    assert messages == ""


@pytest.mark.parametrize("instruction", ["x", "_", "zsh", "zsh_", "_complete", "powershell_source"])
def test_an_unknown_completion_instruction_is_wrong_usage(place, outcome, instruction):
    assert outcome([], {COMPLETE: instruction})[0] == 2


def test_a_removed_folder_is_not_a_bug(run, tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert run("show", "--sample", "motion").code == 0
    ran = run("check", "--sample", "motion")
    assert ran.code == 2
    assert "No such file" in ran.err
    monkeypatch.chdir(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    "argv", [["samples"], ["show", "--sample", "large", "--all"], ["--help"]], ids=" ".join
)
def test_a_full_disk_at_stdout_is_one_line(argv, unbuffered, monkeypatch):
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run([*COMMAND, *argv], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (2, "edgeanomaly-nb: [Errno 28] No space left on device\n")


@pytest.mark.slow
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    ("argv", "code"), [(["samples"], 0), (["show", "missing.json"], 2), (["nothing"], 2)]
)
def test_a_full_disk_at_stderr_does_not_change_the_exit_code(argv, code, unbuffered, monkeypatch, own_place):
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [*COMMAND, *argv], stdout=subprocess.DEVNULL, stderr=full, check=False, cwd=own_place
        )
    assert ran.returncode == code
