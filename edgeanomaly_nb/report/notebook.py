"""The report as an executed notebook that the reader can continue."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pandas as pd

from ..block.config import AnomalyConfig
from ..errors import MissingExtraError, ReportError
from ..studio.auth.keys import KEY_VARIABLES
from ..tables import bare
from ..text import one_line
from .block import Block
from .markdown import findings_list, overview_table, pairs_table, text, texts_table
from .scores import Scores
from .summarize import Summary

if TYPE_CHECKING:
    from nbformat import NotebookNode

_TIMEOUT_S = 120
#: With more windows, the notebook has the tables of the scores, but not the scores.
_MOST_SCORES = 10_000


def render(summary: Summary) -> bytes:
    """Render the notebook, which contains each config and was run with this Python.

    Raises
    ------
    MissingExtraError
        nbclient or ipykernel is not installed.
    ReportError
        The kernel does not start, or it fails.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> b"accX RMS" in render(summarize([ea.load_sample("motion")]))  # doctest: +SKIP
    True
    """
    v4 = _nbformat_v4()
    notebook = _notebook(summary, v4)
    try:
        with TemporaryDirectory(prefix="edgeanomaly_nb-", ignore_cleanup_errors=True) as folder:
            _run(notebook, folder)
    except Exception as exc:
        raise ReportError(
            "The notebook report could not be run: a kernel of this Python did not start, or it failed. "
            f"{type(exc).__name__}: {one_line(str(exc), 400)}"
        ) from exc
    _tidy(notebook)
    return f"{v4.writes_json(notebook)}\n".encode()


def _nbformat_v4() -> Any:
    """Return the functions of nbformat for notebooks of version 4, which have no types."""
    try:
        import ipykernel  # noqa: F401
        import nbclient  # noqa: F401
        import nbformat
    except ImportError as exc:
        raise MissingExtraError.of("A notebook report", "nbclient", "nbformat", "ipykernel") from exc
    return nbformat.v4


_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_LANGUAGE = {"name": "python"}
_HIDDEN = {"jupyter": {"source_hidden": True}}


def _notebook(summary: Summary, v4: Any) -> NotebookNode:
    new_cell = {"markdown": v4.new_markdown_cell, "code": v4.new_code_cell}
    cells = [
        new_cell[kind](source, id=f"report-{at}", metadata=_HIDDEN if source.startswith("# The data") else {})
        for at, (kind, source) in enumerate(_cells(summary))
    ]
    notebook: NotebookNode = v4.new_notebook(
        cells=cells, metadata={"kernelspec": _KERNEL, "language_info": _LANGUAGE}
    )
    return notebook


#: A panel is displayed twice: as a widget, which needs its kernel, and as HTML.
_WIDGET = "application/vnd.jupyter.widget-view+json"
#: What shows one of both; it has the id of the widget, which differs at each run.
_OF_WIDGET = re.compile(r"<style>:is\(.jp-OutputArea.*?</style>|(?<=class=\")ea-static-[0-9a-f]{32} ")


def _tidy(notebook: NotebookNode) -> None:
    """Remove what differs at each run, or what needs the kernel that has ended; static forms are kept."""
    notebook.metadata["language_info"] = _LANGUAGE
    for cell in notebook.cells:
        outputs = cell.get("outputs", [])
        outputs[:] = [output for output in outputs if _WIDGET not in output.get("data", {})]
        for output in outputs:
            if "text/html" in output.get("data", {}):
                output["data"]["text/html"] = _OF_WIDGET.sub("", output["data"]["text/html"])


def _run(notebook: NotebookNode, folder: str) -> None:
    """Run the notebook with this Python and without the settings of the user."""
    from nbclient import NotebookClient

    from ..kernels import ThisPythonManager

    class Manager(ThisPythonManager):
        def _connection_file_default(self) -> str:  # the home folder may be read-only
            return str(Path(folder, "kernel.json"))

    client = NotebookClient(
        notebook,
        timeout=_TIMEOUT_S,
        record_timing=False,
        store_widget_state=False,
        kernel_manager_class=Manager,
        extra_arguments=[
            "--IPKernelApp.log_level=40",
            # A matplotlibrc in the working folder has precedence over MATPLOTLIBRC.
            "--IPKernelApp.exec_lines=import matplotlib; matplotlib.rcdefaults()",
        ],
    )
    client.execute(env={**_environment(), "IPYTHONDIR": folder})


def _environment() -> dict[str, str]:
    """Return the environment of the kernel: without keys, and with time zero for the dates in pictures."""
    kept = {name: value for name, value in os.environ.items() if name not in KEY_VARIABLES}
    return {**kept, "SOURCE_DATE_EPOCH": "0", "MPLBACKEND": "module://matplotlib_inline.backend_inline"}


def _cells(summary: Summary) -> Iterator[tuple[str, str]]:
    several = len(summary.blocks) > 1
    yield "markdown", f"# {text(summary.title)}\n\n{text(summary.created)}. {text(summary.how_to_read)}"
    if several:
        # JupyterLab derives the id of a heading from its text.
        links = ["#" + quote(block.title.replace(" ", "-")) for block in summary.blocks]
        yield "markdown", f"## {summary.overview.title}\n\n{overview_table(summary, links)}"
    yield "code", _SET_UP
    for at, block in enumerate(summary.blocks, start=1):
        name = f"config_{at}" if several else "config"
        yield from _block_cells(block, name, summary.heading(block))
    if summary.comparison:
        yield "markdown", f"## What changed\n\n{text(summary.comparison.text)}"
        yield "code", "ea.compare(config_1, config_2)"
        yield "code", "_ = ea.plot_changes(config_1, config_2)"


def _block_cells(block: Block, name: str, heading: str) -> Iterator[tuple[str, str]]:
    yield "markdown", f"## {text(heading)}\n\n**{text(block.verdict_text)}**"
    yield "code", _data(name, block.config)
    yield "markdown", f"### Thresholds\n\n{text(block.scores)}".rstrip()
    yield "code", f'{name}.thresholds[["value", "suggested_value", "difference", "description"]]'
    yield "code", f"_ = ea.plot_thresholds({name})"
    if block.has_axes:
        yield "markdown", f"### Axes\n\n{text(block.selection)}"
        yield "code", f"_ = ea.plot_axes({name})"
    yield "markdown", f"### What to do: {text(block.findings_text)}\n\n{findings_list(block)}"
    if block.flagged:
        yield from _scores_cells(block.flagged, name)
    if block.has_axes:
        yield "code", f"axes = {name}.axes\naxes[axes.selected | axes.favourite]"
        yield "code", f"ea.AxesPanel({name})"
    yield "code", name
    yield "markdown", pairs_table("Source", block.provenance)


def _scores_cells(scores: Scores, name: str) -> Iterator[tuple[str, str]]:
    parts = [f"### {scores.title}", *map(text, scores.texts)]
    parts += [f"#### {table.title}\n\n{texts_table(table)}" for table in scores.tables]
    parts += [pairs_table(scores.facts_title, scores.facts), *map(text, scores.notes)]
    yield "markdown", "\n\n".join(parts)
    frame = scores.frame
    if frame is None or scores.trials is None or len(frame) > _MOST_SCORES:
        return
    tried = scores.trials.frame.index.tolist()
    yield "code", scores_code(frame)
    yield "code", f"_ = ea.plot_scores(scores, {name})"
    yield (
        "code",
        f"# Other thresholds, rule='>=' or in_a_row=3: what would they flag?\nea.what_if(scores, {tried})",
    )


def scores_code(frame: pd.DataFrame) -> str:
    """Return code that makes the frame of scores again.

    Examples
    --------
    >>> print(scores_code(pd.DataFrame({"score": [0.5], "label": ["idle"]})))
    # The data: the scores of the windows.
    scores = pd.DataFrame(
        {'score': [0.5], 'label': ['idle']}
    ).astype({'score': 'float64'}).rename_axis("window")
    scores.attrs = {}
    """
    kept = frame.loc[:, frame.notna().any() | (frame.columns == "score")]
    columns = {str(name): _values(kept[name]) for name in kept}
    types = {str(name): str(kept[name].dtype) for name in kept.select_dtypes("number")}
    code = ", ".join(f"{name!r}: [{', '.join(values)}]" for name, values in columns.items())
    return (
        f"# The data: the scores of the windows.\nscores = pd.DataFrame(\n    {{{code}}}\n"
        f').astype({types}).rename_axis("window")\nscores.attrs = {frame.attrs}'
    )


def _values(column: pd.Series) -> list[str]:
    """Return values as code; a float32 is the shortest number that is the same float32."""
    if pd.api.types.is_float_dtype(column.dtype):
        texts = map(str, column.to_numpy())
        return [number if isfinite(float(number)) else f"float({number!r})" for number in texts]
    return [repr(bare(value)) for value in column]


_SET_UP = """\
from datetime import datetime

import edgeanomaly_nb as ea
import pandas as pd
from edgeanomaly_nb import Source

pd.options.display.max_colwidth = None"""


def _data(name: str, config: AnomalyConfig) -> str:
    return (
        "# The data: the response of the service, so that this notebook needs no network and no other file.\n"
        f"{name} = ea.AnomalyConfig.from_json(\n    {config.to_json()!r},\n    source={_source(config)},\n)"
    )


def _source(config: AnomalyConfig) -> str:
    """Return the source as code, without the path of the file, which may be private."""
    source = replace(config.source, path=None)
    code = {name: repr(value) for name, value in asdict(source).items() if value is not None}
    if source.fetched_at:
        code["fetched_at"] = f'datetime.fromisoformat("{source.fetched_at.isoformat()}")'
    return f"Source({', '.join(f'{name}={value}' for name, value in code.items())})"
