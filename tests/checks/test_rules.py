from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.kinds import GMM
from edgeanomaly_nb.checks.rule import Rule
from edgeanomaly_nb.checks.rules import RULES
from edgeanomaly_nb.studio.samples import SAMPLES
from tests.bodies import HOSTILE, axis, config, threshold
from tests.checks.blocks import axes, labelled, made, messages, reads, scores, uses
from tests.checks.cases import CASES, OPTIONS

CODES = [rule.code for rule in RULES]


@pytest.mark.parametrize(
    ("code", "subject", "bad", "message", "good"),
    CASES,
    ids=[f"{case[0]}-{[other[0] for other in CASES[:at]].count(case[0])}" for at, case in enumerate(CASES)],
)
def test_each_rule_finds_what_it_is_for_and_not_what_is_near_by(code, subject, bad, message, good):
    found = made(**bad).findings()
    assert found.loc[found.code == code, ["subject", "message"]].values.tolist() == [[subject, message]]
    assert code not in made(**good).findings().code.tolist()


def test_each_rule_has_a_case():
    needing = {rule.code for rule in RULES if rule.needs}  # cases in test_model_rules.py
    assert {case[0] for case in CASES} == set(CODES) - needing


def test_a_sound_block_has_no_findings():
    assert config().findings().empty


def test_each_threshold_is_looked_at():
    found = config(
        thresholds=[
            threshold("a", 1, suggestedValue=3),
            threshold("a", 9, suggestedValue=3),
            threshold("b", 3, suggestedValue=3),
            threshold("c", "x", dropdownOptions=OPTIONS),
        ]
    ).findings()
    assert found[["code", "subject"]].values.tolist() == [
        ["value-no-option", "c"],
        ["threshold-far", "a"],
        ["threshold-far", "a"],
        ["rating-differs", "a"],
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"thresholds": []},
        {"thresholds": ...},
        scores(0.3, suggestedValueText="9"),
        scores(0.3, suggestedValueText="about 9 σ", dropdownOptions=None),
        scores("nan", 0.5, rating=0.1),
        scores("", 0.5, rating=0.1),
    ],
)
def test_what_is_no_number_is_far_from_nothing(changes):
    assert made(**changes).findings().empty


def test_numbers_that_no_float_holds_are_far():
    assert messages(made(**scores(10**300, 0.5)).findings(), "threshold-far")
    assert messages(made(**scores(0.5, 1e308)).findings(), "threshold-far")
    assert messages(made(**scores(1, 5e-324)).findings(), "threshold-far")


def test_a_block_of_an_older_server_is_checked_by_position():
    flags = {"selected": True, "favourite": True}
    found = config(
        axes=[{"label": "a", **flags}, {"label": "b", **flags, "selected": False}],
        thresholds=...,
        selectedAxes=[0, 2],
    ).findings()
    assert found.code.tolist() == ["selected-axis-missing", "favourites-not-selected"]
    assert "b (1)" in found.message.iloc[1]


@pytest.mark.parametrize("block_type", ["keras-visual-anomaly", "keras-anomaly"])
def test_rules_about_axes_skip_kinds_without_axes(block_type):
    far = [threshold(value=0.3, suggestedValue=3)]
    one = made(block_type, axes=[], selectedAxes=[3], thresholds=far)
    assert one.findings().code.tolist() == ["threshold-far"]


def test_a_rule_of_ones_own_applies_to_the_kinds_that_it_names():
    rule = Rule("mine", "info", "?", lambda *_: [("block", "It runs.")], applies_to=lambda kind: kind == GMM)
    assert made("anomaly-gmm").findings(extra=rule).code.tolist()[-1] == "mine"
    assert "mine" not in set(made("anomaly").findings(extra=rule).code)


# --- the samples --------------------------------------------------------------------------------------------

BAD_SAMPLES = {
    "disagree": ["selected-axis-missing", "flags-disagree"],
    "faulty": [
        "selected-axis-missing",
        "value-no-option",
        "flags-disagree",
        "threshold-far",
        "threshold-far",
        "rating-differs",
    ],
    "untrained": ["untrained", "no-axis-selected"],
}


@pytest.mark.parametrize("name", SAMPLES)
def test_only_samples_that_are_to_have_findings_have_some(name):
    found = ea.load_sample(name).findings()
    assert found.loc[found.severity != "info", "code"].tolist() == BAD_SAMPLES.get(name, [])


# --- advice fits what is known ------------------------------------------------------------------------------


