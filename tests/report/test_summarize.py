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


def test_nothing_to_report_is_an_error():
    with pytest.raises(ValueError, match="at least one"):
        summarize([])
