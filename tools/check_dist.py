"""Build the sdist and the wheel, and check them: ``python -m tools.check_dist dist``.

The wheel is installed in an empty environment, and passes the quick tests from outside the checkout: those of
the sdist, without its copy of the package.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import edgeanomaly_nb

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
QUICK = ["-q", "-n", "2", "--dist", "loadfile", "-p", "no:nbval", "--hypothesis-profile=quick"]
SELECTED = ["-m", "not browser and not slow", "--ignore", "tests/browser", "tests"]
#: Needs the package in the folder of the tool.
CHECKOUT_ONLY = "tests/studio/samples/test_catalogue.py::test_committed_files_match_the_tool"


def run(*command: str | Path, cwd: Path = ROOT, **variables: str) -> None:
    """Run a command and show its output.

    Raises
    ------
    subprocess.CalledProcessError
        The command failed.
    """
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    subprocess.run([str(part) for part in command], cwd=cwd, check=True, env={**clean, **variables})


def build(target: Path) -> tuple[Path, Path]:
    """Build both in an empty folder, and return the paths of the sdist and of the wheel."""
    shutil.rmtree(target, ignore_errors=True)
    run(sys.executable, "-m", "build", "--outdir", target)  # the wheel from the sdist
    (sdist,), (wheel,) = target.glob("*.tar.gz"), target.glob("*.whl")
    return sdist, wheel


def contents(wheel: Path) -> dict[str, str]:
    """Return the checksum of each file of a wheel by its name."""
    with zipfile.ZipFile(wheel) as opened:
        return {name: sha256(opened.read(name)).hexdigest() for name in opened.namelist()}


def check_files(sdist: Path, wheel: Path) -> None:
    """Check names, metadata and licences, and that the checkout builds the same wheel as the sdist."""
    run(BIN / "twine", "check", "--strict", sdist, wheel)
    run(BIN / "check-wheel-contents", wheel)
    name = f"edgeanomaly_nb-{edgeanomaly_nb.__version__}"
    assert sdist.name == f"{name}.tar.gz", sdist.name
    assert wheel.name == f"{name}-py3-none-any.whl", wheel.name
    found = contents(wheel)
    for notice in ("LICENSE", "THIRD-PARTY-NOTICES.md"):
        assert f"{name}.dist-info/licenses/{notice}" in found, notice
    with TemporaryDirectory() as place:
        run(sys.executable, "-m", "build", "--wheel", "--outdir", place)
        (direct,) = Path(place).glob("*.whl")
        assert contents(direct) == found, "The checkout builds another wheel than the sdist."


def check_installed(sdist: Path, wheel: Path) -> None:
    """Install the wheel in an empty environment, and run the command and the quick tests with it."""
    with TemporaryDirectory() as place:
        with tarfile.open(sdist) as opened:
            opened.extractall(place, filter="data")
        folder = Path(place, sdist.name.removesuffix(".tar.gz"))
        shutil.rmtree(folder / "edgeanomaly_nb")  # only the installed package is left
        environment = Path(place, "environment")
        python = environment / "bin/python"
        install = [BIN / "uv", "pip", "install", "--quiet", "--python", python, "-c", "constraints.txt"]
        run(BIN / "uv", "venv", "--quiet", "--python", sys.executable, environment)
        run(*install, wheel, cwd=folder)
        run(environment / "bin/edgeanomaly-nb", "check", "--sample", "motion", cwd=Path(place))
        run(*install, f"edgeanomaly-nb[lab,parquet,test] @ {wheel.as_uri()}", cwd=folder)
        settings = {"SOURCE_DATE_EPOCH": "0", "MATPLOTLIBRC": str(folder / "tests/matplotlibrc")}
        tests = [*QUICK, *SELECTED, "--deselect", CHECKOUT_ONLY]
        run(python, "-m", "pytest", *tests, cwd=folder, **settings)


if __name__ == "__main__":
    made = build(Path(sys.argv[1]).resolve())
    check_files(*made)
    check_installed(*made)
    print("dist: all well", *made, sep="\n")
