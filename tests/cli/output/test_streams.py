"""Streams without a reader, and closed streams, each with a real process."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.bodies import body
from tests.cli.conftest import COMMAND, Ran, project
from tests.studio.server import answer

pytestmark = pytest.mark.slow

CHECK = ["check", "--sample", "--block", "all", "--json"]


@pytest.fixture
def unread(own_place):
    """Run the command with a stdout or stderr whose reader has closed it."""

    def call(*argv, streams=("stdout",)):
        reader, writer = os.pipe()
        os.close(reader)
        given = {name: writer if name in streams else subprocess.PIPE for name in ("stdout", "stderr")}
        ran = subprocess.run([*COMMAND, *argv], **given, text=True, check=False, cwd=own_place)
        os.close(writer)
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    return call


@pytest.fixture
def shell(own_place):
    """Run the command in a shell that redirects its streams."""

    def call(argv, redirections):
        line = ["sh", "-c", f'"$@" {redirections}', "sh", *COMMAND, *argv]
        ran = subprocess.run(line, capture_output=True, text=True, check=False, cwd=own_place)
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    return call


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["show", "--sample", "large", "--all"], 0),
        (["report", "--sample", "motion", "--form", "html", "-o", "-"], 0),
        (CHECK, 1),
        (["check", "--sample", "faulty"], 1),
        ([*CHECK, "--fail-on", "never"], 0),
        (["diff", "--sample", "motion", "--sample", "motion-later", "--exit-code"], 1),
        (["show", "missing.json"], 2),
    ],
)
def test_a_closed_reader_does_not_change_the_exit_code(unread, argv, code):
    ran = unread(*argv)
    assert ran.code == code
    assert "Error" not in ran.err
    assert unread(*argv, streams=("stdout", "stderr")).code == code


def test_findings_are_not_success_in_a_pipe_to_head(own_place):
    script = 'set -o pipefail; "$@" | head -1'
    line = ["bash", "-c", script, "bash", *COMMAND, *CHECK]
    ran = subprocess.run(line, capture_output=True, text=True, check=False, cwd=own_place)
    assert (ran.returncode, ran.stdout) == (1, "[\n")


def test_a_closed_reader_of_messages(unread):
    for argv, code in (([], 2), (["show"], 2), (["check", "--sample", "faulty", "--github"], 1)):
        assert unread(*argv, streams=("stderr",)).code == code


def test_a_failed_block_still_sets_the_exit_code(unread, serve, own_place):
    serve(project({4: body(), 5: answer({"success": False, "error": "Out of order"}, 400)}))
    assert unread("fetch", "--project", "1", "--block", "all").code == 3
    assert (own_place / "anomaly-project-1-block-4.json").is_file()


def test_the_junit_file_is_also_written_without_a_reader(unread, own_place):
    assert unread(*CHECK, "--junit", "findings.xml").code == 1
    assert (own_place / "findings.xml").is_file()


@pytest.mark.parametrize("redirections", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("argv", "code"),
    [(["samples"], 0), (["check", "--sample", "faulty"], 1), (["blocks"], 2), (["--help"], 0)],
    ids=["samples", "check", "blocks", "help"],
)
def test_closed_streams(shell, redirections, argv, code):
    ran = shell(argv, redirections)
    assert ran.code == code
    assert "Traceback" not in ran.err
    if code == 2:
        assert ran.out == ""
