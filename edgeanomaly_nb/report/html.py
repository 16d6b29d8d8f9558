"""The report as one HTML page that needs nothing else: no network, no server, no script."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ..comparison.changes import for_readers
from ..plots import figure_svg
from ..text import one_line
from .pictures import Picture, axes_picture, changes_picture, thresholds_picture
from .summarize import TALL_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from .summarize import Summary

_CHUNK = 500  # rows that are joined at a time: no large page is ever in memory whole
_LABEL_CHARACTERS = 200


def render(summary: Summary) -> Iterator[bytes]:
    """Render the page in parts.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> next(render(summarize([ea.load_sample("motion")])))[:15]
    b'<!doctype html>'
    """
    template = _environment().get_template("report.html.j2")
    for part in template.generate(summary=summary, script=_script(), script_hash=_script_hash()):
        yield part.encode()


def axes_rows(axes: pd.DataFrame) -> Iterator[Markup]:
    """Write the rows of the table of axes, some at a time.

    End tags that HTML lets go are left out, and labels are escaped once each: a table of 10,000 axes is then
    smaller and quicker than it would be from a template.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> print(next(axes_rows(ea.load_sample("motion").axes.head(1))))
    <tr><th scope=row>0<td>accX RMS<td>yes<td>yes<td>accX<td>RMS
    <BLANKLINE>
    """
    differs = bool((axes["selected"] != axes["configured"]).any())
    columns = [
        axes.index.tolist(),
        _texts(axes["label"]),
        _flags(axes["selected"]),
        _flags(axes["favourite"]),
    ]
    columns += [_flags(axes["configured"])] * differs
    columns += [_texts(axes["sensor"]), _texts(axes["feature"])]
    row = "<tr><th scope=row>" + "<td>".join(["%s"] * len(columns)) + "\n"
    rows = zip(*columns, strict=True)
    while chunk := list(islice(rows, _CHUNK)):
        # Every text in it was escaped by _texts.
        yield Markup("".join([row % cells for cells in chunk]))  # noqa: S704


def change_rows(changes: pd.DataFrame) -> Iterator[Markup]:
    """Write the rows of the table of changes, some at a time.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> changes = ea.compare(ea.load_sample("motion"), ea.load_sample("motion-later"))
    >>> print(next(change_rows(changes.head(1))))
    <tr><td>block<th scope=row>clusters<td><td><bdi>5 → 8</bdi>
    <BLANKLINE>
    """
    told = for_readers(changes)
    columns = [_texts(told[name]) for name in ("part", "subject", "what", "in_words")]
    rows = zip(*columns, strict=True)
    while chunk := list(islice(rows, _CHUNK)):
        yield Markup("".join(["<tr><td>%s<th scope=row>%s<td>%s<td>%s\n" % cells for cells in chunk]))  # noqa: S704, UP031


def _texts(column: pd.Series) -> list[str]:
    known: dict[object, str] = {}
    return [known[text] if text in known else known.setdefault(text, _text(text)) for text in column.tolist()]


def _text(text: object) -> str:
    if not isinstance(text, str):
        return ""
    line = one_line(text, _LABEL_CHARACTERS)
    return str(escape(line)) if line.isascii() else f"<bdi>{escape(line)}</bdi>"


def _flags(column: pd.Series) -> list[str]:
    return ["yes" if flag else "" for flag in column.tolist()]


def _picture(picture: Picture, salt: str) -> Markup:
    """Draw inline: the ink follows the theme of the page."""
    return Markup(figure_svg(picture.figure, label=picture.in_words, salt=salt))  # noqa: S704  # escapes its label


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("edgeanomaly_nb.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        axes_rows=axes_rows,
        change_rows=change_rows,
        picture=_picture,
        axes_picture=axes_picture,
        thresholds_picture=thresholds_picture,
        changes_picture=changes_picture,
        tall_table=TALL_TABLE,
        style=Markup(_own_file("report.css")),  # noqa: S704
    )
    return environment


@lru_cache(maxsize=1)
def _script() -> Markup:
    return Markup(_own_file("report.js"))  # noqa: S704


@lru_cache(maxsize=1)
def _script_hash() -> str:
    """Give what the page's policy allows to run: this one script and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()


def _own_file(name: str) -> str:
    return files("edgeanomaly_nb.report").joinpath("templates", name).read_text(encoding="utf-8")
