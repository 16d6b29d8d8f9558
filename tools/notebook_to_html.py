"""Run a notebook and write it as one page without network: ``python -m tools.notebook_to_html IN OUT``."""

from __future__ import annotations

import sys
from pathlib import Path

from nbconvert import HTMLExporter

from tools.run_notebooks import executed


def main(source: Path, target: Path) -> None:
    notebook = executed(source)
    # Widgets need a kernel and scripts from elsewhere; the page shows the static form of each panel instead.
    for output in (out for cell in notebook.cells for out in cell.get("outputs", [])):
        output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    exporter = HTMLExporter(mathjax_url="", require_js_url="", jupyter_widgets_base_url="", mermaid_js_url="")
    page, _ = exporter.from_notebook_node(notebook)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
