"""What thresholds flag, compared with a slow count; and the threshold for a share of false alarms."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import edgeanomaly_nb as ea
from edgeanomaly_nb.scores.by_label import scores_by_label
from edgeanomaly_nb.scores.intervals import clustering, share_intervals

OUTCOMES = st.sampled_from(["anomaly", "no anomaly", None])


@st.composite
def frames(draw):
    count = draw(st.integers(1, 30))
    values = st.one_of(st.sampled_from([0.0, 0.5, -1.0]), st.floats(-5, 5, width=32), st.just(float("nan")))
    table = {
        "score": np.array(
            draw(st.lists(values, min_size=count, max_size=count)), draw(st.sampled_from(["f4", "f8"]))
        ),
        "sample_id": pd.array(
            draw(st.lists(st.integers(1, 4), min_size=count, max_size=count)), dtype="Int64"
        ),
        "start_ms": pd.array(draw(st.permutations(range(count))), dtype="Int64"),
        "outcome": draw(st.lists(OUTCOMES, min_size=count, max_size=count)),
    }
    return pd.DataFrame(table)


def flags(scores, threshold, rule, in_a_row):
    """Return which windows are flagged, one window after the other."""
    found = {}
    for _, sample in scores.groupby("sample_id"):
        row = 0
        for at, score in sample.sort_values("start_ms")["score"].items():
            limit = np.float32(threshold) if scores["score"].dtype == "float32" else threshold
            is_above = np.isnan(score) or (score > limit if rule == ">" else score >= limit)
            row = row + 1 if is_above else 0
            found[at] = row >= in_a_row
    return np.array([found[at] for at in scores.index])


@given(frames(), st.sampled_from([">", ">="]), st.integers(1, 4), st.floats(-3, 3))
def test_counts_are_those_of_a_slow_count(scores, rule, in_a_row, threshold):
    for at in (threshold, 0.0, 0.5):
        row = ea.what_if(scores, at, rule=rule, in_a_row=in_a_row).iloc[0]
        flagged = flags(scores, at, rule, in_a_row)
        assert row["n_flagged"] == flagged.sum()
        assert row["n_samples_flagged"] == scores["sample_id"][flagged].nunique()
        assert row["n_nan"] == scores["score"].isna().sum()
        if "tp" in row:
            is_odd = (scores["outcome"] == "anomaly").to_numpy()
            is_normal = (scores["outcome"] == "no anomaly").to_numpy()
            expected = [(flagged & is_odd).sum(), (flagged & is_normal).sum(), (~flagged & is_odd).sum()]
            assert [row["tp"], row["fp"], row["fn"]] == expected


@given(frames(), st.sampled_from([">", ">="]), st.integers(1, 3))
def test_every_change_is_in_the_sweep(scores, rule, in_a_row):
    scores.attrs.update(threshold=0.3, suggestion=None)
    swept = ea.what_if(scores, rule=rule, in_a_row=in_a_row)
    assert 0.3 in swept.index
    assert swept.index.is_monotonic_increasing
    assert swept.index.is_unique
    again = ea.what_if(scores, swept.index, rule=rule, in_a_row=in_a_row)
    pd.testing.assert_frame_equal(swept, again)
    if in_a_row == 1:
        finite = scores["score"].dropna().astype(float)
        assert set(finite) <= set(swept.index)


@pytest.mark.parametrize(("rule", "flagged"), [(">", [3, 1, 0]), (">=", [4, 3, 0])])
def test_boundary(rule, flagged):
    scores = np.array([0.0, 0.25, 0.25, 0.5], np.float32)
    assert ea.what_if(scores, [0, 0.25, 0.6], rule=rule)["n_flagged"].tolist() == flagged


def test_threshold_is_compared_in_the_precision_of_the_scores():
    scores = pd.DataFrame({"score": np.array([0.3], np.float32)})  # 0.30000001192...
    assert ea.what_if(scores, [0.3])["n_flagged"].item() == 0
    assert ea.what_if(scores, [0.3], rule=">=")["n_flagged"].item() == 1


def test_without_origin_intervals_are_missing():
    row = ea.what_if([0.1, 0.9], 0.5).iloc[0]
    assert pd.isna(row["share_low"])
    assert row["n_samples"] is pd.NA
    assert "tp" not in row


@given(frames(), st.sampled_from([">", ">="]), st.integers(1, 3), st.sampled_from([0, 0.01, 0.1, 0.3, 0.9]))
def test_threshold_for_is_the_lowest_that_keeps_the_share(scores, rule, in_a_row, at_most):
    known = scores["outcome"].notna().any()
    normal = (scores["outcome"] == "no anomaly").to_numpy() if known else np.ones(len(scores), bool)
    try:
        choice = ea.threshold_for(scores, at_most, rule=rule, in_a_row=in_a_row)
    except ValueError as error:
        assert not normal.any() or "No threshold" in str(error)  # noqa: PT017
        return
    allowed = int(at_most * normal.sum() + 1e-9)
    assert (flags(scores, choice.threshold, rule, in_a_row) & normal).sum() <= allowed
    dtype = scores["score"].dtype.type
    lower = float(np.nextafter(dtype(choice.threshold), dtype(-np.inf)))
    below = (flags(scores, lower, rule, in_a_row) & normal).sum()
    most = (flags(scores, -1e30, rule, in_a_row) & normal).sum()
    assert below > allowed or most <= allowed  # fewer may be flagged at any threshold
    assert float(choice) == choice.threshold
    assert str(choice) == choice.text


@pytest.mark.parametrize("in_a_row", [1, 3])
@pytest.mark.parametrize("score", [np.nan, np.inf, -np.inf])
def test_threshold_for_scores_that_are_not_finite(score, in_a_row):
    scores = pd.DataFrame(
        {"score": [score] * 3, "sample_id": 1, "outcome": ["anomaly", "no anomaly", "anomaly"]}
    )
    with pytest.raises(ValueError, match="No threshold"):
        ea.threshold_for(scores, 0, in_a_row=in_a_row)


@pytest.mark.parametrize("at_most", [-0.1, 1, 5])
def test_shares_that_make_no_sense(at_most):
    with pytest.raises(ValueError, match="at_most must be a share"):
        ea.threshold_for([0.1], at_most)


def simulated(rng, n_samples, within):
    """Return flags of windows: each sample has a probability of its own."""
    rates = rng.beta(0.05 * within, 0.95 * within, n_samples)
    return rng.random((n_samples, 20)) < rates[:, None]


@pytest.mark.parametrize(("within", "least"), [(1000, 0.9), (5, 0.85)], ids=["independent", "clustered"])
def test_intervals_cover_the_share(within, least):
    rng = np.random.default_rng(0)
    hits, tries = 0, 400
    for _ in range(tries):
        flagged = simulated(rng, 30, within)
        samples = np.repeat(np.arange(30), 20)
        f = flagged.sum(axis=1)
        of = clustering(flagged.ravel() + rng.random(600) * 0.5, samples)
        low, high = share_intervals(
            np.array([f.sum()]), np.array([(f**2).sum()]), np.array([(f * 20).sum()]), of
        )
        hits += low[0] <= 0.05 <= high[0]
    assert hits / tries >= least


@pytest.mark.parametrize("dtype", [object, "string", "category"])
def test_outcomes_of_any_dtype_with_missing_values(dtype):
    outcome = pd.Series(["anomaly", None, "no anomaly", "no anomaly"], dtype=dtype)
    scores = pd.DataFrame({"score": [0.9, 0.8, 0.7, 0.1], "outcome": outcome, "label": outcome})
    row = ea.what_if(scores, 0.5).iloc[0]
    assert [row.tp, row.fp, row.fn, row.tn] == [1, 1, 0, 1]
    assert float(ea.threshold_for(scores, 0.5)) >= 0.1
    assert ea.plot_scores(scores).get_title(loc="left") == "Scores of 4 windows"
    assert scores_by_label(scores, {}).loc["(no label)", "n_windows"] == 1
    panel = ea.ThresholdsPanel(ea.load_sample("motion"), scores=scores)
    assert "0 misses in 1 anomalous window" in panel.static_html()
    panel.close()
