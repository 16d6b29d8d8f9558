"""Every example of the hand-written pages and of the README runs, without a network."""

from __future__ import annotations

import doctest
import shlex
from functools import partial

import matplotlib as mpl
import pytest

from edgeanomaly_nb.cli import main
from edgeanomaly_nb.studio.http.transport import Transport
from edgeanomaly_nb.studio.samples.adapter import SampleAdapter
from edgeanomaly_nb.studio.samples.catalogue import SAMPLE_BASE_URL, SAMPLE_KEY
from tests.docs.pages import PAGES, ROOT, blocks

EVERY = [ROOT / "README.md", *PAGES]
#: The ids that readers replace by their own, and those of a bundled block.
IDS = {"12345, 7": "481207, 4", "--project 12345 --block 7": "--project 481207 --block 4", "12345": "481207"}
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.fixture(autouse=True)
def _samples_as_service(monkeypatch, tmp_path):
    """Let clients with a key read the bundled projects, and files go to a folder of their own."""
    monkeypatch.setattr("edgeanomaly_nb.studio.client.Transport", partial(Transport, adapter=SampleAdapter))
    monkeypatch.setenv("EI_API_KEY", SAMPLE_KEY)
    monkeypatch.setenv("EI_API_ENDPOINT", SAMPLE_BASE_URL)
    monkeypatch.chdir(tmp_path)
    mpl.use("agg")


def with_known_ids(code):
    for placeholder, known in IDS.items():
        code = code.replace(placeholder, known)
    return code


@pytest.mark.parametrize("path", EVERY, ids=lambda path: str(path.relative_to(ROOT)))
def test_python_runs_and_prints_what_the_page_shows(path):
    names: dict[str, object] = {}
    for at, language, code in blocks(path):
        if language == "pycon":
            example = doctest.DocTestParser().get_doctest(code, names, path.name, str(path), at)
            printed: list[str] = []
            doctest.DocTestRunner(optionflags=FLAGS).run(example, out=printed.append, clear_globs=False)
            assert not printed, "".join(printed)
            names.update(example.globs)
        elif language == "python":
            exec(compile(with_known_ids(code), f"{path.name}:{at}", "exec"), names)


@pytest.mark.parametrize("path", EVERY, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_run(path, capsys):
    import edgeanomaly_nb as ea

    ea.load_sample("motion").save("before.json")
    ea.load_sample("motion-later").save("after.json")
    for _, language, code in blocks(path):
        lines = code.splitlines() if language == "sh" else []
        for line in lines:
            words = shlex.split(with_known_ids(line), comments=True)
            if words[:1] == ["edgeanomaly-nb"]:
                assert main(words[1:]) in (0, 1), f"{line}\n{capsys.readouterr().err}"


def test_pages_have_examples():
    languages = [block.language for path in PAGES for block in blocks(path)]
    assert languages.count("pycon") > 20
    assert languages.count("sh") > 5
