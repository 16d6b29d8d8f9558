"""Write all notebooks as one static site that opens from disk: ``python -m tools.build_course build/course``.

The pages show the committed outputs, which the tests compare with those of a run.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import takewhile
from pathlib import Path

import nbformat
from markdown_it import MarkdownIt

from tools.notebook_to_html import page_of

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
NAVIGATION = """\
<nav aria-label="{where}" class="course-nav">{links}</nav>
"""
STYLE = """\
<style>
.course-nav { display: flex; flex-wrap: wrap; gap: 0.5em 2em; justify-content: space-between; max-width: 66em;
  margin: 0 auto; padding: 0.8em 1em; font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; }
main { max-width: 70em; margin: 0 auto; }
.jp-RenderedMarkdown pre { margin: 0.8em 0; }
.jp-OutputArea-output :is(svg, img) { max-width: 100%; height: auto; }
.jp-CodeMirrorEditor pre, .highlight pre { white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { .course-nav { display: none; } }
</style>
"""
INDEX = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body {{ max-width: 46em; margin: 0 auto; padding: 2em 1.2em;
  font: 17px/1.55 system-ui, "DejaVu Sans", sans-serif; }}
ol > li {{ margin: 1.2em 0; }} li p, li ul {{ margin: 0.2em 0; }}
ol > li > a {{ font-weight: 600; font-size: 1.1em; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>Each page is a notebook with its results. To run the notebooks yourself, open them in JupyterLab.</p>
<ol>
{items}
</ol>
</main>
</body>
</html>
"""
TITLE = "Anomaly blocks of Edge Impulse: the course"


@dataclass(frozen=True)
class Chapter:
    """One notebook of the course."""

    path: Path

    @cached_property
    def notebook(self) -> nbformat.NotebookNode:
        """Its content."""
        return nbformat.read(self.path, as_version=4)

    @property
    def page(self) -> str:
        """The file name of its page."""
        return f"{self.path.stem}.html"

    @property
    def title(self) -> str:
        """Its heading."""
        return str(self.notebook.cells[0].source.splitlines()[0].lstrip("# "))

    @property
    def summary(self) -> str:
        """The text between its heading and its first link to another notebook, as HTML."""
        lines = takewhile(lambda line: ".ipynb" not in line, self.notebook.cells[0].source.splitlines()[1:])
        return MarkdownIt().render("\n".join(lines))


def build(target: Path) -> list[Path]:
    """Write the site, and return its pages."""
    chapters = [Chapter(path) for path in sorted(NOTEBOOKS.glob("*.ipynb"))]
    target.mkdir(parents=True, exist_ok=True)
    items = "\n".join(f'<li><a href="{c.page}">{escape(c.title)}</a>{c.summary}</li>' for c in chapters)
    index = target / "index.html"
    index.write_text(INDEX.format(title=TITLE, items=items), encoding="utf-8")
    return [index, *(_write(chapters, at, target) for at in range(len(chapters)))]


def _write(chapters: list[Chapter], at: int, target: Path) -> Path:
    before, after = chapters[at - 1 : at], chapters[at + 1 : at + 2]
    links = [f'<a href="{c.page}" rel="prev">← {escape(c.title)}</a>' for c in before]
    links += ['<a href="index.html">Contents</a>']
    links += [f'<a href="{c.page}" rel="next">{escape(c.title)} →</a>' for c in after]
    joined = "".join(links)
    page = _linked(page_of(chapters[at].notebook))
    page = page.replace("</head>", f"{STYLE}</head>", 1)
    page = page.replace("<main>", NAVIGATION.format(where="Course", links=joined) + "<main>", 1)
    page = page.replace(
        "</main>", "</main>" + NAVIGATION.format(where="Course, end of page", links=joined), 1
    )
    path = target / chapters[at].page
    path.write_text(page, encoding="utf-8")
    return path


def _linked(page: str) -> str:
    """Replace links between notebooks by links between their pages."""
    return re.sub(r'href="([\w-]+)\.ipynb', r'href="\1.html', page)


if __name__ == "__main__":
    pages = build(Path(sys.argv[1]))
    print(f"The course is {pages[0]}: open it in a browser.")
