"""The program of the page about firmware, compiled and run."""

from __future__ import annotations

import os
import subprocess

import pytest

import edgeanomaly_nb as ea
from tests.docs.pages import ROOT, blocks
from tests.firmware.compilers import HOW_TO_GET_ONE, NO_COMPILER, find_compilers
from tests.firmware.conftest import WARNINGS

PAGE = blocks(ROOT / "docs/how-to/firmware.md")


def test_the_program_of_the_page_prints_what_the_page_shows(tmp_path):
    compilers = find_compilers()
    if not compilers:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{NO_COMPILER}: {HOW_TO_GET_ONE}")
    (program,) = [block.code for block in PAGE if block.code.startswith("/* main.c */")]
    (shown,) = [block.code for block in PAGE if block.language == "text"]
    (tmp_path / "anomaly_thresholds.h").write_text(ea.firmware_header(ea.load_sample("motion")))
    (tmp_path / "main.c").write_text(program)
    command = [*compilers[0].command, *WARNINGS, "main.c", "-o", "main"]
    subprocess.run(command, check=True, cwd=tmp_path)
    ran = subprocess.run([tmp_path / "main"], check=True, capture_output=True, text=True)
    assert ran.stdout == shown
