"""The notebook that ``edgeanomaly-nb lab`` starts with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

WELCOME = """\
# Anomaly blocks

Choose a project and a block, load it, look at it, export it. Without a key in `EI_API_KEY` the explorer
opens on the bundled samples.
"""
EXPLORE = """\
import edgeanomaly_nb as ea

explorer = ea.explore()
explorer"""
GO_ON = """\
Once a block is loaded, it is `explorer.config`. Here is a bundled one:"""
FRAMES = """\
config = ea.load_sample("motion")
config.axes.query("favourite or selected")"""
FINDINGS = """\
config.findings()"""


def write_starter(path: Path) -> None:
    """Write the notebook, unless there is a file already.

    Parameters
    ----------
    path : Path
        Where to.

    Raises
    ------
    OSError
        It cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_starter(Path(folder, "a.ipynb"))
    ...     len(json.loads(Path(folder, "a.ipynb").read_text(encoding="utf-8"))["cells"])
    5
    """
    if not path.exists():
        with path.open("x", encoding="utf-8") as sink:
            sink.write(json.dumps(_notebook(), indent=1, ensure_ascii=False) + "\n")


def _notebook() -> dict[str, Any]:
    cells = [
        _cell("markdown", WELCOME),
        _cell("code", EXPLORE),
        _cell("markdown", GO_ON),
        _cell("code", FRAMES),
        _cell("code", FINDINGS),
    ]
    named = [{"id": f"cell-{nth}", **cell} for nth, cell in enumerate(cells)]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return {"cells": named, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _cell(kind: str, source: str) -> dict[str, Any]:
    more: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source.strip().splitlines(keepends=True), **more}
