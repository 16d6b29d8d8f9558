"""Rules that need a trained model or windows."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.checks.rules import RULES
from edgeanomaly_nb.scores.inputs import InputBlocks
from tests.bodies import body

CODES = {rule.code for rule in RULES if rule.needs}


def config_of(selected=(0, 2), threshold=0.3, suggested=None, n_axes=4, block_type="anomaly"):
    axes = [
        {"ix": ix, "label": f"accX {ix}", "selected": ix in selected, "favourite": True}
        for ix in range(n_axes)
    ]
    row = {"key": "min_score", "description": "Score", "helpText": "", "value": threshold}
    row |= {} if suggested is None else {"suggestedValue": suggested}
    changes = {"axes": axes, "selectedAxes": list(selected), "thresholds": [row]}
    return ea.AnomalyConfig.from_json(json.dumps({**body(), **changes}), block_type=block_type)


def model_of(inputs=None, **changes):
    metadata = {
        "success": True,
        "created": "2026-01-01T00:00:00Z",
        "axes": [0, 2],
        "mean": [1.0, 2.0],
        "scale": [0.5, 2.0],
        "clusters": [{"center": [0.0, 0.0], "maxError": 1.5}],
        **changes,
    }
    return replace(ea.AnomalyModel.from_json(json.dumps(metadata)), inputs=inputs)


def mixture():
    metadata = {
        "success": True,
        "created": "2026-01-01T00:00:00Z",
        "axes": [0],
        "mean": [-1.5],
        "scale": [0.5],
        "clusters": [],
    }
    gmm = {"success": True, "means": [[0.0]], "covariances": [[[1.0]]], "weights": [1.0]}
    return ea.AnomalyModel.from_json(json.dumps(metadata), gmm=json.dumps(gmm))


def windows_of(*rows, category="testing"):
    return ea.Windows(np.array(rows, np.float32), category=category)


def found(config, **evidence):
    findings = config.findings(**evidence)
    return findings[findings["code"].isin(CODES)].set_index("code")["message"].to_dict()


def test_rules_run_only_with_what_they_need():
    config = config_of(selected=(1,))
    assert not found(config)
    assert set(found(config, model=model_of())) == {"trained-axes-differ"}
    assert not found(config, windows=windows_of([1, 2, 3, 4]))


@pytest.mark.parametrize(
    ("selected", "parts"),
    [
        ((0, 1, 2), ["it was not trained on 1. Train"]),
        ((0,), ["it still uses 2"]),
        ((0, 3), ["it was not trained on 3 and it still uses 2"]),
    ],
)
def test_other_axes_than_the_trained_ones(selected, parts):
    message = found(config_of(selected), model=model_of())["trained-axes-differ"]
    assert all(part in message for part in parts)
    assert not found(config_of((2, 0)), model=model_of())  # another order is no difference


def test_cluster_without_radius():
    clusters = [{"center": [0.0, 0.0], "maxError": radius} for radius in (0, 1, 0)]
    message = found(config_of(), model=model_of(clusters=clusters))["cluster-without-radius"]
    assert message.startswith("2 clusters of 3 have radius 0: 0, 2.")


def test_constant_axis():
    message = found(config_of(), model=model_of(scale=[0.5, 0.0]))["constant-axis"]
    assert message.startswith("1 axis did not vary in training, so the scale is 0: 2.")


@pytest.mark.parametrize(("threshold", "is_found"), [(1.1, True), (1.2, False)])
def test_threshold_below_the_most_typical_point(threshold, is_found):
    # At the mean, the log-likelihood is -log(2π)/2 = -0.919, so the score is (−0.919 + 1.5) / 0.5 = 1.162.
    codes = found(config_of((0,), threshold, block_type="anomaly-gmm"), model=mixture())
    assert ("threshold-below-typical" in codes) is is_found
    assert not is_found or "below 1.16212" in codes["threshold-below-typical"]


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        (None, None),
        (InputBlocks((11,), (11,)), None),
        (InputBlocks((11, 12), (11,), (4,)), None),
        (InputBlocks((11, 12), (12,)), "device-wrong-input"),
        (InputBlocks((11, 12), (11, 12), (1, 3)), None),
        (InputBlocks((11, 12), (11, 12), (2, 2)), "device-first-feature"),
        (InputBlocks((11, 12), (11, 12), (3, 1)), "device-axis-look-up"),
        (InputBlocks((11, 12), (11, 12)), None),  # the numbers of features are not known
    ],
)
def test_known_defects_only_where_the_block_has_that_shape(inputs, code):
    codes = found(config_of(), model=model_of(inputs))
    assert set(codes) == ({code} if code else set())
    assert not code or "SDK" in codes[code]


TRAINED = ([0.5, 9, 0, 9], [1.5, 9, 4, 9])  # mean (1, 2), deviation (0.5, 2), as the scaler


def test_windows_that_the_model_was_trained_on():
    codes = found(config_of(), model=model_of(), windows=windows_of(*TRAINED, category="training"))
    assert set(codes) == {"training-shows-nothing"}
    assert "the threshold 0.3" in codes["training-shows-nothing"]
    low = found(
        config_of(threshold=-0.2), model=model_of(), windows=windows_of(*TRAINED, category="training")
    )
    assert not low


def test_other_windows_than_the_trained_ones():
    moved = ([0.5, 9, 0, 9], [1.5, 9, 4.2, 9])
    codes = found(config_of(), model=model_of(), windows=windows_of(*moved, category="training"))
    assert "differs on 1 axis: 2." in codes["other-windows"]
    assert "other-windows" not in found(config_of(), model=model_of(), windows=windows_of(*moved))


def test_windows_with_missing_features():
    windows = windows_of([0.5, 9, 0, 9], [1.5, np.nan, 4, 9], [np.nan, 9, np.nan, 9])
    codes = found(config_of(), model=model_of(), windows=windows)  # axis 1 is not trained
    assert codes["missing-features"].startswith(
        "1 window of 3 have no number on a trained axis. K-means gives"
    )
    assert "2 windows with missing features" in repr(windows)
    config = config_of((0,), 5, block_type="anomaly-gmm")
    codes = found(config, model=mixture(), windows=windows_of([0.0], [np.nan], [np.nan]))
    assert codes["missing-features"].startswith(
        "2 windows of 3 have no number on a trained axis. They have no"
    )


def test_training_windows_outside():
    far = ([0.5, 9, 0, 9], [1.5, 9, 40, 9])
    codes = found(config_of(), model=model_of(), windows=windows_of(*far, category="training"))
    assert codes["training-outside"].startswith("1 training window of 2 score")


def test_other_windows_of_a_mixture():
    config = config_of((0,), 5, block_type="anomaly-gmm")
    codes = found(config, model=mixture(), windows=windows_of([0.0], [3.0], category="training"))
    assert "differs in the log-likelihood" in codes["other-windows"]


@pytest.mark.parametrize(
    ("threshold", "suggested", "messages"),
    [
        (0.3, None, []),
        (90, None, ["The threshold 90 flags none of 2 windows."]),
        (-1.5, 0.3, ["The threshold -1.5 flags each of 2 windows."]),
        (0.3, 90, ["The suggestion 90 flags none of 2 windows."]),
        (90, 90, ["The threshold 90 flags none of 2 windows."]),
    ],
)
def test_threshold_that_flags_nothing_or_all(threshold, suggested, messages):
    windows = windows_of([1, 9, 2, 9], [5, 9, 2, 9])  # scores -1.5 + tiny, and 6.5
    config = config_of(threshold=threshold - (0.01 if threshold < 0 else 0), suggested=suggested)
    codes = config.findings(model=model_of(), windows=windows).query("code == 'flags-nothing-or-all'")
    shown = [message.partition(" Their")[0].replace("-1.51", "-1.5") for message in codes["message"]]
    assert shown == messages


LABELS = tuple(f"accX {ix}" for ix in range(4))


@pytest.mark.parametrize(
    ("columns", "labels", "is_found"),
    [
        (LABELS, None, False),
        (tuple(f" {label} " for label in LABELS), None, False),
        (LABELS[::-1], None, True),
        (LABELS[::-1], LABELS, False),  # matched by label
        (None, None, False),
        ((3, 2, 1, 0), None, False),  # matched by index
    ],
)
def test_columns_in_another_order(columns, labels, is_found):
    windows = ea.Windows(np.zeros((2, 4), np.float32), columns=columns)
    codes = found(config_of(), model=replace(model_of(), labels=labels), windows=windows)
    assert ("columns-differ" in codes) is is_found
    assert not is_found or "4 columns" in codes["columns-differ"]
    assert not is_found or "column 0 is “accX 3”, and axis 0 is “accX 0”" in codes["columns-differ"]


def test_windows_of_another_width_are_refused_and_not_a_failure_of_a_rule():
    with pytest.raises(ValueError, match="These windows have 1 feature") as caught:
        config_of().findings(model=model_of(), windows=windows_of([1.0]))
    assert "rule" not in str(caught.value)


def test_samples_are_sound_on_their_own_data():
    for name in ("motion", "one-class", "fan"):
        config, model = ea.load_sample(name), ea.load_sample_model(name)
        for category in ("training", "testing"):
            windows = ea.load_sample_windows(name, category)
            codes = set(found(config, model=model, windows=windows))
            expected = {"training-shows-nothing"} if category == "training" and name != "fan" else set()
            assert codes - {"flags-nothing-or-all"} == expected, name


def test_own_rule_with_evidence():
    def many_windows(config, limits, evidence):
        if len(evidence.windows) < limits["least_windows"]:
            yield "windows", f"{len(evidence.scores)} windows are too few."

    rule = ea.Rule("few", "info", "Counts.", many_windows, {"least_windows": 10}, needs=("model", "windows"))
    config, windows = config_of(), windows_of(*TRAINED)
    findings = config.findings(model=model_of(), windows=windows, extra=[rule])
    assert "2 windows are too few." in findings["message"].tolist()
    with pytest.raises(ValueError, match="needs"):
        ea.Rule("few", "info", "Counts.", many_windows, needs=("scores",))


def test_list_of_rules_has_what_they_need():
    needs = ea.list_rules()["needs"]
    assert needs["untrained"] == ""
    assert needs["trained-axes-differ"] == "model"
    assert needs["other-windows"] == "model, windows"
