"""Ways to run the command: in this process, as a process, in a terminal; and a service for it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from typing import NamedTuple

import pytest

from edgeanomaly_nb.cli import main
from tests.bodies import body, keras_body
from tests.processes import LONGEST_S, running
from tests.studio.server import KEY, answer

VARIABLES = (
    "COLUMNS",
    "FORCE_COLOR",
    "NO_COLOR",
    "SOURCE_DATE_EPOCH",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
    *("http_proxy", "https_proxy", "all_proxy", "no_proxy"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
)
# Runs a command with a terminal as stdin, stdout and stderr, and passes its input and output on.
IN_A_TERMINAL = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"
COMMAND = (sys.executable, "-m", "edgeanomaly_nb")
PROJECT = 1


class Ran(NamedTuple):
    """The exit code and the output of a run."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def own_place(monkeypatch, tmp_path):
    """An empty folder without settings above it, and no variables of the developer."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys):
    """Run the command in this process."""

    def call(*argv):
        capsys.readouterr()
        code = main([str(argument) for argument in argv])
        return Ran(code, *capsys.readouterr())

    return call


def pytest_collection_modifyitems(items):
    for item in items:
        if "run_process" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def run_process(own_place):
    """Run the command as a process."""

    def call(*argv, **variables):
        ran = subprocess.run(
            [*COMMAND, *map(str, argv)],
            capture_output=True,
            text=True,
            check=False,
            cwd=own_place,
            env={**os.environ, **variables},
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    return call


@pytest.fixture
def terminal(own_place):
    """Run the command in a terminal; with a prompt, as a separate process that gets typed input."""

    def call(*argv, columns=60, prompt=None, typed="", **variables):
        given = {"TERM": "xterm-256color", "COLUMNS": str(columns), **variables}
        if prompt is None:
            return _in_this_process([str(argument) for argument in argv], given)
        with running(
            [sys.executable, "-c", IN_A_TERMINAL, *COMMAND, *map(str, argv)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=own_place,
            env={**os.environ, **given},
        ) as process:
            shown = b""
            while prompt not in shown:
                byte = process.stdout.read(1)
                assert byte, f"it ended without a prompt: {shown!r}"
                shown += byte
            rest, _ = process.communicate(typed.encode(), timeout=LONGEST_S)
        return Ran(process.returncode, (shown + rest).decode().replace("\r\n", "\n"), "")

    return call


def _in_this_process(argv, variables):
    """Run the command with the streams of a new terminal: a new process would import pandas each time."""
    screen, device = os.openpty()
    shown = []
    reader = threading.Thread(target=_read_all, args=(screen, shown))
    reader.start()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        with open(device, "w", buffering=1, encoding="utf-8") as out, open(os.dup(device)) as typed:  # noqa: PTH123
            for name, stream in (("stdin", typed), ("stdout", out), ("stderr", out)):
                patch.setattr(sys, name, stream)
            code = main(argv)
    reader.join(LONGEST_S)
    os.close(screen)
    return Ran(code, b"".join(shown).decode().replace("\r\n", "\n"), "")


def _read_all(screen, into):
    with contextlib.suppress(OSError):  # Linux: the error at the end of a closed terminal
        while piece := os.read(screen, 65_536):
            into.append(piece)


@pytest.fixture
def serve(serve, monkeypatch):
    """Start a service that ends with the test, and set the variables that select it."""

    def start(*script, key=KEY):
        server = serve(*script)
        monkeypatch.setenv("EI_API_ENDPOINT", server.url)
        if key is not None:
            monkeypatch.setenv("EI_API_KEY", key)
        return server

    return start


def project(blocks, *, names=("Motion",), others=()):
    """Return a step of a server: a service with one project and these blocks, bodies or responses by id.

    `others` are learn blocks that only ``getKeras`` returns, as id, type and name.
    """
    learn_blocks = [{"id": ident, "type": "anomaly", "name": "K-means", "dsp": [2]} for ident in blocks]
    learn_blocks += [{"id": ident, "type": kind, "name": name} for ident, kind, name in others]
    listed = [{"id": PROJECT + nth, "name": name} for nth, name in enumerate(names)]
    responses = {
        "/v1/api/projects": answer({"success": True, "projects": listed}),
        f"/v1/api/{PROJECT}/impulses": answer(
            {"success": True, "impulses": [{"id": 1, "name": "First", "learnBlocks": learn_blocks}]}
        ),
        **{
            f"/v1/api/{PROJECT}/training/anomaly/{ident}": found
            if isinstance(found, bytes)
            else answer(found)
            for ident, found in blocks.items()
        },
        **{
            f"/v1/api/{PROJECT}/training/keras/{ident}": answer(keras_body(name=name, type=kind))
            for ident, kind, name in others
        },
    }
    missing = answer({"success": False, "error": "No such path"}, 404)

    def step(exchange, received):
        exchange.send(responses.get(received.path, missing))

    return step


@pytest.fixture
def live(serve):
    """A service with one project of two valid blocks, 4 and 7."""
    return serve(project({4: body(), 7: body(name="Other")}))
