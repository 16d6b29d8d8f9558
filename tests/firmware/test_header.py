from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.firmware.format import VERSION
from tests.bodies import axis, body, config, threshold
from tests.firmware.bodies import AGGREGATION, config_of


def defines(header):
    return dict(line.split(" ")[1:3] for line in header.splitlines() if line.startswith("#define ANOMALY_4_"))


def test_names_come_from_block_and_keys():
    header = ea.firmware_header(config_of(thresholds=[threshold(), threshold(value="0.35"), AGGREGATION]))
    assert "#ifndef ANOMALY_4_H\n" in header
    assert f"version {VERSION}\n" in header
    found = [line for line in header.splitlines() if line.startswith("#define ANOMALY_4_")]
    assert found == [
        "#define ANOMALY_4_H",
        "#define ANOMALY_4_MIN_SCORE 0.3f",
        "#define ANOMALY_4_MIN_SCORE_2 0.35f",
        "#define ANOMALY_4_AGGREGATION_METHOD_MAX 1 /* Maximum */",
        "#define ANOMALY_4_AGGREGATION_METHOD_MEAN 2 /* Mean */",
        "#define ANOMALY_4_AGGREGATION_METHOD ANOMALY_4_AGGREGATION_METHOD_MAX",
    ]
    assert "return score > ANOMALY_4_MIN_SCORE;" in header


def test_names_of_options_do_not_collide_with_keys():
    key = threshold("aggregation_method_max", 1)
    header = ea.firmware_header(config_of(thresholds=[AGGREGATION, key]))
    assert "#define ANOMALY_4_AGGREGATION_METHOD_MAX 1.0f" in header
    assert "#define ANOMALY_4_AGGREGATION_METHOD ANOMALY_4_AGGREGATION_METHOD_MAX_2" in header


def test_a_chosen_option_that_is_a_number_is_a_number():
    options = [{"value": "10", "description": "Low"}, {"value": "20", "description": "High"}]
    header = ea.firmware_header(config_of(thresholds=[threshold("level", "20", dropdownOptions=options)]))
    assert "#define ANOMALY_4_LEVEL 20.0f" in header


def test_an_older_server_has_the_older_rating():
    header = ea.firmware_header(config_of(thresholds=..., minimumConfidenceRating=0.5))
    assert "#define ANOMALY_4_MINIMUM_CONFIDENCE_RATING 0.5f" in header


def test_the_prefix_and_the_rule_can_be_chosen():
    header = ea.firmware_header(config_of(), prefix="fan", rule=">=")
    assert "static inline bool fan_is_anomaly(float score)" in header
    assert "above or equal to FAN_MIN_SCORE (>=), or NaN" in header
    assert "ANOMALY_4" not in header


@pytest.mark.parametrize("rule", ["<", "", None, "> "])
def test_another_rule(rule):
    with pytest.raises(ValueError, match="rule must be '>' or '>='"):
        ea.firmware_header(config_of(), rule=rule)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (1e39, "is 1e+39, which a float of the device (float32) cannot hold"),
        (-1e39, "cannot hold"),
        (10**400, "cannot hold"),
        (1e-60, "cannot hold"),
        ("inf", "cannot hold"),
        ("nan", "is “nan”, which is not a number"),
        ("high", "is “high”, which is not a number"),
        ("", "is “”, which is not a number"),
    ],
)
def test_values_that_are_no_float32(value, problem):
    with pytest.raises(ea.FirmwareError) as caught:
        ea.firmware_header(config_of(thresholds=[threshold(), threshold("other", value)]))
    assert str(caught.value).startswith("The threshold 'other' of block 4 of project 481207 ")
    assert problem in str(caught.value)
    assert "fetch the block again" in str(caught.value)


def test_a_value_that_is_not_an_option():
    wrong = {**AGGREGATION, "value": "median"}
    with pytest.raises(ea.FirmwareError, match="which is not one of its options: max, mean"):
        ea.firmware_header(config_of(thresholds=[threshold(), wrong]))


@pytest.mark.parametrize("thresholds", [[], [AGGREGATION]])
def test_without_a_number_there_is_nothing_to_compare_with(thresholds):
    with pytest.raises(ea.FirmwareError, match="No threshold of block 4 of project 481207 is a number"):
        ea.firmware_header(config_of(thresholds=thresholds))


def test_a_config_without_ids():
    with pytest.raises(ea.FirmwareError, match="project and the block of this config are not known"):
        ea.firmware_header(config())


