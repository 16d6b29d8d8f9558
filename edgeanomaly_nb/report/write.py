"""The forms of a report, and writing one to a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, TypeVar

from ..block.config import AnomalyConfig
from ..checks.findings import FindingSettings
from ..errors import ReportError
from ..files import write_atomically
from ..scores.model import AnomalyModel
from ..scores.windows import Windows
from .summarize import Summary, summarize

T = TypeVar("T")


class Form(NamedTuple):
    """One form of a report: its name, its MIME type, and the function that renders a summary, in parts."""

    title: str
    mime: str
    render: Callable[[Summary], Iterable[bytes]]


def _render(module: str, summary: Summary) -> Iterable[bytes]:
    """Render with a module of this folder, which is imported when it is first used."""
    content: bytes | Iterable[bytes] = import_module(f".{module}", __package__).render(summary)
    return [content] if isinstance(content, bytes) else content


#: Every form by the suffix of its files.
FORMS: Mapping[str, Form] = {
    "html": Form("HTML page", "text/html", partial(_render, "html")),
    "pdf": Form("PDF", "application/pdf", partial(_render, "pdf")),
    "md": Form("Markdown", "text/markdown", partial(_render, "markdown")),
    "ipynb": Form("Jupyter notebook", "application/x-ipynb+json", partial(_render, "notebook")),
    "xlsx": Form(
        "Excel workbook",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        partial(_render, "workbook"),
    ),
}


def write_report(
    configs: AnomalyConfig | Iterable[AnomalyConfig],
    path: str | os.PathLike[str],
    *,
    form: str | None = None,
    model: AnomalyModel | None = None,
    windows: Windows | None = None,
    made_at: datetime | None = None,
    findings: FindingSettings | None = None,
) -> Path:
    """Write a report of one block or several.

    A report describes each block: a verdict, its thresholds and its axes with pictures, what to do, and its
    source. Two configs are also compared; the first is the one before. A report on more than three begins
    with one line per block, worst first. With a model and windows, a report on one block also shows what its
    thresholds would flag.

    Parameters
    ----------
    configs : AnomalyConfig or iterable of AnomalyConfig
        The blocks.
    path : str or path
        The file; its suffix determines the form: ``.html``, ``.pdf`` (needs the extra ``pdf``), ``.md``,
        ``.ipynb`` (extra ``ipynb``) or ``.xlsx`` (extra ``xlsx``). An existing file is replaced in one step,
        and stays unchanged if writing fails.
    form : {"html", "pdf", "md", "ipynb", "xlsx"}, optional
        The form, if the suffix does not determine it.
    model : AnomalyModel, optional
        The trained model, if there is one config. The rules about it are then run, too.
    windows : Windows, optional
        Windows of the block, which the model scores. They are not part of the file; their scores are, in
        forms that have data.
    made_at : datetime, optional
        When the report is created, which it shows; without a zone it is in UTC. The same configs and time
        give the same bytes.
    findings : dict, optional
        Keyword arguments for `AnomalyConfig.findings`, such as `read_finding_settings` returns.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    ValueError
        The form is not one of these, there is no config, or a rule or limit is unknown; there is a model
        for several configs, or the windows have no model or do not fit it.
    MissingExtraError
        The form needs a package that is not installed.
    ReportError
        The report cannot be created.
    OSError
        The file cannot be written.

    Examples
    --------
    >>> import tempfile, edgeanomaly_nb as ea
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ea.write_report(ea.load_sample("motion"), f"{folder}/report.md").name
    'report.md'
    """
    chosen = form_of(path, FORMS, "report", form)
    summary = summarize(configs, model=model, windows=windows, made_at=made_at, findings=findings)
    return write_atomically(path, _parts(chosen, summary))


def report_bytes(
    configs: AnomalyConfig | Iterable[AnomalyConfig],
    form: str,
    *,
    model: AnomalyModel | None = None,
    windows: Windows | None = None,
    made_at: datetime | None = None,
    findings: FindingSettings | None = None,
) -> bytes:
    """Return a report as bytes; parameters and errors are those of `write_report`.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> report_bytes(ea.load_sample("motion"), "html")[:15]
    b'<!doctype html>'
    """
    summary = summarize(configs, model=model, windows=windows, made_at=made_at, findings=findings)
    return b"".join(_parts(form_of(form, FORMS, "report", form), summary))


def html_page(
    config: AnomalyConfig,
    *,
    model: AnomalyModel | None = None,
    windows: Windows | None = None,
    made_at: datetime | None = None,
) -> str:
    """Return the HTML page of one block as text.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> html_page(ea.load_sample("motion")).count("<h1")
    1
    """
    return report_bytes(config, "html", model=model, windows=windows, made_at=made_at).decode()


def _parts(form: Form, summary: Summary) -> Iterator[bytes]:
    """Render the parts; an OSError in rendering is not an error in writing the file."""
    try:
        yield from form.render(summary)
    except OSError as exc:
        raise ReportError(f"The {form.title} could not be created: {exc}") from exc


def form_of(path: str | os.PathLike[str], forms: Mapping[str, T], what: str, name: str | None = None) -> T:
    """Return the form of a file: that of a name, else that of the suffix.

    Parameters
    ----------
    path : str or path
        The file.
    forms : mapping of str to object
        The forms by their suffix, without a dot.
    what : str
        What is written, for the error.
    name : str, optional
        The form, if the suffix does not decide it.

    Raises
    ------
    ValueError
        There is no such form.

    Examples
    --------
    >>> form_of("a.HTML", {"html": 1}, "report")
    1
    """
    chosen = name or Path(path).suffix.lower().removeprefix(".")
    if chosen not in forms:
        raise ValueError(
            f"{Path(path).name!r} does not determine the form of the {what}. There are: .{', .'.join(forms)}."
        )
    return forms[chosen]
