"""JupyterLab, Notebook 7 and Voilà on a free port of this machine, each with its own folders."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.processes import running

if TYPE_CHECKING:
    from collections.abc import Iterator

BIN = Path(sys.executable).parent
TOKEN = "browser-tests"
QUIET = {"checkForUpdates": False, "fetchNews": "false", "doNotDisturbMode": True}


class Server(NamedTuple):
    """The URL of a server, and its log file."""

    url: str
    log: Path


@contextlib.contextmanager
def jupyter(root: Path, base: Path, app: str = "lab", theme: str = "JupyterLab Light") -> Iterator[Server]:
    """Start JupyterLab (``"lab"``) or Notebook 7 (``"notebook"``) on the notebooks in `root`."""
    port = _free_port()
    trait = {"lab": "LabApp", "notebook": "JupyterNotebookApp"}[app]
    command = [
        str(BIN / f"jupyter-{app}"),
        "--allow-root",
        "--no-browser",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={root}",
        f"--{trait}.expose_app_in_browser=True",
        "--ServerApp.terminals_enabled=False",
    ]
    url = f"http://127.0.0.1:{port}"
    with _running(command, base, root, f"{url}/api/status?token={TOKEN}", theme) as log:
        yield Server(url, log)


@contextlib.contextmanager
def voila(notebook: Path, base: Path, theme: str = "light") -> Iterator[Server]:
    """Start Voilà on one notebook."""
    port = _free_port()
    command = [
        str(BIN / "voila"),
        str(notebook),
        "--no-browser",
        "--Voila.ip=127.0.0.1",
        f"--port={port}",
        f"--theme={theme}",
    ]
    url = f"http://127.0.0.1:{port}"
    with _running(command, base, notebook.parent, f"{url}/voila/static/voila.js", theme) as log:
        yield Server(url, log)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _own_folders(base: Path, theme: str) -> dict[str, str]:
    folders = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "IPYTHONDIR": "ipython",
    }
    for folder in folders.values():
        (base / folder).mkdir(parents=True, exist_ok=True)
    settings = {"notification": QUIET, "themes": {"theme": theme}}
    for name, values in settings.items():
        file = base / f"settings/@jupyterlab/apputils-extension/{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
    private = {name: str(base / folder) for name, folder in folders.items()}
    # This saves two seconds at each start, as in tests/conftest.py.
    (base / "rfc3987_syntax.py").write_text("raise ImportError('not needed here')")
    paths = [str(base), *filter(None, [os.environ.get("PYTHONPATH")])]  # kernels import what the tests import
    more = {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join(paths),
        "JUPYTER_PLATFORM_DIRS": "1",
    }
    return {**os.environ, **private, **more}


@contextlib.contextmanager
def _running(command: list[str], base: Path, folder: Path, probe: str, theme: str) -> Iterator[Path]:
    base.mkdir(parents=True, exist_ok=True)
    log = base / "server.log"
    with (
        log.open("w") as sink,
        running(
            command, env=_own_folders(base, theme), stdout=sink, stderr=subprocess.STDOUT, cwd=folder
        ) as process,
    ):
        _wait_for(probe, process, log)
        yield log


def _wait_for(probe: str, process: subprocess.Popen[bytes], log: Path, limit_s: float = 90) -> None:
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text()}")
        try:
            urllib.request.urlopen(probe, timeout=2).close()
        except urllib.error.HTTPError:
            return  # it responds
        except OSError:
            time.sleep(0.1)  # between two checks of a condition
        else:
            return
    raise TimeoutError(f"the server did not respond: {log.read_text()}")
