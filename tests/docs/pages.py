"""The hand-written pages of the site, and their code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^\1```", re.DOTALL | re.MULTILINE)


class Block(NamedTuple):
    """One block of code of a page."""

    line: int
    language: str
    code: str


def blocks(path: Path) -> list[Block]:
    """Return the code of a page, without the indentation of lists."""
    text = path.read_text(encoding="utf-8")
    return [
        Block(
            text[: found.start()].count("\n") + 2, found[2], re.sub(f"^{found[1]}", "", found[3], flags=re.M)
        )
        for found in FENCE.finditer(text)
    ]
