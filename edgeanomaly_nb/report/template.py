"""The templates of the HTML page and of the Markdown."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup


def template(name: str, names: dict[str, object]) -> Template:
    """Return a template that can use these names; text is escaped in HTML, and unchanged otherwise.

    Examples
    --------
    >>> template("report.html.j2", {}).name
    'report.html.j2'
    """
    return _environment().get_template(name, globals=names)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("edgeanomaly_nb.report"),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def own_file(name: str) -> str:
    """Return a style sheet, a script or the typst template of this package.

    Examples
    --------
    >>> own_file("report.css")[:10]
    '.ea-report'
    """
    return (files("edgeanomaly_nb.report") / "templates" / name).read_text(encoding="utf-8")


def page_style(script: str) -> dict[str, Markup | str]:
    """Return the style sheet of a page, its script, and the hash that allows this script only.

    Parameters
    ----------
    script : str
        The name of a file that uses those of ``search.js``.

    Examples
    --------
    >>> list(page_style("report.js"))
    ['style', 'script', 'script_hash']
    """
    text = own_file("search.js") + own_file(script)
    return {
        "style": Markup(own_file("report.css")),  # noqa: S704
        "script": Markup(text),  # noqa: S704
        "script_hash": base64.b64encode(hashlib.sha256(text.encode()).digest()).decode(),
    }
