from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import edgeanomaly_nb as ea
from tests.scores.frames import naive_flags, score_frames


def normal_flagged(frame, threshold, rule, in_a_row):
    flags = np.array(naive_flags(frame, threshold, rule, in_a_row))
    is_known = "outcome" in frame and frame["outcome"].notna().any()
    is_normal = (frame["outcome"] == "no anomaly").to_numpy() if is_known else np.ones(len(frame), bool)
    return int(flags[is_normal].sum()), int(is_normal.sum())


@given(
    score_frames(is_finite=True),
    st.sampled_from([0, 0.01, 0.1, 0.25, 1 / 3, 0.5, 0.9]),
    st.sampled_from([">", ">="]),
    st.integers(1, 3),
)
def test_it_flags_at_most_the_share_and_any_lower_threshold_flags_more(frame, at_most, rule, in_a_row):
    most, total = normal_flagged(frame, -math.inf, ">=", in_a_row)
    if not total:
        with pytest.raises(ValueError, match="no normal windows"):
            ea.threshold_for(frame, at_most, rule=rule, in_a_row=in_a_row)
        return
    choice = ea.threshold_for(frame, at_most, rule=rule, in_a_row=in_a_row)
    count, _ = normal_flagged(frame, choice.threshold, rule, in_a_row)
    assert count <= at_most * total + 1e-9
    kind = frame["score"].dtype.type
    lower = np.nextafter(kind(choice.threshold), kind(-math.inf))
    more, _ = normal_flagged(frame, lower, rule, in_a_row)
    # The first windows of a sample are never flagged, so there may be no more than these.
    assert more > at_most * total + 1e-9 or count == most
    assert f"{count:,} of {total:,}" in choice.text


@pytest.mark.parametrize(("rule", "expected"), [(">", 0.3), (">=", math.nextafter(0.3, 1))])
def test_by_hand(rule, expected):
    # One of four may be flagged: that above 0.3.
    assert float(ea.threshold_for([0.4, 0.1, 0.3, 0.2], 0.25, rule=rule)) == expected


@pytest.mark.parametrize("scores", [[math.nan, 1.0], [math.inf, 1.0], [math.nan]])
def test_too_many_windows_without_a_finite_score(scores):
    with pytest.raises(ValueError, match="finite"):
        ea.threshold_for(scores, 0.1)


@pytest.mark.parametrize("scores", [[-math.inf], [-math.inf] * 3])
def test_only_minus_infinity_has_no_finite_threshold(scores):
    with pytest.raises(ValueError, match="finite"):
        ea.threshold_for(scores, 0.5)


@pytest.mark.parametrize("at_most", ["0.1", None, [0.1], True])
def test_shares_of_another_type(at_most):
    with pytest.raises(TypeError):
        ea.threshold_for([1.0], at_most)


def samples_frame(*scores, sample_id, outcome=None):
    columns = {"sample_id": pd.array(sample_id, dtype="Int64")}
    columns |= {} if outcome is None else {"outcome": outcome}
    return pd.DataFrame({"score": scores, **columns})


@pytest.mark.parametrize("call", [ea.threshold_for, lambda scores, **more: ea.what_if(scores, [0.5], **more)])
def test_several_in_a_row_need_the_sample_of_each_window(call):
    frame = samples_frame(0.1, 0.2, 0.9, sample_id=[7, None, 7])
    with pytest.raises(
        ValueError, match="in_a_row=2 needs the sample of each window, but 1 of 3 have no sample_id"
    ):
        call(frame, in_a_row=2)
    call(frame)
    call(frame["score"], in_a_row=2)  # scores alone are one recording


def test_text_shows_the_interval_of_the_normal_windows_and_the_samples():
    normal, odd = [1, 1, 2, 2, 3, 3], [4, 4, 5, 5]
    frame = samples_frame(
        *[0.1] * 5, 0.6, *[0.9] * 3, 0.2, sample_id=normal + odd, outcome=["no anomaly"] * 6 + ["anomaly"] * 4
    )
    text = str(ea.threshold_for(frame, 0.2))
    assert "For at most 20 % false alarms: scores > 0.1 flag 1 of 6 normal windows (17 %, " in text
    assert "in 1 of 3 samples. They flag 4 of 4 anomalous windows (100 %, " in text
    assert "in 2 of 2 samples. The ranges are 95 % intervals, from the samples." in text
    assert "start_ms" not in text


def test_text_of_mixed_samples_counts_what_is_flagged_in_a_row():
    # The second and third window are above, so only the third is flagged: an anomaly.
    frame = samples_frame(
        0.1, 0.9, 0.9, 0.1, sample_id=[1] * 4, outcome=["no anomaly", "no anomaly", "anomaly", "no anomaly"]
    )
    choice = ea.threshold_for(frame, 0, in_a_row=2)
    flagged = ea.what_if(frame, choice, in_a_row=2).iloc[0]
    assert (flagged["fp"], flagged["tp"]) == (0, 1)
    assert "flag 0 of 3 normal windows" in choice.text
    assert "flag 1 of 1 anomalous window" in choice.text
    assert "in the order of the rows, since start_ms is not known" in choice.text


def test_empty_scores():
    with pytest.raises(ValueError, match="no normal windows"):
        ea.threshold_for([])
