"""Visual and custom blocks in facts, comparisons, reports, panels, plots and the command."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.cli import main
from edgeanomaly_nb.facts import facts
from tests.bodies import keras_config

NAMES = ["surface", "autoencoder"]
MISFITS = ("cluster", "component", "selected", "favourite", "Select axes")


def said_by(capsys, *argv):
    capsys.readouterr()
    code = main([*argv])
    return code, capsys.readouterr().out


def assert_fits(words):
    assert not [word for word in MISFITS if word in words]


@pytest.mark.parametrize("name", NAMES)
def test_the_facts_fit_the_kind(name):
    config = ea.load_sample(name)
    assert_fits(repr(config))
    assert_fits(config._repr_html_())
    assert dict(facts(config))["axes"] == "This kind of block has no axes."
    assert config.findings().empty


def test_capacity_and_parameters_are_facts():
    assert dict(facts(ea.load_sample("surface")))["capacity"] == "high"
    assert dict(facts(ea.load_sample("autoencoder")))["parameters"].startswith("bottleneck = 6, hidden")


def test_parameters_are_escaped_and_short():
    config = keras_config(customParameters={"<b>x</b>": "y" * 10_000, "n": 3, "list": [1, None]})
    assert "<b>x</b>" not in config._repr_html_()
    assert len(repr(config)) < 2000
    assert "n = 3, list = [1, None]" in repr(config)


def test_changes_of_capacity_and_parameters():
    before = keras_config(anomalyCapacity="low", customParameters={"a": "1", "b": "2"})
    after = keras_config(anomalyCapacity="high", customParameters={"b": "3", "c": 4})
    changes = ea.compare(before, after)
    assert list(zip(changes.subject, changes.in_words, strict=True)) == [
        ("capacity", "“low” → “high”"),
        ("parameter a", "“1” → none"),
        ("parameter b", "“2” → “3”"),
        ("parameter c", "none → “4”"),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_later_threshold_of_the_same_block(name):
    before = ea.load_sample(name)
    body = json.loads(before.to_json())
    body["thresholds"][0]["value"] *= 2
    after = ea.AnomalyConfig.from_json(json.dumps(body))
    (words,) = ea.compare(before, after).query("part == 'threshold'").in_words
    assert ("so it flags less" in words) is (name == "surface")  # each custom block has its own scale


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["html", "md", "xlsx", "ipynb", "pdf"])
def test_reports(tmp_path, capsys, name, form):
    path = tmp_path / f"report.{form}"
    assert said_by(capsys, "report", "--sample", name, "-o", str(path))[0] == 0
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as book:
            assert ea.load_sample(name).name in book.read("xl/sharedStrings.xml").decode()
    elif form != "pdf":
        text = path.read_text(encoding="utf-8")
        assert ea.load_sample(name).name in text
        assert "no axes" in text or form == "ipynb"
    assert path.stat().st_size > 1000


@pytest.mark.parametrize("name", NAMES)
def test_the_markdown_report_fits_the_kind(tmp_path, capsys, name):
    path = tmp_path / "report.md"
    said_by(capsys, "report", "--sample", name, "-o", str(path))
    assert_fits(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_show_has_no_table_of_axes(capsys, name):
    code, shown = said_by(capsys, "show", "--sample", name)
    assert code == 0
    assert_fits(shown)
    code, shown = said_by(capsys, "show", "--sample", name, "--json")
    record = json.loads(shown)[0]
    config = ea.load_sample(name)
    assert (record["anomaly_capacity"], record["custom_parameters"]) == (
        config.anomaly_capacity,
        config.custom_parameters,
    )


@pytest.mark.parametrize("name", NAMES)
def test_panels_and_plots(name):
    config = ea.load_sample(name)
    panel = ea.AxesPanel(config)
    assert panel.static_html() == "<p>This kind of block has no axes.</p>"
    panel.close()
    panel = ea.ThresholdsPanel(config)
    assert panel.view["number"].iloc[0] == config.thresholds["number"].iloc[0]
    panel.close()
    ids = {"project_id": config.source.project_id, "learn_id": config.source.learn_id}
    explorer = ea.AnomalyExplorer(ea.StudioClient.sample(), **ids)
    explorer.load().result(60)
    for title in ("Overview", "Axes", "Thresholds", "Scores", "Compare", "Export"):
        explorer.tabs.select(title)
    assert "has no axes to select" in explorer.static_html()
    explorer.close()
