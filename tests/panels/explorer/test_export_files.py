from __future__ import annotations

import csv
import io
import json

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.explorer.export_files import FILES, download_link
from edgeanomaly_nb.tables import to_csv, to_json
from tests.bodies import axis, config, threshold
from tests.panels.explorer.service import load


def test_a_spreadsheet_reads_text_as_text():
    labels = ["=1+1", "+1", "-1", "@x", "\tx", " =2", 'a "b", c', "plain"]
    block = config(
        axes=[axis(at, label) for at, label in enumerate(labels)], thresholds=[threshold(value=-0.5)]
    )
    rows = list(csv.DictReader(io.StringIO(to_csv(block.axes), newline="")))
    assert [row["label"] for row in rows] == [
        "'=1+1", "'+1", "'-1", "'@x", "'\tx", "' =2", 'a "b", c', "plain",
    ]  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(to_csv(block.thresholds), newline=""))
    assert (row["number"], row["suggested_value"]) == ("-0.5", "")
    assert [row["label"] for row in json.loads(to_json(block.axes))] == labels


@pytest.mark.parametrize(("size", "text"), [(999, "999 bytes"), (999_499, "999 kB"), (999_600, "1.0 MB")])
def test_a_link_shows_the_size_of_its_file(size, text):
    assert f"Download a.csv ({text})" in download_link("a.csv", bytes(size), "text/csv")


@pytest.mark.parametrize("name", ["motion", "dropdown", "legacy", "raw", "untrained"])
def test_json_contains_the_frames(name):
    sample = ea.load_sample(name)
    axes = json.loads(to_json(sample.axes))
    assert [row["ix"] for row in axes] == sample.axes.index.tolist()
    assert [row["label"] for row in axes] == sample.axes.label.tolist()
    thresholds = json.loads(to_json(sample.thresholds))
    assert [row["key"] for row in thresholds] == sample.thresholds.index.tolist()
    assert [row["number"] for row in thresholds] == [
        None if number != number else number for number in sample.thresholds.number
    ]
    assert [len(row["options"]) for row in thresholds] == [
        len(options) for options in sample.thresholds.options
    ]


def test_empty_frames():
    empty = config(axes=[])
    assert json.loads(to_json(empty.axes)) == []
    assert to_csv(empty.axes).startswith("ix,label")


def test_export_writes_files(opened, tmp_path):
    panel = opened(ea.StudioClient.sample())
    with pytest.raises(ValueError, match="load"):
        panel.export(tmp_path)
    panel.project_id = 481207
    load(panel)
    files = panel.export(tmp_path / "new")
    assert [file.name for file in files] == [file.name(panel.tabs.block) for file in FILES.values()]
    assert ea.AnomalyConfig.load(files[-1]) == panel.config
    assert files[-1].read_bytes() == panel.config.save(tmp_path / "saved.json").read_bytes()
    assert files[0].read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_failed_export_leaves_no_incomplete_file(opened, tmp_path):
    panel = opened(ea.StudioClient.sample(), project_id=481207, learn_id=4)
    file = tmp_path / FILES["axes_csv"].name(panel.tabs.block)
    file.mkdir()
    with pytest.raises(OSError, match=r"axes\.csv"):
        panel.export(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [file.name]  # nothing half-written beside it


def test_a_report_is_written(opened, tmp_path):
    panel = opened(ea.StudioClient.sample())
    with pytest.raises(ValueError, match="load"):
        panel.write_report(tmp_path / "report.md")
    panel.project_id = 481207
    load(panel)
    path = panel.write_report(tmp_path / "report.md")
    assert "accX RMS" in path.read_text(encoding="utf-8")
    assert panel.write_report(tmp_path / "page", form="html").read_bytes().startswith(b"<!doctype html>")
    with pytest.raises(ValueError, match="docx"):
        panel.write_report(tmp_path / "report.docx")


def test_a_link_contains_no_markup_from_its_name():
    assert "<img" not in download_link('"><img>', b"", "text/csv")
