"""What the pages of the site must have: every public name, pictures, right spelling, links to files."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import edgeanomaly_nb as ea
from tests.docs.pages import PAGES, ROOT, blocks
from tools.docs_pictures import MAKERS, picture

DOCS = ROOT / "docs"
TOGETHER = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def test_the_reference_lists_every_public_name_once():
    listed = re.findall(r"^   (\w+)$", (DOCS / "api/index.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted([*listed, "__version__"]) == sorted(ea.__all__)


def test_every_public_function_and_class_has_an_example():
    plain = [name for name in ea.__all__ if not name.endswith("Error") and name != "__version__"]
    assert [name for name in plain if ">>>" not in (getattr(ea, name).__doc__ or "")] == []


def test_every_plot_and_panel_has_a_picture():
    shown = {name for name in ea.__all__ if name.startswith("plot_") or name.endswith(("Panel", "Explorer"))}
    assert shown | {"explore"} == set(MAKERS)


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKERS)
def test_a_picture_needs_no_kernel_and_no_network(name):
    html = picture(name)
    assert "<svg" in html or "data:image/svg+xml" in html
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)
    assert "<script" not in html
    assert "nothing is loaded" not in html


def test_links_between_sources_lead_to_files():
    for path in [*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        for target in LINK.findall(path.read_text(encoding="utf-8")):
            file = target.partition("#")[0]
            if not file or "://" in file:
                continue
            # In the site, the notebooks are in the folder of the course.
            place = path.parent / file
            notebook = ROOT / "notebooks" / place.name
            assert place.exists() or (place.suffix == ".ipynb" and notebook.exists()), (path, target)


def test_the_readme_is_one_screen_with_a_picture_for_each_theme():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 120
    pictures = re.findall(r'(?:src|srcset)="([^"]+)"', text)
    assert len(pictures) == 4
    assert [path.replace("light", "dark") for path in pictures[1::2]] == pictures[::2]
    assert all((ROOT / path).exists() for path in pictures)
    assert "prefers-color-scheme: dark" in text


def test_the_site_does_not_refer_to_what_readers_do_not_have():
    assert "../shared" not in TOGETHER
    assert "/work/" not in TOGETHER


def test_words_are_spelt_right():
    prose = [str(DOCS), str(ROOT / "README.md"), str(ROOT / "CONTRIBUTING.md"), str(ROOT / "CHANGELOG.md")]
    options = ["--ignore-words-list=ro", "--skip=*.png,*.webp"]
    checked = subprocess.run(
        [sys.executable, "-m", "codespell_lib", *options, *prose], capture_output=True, text=True, check=False
    )
    assert checked.stdout == "", checked.stdout
    assert checked.returncode == 0, checked.stderr


def test_code_has_a_language():
    assert not [
        (path.name, block.line) for path in PAGES for block in blocks(path) if block.language not in LANGUAGES
    ]


LANGUAGES = {"c", "pycon", "python", "sh", "text", "toml", "yaml"}
