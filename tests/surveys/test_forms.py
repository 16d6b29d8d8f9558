"""A survey as a page, as files, and as pictures."""

from __future__ import annotations

import itertools
import json
import re
from datetime import datetime, timezone

import html5lib
import openpyxl
import pandas as pd
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.surveys.html import rules_table
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
    assert "3,000 of 3,000 with suggestion" in page


@pytest.mark.parametrize("value", [1.7e308, -1e306, 1e-310])
def test_a_threshold_beyond_every_scale_is_omitted_from_the_picture(value):
    values = (value, *(0.1 * at for at in range(30)))
    made = [json.dumps(body(thresholds=[threshold(value=number, suggestedValue=0.5)])) for number in values]
    configs = [ea.AnomalyConfig.from_json(text, block_type="anomaly") for text in made]
    page = Survey([Row(at, 4, config) for at, config in enumerate(configs)]).to_html()
    assert "30 of 30 with suggestion" in page


def test_hostile_text_is_drawn():
    assert len(hostile().plot()) >= 2


def test_the_page_shows_blocks_before_pictures(sample):
    page = sample.to_html()
    titles = re.findall(r"<h2[^>]*>([^<:]*)", page)
    assert titles == [
        "Blocks, worst first",
        "Thresholds against their suggestions",
        "Axes by how many blocks select them",
        "Findings by rule",
    ]
    assert "<th scope=row>Tunnel ventilation <span>519640</span><td>19<td>Fan anomaly<td>GMM<td>1.1" in page


def test_an_error_takes_the_place_of_all_columns():
    page = Survey([Row(7, error="It does not exist."), Row(8)], {8: "Pumps"}).to_html()
    assert '<th scope=row>project 7<td><td colspan="7" class="ea-tone ea-error">It does not exist.' in page
    assert '<th scope=row>Pumps <span>8</span><td><td colspan="7">This project has no anomaly block.' in page


def test_findings_and_blocks_of_a_rule_are_counted_apart(sample):
    far = sample.findings.query("code == 'threshold-far'")
    (row,) = (row for row in rules_table(sample) if row[1] == "threshold-far")
    assert row[2:4] == (str(len(far)), str(far[["project_id", "learn_id"]].drop_duplicates().shape[0]))
    assert row[2] != row[3]


def svg_titles(survey):
    parsed = html5lib.parse(survey.to_html(), namespaceHTMLElements=False)
    return [title.text for title in parsed.iter("{http://www.w3.org/2000/svg}title")]


def test_each_point_of_the_page_names_its_block(sample):
    titles = svg_titles(sample)
    assert "Fan anomaly (Tunnel ventilation, block 19): threshold 1.1, suggestion 3.2" in titles
    assert len(titles) == sample.blocks["suggestion"].notna().sum()


def test_points_of_equal_blocks_are_one(sample):
    rows = [row for row in sample.rows if row.key == (519640, 19)] * 3
    (title,) = svg_titles(Survey(rows))
    assert title.startswith("3 blocks, such as Fan anomaly (project 519640, block 19): ")


def test_names_of_points_are_escaped():
    made = body(name="</title><script>", thresholds=[threshold(value=0.3, suggestedValue=0.5)])
    config = ea.AnomalyConfig.from_json(
        json.dumps(made), source=ea.Source("host", 1, 4, block_type="anomaly")
    )
    (title,) = svg_titles(Survey([Row(1, 4, config)], {1: "<b>"}))
    assert title == "</title><script> (<b>, block 4): threshold 0.3, suggestion 0.5"


def test_the_furthest_points_have_names_that_do_not_overlap(sample):
    axes = sample.plot()
    names = {text.get_text() for text in axes[0].texts} - {"flags less", "flags more"}
    assert "Tunnel anomaly" in names  # one block of this name; another name repeats
    assert all(name.startswith("Parcel handling, block") for name in names - {"Tunnel anomaly"})
    figure = axes[0].figure
    for width in (5, 9, 14):
        figure.set_size_inches(width, 9)
        figure.canvas.draw()
        for ax in axes[:-1]:
            boxes = [text.get_window_extent() for text in ax.texts]
            assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
            shown = ax.get_window_extent()
            assert all(box.x0 >= shown.x0 - 1 and box.x1 <= shown.x1 + 1 for box in boxes)


def test_a_block_with_a_repeated_label_counts_once(sample):
    from edgeanomaly_nb.plots.surveys.axes import axis_counts

    counts = axis_counts(sample.axes)
    assert counts.loc["", "blocks"] == sample.axes.query("label == ''").reset_index()["learn_id"].nunique()
    naive = sample.axes.reset_index().drop_duplicates(["project_id", "learn_id", "label", "selected"])
    expected = naive[naive["selected"]]["label"].value_counts()
    selected = counts["selected"][counts["selected"] > 0]
    assert selected.to_dict() == expected.to_dict()
    assert axis_counts(sample.axes.head(0)).empty


def test_integers_beside_missing_values_stay_integers_in_csv(tmp_path):
    survey = ea.survey(client=ea.StudioClient.sample())
    survey.write(tmp_path / "a.csv")
    rows = pd.read_csv(tmp_path / "a.csv", dtype=str, keep_default_na=False)
    assert set(rows["clusters"]) >= {"", "5"}
    assert not [text for name in ("clusters", "axes", "errors") for text in rows[name] if "." in text]


def test_times_in_a_workbook_are_times(tmp_path):
    pytest.importorskip("xlsxwriter")
    survey = ea.survey(client=ea.StudioClient.sample())
    survey.write(tmp_path / "a.xlsx")
    times = pd.read_excel(tmp_path / "a.xlsx", sheet_name="Blocks")["fetched_at"]
    assert times.dtype.kind == "M"
    known = survey.blocks["fetched_at"].dt.tz_localize(None)
    assert (times - known).abs().max() < pd.Timedelta(milliseconds=2)
