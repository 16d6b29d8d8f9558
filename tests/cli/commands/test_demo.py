from __future__ import annotations

import pytest

import edgeanomaly_nb as ea

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The output of the demo and its folder; run once, since it is slow."""
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("demo")
    ran = subprocess.run(
        [sys.executable, "-m", "edgeanomaly_nb", "demo", "-o", "a/b"],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
    )
    return ran, folder


def test_it_shows_a_block_its_findings_and_what_changed(shown):
    ran, _ = shown
    assert ran.stderr == ""
    assert "Anomaly block “Anomaly detection”" in ran.stdout
    assert "favourites-not-selected" in ran.stdout
    assert "0.15 higher, so it flags less" in ran.stdout


def test_it_writes_both_reports_to_the_named_folder(shown):
    _, folder = shown
    report, changes = ((folder / "a/b" / name).read_text() for name in ("report.html", "changes.html"))
    for sample in ea.list_samples().itertuples():
        assert f"project {sample.project_id}, block {sample.learn_id}" in report
    assert "flags less" in changes


def test_the_commands_to_try_next_work(shown, run):
    ran, _ = shown
    lines = ran.stdout.partition("What to try next:\n")[2].splitlines()
    commands = [
        line.split("   ")[0].split() for line in map(str.strip, lines) if line.startswith("edgeanomaly-nb")
    ]
    assert len(commands) == 5
    for _, *argv in commands:
        assert run(*argv, "--help").code == 0
