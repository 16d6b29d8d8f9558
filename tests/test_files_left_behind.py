"""Temporary files that killed processes left behind."""

from __future__ import annotations

import os

import pytest

from edgeanomaly_nb import files
from edgeanomaly_nb.files import write_atomically
from tests.folders import names, on_posix, run


def left_behind(path):
    """Make what a killed writer of a file leaves, as it names it, two hours old."""
    found = []

    def parts():
        found.extend(name for name in names(path.parent) if name.startswith(".") and name != path.name)
        yield b"x"

    write_atomically(path, parts())
    made = path.with_name(found[0])
    made.write_bytes(b"half a")
    os.utime(made, (made.stat().st_mtime - 7200,) * 2)
    return made


@pytest.mark.parametrize("name", ["a.html", "a b'.md", "ж" * 125, ".hidden"])
def test_the_next_write_removes_what_a_killed_one_left_behind(tmp_path, name):
    left_behind(tmp_path / name)
    write_atomically(tmp_path / name, [b"new"])
    assert names(tmp_path) == [name]


def test_only_what_is_old_and_ours_is_removed(tmp_path):
    path = tmp_path / "a.html"
    old = left_behind(path)
    kept = [
        old.with_name(old.name.replace(".a.html.", ".b.html.")),  # of another file
        old.with_name(old.name + ".txt"),
        old.with_name(".a.html.backup"),
        old.with_name(".a.html.0123456789abcdef"),
        old.with_name(old.name[1:]),
    ]
    for other in kept:
        other.write_bytes(b"the user's")
        os.utime(other, (0, 0))
    new = old.with_name(old.name.replace(old.name[8:12], "0000"))
    new.write_bytes(b"of a writer that runs")
    write_atomically(path, [b"new"])
    assert not old.exists()
    assert all(other.exists() for other in [*kept, new])


@on_posix
def test_a_writer_that_runs_for_hours_keeps_its_file(tmp_path):
    path = tmp_path / "a.html"

    def parts():
        yield b"x" * 100_000
        (beside,) = (found for found in tmp_path.iterdir() if found != path)
        os.utime(beside, (0, 0))
        assert (
            run(
                "import sys; from edgeanomaly_nb.files import write_atomically;"
                "write_atomically(sys.argv[1], [b'other'])",
                path,
            ).returncode
            == 0
        )
        assert beside.exists()
        yield b"y"

    write_atomically(path, parts())
    assert path.stat().st_size == 100_001
    assert names(tmp_path) == ["a.html"]


def test_no_locks_are_needed(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "fcntl", None)
    left_behind(tmp_path / "a")
    write_atomically(tmp_path / "a", [b"new"])
    assert names(tmp_path) == ["a"]
