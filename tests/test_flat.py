from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import numpy as np
import pandas as pd
import pytest

import edgeanomaly_nb as ea
from tests.bodies import HOSTILE, axis, body, threshold

HUGE = 10**400
MIXED = {
    "thresholds": [threshold("a", 0.3), threshold("b", "max"), threshold("c", HUGE), threshold("d", "0.5")]
}


def config_of(**fields):
    return ea.AnomalyConfig.from_json(json.dumps(body(**fields)))


def public_frames():
    """Every frame that the package returns, of a block with much and of one with little."""
    client = ea.StudioClient.sample()
    motion, later, dropdown = (ea.load_sample(name) for name in ("motion", "motion-later", "dropdown"))
    empty, mixed = config_of(axes=[], selectedAxes=[], thresholds=[]), config_of(**MIXED)
    hostile = config_of(axes=[axis(nth, text) for nth, text in enumerate(HOSTILE)])
    blocks = client.list_anomaly_blocks(602318)
    return {
        "axes": (motion.axes, empty.axes),
        "hostile axes": (hostile.axes, empty.axes),
        "thresholds": (dropdown.thresholds, empty.thresholds),
        "mixed thresholds": (mixed.thresholds, empty.thresholds),
        "compare": (ea.compare(motion, later), ea.compare(motion, motion)),
        "compare mixed": (ea.compare(dropdown, mixed), ea.compare(motion, motion)),
        "findings": (ea.load_sample("faulty").findings(), ea.load_sample("spectral").findings()),
        "rules": (ea.list_rules(), ea.list_rules().iloc[:0]),
        "samples": (ea.list_samples(), ea.list_samples().iloc[:0]),
        "blocks": (blocks, blocks.iloc[:0]),
        "projects": (client.list_projects(), client.list_projects().iloc[:0]),
        "one project after another": (
            pd.concat(
                {nth: client.list_anomaly_blocks(nth) for nth in (481207, 519640)}, names=["project_id"]
            ),
            blocks.iloc[:0],
        ),
    }


FRAMES = public_frames()
parametrize = pytest.mark.parametrize("name", FRAMES)


@parametrize
def test_every_frame_goes_to_sql_and_back(name):
    for frame in FRAMES[name]:
        flat = ea.flat(frame)
        with closing(sqlite3.connect(":memory:")) as database:
            flat.to_sql("it", database, index=False)
            back = pd.read_sql("select * from it", database)
        assert back.columns.tolist() == flat.columns.tolist()
        assert len(back) == len(frame)
        for column in flat.columns:
            told = [None if pd.isna(value) else value for value in flat[column]]
            assert [None if pd.isna(value) else value for value in back[column]] == told


@parametrize
def test_every_frame_goes_to_parquet_and_feather_and_back(name, tmp_path):
    pytest.importorskip("pyarrow")
    for frame in FRAMES[name]:
        flat = ea.flat(frame)
        flat.to_parquet(tmp_path / "a.parquet")
        flat.to_feather(tmp_path / "a.feather")
        for back in (pd.read_parquet(tmp_path / "a.parquet"), pd.read_feather(tmp_path / "a.feather")):
            pd.testing.assert_frame_equal(back, flat, check_dtype=False)
            assert back.attrs == {}


@parametrize
def test_every_frame_goes_to_excel(name, tmp_path):
    if name != "hostile axes":  # Excel has no control characters; ea.write_report writes them as escapes
        for frame in FRAMES[name]:
            ea.flat(frame).to_excel(tmp_path / "a.xlsx", index=False)


@parametrize
def test_columns_and_dtypes_do_not_depend_on_the_rows(name):
    some, none = (ea.flat(frame) for frame in FRAMES[name])
    if name != "one project after another":
        assert none.dtypes.to_dict() == some.dtypes.to_dict()


def test_numbers_stay_numbers_and_nothing_is_lost():
    flat = ea.flat(config_of(**MIXED).thresholds)
    assert flat["value"].tolist() == ["0.3", "max", str(HUGE), "0.5"]
    assert flat["number"].tolist()[::2] == [0.3, np.inf]
    assert flat["key"].tolist() == ["a", "b", "c", "d"]
    changes = ea.flat(ea.compare(ea.load_sample("motion"), ea.load_sample("motion-later")))
    moved = changes[changes["what"] == "value"].iloc[0]
    assert (moved["before"], moved["before_number"], moved["after_number"]) == ("0.3", 0.3, 0.45)
    gained = changes[changes["change"] == "gained"].iloc[-1]
    assert (gained["before"], gained["after"]) == ("false", "true")
    assert np.isnan(gained["after_number"])


def test_options_and_lists_are_json():
    dropdown = ea.load_sample("dropdown").thresholds
    told = json.loads(ea.flat(dropdown)["options"].iloc[-1])
    assert [(option["value"], option["description"]) for option in told] == list(dropdown["options"].iloc[-1])
    blocks = ea.StudioClient.sample().list_anomaly_blocks(602318)
    assert [tuple(json.loads(ids)) for ids in ea.flat(blocks)["dsp_ids"]] == blocks["dsp_ids"].tolist()


def test_the_frame_itself_is_left_as_it_is():
    frame = ea.load_sample("dropdown").thresholds
    frame.attrs["config"] = object()
    kept = frame.copy()
    assert ea.flat(frame).attrs == {}
    pd.testing.assert_frame_equal(frame, kept)


def test_frames_of_users_are_flattened_too():
    axes = ea.load_sample("motion").axes
    frame = pd.concat([axes, axes], keys=["a", "b"]).assign(
        sensor=lambda frame: frame["sensor"].astype("category"),
        band=lambda frame: pd.cut(frame["band_low_hz"], 3),
        at=pd.Timestamp("2026-01-01T12:00", tz="Europe/Berlin"),
        LABEL=1,
        sets=[{1}, float("nan")] * len(axes),
        **{"2": [True, None] * len(axes)},
    )
    frame["half"] = pd.Series(["\ud800", None] * len(axes), index=frame.index, dtype=object)
    frame["mixed"] = pd.Series([1, None] * len(axes), index=frame.index, dtype=object)
    frame = frame.astype({"2": object}).rename(columns={"2": 2})
    flat = ea.flat(frame)
    assert flat.columns[:3].tolist() == ["level_0", "ix", "label"]
    assert {"LABEL_2", "2"} <= set(flat.columns)
    assert flat["at"].iloc[0] == pd.Timestamp("2026-01-01T11:00")
    assert flat.dtypes.astype(str)[["mixed", "2"]].tolist() == ["Int64", "boolean"]
    assert flat["sets"].iloc[0] == "[1]"
    with closing(sqlite3.connect(":memory:")) as database:
        assert flat.to_sql("it", database, index=False) == len(frame)


def test_columns_of_two_levels_and_repeated_names():
    frame = ea.load_sample("motion").axes[["selected", "selected"]]
    assert ea.flat(frame).columns.tolist() == ["ix", "selected", "selected_2"]
    wide = pd.concat({"a": frame[["selected"]].iloc[:, :1], "b": frame.iloc[:, :1]}, axis=1)
    assert ea.flat(wide).columns.tolist() == ["ix", "a_selected", "b_selected"]


def test_what_is_no_frame_is_refused():
    with pytest.raises(TypeError, match=r"such as config\.thresholds .* not AnomalyConfig"):
        ea.flat(ea.load_sample("motion"))
