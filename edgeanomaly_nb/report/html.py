"""The report as one self-contained HTML page: no network, no server, and complete without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

import pandas as pd
from markupsafe import Markup, escape

from ..html import breakable
from ..plots import figure_svg
from ..text import counted
from . import pictures
from .block import TALL_TABLE, flag_texts, shown_flags
from .summarize import Summary
from .table import cell_text
from .template import page_style, template

_CHUNK = 500  # rows that are joined at a time, so that no large page is in memory at once
_LEAST_SCALE = 0.65  # a narrower page scrolls: the text of a picture, 12 CSS pixels, would be hard to read


def render(summary: Summary) -> Iterator[bytes]:
    """Render the page in parts.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> next(render(summarize([ea.load_sample("motion")])))[:15]
    b'<!doctype html>'
    """
    return map(str.encode, template("report.html.j2", _names()).generate(summary=summary))


def axes_rows(axes: pd.DataFrame) -> Iterator[Markup]:
    """Return the rows of the table of axes, in chunks.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> print(next(axes_rows(ea.load_sample("motion").axes.head(1))))
    <tr><th scope=row>0<td>accX RMS<td>yes<td>yes<td>accX<td>RMS
    <BLANKLINE>
    """
    flags = [flag_texts(axes[name]) for name in shown_flags(axes)]
    columns = [axes.index.tolist(), _texts(axes["label"]), *flags]
    columns += [_texts(axes["sensor"]), _texts(axes["feature"])]
    return _rows("<tr><th scope=row>" + "<td>".join(["%s"] * len(columns)) + "\n", columns)


def change_rows(changes: pd.DataFrame) -> Iterator[Markup]:
    """Return the rows of the table of changes, in chunks.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> both = summarize([ea.load_sample("motion"), ea.load_sample("motion-later")])
    >>> print(next(change_rows(both.comparison.table.head(1))))
    <tr><td>block<th scope=row>clusters<td><td><bdi>5 → 8</bdi>
    <BLANKLINE>
    """
    columns = [_texts(changes[name]) for name in changes]
    return _rows("<tr><td>%s<th scope=row>%s<td>%s<td>%s\n", columns)


def _rows(row: str, columns: Sequence[Sequence[object]]) -> Iterator[Markup]:
    """Fill in a row for each entry of the columns, which are escaped already.

    This is faster than a template, and shorter without the end tags that are optional in HTML.
    """
    rows = zip(*columns, strict=True)
    while chunk := list(islice(rows, _CHUNK)):
        yield Markup("".join([row % cells for cells in chunk]))  # noqa: S704


def _texts(column: pd.Series) -> list[str]:
    known: dict[object, str] = {}
    return [known[text] if text in known else known.setdefault(text, _text(text)) for text in column.tolist()]


def _text(text: object) -> str:
    line = cell_text(text)
    return str(escape(line)) if line.isascii() else f"<bdi>{escape(line)}</bdi>"


def _picture(picture: pictures.Picture, salt: str) -> Markup:
    """Return a picture as inline SVG, which follows the theme of the page."""
    return Markup(figure_svg(picture.figure, label=picture.description, salt=salt))  # noqa: S704  # escapes its label


def _breakable(key: str) -> Markup:
    """Return a key that is broken behind underscores only, where that is enough."""
    return Markup(breakable(str(escape(key))))  # noqa: S704  # is escaped


def _least_width(picture: pictures.Picture) -> int:
    """Return the width in CSS pixels below which the text of a picture would be hard to read."""
    return round(float(picture.figure.get_size_inches()[0]) * 96 * _LEAST_SCALE)


@lru_cache(maxsize=1)
def _names() -> dict[str, object]:
    """Return what the template can use."""
    return {
        "axes_rows": axes_rows,
        "change_rows": change_rows,
        "shown_flags": shown_flags,
        "breakable": _breakable,
        "picture": _picture,
        "least_width": _least_width,
        "pictures": pictures,
        "counted": counted,
        "tall_table": TALL_TABLE,
        **page_style("report.js"),
    }
