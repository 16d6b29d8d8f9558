from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.restored_frames import restored_axes, restored_thresholds
from edgeanomaly_nb.tables import to_csv
from tests.bodies import config, threshold

SAMPLES = ea.list_samples().index


def parquet(frame, **settings):
    pytest.importorskip("pyarrow")
    stored = io.BytesIO()
    frame.to_parquet(stored, **settings)
    return pd.read_parquet(stored)


WAYS = {
    "CSV of pandas": lambda frame, name: pd.read_csv(io.StringIO(frame.to_csv())),
    "CSV of pandas, with index": lambda frame, name: pd.read_csv(io.StringIO(frame.to_csv()), index_col=name),
    "CSV of this package": lambda frame, name: pd.read_csv(io.StringIO(to_csv(frame))),
    "CSV as text": lambda frame, name: pd.read_csv(
        io.StringIO(frame.to_csv()), dtype=dict.fromkeys(("selected", "favourite", "legacy"), str)
    ),
    "CSV, nullable": lambda frame, name: pd.read_csv(
        io.StringIO(frame.to_csv()), dtype=dict.fromkeys(("selected", "favourite", "legacy"), "boolean")
    ),
    "flat": lambda frame, name: ea.flat(frame),
    "flat Parquet": lambda frame, name: parquet(ea.flat(frame)),
    "flat CSV": lambda frame, name: pd.read_csv(io.StringIO(ea.flat(frame).to_csv(index=False))),
}


def assert_equal(frame, expected):
    """Compare frames; missing text is None or NaN, which are the same to users, and pandas 2 warns about."""
    assert frame.dtypes.to_dict() == expected.dtypes.to_dict()
    assert_frame_equal(*(one.astype(object).where(one.notna(), None) for one in (frame, expected)))


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_axes_survive_a_file(way, sample):
    axes = ea.load_sample(sample).axes
    assert_equal(restored_axes(way(axes, "ix")), axes)
    assert_equal(ea.AxesPanel(way(axes, "ix")).view, axes)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_thresholds_survive_a_file(way, sample):
    thresholds = ea.load_sample(sample).thresholds
    read = way(thresholds, "key")
    assert_equal(restored_thresholds(read), thresholds)
    panel = ea.ThresholdsPanel(read)
    assert panel.static_html() == ea.ThresholdsPanel(thresholds).static_html()


def test_axes_survive_parquet_with_their_index():
    axes = ea.load_sample("motion").axes
    assert_equal(restored_axes(parquet(axes)), axes)


def test_thresholds_survive_parquet_with_their_index():
    thresholds = config(
        thresholds=[threshold("a", 0.3, dropdownOptions=[{"value": "0.3", "description": "Low"}])]
    ).thresholds
    read = parquet(thresholds)
    assert isinstance(read["options"].iloc[0], np.ndarray)
    assert_equal(restored_thresholds(read), thresholds)


@pytest.mark.parametrize("sample", SAMPLES)
def test_frames_of_a_config_stay_the_same_object(sample):
    axes, thresholds = ea.load_sample(sample).axes, ea.load_sample(sample).thresholds
    assert restored_axes(axes) is axes
    assert restored_thresholds(thresholds) is thresholds


def test_a_numeric_text_that_was_sent_stays_text():
    thresholds = config(thresholds=[threshold("a", "0.3")]).thresholds
    assert restored_thresholds(thresholds)["value"].tolist() == ["0.3"]


@pytest.mark.parametrize("flag", [1, "perhaps", None, np.nan])
def test_flags_that_are_not_true_or_false_are_refused(flag):
    axes = ea.load_sample("motion").axes.astype({"selected": object})
    axes.loc[3, "selected"] = flag
    with pytest.raises(ValueError, match="its column selected is not all true or false"):
        ea.AxesPanel(axes)


@pytest.mark.parametrize("text", ["", "[", "(((", "7", "{}", "nonsense", "[]", "()"])
def test_text_that_has_no_options_is_an_empty_tuple(text):
    frame = ea.load_sample("motion").thresholds.assign(options=text)
    assert restored_thresholds(frame)["options"].tolist() == [()]