@pytest.mark.parametrize("classes", [(), ("normal",), ("idle", "wave")])
@pytest.mark.parametrize(
    ("blocks", "count", "label"),
    [
        (["Raw data"], 2, "a{}"),
        (["raw_data"], 375, ""),
        (["Spectrogram"], 3960, ""),
        (["MFE"], 2, "accX RMS"),
        (["MFCC", "Image"], 650, "bin {}"),
        (["Audio (MFE)"], 3960, "{}"),
        (["Vibration"], 375, " "),  # renamed
        (["Mine"], 2000, "sample {}"),
        ([], 375, ""),
    ],
)
def test_feature_importance_is_never_advised_where_it_is_of_no_use(blocks, count, label, classes):
    one = config(
        axes=axes(count, selected=range(count), favourite=(), label=label),
        dependencies=reads(*blocks, classes=classes),
    ).findings()
    (message,) = messages(one, "no-favourites")
    assert "feature importance does not help here" in message
    assert "Turn it on" not in message
    check_message(message)


@pytest.mark.parametrize(
    ("blocks", "count", "label"),
    [
        (["Spectral features"], 2000, "s{} RMS"),
        (["My own"], 20, "PD {}"),
        (["Mfecta", "Grawl"], 3, "a{}"),
    ],
)
def test_feature_importance_is_advised_where_axes_are_features(blocks, count, label):
    made_of = config(axes=axes(count, favourite=(), label=label), dependencies=reads(*blocks)).findings()
    (message,) = messages(made_of, "no-favourites")
    assert message.endswith("Turn it on when you generate features in Studio.")


def test_feature_importance_is_advised_for_the_input_block_that_has_features():
    mixed = config(
        axes=[axis(0, "accX RMS", True), *(axis(ix, "") for ix in range(1, 376))],
        dependencies=reads("Spectral features", "Raw data"),
    ).findings()
    (message,) = messages(mixed, "no-favourites")
    assert "Turn it on when you generate the features of “Spectral features”" in message
    assert message.endswith("It does not help with the axes of “Raw data”.")


def test_labels_repeat_for_different_reasons():
    found = config(
        **labelled(*["t RMS"] * 2, *["u Spectral Power 0 - 0 Hz"] * 2, *["PD"] * 2, *["RMS"] * 2)
    ).findings()
    told = messages(found, "repeated-labels")
    assert [re.search(": (.*?)\\.", message)[1] for message in told] == [
        "u Spectral Power 0 - 0 Hz",
        "t RMS",
        "PD, RMS",
    ]
    assert not any("different names" in message for message in told)


# --- messages -----------------------------------------------------------------------------------------------


def check_message(message):
    assert re.sub(
        "[\u00ad\u200c\u200d]", "", message
    ).isprintable()  # so it is one line, and nothing in it turns text around
    assert message == " ".join(message.split())
    assert message.endswith(".")
    assert re.match(r"[A-Z0-9]|selectedAxes", message)
    assert ". " in message or ": " in message  # what is the matter, then what to do
    assert len(message) < 600


@pytest.mark.parametrize("name", SAMPLES)
def test_messages_are_sentences_in_one_line(name):
    for message in ea.load_sample(name).findings().message:
        check_message(message)


def hostile(text):
    return made(
        "anomaly-gmm",
        trained=False,
        axes=[axis(ix, text, ix < 9, ix == 9) for ix in range(10)],
        selectedAxes=[99],
        dependencies=uses(text),
        thresholds=[threshold(text, text, dropdownOptions=[{"value": text + "x", "description": text}])],
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_breaks_no_message(text):
    found = hostile(text).findings()
    assert {"flags-disagree", "many-gmm-axes", "value-no-option"} < set(found.code)
    assert found.code.isin(["repeated-labels", "unlabelled-axes"]).sum() == 1
    for row in found.itertuples():
        check_message(row.message)
        assert re.sub("[\u00ad\u200c\u200d]", "", row.subject).isprintable()
        assert 0 < len(row.subject) <= 60


@given(st.text(max_size=30).filter(lambda text: not re.search("[\ud800-\udfff]", text)))
def test_any_text_breaks_no_message(text):
    for message in hostile(text).findings().message:
        check_message(message)


@pytest.mark.parametrize("text", ["", "x" * 50, "<b>"])
def test_a_class_is_named_whatever_its_name(text):
    (message,) = messages(
        config(axes=axes(2, favourite=()), dependencies=uses(text)).findings(), "no-favourites"
    )
    assert f"one class, “{text[:39]}" in message


@given(
    value=st.floats(-100, 100, allow_subnormal=False),
    suggested=st.floats(-100, 100, allow_subnormal=False),
)
def test_a_lower_threshold_flags_more_and_a_higher_one_less(value, suggested):
    found = messages(made(**scores(value, suggested)).findings(), "threshold-far")
    if not found:
        assert abs(value - suggested) <= max(abs(suggested) * 0.5000001, 0.5 * (suggested == 0))
        return
    assert ("flags more" in found[0]) is (value < suggested)
    assert ("flags less" in found[0]) is (value > suggested)
    assert "as suggested" not in found[0]
