"""The section about scores, in every form of a report."""

from __future__ import annotations

import io
import json

import numpy as np
import openpyxl
import pandas as pd
import pypdf
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.report import report_bytes, summarize, workbook
from edgeanomaly_nb.report.notebook import _cells, scores_code
from edgeanomaly_nb.report.pictures import scores_picture
from edgeanomaly_nb.report.scores import scores_of
from tests.bodies import HOSTILE
from tests.report.conftest import MADE_AT, sample
from tests.report.test_html import Tree


def evidence(name="motion", category="testing"):
    return {"model": ea.load_sample_model(name), "windows": ea.load_sample_windows(name, category)}


def made(form, name="motion", **given):
    return report_bytes(sample(name), form, made_at=MADE_AT, **(given or evidence(name)))


def section(name="motion", category="testing"):
    return scores_of(sample(name), **evidence(name, category))


def own_windows(features, **columns):
    return ea.Windows(np.asarray(features, np.float32), columns or None)


def test_what_the_thresholds_flag_is_that_of_what_if():
    made = evidence()
    expected = ea.what_if(made["model"].score(made["windows"]), [0.3, 0.5])
    saved, suggestion, choice = section().texts
    for text, row in zip((saved, suggestion), expected.itertuples(), strict=True):
        assert f"{row.Index} flags {row.n_flagged} of 442 windows" in text
        assert (
            f"misses {row.fn} of 102 anomalous windows and gives {row.fp} false alarms in 340 normal" in text
        )
    assert choice.startswith("For at most 1 % false alarms: scores > 0.4482007 flag 3 of 340 normal windows")


def test_facts_and_notes():
    facts = dict(section().facts)
    assert facts["trained at"] == "2026-01-15 08:30:00 UTC"
    assert facts["windows"] == "442 testing windows of 26 samples"
    assert facts["outcomes"] == "no anomaly 340, anomaly 102"
    assert facts["SHA-256 of the model"] == ea.load_sample_model("motion").sha256
    assert "above the threshold (>)" in section().notes[0]
    assert "last bit" in section().notes[1]
    assert "estimate" in section("fan").notes[1]


def test_thresholds_are_those_of_the_config_and_not_of_the_model():
    changed = json.loads(sample("motion").to_json())
    changed["thresholds"][0]["value"] = 1.25
    config = ea.AnomalyConfig.from_json(json.dumps(changed))
    assert "saved threshold 1.25" in scores_of(config, **evidence()).texts[0]


def test_thresholds_show_what_they_flag():
    (threshold,) = summarize(sample("motion"), **evidence()).blocks[0].thresholds
    assert threshold.flags == "flags 47 of 442 windows (11 %)"
    assert threshold.suggested_flags == "flags 41 of 442 windows (9.3 %)"
    (alone,) = summarize(sample("motion"), model=ea.load_sample_model("motion")).blocks[0].thresholds
    assert (alone.flags, alone.suggested_flags) == ("", "")
    for form in ("html", "md"):
        assert made(form).decode().count("flags 47 of 442 windows (11 %)") == 1


def test_the_score_is_drawn_once():
    assert made("html").decode().count("<figure") == 2  # scores and axes
    assert report_bytes(sample("motion"), "html").decode().count("<figure") == 2  # threshold and axes


def test_labels_have_counts():
    labels = next(table for table in section().tables if table.title == "Labels")
    assert labels.rows[0][:2] == ["loose load", "102"]
    assert labels.columns[-2:] == ["Flagged, saved", "Flagged, suggested"]


def test_many_labels_are_cut_and_counted():
    windows = own_windows(np.zeros((70, 33)), label=[f"class {nth}" for nth in range(70)])
    tables = scores_of(sample("motion"), ea.load_sample_model("motion"), windows).tables
    assert tables[1].title == "Labels (the 20 with most windows; 50 others are omitted)"
    assert len(tables[1].rows) == 20


