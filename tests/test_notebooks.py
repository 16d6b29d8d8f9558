"""Properties of every notebook of the course, as it is committed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NOTEBOOKS = {path.stem: nbformat.read(path, as_version=4) for path in PATHS}
EVERY = pytest.mark.parametrize("notebook", NOTEBOOKS.values(), ids=list(NOTEBOOKS))

LINK = re.compile(r"\]\(([^)\s]+)\)|href=[\"']([^\"']+)")
PICTURES = ("image/png", "image/svg+xml", "application/vnd.jupyter.widget-view+json")


def outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def texts(output):
    """Return all text of an output except pictures, whose numbers are coordinates."""
    data = {kind: value for kind, value in output.get("data", {}).items() if kind not in PICTURES[:2]}
    return "\n".join([str(output.get("text", "")), *map(str, data.values()), *output.get("traceback", [])])


def headings(notebook):
    lines = [
        line
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL).splitlines()
    ]
    return [line for line in lines if re.match(r"#+ ", line)]


def test_there_are_nine_notebooks():
    assert [name[:2] for name in NOTEBOOKS] == [f"{n:02}" for n in range(1, 10)]


@EVERY
def test_cells_have_readable_ids_that_stay(notebook):
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in ids)
    assert not [name for name in ids if re.fullmatch(r"[0-9a-f]{8,}", name)]  # random, as from editors


@EVERY
def test_every_code_cell_was_run_in_order_and_none_failed(notebook):
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    errors = [output for output in outputs(notebook) if output.output_type == "error"]
    raising = [cell for cell in notebook.cells if "NBVAL_RAISES_EXCEPTION" in cell.source]
    assert len(errors) == len(raising)


@EVERY
def test_no_output_holds_a_path_an_address_a_key_or_a_time(notebook):
    for output in outputs(notebook):
        text = texts(output)
        assert not re.search(r"(?<![\w.])/(?:home|root|tmp|usr|work|Users|var|private)/", text)
        assert not re.search(r"[A-Z]:\\\\Users", text)
        assert not re.search(r" at 0x[0-9a-f]{6,}", text)
        assert not re.search(r"ei_[0-9a-f]{20,}", text)
        assert not re.search(r"\b127\.0\.0\.1\b|\blocalhost\b", text)
        assert not re.search(r"\b20\d\d-\d\d-\d\d[ T]\d\d:\d\d:\d\d\.\d", text)


@EVERY
def test_no_key_is_in_the_source(notebook):
    assert not re.search(r"ei_[0-9a-f]{20,}", json.dumps(notebook))


@EVERY
def test_headings_are_in_order(notebook):
    levels = [len(line.split(" ")[0]) for line in headings(notebook)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@EVERY
def test_it_begins_with_the_goals_the_time_and_the_requirements(notebook):
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert re.search(r"be able to|you can", first.source)
    assert re.search(r"\bminutes\b", first.source)
    assert re.search(r"[Nn]eeds\b", first.source)


@EVERY
def test_the_set_up_cell_installs_what_is_missing(notebook):
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    assert "except ModuleNotFoundError" in first.source
    assert "%pip install" in first.source


@EVERY
def test_a_sentence_precedes_every_picture(notebook):
    for before, cell in pairwise(notebook.cells):
        shows = [
            kind for output in cell.get("outputs", []) for kind in output.get("data", {}) if kind in PICTURES
        ]
        if shows:
            assert before.cell_type == "markdown", cell.id
            assert re.search(r"[.:?]\)?\s*$", before.source), before.id


@EVERY
def test_panels_have_a_static_form(notebook):
    made = list(outputs(notebook))
    for output, following in zip(made, [*made[1:], {}], strict=True):
        if PICTURES[2] in output.get("data", {}) and PICTURES[1] not in output["data"]:
            model = output["data"][PICTURES[2]]["model_id"]
            static = "".join(following["data"]["text/html"])
            assert f'class="ea-static-{model}' in static
            assert "<img" in static or "<table" in static or "<p" in static
            assert "<svg" not in static


@EVERY
def test_the_targets_of_links_exist(notebook):
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        for groups in LINK.findall(cell.source):
            target = next(filter(None, groups)).partition("#")[0]
            if target and not target.startswith(("http://", "https://", "mailto:")):
                assert (ROOT / "notebooks" / target).exists(), target


@EVERY
def test_an_exempt_cell_has_a_reason(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code" and re.search(r"NBVAL_(IGNORE|SKIP)", cell.source):
            assert re.search(r"# NBVAL_\w+[^\n]*\n# \S+ \S+", cell.source), cell.id


@EVERY
def test_every_exercise_has_its_solution_folded_away(notebook):
    from edgeanomaly_nb.course import list_exercises

    checked = [cell for cell in notebook.cells if cell.cell_type == "code" and "course.check(" in cell.source]
    known = set(list_exercises())
    for cell in checked:
        assert set(re.findall(r'course\.check\("([^"]+)"', cell.source)) <= known
    folded = [cell for cell in notebook.cells if "<details><summary>Solution" in cell.source]
    assert len(folded) >= len(checked)
    printed = "\n".join(texts(output) for cell in checked for output in cell.outputs)
    assert printed.count("No answer yet") >= len(checked)


def test_every_notebook_but_the_first_has_exercises():
    for name, notebook in NOTEBOOKS.items():
        count = sum("course.check(" in cell.source for cell in notebook.cells if cell.cell_type == "code")
        assert 2 <= count <= 4 or name == "01_quickstart", name


def test_every_exercise_is_in_a_notebook():
    from edgeanomaly_nb.course import list_exercises

    source = "\n".join(cell.source for notebook in NOTEBOOKS.values() for cell in notebook.cells)
    assert not [name for name in list_exercises() if f'"{name}"' not in source]


def test_every_notebook_links_to_the_next():
    names = list(NOTEBOOKS)
    for name, following in pairwise(names):
        source = "\n".join(cell.source for cell in NOTEBOOKS[name].cells)
        assert f"({following}.ipynb)" in source, name


def test_words_are_spelt_right(tmp_path):
    for name, notebook in NOTEBOOKS.items():
        text = "\n\n".join(cell.source for cell in notebook.cells)
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    prose = [*tmp_path.iterdir(), ROOT / "notebooks/README.md"]
    command = [sys.executable, "-m", "codespell_lib", "--ignore-words-list=ro", *map(str, prose)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.stdout == "", checked.stdout
    assert checked.returncode == 0, checked.stderr
