"""Find the C and C++ compilers that the tests of firmware headers run, or install one where that can be done.

``python -m tests.firmware.compilers`` does both; `make test` calls it. Without a compiler these tests are
skipped; if the environment variable ``CI`` is set, that is an error. A wheel of ziglang would bring clang to
every machine, but has 100 MB, 400 MB installed, and needs a minute for its first program, so it is used only
where it is installed.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from typing import NamedTuple

HOW_TO_GET_ONE = "apt-get install gcc g++ (Debian, as root), or: .venv/bin/python -m pip install ziglang"
NO_COMPILER = "there is no gcc, no clang and no ziglang"


class Compiler(NamedTuple):
    """The begin of a command that compiles one language in one standard."""

    name: str
    command: tuple[str, ...]
    suffix: str


def find_compilers() -> list[Compiler]:
    """Return the compilers of this machine: C99 and C++11 of each family."""
    found = []
    for c, cpp in (("gcc", "g++"), ("clang", "clang++")):
        found += _of_family(c, [c], [cpp]) if shutil.which(c) and shutil.which(cpp) else []
    if importlib.util.find_spec("ziglang"):
        zig = [sys.executable, "-m", "ziglang"]
        found += _of_family("zig", [*zig, "cc"], [*zig, "cc", "-x", "c++"])
    return found


def _of_family(name: str, c: list[str], cpp: list[str]) -> list[Compiler]:
    return [
        Compiler(f"{name}-c99", (*c, "-std=c99"), ".c"),
        Compiler(f"{name}-c++11", (*cpp, "-std=c++11"), ".cpp"),
    ]


def install_compiler() -> None:
    """Install gcc of Debian as root, if there is apt-get; a failure is reported, not raised."""
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    print("Installing a compiler for the tests of firmware headers: apt-get install gcc g++", flush=True)
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "gcc", "g++", "libc6-dev"]
    subprocess.run(install, check=False, **quiet)


def main() -> int:
    if not find_compilers():
        install_compiler()
    if not find_compilers() and os.environ.get("CI"):
        print(
            f"There is no compiler for the tests of firmware headers, and CI must run them: {HOW_TO_GET_ONE}."
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
