from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from tests.bodies import threshold
from tests.firmware.bodies import AGGREGATION, config_of

CODES = ["header-differs", "header-edited"]


@pytest.fixture
def found(tmp_path):
    """Return subject and message of each finding about the header of one config, checked against another."""

    def call(written, now, change=lambda text: text, **settings):
        path = tmp_path / "a.h"
        path.write_text(change(ea.firmware_header(written, **settings)))
        findings = now.findings(firmware=ea.FirmwareHeader.load(path))
        ours = findings[findings["code"].isin(CODES)]
        return [(row.code, row.subject, row.message) for row in ours.itertuples()]

    return call


def test_the_same_thresholds_have_no_findings(found):
    config = config_of(thresholds=[threshold(), AGGREGATION])
    assert found(config, config) == []
    assert found(config, config, prefix="fan", rule=">=") == []


def test_rounding_to_float32_is_no_difference(found):
    assert found(config_of(), config_of(thresholds=[threshold(value=0.30000000000000004)])) == []
    assert found(config_of(), config_of(thresholds=[threshold(value="0.3")])) == []


@pytest.mark.parametrize(
    ("value", "shown", "effect"),
    [
        (0.5, "0.5", ", so the firmware flags more"),
        (-1, "-1", ", so the firmware flags less"),
        (0.30000004, "0.30000004", ", so the firmware flags more"),
    ],
)
def test_another_number(found, value, shown, effect):
    (one,) = found(config_of(), config_of(thresholds=[threshold(value=value)]))
    assert one == (
        "header-differs",
        "min_score",
        f"The header has 0.3 (ANOMALY_4_MIN_SCORE), but Studio has {shown}{effect}. Write the header again "
        "with “edgeanomaly-nb firmware”, and build the firmware again.",
    )


def test_the_kind_decides_what_a_difference_does(found):
    now = config_of(block_type=None, thresholds=[threshold(value=0.5)])
    ((_, _, message),) = found(config_of(), now)
    assert "but Studio has 0.5. Write" in message


def test_another_option(found):
    written = config_of(thresholds=[threshold(), AGGREGATION])
    now = config_of(thresholds=[threshold(), {**AGGREGATION, "value": "mean"}])
    ((code, subject, message),) = found(written, now)
    assert (code, subject) == ("header-differs", "aggregation_method")
    assert "ANOMALY_4_AGGREGATION_METHOD_MAX (ANOMALY_4_AGGREGATION_METHOD), but Studio has Mean." in message


def test_thresholds_that_came_and_went(found):
    written = config_of(thresholds=[threshold("old", 1), AGGREGATION])
    now = config_of(thresholds=[threshold("new", 1)])
    messages = [message for _, _, message in found(written, now)]
    assert [message.partition(". Write")[0] for message in messages] == [
        "The header does not define ANOMALY_4_NEW, a threshold that Studio has",
        "The header defines ANOMALY_4_OLD, a threshold that Studio does not have",
        "The header defines ANOMALY_4_AGGREGATION_METHOD, a threshold that Studio does not have",
    ]


def test_more_options_are_no_difference(found):
    more = [{"value": "median", "description": "Median"}, *AGGREGATION["dropdownOptions"]]
    now = config_of(thresholds=[threshold(), {**AGGREGATION, "dropdownOptions": more}])
    assert found(config_of(thresholds=[threshold(), AGGREGATION]), now) == []


def test_thresholds_that_no_header_can_hold_any_more(found):
    ((code, subject, message),) = found(config_of(), config_of(thresholds=[threshold(value="high")]))
    assert (code, subject) == ("header-differs", "firmware")
    assert "The thresholds have changed. The threshold 'min_score' of block 4 of project 481207" in message


@pytest.mark.parametrize(
    ("other", "text"),
    [
        ({"learn_id": 5}, "This is studio.example.com, project 481207, block 5."),
        ({"project_id": 1, "learn_id": 5}, "This is studio.example.com, project 1, block 5."),
        ({"host": "studio.example.org"}, "This is studio.example.org, project 481207, block 4."),
    ],
)
def test_the_header_of_another_block(found, other, text):
    ((code, subject, message),) = found(config_of(), config_of(thresholds=[threshold(value=9)], **other))
    assert (code, subject) == ("header-differs", "firmware")
    assert "is the header of another block: studio.example.com, project 481207, block 4. " in message
    assert text in message


def test_an_unknown_host_is_not_compared(found):
    assert found(config_of(host=None), config_of()) == []
    assert found(config_of(), config_of(host=None)) == []


@pytest.mark.parametrize(
    ("number", "differs"),
    [("0.3", False), ("0.30f", False), ("3e-1F", False), ("0.4", True), ("LIMIT", True)],
)
def test_a_header_that_was_edited_by_hand(found, number, differs):
    codes = [
        code for code, _, _ in found(config_of(), config_of(), lambda text: text.replace("0.3f", number))
    ]
    assert codes == ["header-differs"] * differs + ["header-edited"]


def test_something_else_than_a_header():
    with pytest.raises(TypeError, match=r"firmware must be a FirmwareHeader, not str: .*FirmwareHeader.load"):
        config_of().findings(firmware="a.h")


def test_the_list_of_rules_has_what_they_need():
    assert ea.list_rules().loc[CODES, "needs"].tolist() == ["firmware", "firmware"]
