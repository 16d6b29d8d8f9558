from __future__ import annotations

import json

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.cli.output.table import print_table
from tests.bodies import HOSTILE, axis, body, threshold
from tests.cli.conftest import project

CONTROLS = (
    "\x1b]0;pwned\x07",
    "\x9b2J",
    "\x1b[31mred",
    "[bold red]markup[/]",
    ":smile:",
    "\u202eback",
    *HOSTILE,
)


@pytest.fixture
def hostile(serve):
    axes = [axis(nth, text, selected=True) for nth, text in enumerate(CONTROLS)]
    thresholds = [threshold(f"{text[:50]}{nth}", 0.3, description=text) for nth, text in enumerate(CONTROLS)]
    found = body(name=CONTROLS[0], axes=axes, selectedAxes=[0], thresholds=thresholds)
    later = {**found, "axes": [axis(nth, f"{text}!") for nth, text in enumerate(CONTROLS)]}
    return serve(project({4: found, 7: later}, names=[CONTROLS[1]]))


COMMANDS = [
    ["blocks"],
    ["show", "--block", "4", "--all"],
    ["check", "--block", "4", "--github"],
    ["diff", "--block", "4,7"],
    ["show", "--block", "4", "--json"],
    ["diff", "--block", "4,7", "--json"],
]


@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
def test_text_of_the_service_cannot_control_the_terminal_from_a_pipe(run, hostile, argv):
    ran = run(*argv)
    assert ran.code in (0, 1)
    shown = (ran.out + ran.err).replace("\n", "")
    assert shown.isprintable()


@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
def test_text_of_the_service_cannot_control_the_terminal(terminal, hostile, argv):
    ran = terminal(*argv, "--no-color", columns=80, NO_COLOR="1")
    assert ran.code in (0, 1)
    for control in ("\x1b]0;", "\x07", "\x9b", "\x1b[31m", "\x1b[2J", "\u202e"):
        assert control not in ran.out


def test_markup_and_emoji_codes_are_plain_text(terminal, hostile):
    out = terminal("show", "--block", "4", columns=100).out
    assert "[bold red]markup[/]" in out
    assert ":smile:" in out


def test_a_pipe_gets_everything_on_one_line_and_no_colour(run, hostile):
    out = run("show", "--block", "4", "--all").out
    assert "x" * 10_000 in out


def test_no_line_of_a_pipe_ends_in_blanks(run):
    out = run("show", "--sample", "motion", "--all").out
    assert all(line == line.rstrip() for line in out.splitlines())


@pytest.mark.parametrize("columns", [40, 60, 100])
@pytest.mark.parametrize(
    "argv",
    [
        ["samples"],
        ["blocks", "--sample"],
        ["show", "--sample", "two-blocks", "--all"],
        ["check", "--sample", "faulty"],
        ["diff", "--sample", "motion", "--sample", "motion-later"],
    ],
    ids=" ".join,
)
def test_tables_fit_the_terminal(terminal, argv, columns):
    out = terminal(*argv, columns=columns, NO_COLOR="1").out
    # The line of a finding is never wrapped, so that its code can be copied.
    others = ("Hidden for lack", "1 block checked", "error  ", "warning  ", "info  ")
    tables = [line for line in out.splitlines() if not line.startswith(others)]
    assert max(map(len, tables)) <= columns


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_no_code_of_a_finding_is_broken(terminal, columns):
    out = terminal("check", "--sample", "faulty", columns=columns, NO_COLOR="1").out
    for code in ea.load_sample("faulty").findings()["code"]:
        assert code in out
    assert all(line == line.rstrip() for line in out.splitlines())


def test_messages_of_findings_have_readable_line_lengths(terminal):
    out = terminal("check", "--sample", "faulty", columns=300, NO_COLOR="1").out
    assert 90 < max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize("columns", ["0", "00", "-5", "wide", "²"])
def test_an_invalid_width_is_ignored(terminal, columns):
    assert "motion-later" in terminal("samples", columns=columns).out


def test_hidden_columns_are_named(terminal):
    out = terminal("blocks", "--sample", columns=60).out
    assert "Hidden for lack of space: impulse_id, name, title, dsp_ids." in " ".join(out.split())


def test_columns_that_are_the_same_in_each_row_are_hidden_before_a_line_wraps(terminal):
    argv = ["blocks", "--sample", "--project", "481207"]
    out = " ".join(terminal(*argv, columns=120, NO_COLOR="1").out.split())
    assert "Hidden for lack of space: title (Anomaly Detection (K-means) in each row)." in out
    assert "Anomaly detection 2" in out  # the next column fits
    assert "Hidden" not in terminal(*argv, columns=150).out


def test_a_terminal_without_symbols_shows_text(terminal, monkeypatch):
    monkeypatch.setattr("rich.console.Console.encoding", "ascii")
    out = terminal("show", "--sample", "motion", columns=100, NO_COLOR="1").out
    assert "●" not in out
    assert next(line for line in out.splitlines() if "accX RMS" in line).count("yes") == 2


@pytest.mark.parametrize("argv", [["--no-color"], []])
def test_colours_are_shown_in_a_terminal_unless_turned_off(terminal, argv):
    out = terminal("check", "--sample", "faulty", *argv).out
    assert ("\x1b[" in out) is (not argv)


def test_the_variable_no_color_turns_colours_off(terminal):
    assert "\x1b[" not in terminal("check", "--sample", "faulty", NO_COLOR="1").out


def test_json_is_the_same_in_a_terminal_and_in_a_pipe(terminal, run):
    argv = ["samples", "--json"]
    assert json.loads(terminal(*argv, columns=20).out) == json.loads(run(*argv).out)


def test_numbers_are_right_aligned_and_missing_values_are_empty(capsys):
    print_table([(1, 0.5, None), (100, float("nan"), True)], ["n", "number", "flag"])
    assert (
        capsys.readouterr().out
        == "n    number  flag\n".replace("n    ", "  n  ") + "  1     0.5\n100          yes\n"
    )
