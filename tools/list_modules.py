"""The list of all modules at the end of CONTRIBUTING.md, from the first lines of the modules themselves.

``python -m tools.list_modules`` writes it; a test compares it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import edgeanomaly_nb

PACKAGE = Path(edgeanomaly_nb.__file__).parent
CONTRIBUTING = Path(__file__).parents[1] / "CONTRIBUTING.md"
_HEADING = "## All modules"
_GLOBALS = re.compile(r"/\* global.*?\*/", re.DOTALL)
_COMMENT = re.compile(r"^\s*(?:/\*\*?|\*|//)\s*(?P<text>[A-Z][^\n]*?)(?:\s*\*/)?$", re.MULTILINE)


def module_list() -> str:
    """Return the list: one heading per folder, one line per module."""
    parts = [
        _HEADING,
        "`python -m tools.list_modules` writes this from the first lines of the modules; a test compares it.",
    ]
    folders = sorted({path.parent for path in PACKAGE.rglob("*.py")})
    for folder in folders:
        name = folder.relative_to(PACKAGE).as_posix().removeprefix(".")
        about = _first_line(folder / "__init__.py")
        files = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
        # The script of a widget has its name.
        files += [path for path in folder.glob("*.js") if not path.with_suffix(".py").exists()]
        lines = [f"- `{path.name}`: {_first_line(path)}" for path in sorted(files)]
        parts.append("\n".join([f"**`{name or 'edgeanomaly_nb'}/`** – {about}", "", *lines]))
    return "\n\n".join(parts) + "\n"


def _first_line(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]
    comment = _COMMENT.search(_GLOBALS.sub("", text))
    return comment["text"].partition(". ")[0].rstrip(".") + "." if comment else ""


def with_list(text: str) -> str:
    """Return the text of CONTRIBUTING.md with the present list."""
    return text.partition(_HEADING)[0].rstrip("\n") + "\n\n" + module_list()


if __name__ == "__main__":
    CONTRIBUTING.write_text(with_list(CONTRIBUTING.read_text(encoding="utf-8")), encoding="utf-8")
