from __future__ import annotations

import base64
import io
import re
import sys
import zipfile

import pytest
from edgeanomaly_nb.panels.explorer.export import FILES, REPORTS, ExportTab

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.explorer import export as module
from edgeanomaly_nb.report import FORMS
from tests.bodies import HOSTILE, config


@pytest.fixture
def tab():
    made = ExportTab(ea.load_sample("motion"))
    yield made
    made.close()


def data_of(tab: ExportTab, key: str) -> tuple[str, str, bytes]:
    """Give name, type and content of what a link holds."""
    html = tab.places[key].value
    (name,) = re.findall(r'download="([^"]*)"', html)
    ((mime, content),) = re.findall(r'href="data:([^;]*);charset=utf-8;base64,([^"]*)"', html)
    return name, mime, base64.b64decode(content)


def test_links_are_offered_when_they_are_asked_for(tab):
    assert list(tab.buttons) == [*FORMS, *FILES]
    assert all("<a" not in place.value for place in tab.places.values())
    tab.buttons["axes_csv"].click()
    name, mime, data = data_of(tab, "axes_csv")
    assert (name, mime) == ("anomaly-project-481207-block-4-axes.csv", "text/csv")
    assert data.startswith(b"\xef\xbb\xbfix,label,")
    assert "<a" not in tab.places["axes_json"].value
    assert tab.status.text == "Axes as CSV: ready to download."


def test_the_block_is_what_save_writes(tab, tmp_path):
    tab.offer("config_json")
    _, _, data = data_of(tab, "config_json")
    path = tmp_path / "config.json"
    path.write_bytes(data)
    loaded = ea.AnomalyConfig.load(path)
    assert loaded == ea.load_sample("motion")
    assert (loaded.source.project_id, loaded.source.learn_id) == (481207, 4)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "ipynb"])
def test_every_report_is_offered(tab, form):
    tab.offer(form)
    name, mime, data = data_of(tab, form)
    assert name == f"anomaly-project-481207-block-4-report.{form}"
    assert mime == FORMS[form].mime
    starts = {"html": b"<!doctype html>", "pdf": b"%PDF-", "md": b"# Anomaly block", "xlsx": b"PK"}
    assert data.startswith(starts[form])
    if form == "xlsx":
        assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    if form in ("html", "md"):
        assert re.search(rb"Made \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", data)


def test_it_says_that_it_is_making_something_before_it_does(tab):
    said = []
    tab.places["md"].observe(lambda change: said.append((change.new, tab.status.text)), names="value")
    tab.offer("md")
    (making, status), (link, _) = said
    assert "Making report as Markdown…" in making
    assert status == "Making report as Markdown…"
    assert "<a " in link


def test_what_is_there_is_not_made_again(tab):
    tab.offer("md")
    first = tab.places["md"].value
    tab.buttons["md"].click()
    assert tab.places["md"].value == first


def test_a_missing_extra_is_said_at_its_row_and_can_be_tried_again(tab, monkeypatch):
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "xlsxwriter", None)
        tab.buttons["xlsx"].click()
    shown = tab.places["xlsx"].value
    assert "edgeanomaly-nb[xlsx]" in shown
    assert 'role="alert"' in shown
    assert tab.status.text == "Report as Excel workbook: could not be made."
    pytest.importorskip("xlsxwriter")
    tab.offer("xlsx")
    assert "<a " in tab.places["xlsx"].value


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ZeroDivisionError("a bug")])
def test_no_failure_leaves_the_row_saying_that_it_is_at_work(tab, monkeypatch, error):
    def broken(*_, **__):
        raise error

    monkeypatch.setattr(module, "report_bytes", broken)
    if isinstance(error, OSError):
        tab.offer("html")
        assert "No space left on device" in tab.places["html"].value
    else:
        with pytest.raises(ZeroDivisionError):
            tab.offer("html")
        assert "ZeroDivisionError" in tab.places["html"].value
    assert "Making" not in tab.places["html"].value + tab.status.text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text):
    tab = ExportTab(config(name=text))
    for key in ("html", "md", "axes_json", "config_json"):
        tab.offer(key)
        assert "<img" not in tab.places[key].value
        assert tab.places[key].value.count("<a ") == 1
    assert len(repr(tab)) < 30


def test_every_button_says_what_it_does(tab):
    titles = [button.description for button in tab.buttons.values()]
    assert len(set(titles)) == len(titles) == len(REPORTS) + len(FILES)
    assert all(button.tooltip.endswith(button.description) for button in tab.buttons.values())
    assert all(file.about for file in (*REPORTS.values(), *FILES.values()))
