"""What the tests of files share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

on_posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions, links, limits or signals")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def run(code, *arguments):
    """Run code in a Python of its own, which may limit or kill itself."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
