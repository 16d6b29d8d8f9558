"""Build the documentation site, which opens from disk: ``python -m tools.build_docs build/docs``.

The sources are `docs/`, the notebooks with their committed outputs, the changelog, and pictures that are made
from the bundled samples. They are gathered in a folder beside the site: `docs/` has nothing generated.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click
from sphinx.cmd.build import build_main

import edgeanomaly_nb as ea
from edgeanomaly_nb.cli.group import COMMANDS, PROGRAM, LazyGroup
from tools.docs_pictures import write_pictures

ROOT = Path(__file__).parents[1]


def gather(folder: Path) -> Path:
    """Copy all sources of the site to `folder`; what is no longer a source is removed."""
    pictures, stubs = folder / "api/pictures", folder / "api/generated"
    for path in [*folder.glob("*"), *folder.glob("*/*")]:
        if path.is_file():
            path.unlink()
    shutil.rmtree(stubs, ignore_errors=True)  # a name that is gone
    shutil.copytree(ROOT / "docs", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        shutil.copy2(notebook, folder / "course")
    shutil.copy2(ROOT / "CHANGELOG.md", folder / "changelog.md")
    write_command_help(folder / "command.md")
    write_pictures(pictures)
    (folder / "extra").mkdir(exist_ok=True)
    blocks = [ea.load_sample("motion"), ea.load_sample("motion-later")]
    ea.write_report(blocks, folder / "extra/example-report.html")
    return folder


def write_command_help(page: Path) -> None:
    """Add the help of each command to the page about the command line."""
    sections = [page.read_text(encoding="utf-8")]
    for name in COMMANDS:
        command = LazyGroup().get_command(click.Context(LazyGroup()), name)
        context = click.Context(
            command, info_name=f"{PROGRAM} {name}", max_content_width=80, terminal_width=80
        )
        sections.append(f"## {name}\n\n```text\n{command.get_help(context)}\n```\n")
    page.write_text("\n".join(sections), encoding="utf-8")


def build(target: Path) -> Path:
    """Build the site, and return its first page. A warning is an error.

    Raises
    ------
    RuntimeError
        Sphinx found a fault, which it has printed.
    """
    target = target.resolve()
    source = gather(target.with_name(f"{target.name}-source"))
    doctrees = target.with_name(f"{target.name}-doctrees")
    options = ["--fail-on-warning", "--keep-going", "--quiet", "-d", str(doctrees)]
    if build_main([*options, "-b", "html", str(source), str(target)]):
        raise RuntimeError("The site has faults, which are printed above.")
    return target / "index.html"


if __name__ == "__main__":
    os.environ.setdefault("MATPLOTLIBRC", str(ROOT / "tests/matplotlibrc"))
    try:
        print(f"The site is {build(Path(sys.argv[1]))}: open it in a browser.")
    except RuntimeError as error:
        sys.exit(str(error))
