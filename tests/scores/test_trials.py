"""Which thresholds are compared, and the text about what each flags."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.kinds import GMM
from edgeanomaly_nb.scores.by_label import NO_LABEL, scores_by_label
from edgeanomaly_nb.scores.trials import further_thresholds, round_between, try_thresholds
from edgeanomaly_nb.scores.trials_text import (
    exact_text,
    exactness_text,
    flagged_text,
    rule_text,
    trials_table,
)


def frame(numbers, threshold=None, suggestion=None, **columns):
    made = pd.DataFrame({"score": np.float32(numbers), **columns})
    made.attrs.update(threshold=threshold, suggestion=suggestion)
    return made


def meanings(scores, *given, **settings):
    tried = try_thresholds(scores, given, **settings).frame
    return {float(at): meaning for at, meaning in tried["meaning"].items() if meaning}


def test_saved_suggested_given_and_chosen_are_named():
    named = meanings(frame([0, 1, 2, 3], 0.5, 1.5), 2.5)
    assert named == {0.5: "saved", 1.5: "suggested", 2.5: "given", 3.0: "at most 1 % of windows"}


def test_equal_thresholds_are_one_row():
    assert meanings(frame([0, 1], 1.0, 1.0), 1) == {1.0: "saved, suggested, given, at most 1 % of windows"}


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_missing_thresholds_have_no_row(missing):
    assert set(meanings(frame([0, 1], missing, missing))) == {1.0}


def test_rows_ascend_and_flag_fewer_and_fewer():
    scores = frame(np.random.default_rng(1).normal(size=500), 0.3, 0.5)
    tried = try_thresholds(scores, [-9, 9]).frame
    assert tried.index.is_monotonic_increasing
    assert tried.index.is_unique
    assert (np.diff(tried["n_flagged"]) <= 0).all()
    assert (tried["n_flagged"].iloc[0], tried["n_flagged"].iloc[-1]) == (500, 0)


@pytest.mark.parametrize("rule", [">", ">="])
def test_further_thresholds_flag_the_shares_by_both_rules(rule):
    scores = frame(np.random.default_rng(2).normal(size=1000))
    flagged = ea.what_if(scores, further_thresholds(scores), rule=rule)["n_flagged"].tolist()
    assert flagged == [10, 20, 50, 100, 200, 500]


@pytest.mark.parametrize(
    "numbers", [[1], [1, 1, 1, 1], [np.nan] * 5, [np.inf] * 5, [-np.inf, np.inf], [1000] * 99]
)
def test_scores_between_which_there_is_no_threshold(numbers):
    assert further_thresholds(frame(numbers)) == []


@pytest.mark.parametrize(
    ("low", "high"), [(0.1, 0.2), (-2, -1.99), (3.9e7, 4e7), (1, np.nextafter(1, 2) + 1e-15), (-1e-9, 1e-9)]
)
def test_a_number_between_two_others(low, high):
    assert low < round_between(low, high) < high


def test_neighbours_have_nothing_between_them():
    assert round_between(1.0, float(np.nextafter(1, 2))) is None


def test_no_normal_window_is_described_and_other_thresholds_are_still_compared():
    tried = try_thresholds(frame([0, 1], 0.5, outcome=["anomaly", "anomaly"]))
    assert tried.choice is None
    assert "no normal windows" in tried.why_not
    assert 0.5 in tried.frame.index


@pytest.mark.parametrize("at_most", [-0.1, 1, float("nan")])
def test_a_share_that_is_none_is_refused(at_most):
    with pytest.raises(ValueError, match="at_most must be a share"):
        try_thresholds(frame([0, 1]), at_most=at_most)


@pytest.mark.parametrize("settings", [{"rule": "<"}, {"in_a_row": 0}])
def test_bad_rules_are_refused(settings):
    with pytest.raises(ValueError, match="must be"):
        try_thresholds(frame([0, 1]), **settings)
    with pytest.raises(ValueError, match="no scores"):
        try_thresholds(frame([]))


def text_of(scores, threshold, **settings):
    return flagged_text(ea.what_if(scores, [threshold], **settings).iloc[0])


def test_text_about_windows_alone():
    assert text_of(frame([0, 1]), 0.5) == "0.5 flags 1 of 2 windows (50 %)."
    assert text_of(frame([1]), 5) == "5 flags 0 of 1 window (0 %)."


def test_text_about_samples_and_outcomes():
    scores = frame(
        [0, 1, 0, 1, 5, 0],
        sample_id=[1, 1, 2, 2, 3, 3],
        outcome=["no anomaly", "no anomaly", "no anomaly", None, "anomaly", "anomaly"],
    )
    text = text_of(scores, 0.5)
    assert text.startswith("0.5 flags 3 of 6 windows (50 %; 95 % interval ")
    assert (
        ", in 3 of 3 samples. It misses 1 of 2 anomalous windows and gives 1 false alarm in 3 normal win"
        in text
    )
    assert text.endswith("(precision 0.5, recall 0.5).")


def test_text_where_one_outcome_or_every_score_is_missing():
    assert text_of(frame([0, 1], outcome=["anomaly"] * 2), 0.5).endswith(
        "misses 1 of 2 anomalous windows (precision 1, recall 0.5)."
    )
    assert text_of(frame([0, 1], outcome=["no anomaly"] * 2), 5).endswith(
        "It gives 0 false alarms in 2 normal windows."
    )
    assert "2 windows without a score count as flagged" in text_of(frame([np.nan] * 2), 5)
    assert "1 window without a score counts as flagged" in text_of(frame([np.nan, 1]), 5)


def test_table_has_only_the_columns_that_are_known():
    plain = trials_table(try_thresholds(frame([0, 1], 0.5)).frame)
    assert plain.columns.tolist() == ["Threshold", "Meaning", "Flagged", "Share"]
    full = frame([0, 1, 2], 0.5, sample_id=[1, 2, 3], outcome=["no anomaly", "no anomaly", "anomaly"])
    row = trials_table(try_thresholds(full).frame).set_index("Threshold").loc["0.5"]
    assert row["Samples"] == "2 of 3"
    assert (row["Missed"], row["False alarms"]) == ("0 of 1", "1 of 2")
    assert (row["Precision"], row["Recall"]) == ("0.5", "1")


def test_a_shown_threshold_is_the_same_number():
    numbers = np.random.default_rng(3).normal(size=200) * 10.0 ** np.arange(-10, 10).repeat(10)
    for number in numbers:
        assert float(exact_text(number).replace(",", "")) == number
    for single in numbers.astype(np.float32):
        assert np.float32(exact_text(float(single)).replace(",", "")) == single


@pytest.mark.parametrize("number", [1e62 / 3, -1e300 / 3, 5e-324])
def test_numbers_beyond_float32_are_shown(number):
    assert float(exact_text(number)) == number


def test_rule_and_exactness():
    assert rule_text(">=").endswith("is at least the threshold (>=).")
    assert "that of the window before it" in rule_text(">", 2)
    assert "estimate" in exactness_text(GMM)
    assert "0.00012 where the score is below 10" in exactness_text(GMM)


def test_labels():
    scores = frame([0, 1, 2, np.nan, 4], label=["b", "b", "a", None, "b"])
    made = scores_by_label(scores, {"saved": 1.0}, rule=">=")
    assert made.index.tolist() == ["b", "a", NO_LABEL]
    assert made["saved"].tolist() == [2, 1, 1]  # no score is flagged
    assert made["n_windows"].tolist() == [3, 1, 1]
    assert made.loc["b", ["median", "highest"]].tolist() == [1, 4]


@pytest.mark.parametrize("columns", [{}, {"label": [None, None]}])
def test_without_labels_there_are_no_rows(columns):
    assert scores_by_label(frame([0, 1], **columns), {"saved": 1}).empty


@pytest.mark.parametrize("name", ["motion", "one-class", "fan"])
@pytest.mark.parametrize("settings", [{}, {"rule": ">="}, {"in_a_row": 3}])
def test_labels_add_up_to_all_windows(name, settings):
    scores = ea.load_sample_model(name).score(ea.load_sample_windows(name, "testing"))
    threshold = scores.attrs["threshold"]
    made = scores_by_label(scores, {"saved": threshold}, **settings)
    whole = ea.what_if(scores, [threshold], **settings).iloc[0]
    assert (made["n_windows"].sum(), made["saved"].sum()) == (whole["n_windows"], whole["n_flagged"])
