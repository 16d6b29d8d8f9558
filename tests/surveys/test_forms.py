"""A survey as a page, as files, and as pictures."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import html5lib
import openpyxl
import pandas as pd
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.surveys.overview import overview
from edgeanomaly_nb.surveys.rows import Row
from edgeanomaly_nb.surveys.survey import Survey
from tests.bodies import HOSTILE, axis, body, threshold


@pytest.fixture(scope="module")
def sample():
    return ea.survey(client=ea.StudioClient.sample())


def hostile():
    rows = []
    for at, text in enumerate(HOSTILE):
        made = body(
            name=text,
            axes=[axis(0, text, True)],
            thresholds=[threshold(text, 0.3, description=text, suggestedValueText=text)],
        )
        source = ea.Source("host", at, 4, block_type=text)
        rows.append(Row(at, 4, ea.AnomalyConfig.from_json(json.dumps(made), source=source), "", 1, text))
    rows += [Row(99, None, None, text) for text in HOSTILE if text]
    return Survey(rows, dict(enumerate(HOSTILE)), "host")


def test_the_page_escapes_all_text():
    survey = hostile()
    page = survey.to_html()
    parsed = html5lib.parse(page, namespaceHTMLElements=False)
    assert len(parsed.findall(".//script")) == 1
    assert not parsed.findall(".//img")
    assert len(parsed.findall(".//table[@class='ea-survey']//tbody/tr")) == len(survey.rows)
    assert "<img" not in survey._repr_html_()


def test_the_page_has_one_row_per_block_worst_first(sample):
    lines = overview(sample)
    assert len(lines) == len(sample.rows)
    ranks = [{"error": 0, "warning": 1, "info": 2, "": 3}[line.worst] for line in lines]
    assert ranks == sorted(ranks)


def test_the_same_survey_and_time_give_the_same_page(sample):
    at = datetime(2026, 1, 2, tzinfo=timezone.utc)
    assert sample.to_html(made_at=at) == sample.to_html(made_at=at)
    assert "2026-01-02" in sample.to_html(made_at=at)


def test_the_page_goes_to_a_file(sample, tmp_path):
    assert sample.to_html(tmp_path / "a.html") is None
    assert (tmp_path / "a.html").read_text().startswith("<!doctype html>")


def test_csv_and_parquet_have_the_blocks(sample, tmp_path):
    sample.write(tmp_path / "a.csv")
    read = pd.read_csv(tmp_path / "a.csv")
    assert read["learn_id"].tolist() == sample.blocks["learn_id"].tolist()
    pytest.importorskip("pyarrow")
    sample.write(tmp_path / "a.parquet")
    assert (
        pd.read_parquet(tmp_path / "a.parquet")["threshold"].tolist() == sample.blocks["threshold"].tolist()
    )


@pytest.mark.parametrize("make", [lambda sample: sample, lambda _: hostile(), lambda _: Survey([])])
def test_the_workbook_has_a_sheet_per_table(sample, tmp_path, make):
    survey = make(sample)
    survey.write(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Overview", "Blocks", "Findings", "Thresholds", "Axes"]
    assert book["Blocks"].max_row == len(survey.rows) + 1
    assert all(cell.data_type != "f" for row in book["Overview"].iter_rows() for cell in row)


def test_another_suffix_is_refused(sample, tmp_path):
    with pytest.raises(
        ValueError, match=r"'a.pdf' does not determine the form.*\.html, \.xlsx, \.csv, \.parquet"
    ):
        sample.write(tmp_path / "a.pdf")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_pictures_are_drawn_for_any_number_of_blocks(sample, count):
    axes = Survey(sample.rows[:count]).plot()
    assert len(axes) == min(count, 1) + 1


def test_thousands_of_blocks_are_few_points():
    rows = []
    for at in range(3000):
        made = json.dumps(body(thresholds=[threshold(value=0.3 + at / 1000, suggestedValue=0.5 + at / 1500)]))
        rows.append(Row(at, 4, ea.AnomalyConfig.from_json(made, block_type="anomaly")))
    survey = Survey(rows)
    vars(survey)["_found"] = []  # the rules of thousands of blocks take their time
    page = survey.to_html()
    assert page.count("<use") < 400
    assert "3,000 of 3,000 blocks with suggestion" in page


def test_hostile_text_is_drawn():
    assert len(hostile().plot()) >= 2


def test_a_block_with_a_repeated_label_counts_once(sample):
    from edgeanomaly_nb.plots.surveys.axes import axis_counts

    counts = axis_counts(sample.axes)
    assert counts.loc["", "blocks"] == sample.axes.query("label == ''").reset_index()["learn_id"].nunique()
    naive = sample.axes.reset_index().drop_duplicates(["project_id", "learn_id", "label", "selected"])
    expected = naive[naive["selected"]]["label"].value_counts()
    selected = counts["selected"][counts["selected"] > 0]
    assert selected.to_dict() == expected.to_dict()
    assert axis_counts(sample.axes.head(0)).empty
