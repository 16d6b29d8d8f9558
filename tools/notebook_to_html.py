"""Run a notebook and write it as one offline page: ``python -m tools.notebook_to_html IN OUT``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nbconvert import HTMLExporter

from tools.run_notebooks import executed

if TYPE_CHECKING:
    import nbformat

WIDGET = "application/vnd.jupyter.widget-view+json"


def page_of(notebook: nbformat.NotebookNode) -> str:
    """Return the page of a notebook that was run."""
    # Widgets need a kernel and external scripts; the page shows the static form of each panel instead.
    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if WIDGET not in output.get("data", {})]
    exporter = HTMLExporter(mathjax_url="", require_js_url="", jupyter_widgets_base_url="", mermaid_js_url="")
    page, _ = exporter.from_notebook_node(notebook)
    return str(page)


def main(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page_of(executed(source)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
