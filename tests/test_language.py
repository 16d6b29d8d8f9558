"""Plain English: words that CONTRIBUTING.md asks to avoid, searched for where people read."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]

#: A pattern (case is ignored), and what to write instead.
AVOID = {
    r"\b(says?|said|saying|tells?|told|telling)\b": "returned, shown, a text (data and code do not speak)",
    r"\b(hears?|heard|asks?|asked|asking)\b(?! (who|the administrator|whoever))": "receives, requests, runs",
    r"\banew\b": "again",
    r"\bgrav(e|est)\b": "severe, most severe",
    r"\bin words\b": "as text",
    r"\b(leave|leaves|leaving|left) out\b": "ignore, omit, skip",
    r"\bput into words\b": "format",
    r"\b(?<!there )is no (?!longer|more|such)": "is not a",
    r"\bknows? no\b": "has no",
    r"\bwhat is (not )?there\b": "existing, missing",
    r"\b(wish|wished|wishes|wanted)\b": "request, selection",
    r"\bmend(s|ed|ing)?\b": "fix",
    r"\bpack(ing|ed)\b": "content encoding, built",
    r"\bthe (service|server|service's) answer(s|ed)?\b": "responds, response",
    r"\bbeware\b": "note",
    r"\bfor (the sake|want) of\b": "for, because of",
    r"\bas it (goes|stands)\b": "(plain words)",
    r"\bnobody\b.*\byet\b": "you have not ... yet",
    r"\bone row an? |\brow an? (axis|block|threshold|finding|change)\b": "per",
}
#: How a docstring does not begin.
BEGINNINGS = re.compile(r"(Give|Gives|Say|Tell|Take|Whether)\b")


def texts_of_python(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of strings and comments; code of doctests is not English."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            lines = [
                line for line in node.value.splitlines() if not line.lstrip().startswith((">>>", "... "))
            ]
            yield node.lineno, " ".join("\n".join(lines).split())


def texts_of_markdown(source: str) -> Iterator[tuple[int, str]]:
    """Yield prose without code."""
    prose = re.sub(r"```.*?```", "", source, flags=re.DOTALL)
    prose = prose.partition("| instead of |")[0]  # the table of CONTRIBUTING.md
    for at, paragraph in enumerate(re.split(r"\n\s*\n", prose)):
        yield at, " ".join(re.sub(r"`[^`]*`", "`…`", paragraph).split())


def texts_of_notebook(source: str) -> Iterator[tuple[int, str]]:
    """Yield the prose of Markdown cells."""
    for at, cell in enumerate(json.loads(source)["cells"]):
        if cell["cell_type"] == "markdown":
            yield from ((at, text) for _, text in texts_of_markdown("".join(cell["source"])))


READERS = {".py": texts_of_python, ".md": texts_of_markdown, ".ipynb": texts_of_notebook}
FILES = [
    *sorted((ROOT / "edgeanomaly_nb").rglob("*.py")),
    ROOT / "docs/conf.py",
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "notebooks").glob("*.md")),
    *sorted((ROOT / "notebooks").glob("*.ipynb")),
]


def problems(path: Path) -> list[str]:
    """Return what a reader would stumble over in a file."""
    found = []
    for line, text in READERS[path.suffix](path.read_text(encoding="utf-8")):
        for pattern, instead in AVOID.items():
            if match := re.search(pattern, text, re.IGNORECASE):
                around = text[max(match.start() - 40, 0) : match.end() + 40]
                found.append(f"{path.relative_to(ROOT)}:{line}: “{match[0]}”, write: {instead} ({around!r})")
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
                first = (ast.get_docstring(node) or "").partition("\n")[0]
                if BEGINNINGS.match(first):
                    found.append(f"{path.relative_to(ROOT)}: a docstring begins with {first!r}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_english_is_plain(path):
    assert problems(path) == []


def test_the_search_finds_what_it_is_for():
    source = '"""Say what was told.\n\n>>> said = 1\n"""\n'
    assert len(list(texts_of_python(source))) == 1
    assert any(re.search(pattern, "what was told") for pattern in AVOID)


if __name__ == "__main__":
    for file in FILES:
        print(*problems(file), sep="\n", end="\n" if problems(file) else "")
