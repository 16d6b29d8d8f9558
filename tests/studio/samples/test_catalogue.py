"""The catalogue of the bundled samples, and the tool that writes it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from edgeanomaly_nb.studio.samples.catalogue import SAMPLES, list_samples
from tools import make_samples
from tools.samples.features import bands

ROOT = Path(__file__).parents[3]


def test_committed_files_match_the_tool():
    command = [sys.executable, "-m", "tools.make_samples", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "")


def test_check_names_each_file_that_differs(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(make_samples, "FOLDER", tmp_path)
    assert make_samples.main([]) == 0
    (tmp_path / "motion.json").write_text("{}")
    (tmp_path / "fan.json").unlink()
    (tmp_path / "other.json").write_text("{}")
    assert make_samples.differences(make_samples.make_files(), tmp_path) == [
        "fan.json is missing",
        "other.json should not be there",
        "motion.json differs",
    ]
    assert make_samples.main(["--check"]) == 1
    assert "motion.json differs" in capsys.readouterr().out


def test_bands_are_computed():
    assert bands(62.5, 16)[0] == "Spectral Power 1.95 - 5.86 Hz"
    assert bands(62.5, 16)[-1] == "Spectral Power 29.3 - 33.2 Hz"
    assert bands(62.5, 16, cutoff_hz=3) == ["Spectral Power 1.95 - 5.86 Hz"]


def test_there_are_four_projects_and_eighteen_blocks():
    assert len(SAMPLES) == 18
    assert len({sample.project_id for sample in SAMPLES.values()}) == 4
    assert len({(sample.project_id, sample.learn_id) for sample in SAMPLES.values()}) == len(SAMPLES)


def test_each_sample_has_a_kebab_case_name_and_a_purpose():
    for name, sample in SAMPLES.items():
        assert name == sample.name
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert re.fullmatch(r"[A-Z0-9].{20,}\.", sample.purpose)
    assert len({sample.purpose for sample in SAMPLES.values()}) == len(SAMPLES)


def test_catalogue_cannot_be_changed():
    with pytest.raises(TypeError):
        SAMPLES["motion"] = None


def test_list_samples_has_one_row_per_sample():
    frame = list_samples()
    assert frame.index.name == "name"
    assert frame.index.tolist() == list(SAMPLES)
    assert frame.columns.tolist() == ["project_id", "learn_id", "type", "n_axes", "has_windows", "purpose"]
    assert (frame[["project_id", "learn_id", "n_axes"]].dtypes == "int64").all()


def test_the_catalogue_loads_neither_pandas_nor_requests():
    code = (
        "import sys, edgeanomaly_nb.studio.samples;"
        "sys.exit(bool({'pandas', 'requests', 'urllib3'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_no_file_names_a_host():
    folder = ROOT / "edgeanomaly_nb" / "studio" / "samples" / "data"
    assert not [
        path.name for path in folder.glob("*.json") if re.search(r"https?:|www\.|@", path.read_text())
    ]
