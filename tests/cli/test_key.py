from __future__ import annotations

import pytest

from tests.bodies import body
from tests.cli.conftest import project
from tests.studio.server import KEY, answer

PROMPT = b"API key, not shown: "
EVERY_COMMAND = [
    ["blocks"],
    ["blocks", "--json"],
    ["show", "--block", "4", "--all"],
    ["show", "--block", "all", "--json"],
    ["check", "--block", "all", "--github", "--junit", "findings.xml"],
    ["fetch", "--block", "all"],
    ["diff", "--block", "4,7"],
    ["report", "--block", "4,7", "-o", "report.html"],
    ["report", "--block", "4", "-o", "report.md"],
]


@pytest.mark.parametrize("argv", EVERY_COMMAND, ids=" ".join)
def test_the_key_is_sent_and_is_written_nowhere(run, live, own_place, argv):
    ran = run(*argv)
    assert ran.code == 0
    assert all(received.all("x-api-key") == [KEY] for received in live.received)
    written = b"".join(file.read_bytes() for file in own_place.rglob("*") if file.is_file())
    assert KEY not in ran.out + ran.err + written.decode()


@pytest.mark.parametrize("status", [200, 401, 500])
def test_a_key_in_a_response_is_not_printed(run, serve, status):
    serve(answer({"success": False, "error": f"Unknown key {KEY}"}, status, Retry_After="3600"))
    ran = run("show", "--project", "1", "--block", "4")
    assert ran.code == 3
    assert KEY not in ran.out + ran.err


@pytest.mark.parametrize("argv", [["blocks"], ["show", "--block", "2"]])
def test_without_a_key_the_error_shows_where_to_get_one(run, argv):
    ran = run(*argv, "--project", "1")
    assert (ran.code, ran.out) == (2, "")
    assert "EI_API_KEY" in ran.err
    assert "--sample" in ran.err


@pytest.mark.parametrize("command", [["show"], ["check"], ["report", "-o", "a.md"]])
def test_without_arguments_the_error_shows_how_to_select_a_block(run, command):
    ran = run(*command)
    assert (ran.code, ran.out) == (2, "")
    assert "--sample motion" in ran.err
    assert "--project ID --block ID" in ran.err
    assert "EI_API_KEY" in ran.err


def test_in_a_terminal_the_prompt_comes_after_how_to_select_a_block(terminal, serve):
    serve(project({4: body()}), key=None)
    out = terminal("show", prompt=PROMPT, typed="\x03").out
    assert out.index("--sample motion") < out.index("API key")


@pytest.mark.slow
def test_in_a_terminal_the_key_is_prompted_for_and_not_shown(terminal, serve):
    server = serve(project({4: body()}), key=None)
    ran = terminal("show", "--block", "4", prompt=PROMPT, typed=f"{KEY}\n")
    assert ran.code == 0
    assert "accX RMS" in ran.out
    assert KEY not in ran.out
    assert server.received[-1].all("x-api-key") == [KEY]


def test_ctrl_c_at_the_prompt_ends_with_130(terminal, serve):
    server = serve(project({4: body()}), key=None)
    ran = terminal("show", "--block", "4", prompt=PROMPT, typed="\x03")
    assert ran.code == 130
    assert server.received == []


def test_the_samples_need_no_key(terminal):
    assert terminal("show", "--sample", "motion").code == 0