def test_windows_without_origin_and_one_window():
    made = scores_of(sample("motion"), ea.load_sample_model("motion"), own_windows(np.zeros((1, 33))))
    assert [table.title for table in made.tables] == ["Thresholds"]
    assert dict(made.facts)["windows"] == "1 window"
    assert "all windows count as normal" in made.texts[-1]


def test_only_anomalies():
    windows = own_windows(np.zeros((3, 33)), outcome=["anomaly"] * 3)
    texts = scores_of(sample("motion"), ea.load_sample_model("motion"), windows).texts
    assert texts[-1].startswith("There is no threshold for at most 1 % false alarms. There are no normal")


def test_findings_use_model_and_windows():
    (block,) = summarize(sample("motion"), **evidence(category="training")).blocks
    assert "training-shows-nothing" in {finding.code for finding in block.findings}
    ignored = {"leave_out": ["training-shows-nothing"]}
    (block,) = summarize(sample("motion"), findings=ignored, **evidence(category="training")).blocks
    assert "training-shows-nothing" not in {finding.code for finding in block.findings}


def test_a_model_alone_has_its_facts_and_no_scores():
    block = summarize(sample("fan"), model=ea.load_sample_model("fan")).blocks[0]
    assert block.flagged.title == "Trained model"
    assert scores_picture(block) is None
    shown = made("md", "fan", model=ea.load_sample_model("fan")).decode()
    assert "| Trained model |  |" in shown
    assert "### Scores" not in shown


def test_without_a_model_nothing_changes():
    shown = report_bytes(sample("motion"), "md", made_at=MADE_AT).decode()
    assert "Trained model" not in shown
    assert "### Scores" not in shown


def test_windows_need_a_model_and_a_model_needs_one_config():
    with pytest.raises(ValueError, match="windows need the trained model"):
        summarize(sample("motion"), windows=evidence()["windows"])
    with pytest.raises(ValueError, match="there are 2 configs"):
        summarize([sample("motion"), sample("fan")], model=ea.load_sample_model("motion"))


def test_windows_of_another_width_are_refused_before_a_file_is_written(tmp_path):
    windows = own_windows(np.zeros((2, 5)))
    path = tmp_path / "report.md"
    with pytest.raises(ValueError, match="These windows have 5 features"):
        ea.write_report(sample("motion"), path, model=ea.load_sample_model("motion"), windows=windows)
    assert not path.exists()


def test_every_text_is_in_every_form():
    scores = section()
    page = " ".join("".join(Tree(made("html").decode()).text).split())
    reader = pypdf.PdfReader(io.BytesIO(made("pdf")))
    paper = "".join("".join(part.extract_text() for part in reader.pages).split())
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx")))
    sheet = [row[2] for row in book["Model"].iter_rows(values_only=True)]
    for text in [*scores.texts, *scores.notes, *(value for _, value in scores.facts)]:
        assert text in page
        assert "".join(text.split()) in paper
        assert text in sheet
    assert "It misses 60 of 102 anomalous windows" in made("md").decode()


