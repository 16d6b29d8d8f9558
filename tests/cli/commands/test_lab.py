from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from edgeanomaly_nb.cli.commands import lab
from tests.cli.conftest import COMMAND
from tests.processes import end, running

pytestmark = pytest.mark.slow

FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_WORKSPACES_DIR")


@pytest.fixture
def starter():
    return nbformat.read(Path(lab.__file__).with_name(lab.STARTER), as_version=4)


def test_the_starter_is_a_valid_notebook(starter):
    nbformat.validate(starter)
    assert "ea.explore()" in starter.cells[1].source


def test_the_starter_runs_without_a_key(starter, tmp_path):
    NotebookClient(starter, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert "accX RMS" in starter.cells[3].outputs[0]["data"]["text/plain"]


def test_without_jupyterlab_the_error_shows_what_to_install(run, own_place, monkeypatch):
    monkeypatch.setitem(sys.modules, "jupyterlab", None)
    ran = run("lab", "new")
    assert (ran.code, ran.out) == (2, "")
    assert "pip install jupyterlab" in ran.err
    assert not (own_place / "new").exists()


def test_an_option_of_jupyterlab_is_not_a_folder(run, own_place, monkeypatch):
    pytest.importorskip("jupyterlab")
    started = []
    monkeypatch.setattr("edgeanomaly_nb.cli.commands.lab._become", lambda argv: started.append(argv) or 0)
    assert run("lab", "--", "--port=9999", "--ip=127.0.0.1").code == 0
    assert [file.name for file in own_place.iterdir()] == ["edgeanomaly.ipynb"]
    assert started[0][-2:] == ["--port=9999", "--ip=127.0.0.1"]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def saves_panels(address, process):
    """Return the default of JupyterLab's setting that keeps widgets in notebooks."""
    base, token = address.split("/lab/tree/")[0], address.partition("token=")[2]
    settings = f"{base}/lab/api/settings/@jupyter-widgets/jupyterlab-manager:plugin?token={token}"
    while True:  # until it listens; the guard ends the process
        try:
            with urllib.request.urlopen(settings) as response:
                return json.load(response)["schema"]["properties"]["saveState"]["default"]
        except urllib.error.URLError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.1)
                raise AssertionError(process.stderr.read()) from None


@pytest.mark.parametrize("existing", [None, "{}"])
def test_it_starts_jupyterlab_on_the_notebook(own_place, tmp_path, existing):
    pytest.importorskip("jupyterlab")
    notebook = own_place / "new folder/edgeanomaly.ipynb"
    if existing is not None:
        notebook.parent.mkdir()
        notebook.write_text(existing)
    private = {name: str(tmp_path / name) for name in FOLDERS}
    command = [*COMMAND, "lab", "new folder", "--no-browser", "--", "--allow-root", f"--port={free_port()}"]
    with running(
        [*command, "--ServerApp.ip=127.0.0.1"],
        cwd=own_place,
        env={**os.environ, **private, "JUPYTER_PLATFORM_DIRS": "1"},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        guard = threading.Timer(120, end, [process])
        guard.daemon = True
        guard.start()
        messages: list[str] = []
        while not messages or (messages[-1] and "/lab/tree/edgeanomaly.ipynb?token=" not in messages[-1]):
            messages.append(process.stderr.readline())
        assert process.poll() is None, "".join(messages)
        assert saves_panels(messages[-1].split()[-1], process)
        guard.cancel()
    if existing is None:
        nbformat.validate(nbformat.read(notebook, as_version=4))
    else:
        assert notebook.read_text() == existing


def test_jupyterlab_uses_this_python_as_python3(run, monkeypatch, tmp_path):
    pytest.importorskip("jupyterlab")
    from edgeanomaly_nb.kernels import ThisPythonSpecs

    kernel = tmp_path / "jupyter/kernels"
    for name in ("python3", "other"):
        (kernel / name).mkdir(parents=True)
        (kernel / name / "kernel.json").write_text(
            '{"argv": ["false"], "display_name": "x", "language": "x"}'
        )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    started = []
    monkeypatch.setattr("edgeanomaly_nb.cli.commands.lab._become", lambda argv: started.append(argv) or 0)
    assert run("lab", "new").code == 0
    assert f"--ServerApp.kernel_spec_manager_class={ThisPythonSpecs.__module__}.ThisPythonSpecs" in started[0]
    specs = ThisPythonSpecs().get_all_specs()
    assert specs["python3"]["spec"]["argv"][0] == sys.executable
    assert specs["other"]["spec"]["argv"] == ["false"]
