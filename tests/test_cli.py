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
    assert "accZ Kurtosis" not in out  # neither selected nor favourite
    assert "lower than suggested by 0.2: flags more" in out
    assert err == ""


def test_all_axes_on_request(capsys):
    assert main(["show", "--sample", "motion", "--all"]) == 0
    out = capsys.readouterr().out
    assert all(label in out for label in ea.load_sample("motion").axes.label)
    assert "band_low_hz" in out


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("EI_API_ENDPOINT", "http://example.com"),
        ("EI_API_ENDPOINT", "ftp://127.0.0.1"),
        ("EI_API_KEY", "ei_a b\x07"),
    ],
)
def test_a_setting_that_cannot_be_right_is_one_line(capsys, monkeypatch, variable, value):
    monkeypatch.setenv("EI_API_KEY", "ei_" + "0" * 40)
    monkeypatch.setenv(variable, value)
    assert main(["blocks", "--project", "1"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("edgeanomaly-nb: ")
    assert "Traceback" not in err


def test_an_odd_key_is_a_plain_warning(capsys, monkeypatch):
    monkeypatch.setenv("EI_API_KEY", "wrong")
    monkeypatch.setenv("EI_API_ENDPOINT", "http://127.0.0.1:9/v1")
    assert main(["blocks", "--project", "1"]) == 3
    warned, failed = capsys.readouterr().err.splitlines()
    assert warned.startswith("edgeanomaly-nb: warning: This does not look like an API key")
    assert "127.0.0.1" in failed


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


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["show"],
        ["show", "--sample", "motoin"],
        ["show", "--project", "x"],
        ["show", "--sample", "fan", "--project", "3"],
    ],
)
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
