"""Programs in C and C++ with a header, compiled against a made-up library and run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.firmware.compilers import HOW_TO_GET_ONE, NO_COMPILER, find_compilers

# All that compilers have against it, and no more: a warning is an error.
WARNINGS = (
    *("-Wall", "-Wextra", "-Werror", "-pedantic", "-Wundef", "-Wshadow", "-Wconversion", "-Wsign-conversion"),
    *("-Wdouble-promotion", "-Wfloat-equal", "-Wcast-qual", "-Wcast-align", "-Wtrigraphs", "-Wcomment"),
)
COMPILERS = find_compilers() or [None]
#: What `model_metadata.h` of a library of today has.
TYPES = """
#define EI_ANOMALY_TYPE_UNKNOWN 0
#define EI_ANOMALY_TYPE_KMEANS 1
#define EI_ANOMALY_TYPE_GMM 2
#define EI_ANOMALY_TYPE_VISUAL_GMM 3
#define EI_ANOMALY_TYPE_VISUAL_PATCHCORE 4
#define EI_ANOMALY_TYPE_CUSTOM 5
#define EI_ANOMALY_TYPE_VISUAL_CUSTOM 6
"""


def library(project_id=481207, kind="EI_ANOMALY_TYPE_KMEANS", types=TYPES, more=""):
    """Return a made-up `model_metadata.h`."""
    project = "" if project_id is None else f"#define EI_CLASSIFIER_PROJECT_ID {project_id}\n"
    return f"{types}{project}#define EI_CLASSIFIER_HAS_ANOMALY {kind}\n{more}"


class Built(NamedTuple):
    """What the compiler printed, and what the program printed; None if it was not built."""

    errors: str
    output: str | None


@pytest.fixture(params=COMPILERS, ids=lambda compiler: compiler.name if compiler else "none")
def build(request, tmp_path):
    """Compile a program with headers by their names, and run it."""
    if request.param is None:
        if os.environ.get("CI"):
            pytest.fail(f"{NO_COMPILER}, and CI must run these tests: {HOW_TO_GET_ONE}")
        pytest.skip(f"{NO_COMPILER}: {HOW_TO_GET_ONE}")
    return lambda *arguments, **options: _build(request.param, tmp_path, *arguments, **options)


def _build(compiler, folder: Path, headers, main, *, metadata=None, flags=("-O1",), before="") -> Built:
    if metadata is not None:
        (folder / "model-parameters").mkdir(exist_ok=True)
        (folder / "model-parameters/model_metadata.h").write_text(metadata)
        before = f'{before}#include "model-parameters/model_metadata.h"\n'
    includes = []
    for name, content in headers.items():
        (folder / name).write_text(content)
        includes.append(f'#include "{name}"\n')
    source = folder / f"main{compiler.suffix}"
    source.write_text(
        f"#include <stdio.h>\n{before}{''.join(includes)}int main(void)\n{{\n{main}\nreturn 0;\n}}\n"
    )
    program = folder / "program"
    command = [*compiler.command, *WARNINGS, *flags, str(source), "-o", str(program)]
    compiled = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    if compiled.returncode != 0:
        return Built(compiled.stderr, None)
    assert compiled.stderr == ""
    return Built("", subprocess.run([program], check=True, capture_output=True, text=True).stdout)
