from __future__ import annotations

import base64
import io
import re
import sys
import zipfile

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.explorer import export_files as module
from edgeanomaly_nb.panels.explorer.block_handle import BlockHandle
from edgeanomaly_nb.panels.explorer.export_files import FILES, REPORTS, write_files
from edgeanomaly_nb.panels.explorer.export_panel import ExportPanel
from edgeanomaly_nb.report import FORMS
from tests.bodies import HOSTILE, config


@pytest.fixture
def panel():
    exports = ExportPanel(BlockHandle(ea.load_sample("motion")))
    yield exports
    exports.close()


def data_of(panel: ExportPanel, key: str) -> tuple[str, str, bytes]:
    """Return name, type and content of the file in a link."""
    html = panel.places[key].value
    (name,) = re.findall(r'download="([^"]*)"', html)
    ((mime, content),) = re.findall(r'href="data:([^;]*);charset=utf-8;base64,([^"]*)"', html)
    return name, mime, base64.b64decode(content)


def test_a_link_is_created_when_its_button_is_pressed(panel):
    assert list(panel.buttons) == [*FORMS, *FILES]
    assert all("<a" not in place.value for place in panel.places.values())
    panel.buttons["axes_csv"].click()
    name, mime, data = data_of(panel, "axes_csv")
    assert (name, mime) == ("anomaly-project-481207-block-4-axes.csv", "text/csv")
    assert data.startswith(b"\xef\xbb\xbfix,label,")
    assert "<a" not in panel.places["axes_json"].value
    assert panel.status.text == "Axes as CSV: ready to download."


def test_the_block_is_what_save_writes(panel, tmp_path):
    panel.create("config_json")
    _, _, data = data_of(panel, "config_json")
    path = tmp_path / "config.json"
    path.write_bytes(data)
    loaded = ea.AnomalyConfig.load(path)
    assert loaded == ea.load_sample("motion")
    assert (loaded.source.project_id, loaded.source.learn_id) == (481207, 4)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "ipynb"])
def test_every_report_can_be_created(panel, form):
    panel.create(form)
    name, mime, data = data_of(panel, form)
    assert name == f"anomaly-project-481207-block-4-report.{form}"
    assert mime == FORMS[form].mime
    starts = {"html": b"<!doctype html>", "pdf": b"%PDF-", "md": b"# Anomaly block", "xlsx": b"PK"}
    assert data.startswith(starts[form])
    if form == "xlsx":
        assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    if form in ("html", "md"):
        assert re.search(rb"Created \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", data)


def test_the_status_is_shown_before_a_report_is_created(panel):
    shown = []
    panel.places["md"].observe(lambda change: shown.append((change.new, panel.status.text)), names="value")
    panel.create("md")
    (creating, status), (link, _) = shown
    assert "Creating report as Markdown…" in creating
    assert status == "Creating report as Markdown…"
    assert "<a " in link


def test_a_link_is_not_created_again(panel):
    panel.create("md")
    first = panel.places["md"].value
    panel.buttons["md"].click()
    assert panel.places["md"].value == first


def test_a_missing_extra_is_shown_in_its_row_and_another_attempt_works(panel, monkeypatch):
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "xlsxwriter", None)
        panel.buttons["xlsx"].click()
    shown = panel.places["xlsx"].value
    assert "pip install XlsxWriter" in shown
    assert 'role="alert"' in shown
    assert panel.status.text == "Report as Excel workbook: could not be created."
    pytest.importorskip("xlsxwriter")
    panel.create("xlsx")
    assert "<a " in panel.places["xlsx"].value


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ZeroDivisionError("a bug")])
def test_after_a_failure_no_row_shows_that_it_is_being_created(panel, monkeypatch, error):
    def broken(*_, **__):
        raise error

    monkeypatch.setattr(module, "report_bytes", broken)
    if isinstance(error, OSError):
        panel.create("html")
        assert "No space left on device" in panel.places["html"].value
    else:
        with pytest.raises(ZeroDivisionError):
            panel.create("html")
        assert "ZeroDivisionError" in panel.places["html"].value
    assert "Creating" not in panel.places["html"].value + panel.status.text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text):
    panel = ExportPanel(BlockHandle(config(name=text)))
    for key in ("html", "md", "axes_json", "config_json"):
        panel.create(key)
        assert "<img" not in panel.places[key].value
        assert panel.places[key].value.count("<a ") == 1
    assert len(repr(panel)) < 30


def test_every_button_has_a_title_and_a_description(panel):
    titles = [button.description for button in panel.buttons.values()]
    assert len(set(titles)) == len(titles) == len(REPORTS) + len(FILES)
    assert all(button.tooltip.endswith(button.description) for button in panel.buttons.values())
    assert all(file.about for file in (*REPORTS.values(), *FILES.values()))
    assert FILES["thresholds_csv"].about == "One row per threshold, for a spreadsheet."
    assert FILES["axes_json"].about == "One object per axis, for a program."


@pytest.mark.parametrize("name", ["surface", "autoencoder"])
def test_a_block_without_axes_has_no_files_of_axes(name, tmp_path):
    block = BlockHandle(ea.load_sample(name))
    panel = ExportPanel(block)
    assert "thresholds_csv" in panel.buttons
    assert "config_json" in panel.buttons
    assert not [key for key in panel.buttons if key.startswith("axes")]
    assert [path.name for path in write_files(block, tmp_path) if "axes" in path.name] == []
