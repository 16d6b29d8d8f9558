from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.cli.group import COMMANDS

VARIABLE = "_EDGEANOMALY_NB_COMPLETE"


@pytest.fixture
def complete(run_process):
    """Return the completions when the Tab key is pressed after these words."""

    def call(*words):
        line = " ".join(["edgeanomaly-nb", *words])
        variables = {VARIABLE: "zsh_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words))}
        ran = run_process(**variables)
        assert (ran.code, ran.err) == (0, "")
        lines = ran.out.splitlines()
        return {lines[nth + 1]: lines[nth] for nth in range(0, len(lines) - 1, 3)}

    return call


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script(run_process, shell):
    ran = run_process(**{VARIABLE: f"{shell}_source"})
    assert ran.code == 0
    assert "_edgeanomaly_nb_completion" in ran.out
    assert VARIABLE in ran.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_help_shows_how_to_turn_it_on(run, shell):
    assert f"{VARIABLE}={shell}_source" in run("--help").out


def test_commands(complete):
    assert set(complete("")) == set(COMMANDS)
    assert set(complete("sh")) == {"show"}


def test_options(complete):
    assert set(complete("show", "--p")) == {"--project"}
    assert "--key" not in complete("show", "--")


def test_samples(complete):
    assert set(complete("show", "--sample", "")) == set(ea.list_samples().index)
    assert set(complete("diff", "--sample", "motion", "--sample", "mot")) == {"motion", "motion-later"}


def test_rules_and_limits(complete):
    assert set(complete("check", "--leave-out", "no-")) == {"no-axis-selected", "no-favourites"}
    assert set(complete("check", "--limit", "gmm")) == {"gmm_axes="}


def test_blocks(complete):
    assert set(complete("show", "--block", "a")) == {"all"}


def test_files_are_left_to_the_shell(complete):
    assert complete("show", "saved") == {"saved": "file"}
    assert complete("report", "-o", "folder/") == {"folder/": "file"}


@pytest.mark.parametrize(
    ("begun", "completed"),
    [
        ("weekly", {f"weekly.{form}" for form in ("html", "pdf", "md", "ipynb", "xlsx")}),
        ("weekly.", {f"weekly.{form}" for form in ("html", "pdf", "md", "ipynb", "xlsx")}),
        ("../weekly.h", {"../weekly.html"}),
        ("a.b", {"a.b"}),
    ],
)
def test_the_suffix_of_a_report(complete, begun, completed):
    assert set(complete("report", "-o", begun)) == completed
