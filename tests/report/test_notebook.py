from __future__ import annotations

import json
import sys

import nbformat
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.report import report_bytes
from tests.bodies import axis, config
from tests.report.conftest import MADE_AT, sample

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def notebook():
    configs = [sample("motion"), sample("motion-later")]
    return nbformat.reads(report_bytes(configs, "ipynb", made_at=MADE_AT).decode(), as_version=4)


def outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def test_it_is_valid_and_was_run_without_an_error(notebook):
    nbformat.validate(notebook)
    assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")
    assert not [output for output in outputs(notebook) if output.output_type == "error"]


def test_it_shows_pictures_and_changes(notebook):
    shown = json.dumps([output.get("data", {}) for output in outputs(notebook)])
    assert shown.count("image/png") == 5
    assert "0.15 higher, so it flags less" in shown.encode().decode("unicode_escape")


def test_the_overview_links_to_the_headings(notebook):
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    (overview,) = [text for text in texts if text.startswith("## Overview")]
    for name in ("motion", "motion-later"):
        (heading,) = [text for text in texts if text.startswith(f"## Anomaly detection, sample {name},")]
        slug = heading.partition("\n")[0].removeprefix("## ").replace(" ", "-").replace(",", "%2C")
        assert f"](#{slug})" in overview


def test_the_reader_can_continue_it_on_another_machine(notebook):
    names: dict = {}
    for cell in notebook.cells:
        if cell.cell_type == "code" and ("import" in cell.source or "from_json" in cell.source):
            exec(cell.source, names)
    assert names["config_1"] == sample("motion")
    assert names["config_1"].source == sample("motion").source
    assert names["config_2"] == sample("motion-later")


def test_its_findings_are_those_of_the_other_forms():
    def few(config, limits):
        yield "block", "There are too few."

    settings = {"leave_out": ["rating-differs"], "extra": [ea.Rule("few", "warning", "Why not.", few)]}
    many = config(axes=[axis(ix, f"s{ix} RMS", True) for ix in range(10)], selectedAxes=list(range(10)))
    here = ea.Source("example.com", 1, 7, path="/home/someone/a.json", block_type="anomaly-gmm")
    made = ea.AnomalyConfig.from_json(many.to_json(), source=here)
    shown, page = (report_bytes(made, form, findings=settings).decode() for form in ("ipynb", "md"))
    for code in made.findings(**settings).code:
        assert f"`{code}`" in shown
        assert f"`{code}`" in page
    assert "There are too few." in shown
    assert "rating-differs" not in shown
    assert "example.com, project 1, block 7" in shown  # the text of the config
    assert "/home" not in shown


def test_no_widget_needs_the_ended_kernel(notebook):
    assert "widgets" not in notebook.metadata
    assert not any("widget-view" in kind for output in outputs(notebook) for kind in output.get("data", {}))


def test_text_of_the_service_is_neither_code_nor_markup():
    name = '""")\nimport os; raise SystemExit("pwned")\n# <script>alert(1)</script>'
    hostile = config(name=name, axes=[axis(0, name, True)])
    made = nbformat.reads(report_bytes(hostile, "ipynb").decode(), as_version=4)
    assert not [output for output in outputs(made) if output.output_type == "error"]
    assert not any("<script>alert" in cell.source for cell in made.cells if cell.cell_type == "markdown")


def test_the_key_in_the_environment_does_not_reach_the_kernel(monkeypatch):
    from edgeanomaly_nb.report.notebook import _environment

    monkeypatch.setenv("EI_API_KEY", "ei_" + "5" * 40)
    monkeypatch.setenv("EI_PROJECT_API_KEY", "ei_" + "6" * 40)
    assert not any(value.startswith("ei_") for value in _environment().values())


def test_without_nbclient_the_error_names_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "nbclient", None)
    with pytest.raises(ea.MissingExtraError, match="pip install nbclient nbformat ipykernel"):
        report_bytes(sample("motion"), "ipynb")


@pytest.fixture
def foreign_jupyter(tmp_path, monkeypatch):
    """Another machine: its kernel ``python3``, and its settings of matplotlib and IPython."""
    kernel = tmp_path / "jupyter/kernels/python3"
    kernel.mkdir(parents=True)
    spec = {"argv": ["false"], "display_name": "Python 3", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    start = tmp_path / "ipython/profile_default/startup"
    start.mkdir(parents=True)
    (start / "00.py").write_text(
        "import edgeanomaly_nb; edgeanomaly_nb.__version__ = 'theirs'", encoding="utf-8"
    )
    here = tmp_path / "here"
    here.mkdir()
    (here / "matplotlibrc").write_text("text.usetex: True\naxes.facecolor: lime\n", encoding="utf-8")
    monkeypatch.chdir(here)
    for name in ("JUPYTER_PATH", "JUPYTER_DATA_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", "/proc/no such folder")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.delenv("MATPLOTLIBRC", raising=False)


def test_it_runs_with_this_python_and_without_settings_of_the_user(notebook, foreign_jupyter):
    configs = [sample("motion"), sample("motion-later")]
    made = nbformat.reads(report_bytes(configs, "ipynb", made_at=MADE_AT).decode(), as_version=4)
    assert made == notebook


def test_without_any_kernelspec_it_runs(monkeypatch):
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    def nothing(_, name):
        raise NoSuchKernel(name)

    monkeypatch.setattr(KernelSpecManager, "get_kernel_spec", nothing)
    monkeypatch.setattr(
        "edgeanomaly_nb.report.notebook._cells", lambda _: [("code", "import sys; sys.executable")]
    )
    (output,) = outputs(nbformat.reads(report_bytes(sample("motion"), "ipynb").decode(), as_version=4))
    assert output["data"]["text/plain"] == repr(sys.executable)


def test_a_kernel_that_does_not_start_is_an_error_of_the_report(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(ea.ReportError, match="kernel of this Python did not start"):
        ea.write_report(sample("motion"), tmp_path / "a.ipynb")
    assert list(tmp_path.iterdir()) == []
