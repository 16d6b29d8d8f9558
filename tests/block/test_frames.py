from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.frames import TEXT_DTYPE
from tests.bodies import HOSTILE, axis, config, threshold

AXES = {
    "label": TEXT_DTYPE,
    "selected": "bool",
    "favourite": "bool",
    "configured": "bool",
    "sensor": TEXT_DTYPE,
    "feature": TEXT_DTYPE,
    "band_low_hz": "float64",
    "band_high_hz": "float64",
}
THRESHOLDS = {
    "description": TEXT_DTYPE,
    "help_text": TEXT_DTYPE,
    "value": "object",
    "number": "float64",
    "choice": TEXT_DTYPE,
    "suggested_value": "float64",
    "suggested_text": TEXT_DTYPE,
    "difference": "float64",
    "options": "object",
    "legacy": "bool",
}
BANDED = axis(3, "acc.x Spectral Power 0.49 - 1.46 Hz")


@pytest.mark.parametrize("axes", [[], [axis(0, "accX RMS")], [axis(7, label) for label in HOSTILE], [BANDED]])
def test_axes_frame_keeps_its_columns_and_dtypes(axes):
    frame = config(axes=axes).axes
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == AXES
    assert (frame.index.name, str(frame.index.dtype), len(frame)) == ("ix", "int64", len(axes))
    assert frame.label.tolist() == [sent["label"] for sent in axes]


@pytest.mark.parametrize("thresholds", [[], ..., [threshold()], [threshold(), threshold(value="max")]])
def test_thresholds_frame_keeps_its_columns_and_dtypes(thresholds):
    frame = config(thresholds=thresholds).thresholds
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == THRESHOLDS
    assert (frame.index.name, str(frame.index.dtype)) == ("key", TEXT_DTYPE)
    assert len(frame) == (1 if thresholds is ... else len(thresholds))


def test_axes_frame_is_what_was_sent():
    sent = [
        axis(5, "accX RMS", selected=True, favourite=True),
        axis(2, "accX Spectral Power 0.49 - 1.46 Hz", favourite=True),
        axis(5, "no feature", selected=True),
    ]
    expected = pd.DataFrame(
        {
            "label": ["accX RMS", "accX Spectral Power 0.49 - 1.46 Hz", "no feature"],
            "selected": [True, False, True],
            "favourite": [True, True, False],
            "configured": [False, True, False],
            "sensor": ["accX", "accX", np.nan],
            "feature": ["RMS", "Spectral Power 0.49 - 1.46 Hz", np.nan],
            "band_low_hz": [np.nan, 0.49, np.nan],
            "band_high_hz": [np.nan, 1.46, np.nan],
        },
        index=pd.Index([5, 2, 5], name="ix"),
    )
    assert_frame_equal(config(axes=sent, selectedAxes=[2, 99, 10**30]).axes, expected)


def test_selected_axes_are_kept_as_sent():
    assert config(selectedAxes=[2, 99, -1, 10**30]).selected_axes == (2, 99, -1, 10**30)


def test_thresholds_frame_is_what_was_sent():
    options = [{"value": "max", "description": "Maximum"}]
    frame = config(
        thresholds=[
            threshold("a", 0.3, suggestedValue=0, suggestedValueText="0 (tuned)"),
            threshold("a", 1, suggestedValue=None, suggestedValueText=None, dropdownOptions=None),
            threshold("b", "max", dropdownOptions=options),
            threshold("c", " 35 ", suggestedValueText="about 40"),
            threshold("d", 10**30, suggestedValue=7),
        ]
    ).thresholds
    assert frame.index.tolist() == ["a", "a", "b", "c", "d"]
    assert frame.value.tolist() == [0.3, 1, "max", " 35 ", 10**30]
    assert [type(value) for value in frame.value] == [float, int, str, str, int]
    np.testing.assert_array_equal(frame.number, [0.3, 1, np.nan, 35, 1e30])
    np.testing.assert_array_equal(frame.suggested_value, [0, np.nan, np.nan, np.nan, 7])
    np.testing.assert_array_equal(frame.difference, [0.3, np.nan, np.nan, np.nan, 1e30])
    assert frame.suggested_text.isna().tolist() == [False, True, True, False, True]
    assert frame.options.tolist() == [(), (), (("max", "Maximum"),), (), ()]
    assert not frame.legacy.any()


@pytest.mark.parametrize(
    ("value", "suggested", "difference"),
    [
        (0.3, 0.25, 0.05),
        (0.1 + 0.2, 0.3, 0),
        (0.30000001192092896, 0.25, 0.05),
        (35, 32.4, 2.6),
        (1e-9, 0, 1e-9),
        (10**400, 1, np.inf),
        ("max", 1, np.nan),
    ],
)
def test_differences_are_rounded_as_they_are_shown(value, suggested, difference):
    frame = config(thresholds=[threshold("a", value, suggestedValue=suggested)]).thresholds
    np.testing.assert_array_equal(frame.difference, [difference])


def test_the_choice_is_the_matching_option_as_text():
    options = [{"value": text, "description": text} for text in ("max", "35")]
    values = ["max", 35.0, "35.0", "mean", 0.5]
    frame = config(thresholds=[threshold("a", value, dropdownOptions=options) for value in values]).thresholds
    assert frame.choice.tolist()[:3] == ["max", "35", "35"]
    assert frame.choice.isna().tolist() == [False, False, False, True, True]
    assert config(thresholds=[threshold("a", 0.5)]).thresholds.choice.isna().all()


def test_two_option_lists_of_equal_length_stay_tuples():
    options = [{"value": "a", "description": "A"}, {"value": "b", "description": "B"}]
    frame = config(thresholds=[threshold("x", "a", dropdownOptions=options)] * 2).thresholds
    assert frame.options.tolist() == [(("a", "A"), ("b", "B"))] * 2


def test_legacy_body_gives_positions_and_one_legacy_threshold():
    axes = [{k: v for k, v in axis(0, label).items() if k != "ix"} for label in ("accX RMS", "accY RMS")]
    old = config(axes=axes, thresholds=..., minimumConfidenceRating=1)
    assert old.axes.index.tolist() == [0, 1]
    row = old.thresholds.loc["minimumConfidenceRating"]
    assert (row.number, row.legacy, bool(np.isnan(row.suggested_value))) == (1.0, True, True)


def test_one_missing_ix_is_its_position():
    axes = [axis(40, "a"), {k: v for k, v in axis(0, "b").items() if k != "ix"}]
    assert config(axes=axes).axes.index.tolist() == [40, 1]


def test_frames_are_copies_of_the_users_own():
    mine = config()
    axes, thresholds = mine.axes, mine.thresholds
    axes["selected"] = False
    axes.loc[0, "label"] = "changed"
    thresholds.loc["min_score", "number"] = 99.0
    assert mine.axes.selected.tolist() == [True, False]
    assert mine.axes.label.tolist() == ["accX RMS", "accX Kurtosis"]
    assert mine.thresholds.number.tolist() == [0.3]


@pytest.mark.parametrize("name", ["motion", "large", "legacy", "dropdown"])
def test_frames_of_samples_agree_with_their_json(name):
    sample = ea.load_sample(name)
    sent = json.loads(sample.to_json())
    assert sample.axes.label.tolist() == [a["label"] for a in sent["axes"]]
    assert sample.axes.selected.tolist() == [a["selected"] for a in sent["axes"]]
    assert sample.axes.favourite.tolist() == [a["favourite"] for a in sent["axes"]]
