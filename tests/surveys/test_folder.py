"""Surveys in folders: saved, continued, loaded without a network, broken."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pandas as pd
import pytest

import edgeanomaly_nb as ea
from tests.bodies import body
from tests.studio.server import KEY, refused
from tests.surveys.service import Estate, paths

pytest.importorskip("pyarrow")
INDEX = "survey.jsonl"


def same(one, other):
    """Compare two surveys by their frames; a file is a different source of an equal config."""
    for name in ("blocks", "axes", "thresholds", "findings"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    return one.configs == other.configs and one.project_names == other.project_names


@pytest.fixture
def service():
    return Estate({1: [4, 7], 2: [5], 3: []})


def test_a_folder_holds_files_index_and_frames(estate, service, tmp_path):
    _, client = estate(service)
    survey = ea.survey(client=client, into=tmp_path / "a/b")
    folder = tmp_path / "a/b"
    assert sorted(path.name for path in folder.iterdir()) == [
        "1-4.json", "1-7.json", "2-5.json", "axes.parquet", "blocks.parquet", INDEX, "thresholds.parquet",
    ]  # fmt: skip
    assert ea.AnomalyConfig.load(folder / "1-7.json") == survey.configs[1, 7]
    assert len(pd.read_parquet(folder / "blocks.parquet")) == 4
    assert pd.read_parquet(folder / "axes.parquet")["label"].tolist() == survey.axes["label"].tolist()
    assert not [path for path in folder.iterdir() if KEY.encode() in path.read_bytes()]


def test_a_folder_is_loaded_without_a_network(estate, service, tmp_path, no_network_after):
    service.special["/api/2/impulses-detailed"] = service.special["/api/2/impulses"] = refused("No", 403)
    _, client = estate(service)
    survey = ea.survey(client=client, into=tmp_path)
    no_network_after()
    loaded = ea.Survey.load(tmp_path)
    assert same(survey, loaded)
    assert (loaded.host, loaded.surveyed_at, loaded.stopped) == (survey.host, survey.surveyed_at, "")
    assert "status 403" in loaded.blocks["error"][2]


@pytest.fixture
def no_network_after(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was used")

    return lambda: monkeypatch.setattr("socket.socket.connect", refuse)


def test_a_second_survey_fetches_only_what_is_missing(estate, service, tmp_path):
    server, client = estate(service)
    first = ea.survey([1, 2], client=client, into=tmp_path)
    (tmp_path / "2-5.json").unlink()
    server.received.clear()
    second = ea.survey([1, 2, 3], client=client, into=tmp_path)
    asked = {path.split("/")[1] for path in paths(server)} - {"projects"}
    assert asked <= {"2", "3", "rojects"}
    assert {"2", "3"} <= asked
    assert second.configs == first.configs
    assert second.configs[1, 4].source.fetched_at == first.configs[1, 4].source.fetched_at


def test_errors_are_fetched_again(estate, service, tmp_path):
    service.special["/api/1/impulses-detailed"] = service.special["/api/1/impulses"] = refused("No", 403)
    _, client = estate(service)
    assert ea.survey(client=client, into=tmp_path).blocks["error"].notna().sum() == 1
    service.special.clear()
    assert ea.survey(client=client, into=tmp_path).blocks["error"].notna().sum() == 0


@pytest.mark.parametrize(("max_age_s", "is_fetched"), [(None, False), (3600, False), (0, True)])
def test_old_blocks_are_fetched_again(estate, service, tmp_path, max_age_s, is_fetched):
    server, client = estate(service)
    ea.survey([1], client=client, into=tmp_path)
    server.received.clear()
    service.bodies[1, 4] = body(name="Renamed")
    survey = ea.survey([1], client=client, into=tmp_path, max_age_s=max_age_s)
    assert any("/1/" in path for path in paths(server)) == is_fetched
    assert (survey.configs[1, 4].name == "Renamed") == is_fetched


def test_age_is_that_of_the_oldest_block(estate, service, tmp_path):
    _, client = estate(service)
    survey = ea.survey([1], client=client, into=tmp_path)
    from edgeanomaly_nb.surveys.folder import Folder

    folder = Folder.to_read(tmp_path)
    oldest = min(config.source.fetched_at for config in survey.configs.values())
    assert folder.rows_of(1, 10, oldest + timedelta(seconds=10)) is not None
    assert folder.rows_of(1, 10, oldest + timedelta(seconds=10.1)) is None


def test_a_stopped_survey_is_continued_and_keeps_what_the_folder_has(estate, tmp_path):
    service = Estate({project: [4] for project in range(1, 6)})
    _, client = estate(service)
    ea.survey([4, 5], client=client, into=tmp_path)
    for project in range(2, 6):
        for what in ("impulses-detailed", "impulses"):
            service.special[f"/api/{project}/{what}"] = refused("No such key", 401)
    stopped = ea.survey(client=client, into=tmp_path, jobs=1, max_age_s=0)
    assert stopped.stopped == "the key was refused"
    assert stopped.blocks["error"].isna().sum() == 1
    loaded = ea.Survey.load(tmp_path)
    assert loaded.stopped == "the key was refused"
    # 1 is new, 2 is an error, 3 was never fetched; 4 and 5 are those of the survey before.
    assert loaded.blocks.set_index("project_id")["error"].isna().to_dict() == {
        1: True, 2: False, 3: False, 4: True, 5: True,
    }  # fmt: skip
    service.special.clear()
    assert ea.survey(client=client, into=tmp_path).blocks["error"].isna().all()


def test_the_index_of_a_killed_process_is_read(estate, service, tmp_path):
    _, client = estate(service)
    survey = ea.survey(client=client, into=tmp_path)
    index = tmp_path / INDEX
    index.write_bytes(index.read_bytes()[:-20])
    assert len(ea.Survey.load(tmp_path)) == 3  # the line of project 3, which has no block, is cut
    assert same(ea.survey(client=client, into=tmp_path), survey)


def test_a_broken_file_is_named_and_loses_no_other(estate, service, tmp_path):
    _, client = estate(service)
    ea.survey(client=client, into=tmp_path)
    file = tmp_path / "1-7.json"
    file.write_bytes(file.read_bytes()[:100])
    loaded = ea.Survey.load(tmp_path)
    errors = loaded.blocks["error"]
    assert errors.isna().sum() == 3
    assert "1-7.json is incomplete" in errors[1]
    assert set(loaded.configs) == {(1, 4), (2, 5)}


def test_a_folder_of_another_server_is_refused(estate, service, tmp_path):
    _, client = estate(service)
    ea.survey(client=ea.StudioClient.sample(), into=tmp_path)
    with pytest.raises(ValueError, match=r"survey of samples\.invalid, not of 127\.0\.0\.1"):
        ea.survey(client=client, into=tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"{}", "is not the index of a survey"), (b"", "is not the index"), (b"\xff", "is not the index"),
     (json.dumps({"format": "edgeanomaly_nb.survey", "version": 99}).encode(), "newer edgeanomaly_nb")],
)  # fmt: skip
def test_a_foreign_index_is_refused(tmp_path, content, message):
    (tmp_path / INDEX).write_bytes(content)
    with pytest.raises(ea.InvalidFileError, match=message):
        ea.Survey.load(tmp_path)


def test_a_folder_of_saved_configs_is_a_survey_too(tmp_path):
    motion, fan = ea.load_sample("motion"), ea.load_sample("fan")
    motion.save(tmp_path / "anomaly-project-481207-block-4.json")
    fan.save(tmp_path / "later.json")
    (tmp_path / "bare.json").write_text(motion.to_json())
    (tmp_path / "anomaly-project-5-block-6.json").write_text("{")
    loaded = ea.Survey.load(tmp_path)
    assert loaded.blocks[["project_id", "learn_id"]].values.tolist() == [
        [5, 6], [481207, 4], [pd.NA, pd.NA], [519640, 7],
    ]  # fmt: skip
    assert loaded.blocks["error"].notna().tolist() == [True, False, False, False]
    assert repr(loaded)
    assert loaded.to_html()


def test_an_empty_or_missing_folder_is_an_error(tmp_path):
    with pytest.raises(ea.InvalidFileError, match="no survey and no saved config"):
        ea.Survey.load(tmp_path)
    with pytest.raises(OSError, match="no such folder"):
        ea.Survey.load(tmp_path / "missing")


def test_pyarrow_is_asked_for_before_anything_is_fetched(estate, service, tmp_path, monkeypatch):
    server, client = estate(service)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ea.MissingExtraError, match="pip install pyarrow"):
        ea.survey(client=client, into=tmp_path)
    assert not server.received


def test_a_survey_is_saved_later(estate, service, tmp_path):
    _, client = estate(service)
    survey = ea.survey(client=client)
    survey.save(tmp_path)
    assert same(ea.Survey.load(tmp_path), survey)


def test_what_was_kept_from_the_folder_is_shown_with_its_age(estate, tmp_path):
    _, client = estate(Estate({1: [4, 7], 2: [5]}))
    first = ea.survey(client=client, into=tmp_path)
    assert "kept" not in repr(first)
    (tmp_path / "2-5.json").unlink()
    second = ea.survey(client=client, into=tmp_path)
    oldest = min(first.configs[1, block].source.fetched_at for block in (4, 7))
    text = f"kept  2 blocks of the folder, fetched {oldest:%Y-%m-%d %H:%M:%S} UTC or later"
    for shown in (repr(second), repr(ea.Survey.load(tmp_path))):
        assert text in " ".join(shown.split()).replace("kept ", "kept  ")
    assert f"{oldest:%Y-%m-%d %H:%M:%S} UTC or later" in second.to_html()
    assert "kept" not in repr(ea.survey(client=client, into=tmp_path, max_age_s=0))


def test_the_age_of_old_blocks_is_shown(tmp_path):
    survey = ea.survey([481207], client=ea.StudioClient.sample())
    assert "oldest" not in repr(survey)
    then = datetime(2026, 1, 1, tzinfo=timezone.utc)
    rows = [replace(row, config=aged(row.config, then)) for row in survey.rows]
    replace(survey, rows=rows).save(tmp_path)
    loaded = ea.Survey.load(tmp_path)
    assert "oldest fetched 2026-01-01 00:00:00 UTC" in " ".join(repr(loaded).split())
    assert "2026-01-01 00:00:00 UTC" in loaded.to_html()


def aged(config, then):
    source = replace(config.source, fetched_at=then)
    return ea.AnomalyConfig.from_json(config.to_json(), source=source)
