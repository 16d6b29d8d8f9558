"""``edgeanomaly-nb lab``."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from ..help import PROGRAM, Command
from ..output.files import create_folder, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

STARTER = "starter.ipynb"


class LabCommand(Command):
    """A command whose error for an unknown option shows how to pass options to JupyterLab."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the options; an unknown one may be meant for JupyterLab."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise click.UsageError(
                f"{error.format_message()} Options for JupyterLab go after --: "
                f"{PROGRAM} lab -- {error.option_name}",
                ctx,
            ) from None


@click.command("lab", cls=LabCommand)
@click.argument("folder", type=click.Path(file_okay=False), default=".")
@click.argument("more", nargs=-1, type=click.UNPROCESSED, metavar="[-- JUPYTER OPTIONS]")
@click.option("--no-browser", is_flag=True, help="Open no browser; the address is printed.")
def command(*, folder: str, more: Sequence[str], no_browser: bool) -> int:
    """Start JupyterLab on a notebook with the explorer.

    The notebook is edgeanomaly.ipynb in FOLDER (by default the current folder). It is created if it does not
    exist; an existing one is not changed. The exit code is that of JupyterLab.

    Examples
    --------
    edgeanomaly-nb lab
    edgeanomaly-nb lab ~/anomalies --no-browser
    edgeanomaly-nb lab . -- --port=9999      options after -- are those of JupyterLab
    edgeanomaly-nb lab -- --allow-root       as root, in a container
    """
    from ...errors import MissingExtraError

    if find_spec("jupyterlab") is None:
        raise MissingExtraError("JupyterLab is not installed. Install it: pip install jupyterlab.")
    if folder.startswith("-"):  # as in `lab -- --port=9999`, which has no FOLDER
        folder, more = ".", [folder, *more]
    notebook = _write_starter(create_folder(folder).resolve())
    browser = ["--no-browser"] if no_browser else []
    _save_panels()
    return _become([sys.executable, "-m", "jupyterlab", *_options(notebook), *browser, *more])


def _write_starter(folder: Path) -> Path:
    notebook = folder / "edgeanomaly.ipynb"
    if not notebook.exists():
        with writing(notebook), notebook.open("xb") as sink:
            sink.write(files(__package__).joinpath(STARTER).read_bytes())
    return notebook


def _save_panels() -> None:
    """Make JupyterLab save panels in notebooks, as the default: the settings of the user have precedence.

    https://jupyterlab-server.readthedocs.io/en/latest/api/jupyterlab_server.html (default_setting_overrides)
    """
    ours = str(files(__package__).joinpath("jupyter_config"))
    paths = [ours, *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(paths)


def _options(notebook: Path) -> list[str]:
    return [
        # The notebook is not an argument: the address that --no-browser prints would not open it.
        f"--ServerApp.root_dir={notebook.parent}",
        f"--LabApp.default_url=/lab/tree/{notebook.name}",
        # A kernelspec python3 of another Python would run the notebook, where this package is missing.
        "--ServerApp.kernel_spec_manager_class=edgeanomaly_nb.kernels.ThisPythonSpecs",
    ]


def _become(arguments: list[str]) -> int:
    """Replace this process by JupyterLab, so that Ctrl-C and signals reach it."""
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform != "win32":  # where it would start a second process and end this one
        os.execv(arguments[0], arguments)  # noqa: S606  # this very Python
    return subprocess.call(arguments)  # noqa: S603  # this very Python
