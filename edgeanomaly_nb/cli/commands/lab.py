"""``edgeanomaly-nb lab``."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from ..group import PROGRAM
from ..help import Command
from ..output.files import make_folder, writing
from ..starter import write_starter

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLES = """\
edgeanomaly-nb lab
edgeanomaly-nb lab ~/anomalies --no-browser
edgeanomaly-nb lab . -- --port=9999      what follows -- goes to JupyterLab
edgeanomaly-nb lab -- --allow-root       as root, in a container
"""


class LabCommand(Command):
    """A command that says where the options of JupyterLab go."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the options; one that is not known may be meant for JupyterLab."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise click.UsageError(
                f"{error.format_message()} Options for JupyterLab go after --: "
                f"{PROGRAM} lab -- {error.option_name}",
                ctx,
            ) from None


@click.command("lab", cls=LabCommand, examples=EXAMPLES)
@click.argument("folder", type=click.Path(file_okay=False), default=".")
@click.argument("more", nargs=-1, type=click.UNPROCESSED, metavar="[-- JUPYTER OPTIONS]")
@click.option("--no-browser", is_flag=True, help="Open no browser; the address is printed.")
def command(*, folder: str, more: Sequence[str], no_browser: bool) -> int:
    """Start JupyterLab on a notebook with the explorer.

    The notebook is edgeanomaly.ipynb in FOLDER (this folder by default). It is written if it is not there,
    and else left as it is. Ends with the exit code of JupyterLab.
    """
    from ...errors import MissingExtraError

    if find_spec("jupyterlab") is None:
        raise MissingExtraError(
            'JupyterLab is not installed. Install it with: pip install "edgeanomaly-nb[lab]"'
        )
    if folder.startswith("-"):  # of `lab -- --port=9999`: FOLDER was left out
        folder, more = ".", [folder, *more]
    root = make_folder(folder).resolve()
    notebook = root / "edgeanomaly.ipynb"
    with writing(notebook):
        write_starter(notebook)
    # Not the notebook as an argument: then the address that --no-browser prints would not lead to it.
    where = [f"--ServerApp.root_dir={root}", f"--LabApp.default_url=/lab/tree/{notebook.name}"]
    # Else a kernelspec python3 of another Python would run the notebook, where this package is missing.
    kernels = "--ServerApp.kernel_spec_manager_class=edgeanomaly_nb.kernels.ThisPythonSpecs"
    browser = ["--no-browser"] if no_browser else []
    return _become([sys.executable, "-m", "jupyterlab", *where, kernels, *browser, *more])


def _become(arguments: list[str]) -> int:
    """Let JupyterLab take the place of this process, so that Ctrl-C and signals are its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform != "win32":  # where it would start a second process and end this one
        os.execv(arguments[0], arguments)  # noqa: S606  # this very Python
    return subprocess.call(arguments)  # noqa: S603  # the same
