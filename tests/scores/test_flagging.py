from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeanomaly_nb import what_if
from edgeanomaly_nb.scores.by_label import scores_by_label
from edgeanomaly_nb.scores.flagging import check_rule, lowest_in_a_row, sample_codes, starts_of

INF, NAN = float("inf"), float("nan")


@pytest.mark.parametrize("rule", ["<", "=", "", " >", None, 1])
def test_rules_that_do_not_exist(rule):
    with pytest.raises(ValueError, match="rule must be '>' or '>='"):
        check_rule(rule, 1)


@pytest.mark.parametrize(
    ("in_a_row", "error"),
    [(0, ValueError), (-3, ValueError), (1.0, TypeError), (True, TypeError), ("2", TypeError)],
)
def test_numbers_of_windows_that_make_no_sense(in_a_row, error):
    with pytest.raises(error, match="in_a_row must be"):
        check_rule(">", in_a_row)


def test_in_a_row_counts_within_a_sample_in_the_order_of_time():
    # Sample 7 by time: 1, 5, 4; sample 9: 8, 2. The first window of a sample is never flagged.
    scores = np.array([4.0, 8, 1, 5, 2])
    samples, starts = np.array([7, 9, 7, 7, 9]), np.array([200.0, 0, 0, 100, 50])
    assert lowest_in_a_row(scores, 2, samples, starts).tolist() == [4, -INF, -INF, 1, 2]
    assert lowest_in_a_row(scores, 3, samples, starts).tolist() == [1, -INF, -INF, -INF, -INF]
    assert lowest_in_a_row(scores, 4, samples, starts).tolist() == [-INF] * 5
    # Without times, the order of the frame: sample 7 is 4, 1, 5.
    assert lowest_in_a_row(scores, 2, samples).tolist() == [-INF, -INF, 1, 1, 2]


def test_nan_counts_as_flagged_and_the_window_beside_it_decides():
    assert lowest_in_a_row(np.array([NAN, 1, NAN]), 1, None).tolist() == [INF, 1, INF]
    assert lowest_in_a_row(np.array([NAN, 1, NAN, NAN]), 2, None).tolist() == [-INF, 1, 1, INF]


@pytest.mark.parametrize("in_a_row", [5, 6, 10**9])
def test_more_in_a_row_than_windows(in_a_row):
    assert lowest_in_a_row(np.arange(4.0), in_a_row, None).tolist() == [-INF] * 4


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.floats(-3, 3, width=16)), max_size=20),
    st.integers(1, 5),
)
def test_equals_a_slow_loop(rows, in_a_row):
    samples, starts, scores = (
        np.array([row[at] for row in rows], dtype) for at, dtype in ((0, int), (1, float), (2, float))
    )
    expected = [-INF] * len(rows)
    for sample in set(samples.tolist()):
        at = sorted(np.flatnonzero(samples == sample), key=lambda i: starts[i])
        for end in range(in_a_row, len(at) + 1):
            expected[at[end - 1]] = min(scores[i] for i in at[end - in_a_row : end])
    assert lowest_in_a_row(scores, in_a_row, samples, starts).tolist() == expected


@pytest.mark.parametrize(
    "scores", [[1.0], pd.DataFrame({"score": [1.0]}), pd.DataFrame({"score": [], "sample_id": []})]
)
def test_samples_that_are_not_known(scores):
    assert sample_codes(scores) is None


def test_one_missing_sample_or_start_makes_all_unknown():
    frame = pd.DataFrame(
        {"score": [1.0, 2], "sample_id": pd.array([1, None], dtype="Int64"), "start_ms": [0, None]}
    )
    assert sample_codes(frame) is None
    assert starts_of(frame) is None


def test_windows_without_a_score_are_flagged_at_any_threshold():
    scores = pd.DataFrame({"score": np.float32([NAN, 1]), "label": ["idle", "idle"]})
    assert what_if(scores, 1e39)["n_flagged"].tolist() == [1]
    assert scores_by_label(scores, {"saved": 1e39})["saved"].tolist() == [1]
