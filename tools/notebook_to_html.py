"""Run a notebook and write it as one HTML page that needs no network: ``notebook_to_html.py IN OUT``."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor


def main(source: Path, target: Path) -> None:
    notebook = nbformat.read(source, as_version=4)
    # Widgets need a kernel and scripts from elsewhere; the page shows the static form of each panel instead.
    execute = ExecutePreprocessor(timeout=120, store_widget_state=False)
    execute.preprocess(notebook, {"metadata": {"path": str(source.parent)}})
    for output in (out for cell in notebook.cells for out in cell.get("outputs", [])):
        output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    exporter = HTMLExporter(mathjax_url="", require_js_url="", jupyter_widgets_base_url="", mermaid_js_url="")
    page, _ = exporter.from_notebook_node(notebook)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