def test_something_else_than_a_config_or_a_model():
    with pytest.raises(TypeError, match="firmware_header takes an AnomalyConfig, not str"):
        ea.firmware_header("a.json")
    with pytest.raises(TypeError, match="model must be an AnomalyModel, not str"):
        ea.firmware_header(config_of(), "model.json")


def test_the_same_arguments_give_the_same_bytes_and_files_too(tmp_path):
    config = ea.load_sample("motion")
    header = ea.firmware_header(config)
    assert ea.firmware_header(config) == header
    assert ea.firmware_header(ea.AnomalyConfig.load(config.save(tmp_path / "a.json"))) == header


def test_where_it_comes_from():
    when = datetime(2026, 3, 4, 7, 6, 7, 800, tzinfo=timezone(timedelta(hours=2)))
    config = config_of(name="Fan °C")
    config = replace(config, source=replace(config.source, fetched_at=when))
    header = ea.firmware_header(config)
    for line in (
        "host:     studio.example.com",
        "project:  481207",
        "block:    4",
        "name:     Fan <U+00B0>C",
        "kind:     K-means (anomaly)",
        "trained:  yes",
        "fetched:  2026-03-04 05:06:07 UTC",
        f"sha256:   {config.sha256} (config)",
        f"made by:  edgeanomaly_nb {ea.__version__}",
        "rule:     >",
    ):
        assert f" * {line}\n" in header


def test_selected_axes_with_labels():
    axes = [axis(0, "accX RMS", True), axis(1, "accY RMS"), axis(2, "", True)]
    header = ea.firmware_header(config_of(axes=axes))
    assert " * Selected axes, 2 of 3:\n *     0  accX RMS\n *     2\n */" in header
    assert "accY" not in header
    none = ea.firmware_header(config_of(axes=[axis(0, "accX RMS")]))
    assert " * No axis is selected.\n" in none
    visual = ea.firmware_header(config_of(block_type="keras-visual-anomaly", axes=[], selectedAxes=[]))
    assert " * The block has no axes to select.\n" in visual


def test_trained_axes_in_the_order_of_the_model():
    config = ea.load_sample("motion")
    metadata = json.loads(ea.load_sample_model("motion").to_json())
    metadata["axes"] = [22, 0, 4, 11, 23, 999]
    model = ea.AnomalyModel.from_json(json.dumps(metadata), source=config.source)
    header = ea.firmware_header(config, model)
    begin = " * Trained axes, in the order of the model, 6 of 33:\n *    22  accZ RMS\n *     0  accX RMS\n"
    assert begin in header
    assert " *   999  not in the config\n" in header
    assert f"{model.sha256} (model)" in header
    assert " * trained:  2026-01-15 08:30:00 UTC\n" in header


def test_the_model_of_another_block():
    with pytest.raises(ea.FirmwareError, match="The model is K-means, but block 7 of project 519640 is GMM"):
        ea.firmware_header(ea.load_sample("fan"), ea.load_sample_model("motion"))
    other = config_of(learn_id=5)
    with pytest.raises(
        ea.FirmwareError, match="The model is of block 4 of project 481207, but the config is of"
    ):
        ea.firmware_header(other, ea.load_sample_model("motion"))


def test_the_runner_takes_thresholds_of_visual_blocks():
    thresholds = [threshold("min_anomaly_score", 35), AGGREGATION, threshold("min_score", 0.25)]
    config = config_of(block_type="keras-visual-anomaly", thresholds=thresholds)
    assert ea.runner_thresholds(config) == "4.min_anomaly_score=35,4.min_score=0.25"


@pytest.mark.parametrize("block_type", ["anomaly", "anomaly-gmm", "keras-anomaly", None])
def test_the_runner_takes_none_of_other_kinds(block_type):
    with pytest.raises(
        ea.FirmwareError, match="K-means, GMM and custom blocks take no threshold at run time"
    ):
        ea.runner_thresholds(config_of(block_type=block_type))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"thresholds": [AGGREGATION]}, "No threshold of block 4 of project 481207 is a number"),
        ({"thresholds": [threshold("a b; rm -rf")]}, "cannot be part of an option"),
        ({"thresholds": [threshold("", 1)]}, "cannot be part of an option"),
        ({"learn_id": None}, "The id of the block is not known"),
    ],
)
def test_what_the_runner_cannot_take(changes, message):
    with pytest.raises(ea.FirmwareError, match=message):
        ea.runner_thresholds(config_of(block_type="keras-visual-anomaly", **changes))


def test_the_runner_takes_a_body_without_a_type_only_with_it():
    config = ea.AnomalyConfig.from_json(json.dumps(body()))
    with pytest.raises(ea.FirmwareError, match="is of an unknown kind"):
        ea.runner_thresholds(config)
