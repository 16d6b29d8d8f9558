"""`what_if` against a count that goes from window to window, as firmware does."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import edgeanomaly_nb as ea
from tests.bodies import config, threshold
from tests.scores.frames import naive_flags, score_frames

RULES = st.sampled_from([">", ">="])
LIMITS = st.floats(-5, 5) | st.sampled_from([0.1, 0.3, 1000.0, 4e7, 1e39])


def check(frame, result, rule, in_a_row):
    for limit, row in result.iterrows():
        flags = naive_flags(frame, limit, rule, in_a_row)
        assert row["n_flagged"] == sum(flags)
        assert row["share"] == sum(flags) / len(frame)
        if "sample_id" in frame:
            assert row["n_samples_flagged"] == frame["sample_id"][flags].nunique()
            assert row["n_samples"] == frame["sample_id"].nunique()
        if "tp" in row:
            check_outcomes(row, list(zip(frame["outcome"], flags, strict=True)))


def check_outcomes(row, pairs):
    tp, fn = pairs.count(("anomaly", True)), pairs.count(("anomaly", False))
    fp, tn = pairs.count(("no anomaly", True)), pairs.count(("no anomaly", False))
    assert row[["tp", "fp", "fn", "tn"]].tolist() == [tp, fp, fn, tn]
    expected = {"precision": (tp, tp + fp), "recall": (tp, tp + fn), "f1": (2 * tp, 2 * tp + fp + fn)}
    for name, (over, under) in expected.items():
        assert row[name] == over / under if under else math.isnan(row[name])


@given(score_frames(), st.lists(LIMITS, min_size=1, max_size=4), RULES, st.integers(1, 4))
def test_thresholds_that_are_given(frame, thresholds, rule, in_a_row):
    result = ea.what_if(frame, thresholds, rule=rule, in_a_row=in_a_row)
    assert result.index.tolist() == thresholds
    assert (result["n_nan"] == frame["score"].isna().sum()).all()
    check(frame, result, rule, in_a_row)


@given(score_frames(), RULES, st.integers(1, 4), st.none() | st.floats(-5, 5))
def test_every_threshold_at_which_something_changes(frame, rule, in_a_row, configured):
    frame.attrs.update(threshold=configured, suggestion=None)
    result = ea.what_if(frame, rule=rule, in_a_row=in_a_row)
    assert result.index.is_monotonic_increasing
    assert result.index.is_unique
    check(frame, result, rule, in_a_row)
    assert configured is None or configured in result.index
    for low, high in zip(result.index[:-1], result.index[1:], strict=True):
        count = sum(naive_flags(frame, (low + high) / 2, rule, in_a_row))
        assert count in (result.loc[low, "n_flagged"], result.loc[high, "n_flagged"])


@given(score_frames(), RULES, st.integers(1, 3))
def test_intervals_contain_the_share_and_need_samples(frame, rule, in_a_row):
    result = ea.what_if(frame, rule=rule, in_a_row=in_a_row)
    if "sample_id" not in frame or frame["sample_id"].nunique() < 2:
        assert result[["share_low", "share_high"]].isna().all(axis=None)
    else:
        assert (result["share_low"] <= result["share"] + 1e-12).all()
        assert (result["share_high"] >= result["share"] - 1e-12).all()
        assert result["share_low"].ge(0).all()
        assert result["share_high"].le(1).all()


def test_float32_scores_are_compared_in_float32():
    # float32(0.1) is above 0.1, but equal to the 0.1f that firmware compares with.
    assert ea.what_if(pd.Series(np.float32([0.1])), [0.1])["n_flagged"].item() == 0
    assert ea.what_if(pd.Series(np.float32([0.1])), [0.1], rule=">=")["n_flagged"].item() == 1
    assert ea.what_if(np.float32([0.1]).astype(np.float64), [0.1])["n_flagged"].item() == 1


def test_only_infinite_and_missing_scores():
    result = ea.what_if([math.nan, math.inf, -math.inf], [0.0])
    assert result[["n_flagged", "n_nan"]].to_numpy().tolist() == [[2, 1]]
    assert ea.what_if([math.nan, math.inf, -math.inf]).empty


def test_a_config_brings_its_threshold_and_its_suggestion():
    block = config(thresholds=[threshold(key="min_anomaly_score", value=0.3, suggestedValue=0.7)])
    result = ea.what_if([0.0, 0.5, 1.0], block)
    assert result["n_flagged"].to_dict() == {0.3: 2, 0.7: 1}
    assert (result.attrs["threshold"], result.attrs["suggestion"]) == (0.3, 0.7)
    with pytest.raises(ValueError, match="no threshold that is a number"):
        ea.what_if([0.0, 0.5], config(thresholds=[]))


@pytest.mark.parametrize(
    ("scores", "error", "message"),
    [
        ([], ValueError, "no scores"),
        (pd.DataFrame({"scores": [1]}), ValueError, "no column score"),
        ([[1.0, 2.0]], TypeError, "list of numbers"),
        (["<b>"], TypeError, "numbers"),
    ],
)
def test_scores_that_are_refused(scores, error, message):
    with pytest.raises(error, match=message):
        ea.what_if(scores)


@pytest.mark.parametrize("thresholds", ["<b>", [math.nan], [[1.0]], ["a"], {}])
def test_thresholds_that_are_refused(thresholds):
    with pytest.raises((TypeError, ValueError), match="thresholds must be"):
        ea.what_if([1.0], thresholds)
