from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta, timezone

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.report import summarize
from tests.bodies import config
from tests.report.conftest import MADE_AT, sample


def test_one_block():
    summary = summarize([sample("motion")], made_at=MADE_AT)
    (block,) = summary.blocks
    assert summary.title == "Anomaly block “Anomaly detection”"
    assert summary.comparison is None
    assert summary.created == f"Created 2026-11-24 06:30:00 UTC by edgeanomaly_nb {ea.__version__}"
    assert block.place == "sample motion, project 481207, block 4"
    assert dict(block.facts)["type"] == "K-means (anomaly)"
    assert dict(block.facts)["selected indices"] == "[0, 4, 11, 22, 23, 25]"
    assert block.findings_text == "1 info"
    assert "standard deviations" in block.scores


def of_one_block(*times):
    source = ea.Source("studio.example.com", 1, 7)
    body = sample("motion").to_json()
    return [
        ea.AnomalyConfig.from_json(body, source=dataclasses.replace(source, fetched_at=time))
        for time in times
    ]


def test_a_block_at_two_times_has_two_places():
    summary = summarize(of_one_block(MADE_AT - timedelta(days=1), MADE_AT))
    assert [block.place for block in summary.blocks] == [
        "project 1, block 7, before",
        "project 1, block 7, after",
    ]
    assert summary.title == "Anomaly block “Anomaly detection”, before and after"
    assert [block.place for block in summarize([config(), config()]).blocks] == [
        "made from JSON, before",
        "made from JSON, after",
    ]
    several = summarize([*of_one_block(MADE_AT, None), sample("motion")])
    assert [block.place for block in several.blocks][:2] == [
        "project 1, block 7, no. 1",
        "project 1, block 7, no. 2",
    ]


def test_projects_are_counted_where_all_are_known():
    assert (
        summarize([sample(name) for name in ("motion", "motion-later", "fan")]).title
        == "3 anomaly blocks of 2 projects"
    )
    assert summarize([sample("motion"), sample("fan"), config()]).title == "3 anomaly blocks"


def test_a_config_of_unknown_origin():
    (block,) = summarize([config(None)]).blocks
    assert block.place == "made from JSON"
    assert block.kind == "unknown"
    assert "What its scores mean is not known" in block.scores


def test_how_to_read_describes_what_is_flagged_if_the_kinds_are_known():
    assert "lower threshold flags more" in summarize([config("anomaly-gmm")]).how_to_read
    assert "flags more" not in summarize([config(None)]).how_to_read
    mixed = summarize([config("anomaly-2030"), config("anomaly")]).how_to_read
    assert mixed.endswith("For blocks of an unknown kind, this is not known.")


def test_times_are_in_utc():
    paris = datetime(2026, 7, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    assert "2026-07-01 12:00:00 UTC" in summarize([config()], made_at=paris).created


def test_two_blocks_are_compared_and_three_are_not():
    names = ["motion", "motion-later", "spectral"]
    configs = [sample(name) for name in names]
    two, three = summarize(configs[:2]), summarize(configs)
    assert two.comparison.text.startswith("2 axes newly selected")
    assert three.comparison is None
    assert three.title == "3 anomaly blocks"


def test_blocks_of_several_projects_are_counted():
    configs = [sample(name) for name in ("motion", "fan", "raw")]
    assert summarize(configs).title == "3 anomaly blocks of 3 projects"


NAMES = ("spectral", "motion", "faulty", "untrained")


def test_above_three_blocks_the_worst_comes_first():
    blocks = summarize(map(sample, NAMES)).blocks
    assert [block.place.split(",")[0] for block in blocks] == [
        "sample faulty",
        "sample untrained",
        "sample motion",
        "sample spectral",
    ]
    assert [block.anchor for block in blocks] == ["block-3", "block-4", "block-2", "block-1"]
    three = summarize(map(sample, NAMES[:3])).blocks
    assert [block.anchor for block in three] == ["block-1", "block-2", "block-3"]


def test_the_overview_has_one_row_per_block_and_tells_blocks_apart():
    title, columns, rows = summarize(map(sample, NAMES)).overview
    assert title == "Overview, worst first"
    assert columns == ["Block", "Verdict", "Findings", "Threshold (suggested)", "Axes"]
    assert rows[0] == [
        "Fan anomaly, sample faulty, project 519640, block 19",
        "Fix: selected-axis-missing",
        "2 errors, 4 warnings, 1 info",
        "1.1 (3.2) and 2 more",
        "3 of 21",
    ]
    assert rows[3][1:4] == ["Nothing stands out", "none", "0.3"]
    assert len({row[0] for row in rows}) == 4
    alike = summarize([config(thresholds=[])] * 4).overview.rows
    assert len({row[0] for row in alike}) == 4
    assert alike[0][3] == "none"


def test_a_threshold_is_compared_with_its_suggestion_without_repeating_numbers():
    def differences(*names):
        return [it.difference for name in names for it in summarize(sample(name)).blocks[0].thresholds]

    assert differences("motion", "two-blocks", "raw", "wavelet") == [
        "0.2 lower, so it flags more",
        "as suggested",
        "no suggestion",
        "",
    ]
    assert differences("faulty")[2] == "not one of the 2 options"
    assert "deprecated" in differences("legacy")[0]


def test_the_heading_of_a_single_block_does_not_repeat_its_name():
    one, two = summarize(sample("motion")), summarize([sample("motion"), sample("fan")])
    assert one.heading(one.blocks[0]) == "sample motion, project 481207, block 4"
    assert two.heading(two.blocks[0]) == "Anomaly detection, sample motion, project 481207, block 4"


def test_nothing_to_report_is_an_error():
    with pytest.raises(ValueError, match="at least one"):
        summarize([])
