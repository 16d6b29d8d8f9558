"""Run notebooks in place and keep their outputs, without the parts that differ from run to run."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbconvert.preprocessors import ExecutePreprocessor

from edgeanomaly_nb.kernels import ThisPythonManager


def executed(path: Path) -> nbformat.NotebookNode:
    notebook = nbformat.read(path, as_version=4)
    # Hides the warnings of the kernel about its channels, which do not concern notebooks.
    execute = ExecutePreprocessor(
        timeout=120,
        kernel_manager_class=ThisPythonManager,  # not another Python that is installed as python3
        store_widget_state=False,
        coalesce_streams=True,  # otherwise the parts of one output depend on timing
        extra_arguments=["--IPKernelApp.log_level=40"],
    )
    execute.preprocess(notebook, {"metadata": {"path": str(path.parent)}})
    return notebook


def run(path: Path) -> None:
    notebook = executed(path)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        run(Path(name))