def test_the_page_is_sound_and_the_config_returns_it(tmp_path):
    tree = Tree(made("html").decode())
    assert tree.open == []
    ids = [attrs["id"] for _, attrs in tree.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert "<h3>Scores</h3>" in sample("motion").to_html(**evidence())
    sample("motion").to_html(tmp_path / "a.html", **evidence())
    assert "<h3>Scores</h3>" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_the_same_windows_give_the_same_bytes():
    for form in ("html", "md", "pdf", "xlsx"):
        assert made(form) == made(form)


def test_the_workbook_has_numbers():
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx")))
    header, *rows = book["Flagged"].iter_rows(values_only=True)
    saved = dict(zip(header, next(row for row in rows if row[2] == "saved"), strict=True))
    assert (saved["Threshold"], saved["Flagged"], saved["False alarms"]) == (0.3, 47, 5)
    header, *rows = book["Scores"].iter_rows(values_only=True)
    expected = evidence()["model"].score(evidence()["windows"])["score"]
    assert (np.float32([row[2] for row in rows]) == expected.to_numpy()).all()


def test_many_scores_are_not_in_the_workbook_which_has_a_note(monkeypatch):
    monkeypatch.setattr(workbook, "_MOST_SCORES", 441)
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx")))
    assert "Scores" not in book.sheetnames
    assert "Flagged" in book.sheetnames
    notes = [row[2] for row in book["Model"].iter_rows(values_only=True) if row[1] == "scores"]
    assert notes == ["omitted, since there are more than 441 windows: use model.score(windows)"]
    monkeypatch.setattr(workbook, "_MOST_SCORES", 442)
    assert "Scores" in openpyxl.load_workbook(io.BytesIO(made("xlsx"))).sheetnames


@pytest.mark.parametrize("form", ["html", "md", "xlsx", "pdf"])
@pytest.mark.filterwarnings("ignore:No font on this machine")
def test_hostile_labels_and_sources(form):
    features = ea.load_sample_windows("motion", "testing").features[: len(HOSTILE)]
    windows = ea.Windows(features, {"label": list(HOSTILE)}, source=HOSTILE[0])
    content = made(form, model=ea.load_sample_model("motion"), windows=windows)
    if form == "html":
        tags = {tag for tag, _ in Tree(content.decode()).tags}
        assert tags == {tag for tag, _ in Tree(made("html").decode()).tags}


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("/home/someone/secret/windows.npy", "windows.npy"),
        ("C:\\Users\\someone\\windows.npy", "windows.npy"),
        ("data/run 1.csv", "run 1.csv"),
        ("block 4 of project 481207", "block 4 of project 481207"),
        ("data of 2025/03", "data of 2025/03"),
    ],
)
def test_the_folders_of_a_file_are_not_in_the_report(source, shown):
    windows = ea.Windows(np.zeros((1, 33), np.float32), source=source)
    model = ea.load_sample_model("motion")
    assert dict(scores_of(sample("motion"), model, windows).facts)["windows from"] == shown


@pytest.mark.parametrize("number", [np.nan, np.inf, 1e30, -1e30])
def test_scores_without_a_finite_number_are_reported(number):
    for name in ("motion", "fan"):
        width = len(sample(name).axes)
        windows = own_windows(np.full((3, width), number))
        for form in ("html", "md", "xlsx", "pdf"):
            assert made(form, name, model=ea.load_sample_model(name), windows=windows)


def test_the_notebook_has_the_scores():
    (block,) = summarize(sample("motion"), **evidence()).blocks
    cells = [source for kind, source in _cells(summarize(sample("motion"), **evidence())) if kind == "code"]
    code = next(source for source in cells if source.startswith("# The data: the scores"))
    names = {"pd": pd}
    exec(code, names)
    pd.testing.assert_frame_equal(names["scores"], block.flagged.frame)
    assert names["scores"].attrs == block.flagged.frame.attrs


@pytest.mark.parametrize("numbers", [[np.nan, np.inf, -np.inf, 0.1], [np.nan]])
def test_code_of_scores_that_are_not_finite(numbers):
    frame = pd.DataFrame({"score": np.float32(numbers)})
    frame.index.name = "window"
    names = {"pd": pd}
    exec(scores_code(frame), names)
    pd.testing.assert_frame_equal(names["scores"], frame)


@pytest.mark.slow
def test_the_notebook_runs():
    cells = json.loads(made("ipynb"))["cells"]
    shown = [cell for cell in cells if "ea.what_if(scores" in "".join(cell["source"])]
    assert "n_flagged" in json.dumps(shown[0]["outputs"])
    (drawn,) = [cell for cell in cells if "ea.plot_scores(scores" in "".join(cell["source"])]
    assert "image/png" in json.dumps(drawn["outputs"])
