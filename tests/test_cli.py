from __future__ import annotations

import subprocess
import sys

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.cli import main


def test_show_prints_both_frames_of_a_sample(capsys):
    assert main(["show", "--sample", "motion"]) == 0
    out, err = capsys.readouterr()
    assert "accX RMS" in out
    assert "min_score" in out
    assert "lower than suggested by 0.2: flags more" in out
    assert err == ""


def test_samples_lists_all(capsys):
    assert main(["samples"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in ea.list_samples().index)


@pytest.mark.parametrize("argv", [["blocks", "--project", "1"], ["show", "--project", "1", "--block", "2"]])
def test_without_a_key_it_ends_with_3_and_says_what_to_do(capsys, argv):
    assert main(argv) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert "EI_API_KEY" in err


@pytest.mark.parametrize("argv", [[], ["show"], ["show", "--sample", "motoin"], ["show", "--project", "x"]])
def test_wrong_usage_ends_with_2(capsys, argv):
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_a_misspelt_sample_gets_the_close_one(capsys):
    with pytest.raises(SystemExit):
        main(["show", "--sample", "motoin"])
    assert "motion" in capsys.readouterr().err


def test_it_runs_as_a_module():
    command = [sys.executable, "-m", "edgeanomaly_nb", "--version"]
    assert subprocess.check_output(command, text=True).strip() == f"edgeanomaly-nb {ea.__version__}"


def test_a_closed_pipe_is_no_traceback():
    code = "import sys; from edgeanomaly_nb.cli import main; sys.exit(main(['show', '--sample', 'large']))"
    shown = subprocess.run(
        f'"{sys.executable}" -c "{code}" | head -1', shell=True, capture_output=True, text=True, check=False
    )
    assert shown.stdout.startswith("Anomaly block")
    assert "Traceback" not in shown.stderr
