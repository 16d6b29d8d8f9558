from __future__ import annotations

import json
import math
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.kinds import GMM
from edgeanomaly_nb.checks.rule import Rule
from edgeanomaly_nb.checks.rules import LIMITS, RULES
from edgeanomaly_nb.checks.severities import SEVERITIES
from edgeanomaly_nb.studio.samples import SAMPLES
from tests.bodies import HOSTILE, axis, body, config, threshold

CODES = [rule.code for rule in RULES]
COLUMNS = ["severity", "code", "subject", "message"]


def made(block_type="anomaly", **changes):
    return ea.AnomalyConfig.from_json(json.dumps(body(**changes)), source=ea.Source(block_type=block_type))


def messages(found, code):
    return found.loc[found.code == code, "message"].tolist()


def axes(count, *, selected=(0,), favourite=(0,), label="a{}"):
    return [axis(ix, label.format(ix), ix in selected, ix in favourite) for ix in range(count)]


def chosen(count, **more):
    """Make a body's axes with all of the first `count` selected, and what agrees with them."""
    return {
        "axes": axes(more.pop("of", count), selected=range(count), **more),
        "selectedAxes": [*range(count)],
    }


def uses(*classes):
    return {**body()["dependencies"], "classes": list(classes)}


def reads(*blocks, classes=("idle", "wave")):
    return {**body()["dependencies"], "blockNames": list(blocks), "classes": list(classes)}


def labelled(*labels):
    return {"axes": [axis(ix, label, ix == 0, ix == 0) for ix, label in enumerate(labels)]}


def scores(value, suggested=None, rating=None, **more):
    """Make a body's threshold with a suggestion, and a rating that agrees with it."""
    if suggested is not None:
        more["suggestedValue"] = suggested
    return {
        "thresholds": [threshold(value=value, **more)],
        "minimumConfidenceRating": value if rating is None else rating,
    }


OPTIONS = [{"value": "max", "description": "Maximum"}, {"value": "0.5", "description": "Half"}]

# --- each rule, with a block that it finds and a block near by that it does not -----------------------------

CASES = [
    (
        "untrained",
        "block",
        {"trained": False},
        "The block is not trained, so it gives no scores. Train it in Studio.",
        {"trained": True},
    ),
    (
        "no-axis-selected",
        "axes",
        {"axes": axes(3, selected=(), favourite=()), "selectedAxes": []},
        "None of the 3 axes is selected. Select some in Studio, then train the block.",
        {"axes": axes(3, selected=(2,)), "selectedAxes": [2]},
    ),
    (
        "no-axis-selected",
        "axes",
        {"axes": [], "selectedAxes": []},
        "The block has no axes. Generate features in Studio, then select axes.",
        {"axes": axes(1)},
    ),
    (
        "selected-axis-missing",
        "axes",
        {"selectedAxes": [0, 2]},
        "selectedAxes names an axis that does not exist: 2. Select the axes again in Studio, then train "
        "the block.",
        {"selectedAxes": [0, 1]},
    ),
    (
        "selected-axis-missing",
        "axes",
        {"selectedAxes": [0, -1, -1, 10**30, 3, 4, 5, 6, 7]},
        f"selectedAxes names axes that do not exist: -1, {10**30}, 3, 4, 5 and 2 more. Select the axes "
        "again in Studio, then train the block.",
        {"axes": [axis(-1, "a", True, True), axis(7, "b")], "selectedAxes": [-1, 7]},
    ),
    (
        "flags-disagree",
        "axes",
        {"selectedAxes": [0, 1]},
        "The selected flags and selectedAxes disagree on 1 axis: accX Kurtosis (1). Save the axes again in "
        "Studio, then train the block.",
        {"selectedAxes": [0, 0]},
    ),
    (
        "flags-disagree",
        "axes",
        {"axes": axes(7, selected=range(7), favourite=(0,)), "selectedAxes": [6]},
        "The selected flags and selectedAxes disagree on 6 axes: a0 (0), a1 (1), a2 (2), a3 (3) and 2 more. "
        "Save the axes again in Studio, then train the block.",
        chosen(7),
    ),
    (
        "every-axis-selected",
        "axes",
        chosen(9),
        "All 9 axes are selected. Distances mean less the more axes they are computed from: select the few "
        "that matter.",
        chosen(8),
    ),
    (
        "every-axis-selected",
        "axes",
        chosen(1000),
        "All 1,000 axes are selected. Distances mean less the more axes they are computed from: select the "
        "few that matter.",
        chosen(999, of=1000),
    ),
    (
        "favourites-not-selected",
        "axes",
        {"axes": axes(6, favourite=(1, 2, 3, 4, 5))},
        "Feature importance suggests 5 axes that are not selected: a1 (1), a2 (2), a3 (3), a4 (4) "
        "and 1 more. Select them unless you have a reason not to.",
        {"axes": axes(6)},
    ),
    (
        "favourites-not-selected",
        "axes",
        {"axes": axes(2, favourite=(0, 1), label="")},
        "Feature importance suggests 1 axis that is not selected: 1. Select them unless "
        "you have a reason not to.",
        # Where nothing is selected, that is what has to be said.
        {"axes": axes(6, selected=(), favourite=(1,)), "selectedAxes": []},
    ),
    (
        "no-favourites",
        "axes",
        {"axes": axes(2, favourite=()), "dependencies": uses("normal")},
        "No axis is a favourite: as far as is known, feature importance needs at least two classes, and this "
        "block has one "
        "class, “normal”. Choose axes by hand.",
        {"dependencies": uses("normal")},
    ),
    (
        "no-favourites",
        "axes",
        {"axes": axes(2, favourite=()), "dependencies": uses()},
        "No axis is a favourite: as far as is known, feature importance needs at least two classes, and this "
        "block has no "
        "classes. Choose axes by hand.",
        {"axes": [], "selectedAxes": [], "dependencies": uses()},
    ),
    (
        "no-favourites",
        "axes",
        {"axes": axes(2, favourite=())},
        "No axis is a favourite: feature importance may not have been computed. Turn it on when you generate "
        "features in Studio.",
        {"axes": axes(2)},
    ),
    (
        "many-gmm-axes",
        "axes",
        {"block_type": "anomaly-gmm", **chosen(9, of=20)},
        "9 axes are selected for a Gaussian mixture. What it has to learn grows with the square of their "
        "number: use fewer axes, or make sure that you have enough data.",
        {"block_type": "anomaly-gmm", **chosen(8, of=20)},
    ),
    (
        "many-gmm-axes",
        "axes",
        {"block_type": "anomaly-gmm", **chosen(15, of=20)},
        "15 axes are selected for a Gaussian mixture. What it has to learn grows with the square of their "
        "number: use fewer axes, or make sure that you have enough data.",
        {"block_type": "anomaly", **chosen(15, of=20)},
    ),
    (
        "threshold-far",
        "min_score",
        scores(0.2, 0.5),
        "The threshold is 0.2 (suggested 0.5; 0.3 lower, so it flags more). Set it to 0.5 in Studio, or note "
        "why not.",
        scores(0.25, 0.5),
    ),
    (
        "threshold-far",
        "min_score",
        scores(0.46, 0.3),
        "The threshold is 0.46 (suggested 0.3; 0.16 higher, so it flags less). Set it to 0.3 in Studio, or "
        "note why not.",
        scores(0.45, 0.3),  # just half as much more, but for rounding
    ),
    (
        "threshold-far",
        "min_score",
        scores(0.51, 0),
        "The threshold is 0.51 (suggested 0; 0.51 higher, so it flags less). Set it to 0 in Studio, or note "
        "why not.",
        scores(0.5, 0),
    ),
    (
        "threshold-far",
        "min_score",
        scores(0, 0.3),
        "The threshold is 0 (suggested 0.3; 0.3 lower, so it flags more). Set it to 0.3 in Studio, or note "
        "why not.",
        scores(0, 0),
    ),
    (
        "threshold-far",
        "min_score",
        scores("0.1", 0.5, rating=0.1),
        "The threshold is “0.1” (suggested 0.5; 0.4 lower, so it flags more). Set it to 0.5 in Studio, or "
        "note why not.",
        scores("max", 0.5, rating=0.1),
    ),
    (
        "threshold-far",
        "min_score",
        scores(1.0, -2.0),
        "The threshold is 1 (suggested -2; 3 higher, so it flags less). Set it to -2 in Studio, or note why "
        "not.",
        scores(-1.5, -2.0),
    ),
    (
        "value-no-option",
        "min_score",
        scores("median", rating=0.3, dropdownOptions=OPTIONS),
        "The value “median” is not one of the options: max, 0.5. Choose one of them in Studio.",
        scores("max", rating=0.3, dropdownOptions=OPTIONS),
    ),
    (
        "value-no-option",
        "min_score",
        scores(0.25, dropdownOptions=OPTIONS),
        "The value “0.25” is not one of the options: max, 0.5. Choose one of them in Studio.",
        scores(0.5, dropdownOptions=OPTIONS),
    ),
    (
        "value-no-option",
        "min_score",
        scores("Max", rating=0.3, dropdownOptions=OPTIONS),  # what a device takes is spelt as the option is
        "The value “Max” is not one of the options: max, 0.5. Choose one of them in Studio.",
        scores("Max", rating=0.3, dropdownOptions=[]),
    ),
    (
        "rating-differs",
        "min_score",
        scores(0.3, rating=0.5),
        "The deprecated minimumConfidenceRating is 0.5, but the threshold is 0.3. Programs that read the old "
        "field use another value: set the threshold again in Studio, or change them to use thresholds.",
        scores(0.3, rating=0.30000001192092896),  # 0.3 as a float of 32 bits
    ),
    (
        "rating-differs",
        "min_score",
        {"thresholds": [threshold(value=0.1), threshold("other", value=0.2)]},
        "The deprecated minimumConfidenceRating is 0.3, but the threshold is 0.1. Programs that read the old "
        "field use another value: set the threshold again in Studio, or change them to use thresholds.",
        {"thresholds": [threshold(value=0.1), threshold("other", value="0.30")]},
    ),
    (
        "rating-differs",
        "min_score",
        scores("1", rating=2),
        "The deprecated minimumConfidenceRating is 2, but the threshold is 1. Programs that read the old "
        "field use another value: set the threshold again in Studio, or change them to use thresholds.",
        scores("max", rating=2),
    ),
    (
        "unlabelled-axes",
        "axes",
        {"axes": [axis(0, "a", True, True), axis(5, " \t")]},
        "Axis 5 has no label. Refer to it by index, and note that an index can change.",
        {"axes": [axis(0, "a", True, True), axis(5, "-")]},
    ),
    (
        "unlabelled-axes",
        "axes",
        {"axes": axes(3, label="")},
        "3 of 3 axes have no label. Refer to them by index, and note that an index can change.",
        {"axes": axes(3)},
    ),
    (
        "repeated-labels",
        "axes",
        {"axes": [axis(0, "a", True, True), axis(1, "b"), axis(2, "a"), axis(3, "b"), axis(4, "b")]},
        "Labels shared by several axes: a, b. They contain no known sensor and feature, so they "
        "do not show why. A custom processing block can give each of its features its own label. Refer "
        "to these axes by index.",
        {"axes": [axis(0, "a", True, True), axis(1, "A"), axis(2, ""), axis(3, "")]},
    ),
    (
        "repeated-labels",
        "axes",
        {"axes": [axis(ix, f"a{ix % 7}", ix == 0, ix == 0) for ix in range(14)]},
        "Labels shared by several axes: a0, a1, a2, a3, a4 and 2 more. They contain no known sensor and "
        "feature, so they do not show why. A custom processing block can give each of its features its own "
        "label. Refer to these axes by index.",
        {"axes": axes(14)},
    ),
    (
        "repeated-labels",
        "axes",
        labelled("accX RMS", "accX Kurtosis", "accX RMS", "accY RMS"),
        "The same feature under the same sensor name, several times: accX RMS. Either several processing "
        "blocks compute it for one sensor, or two sensors have the same name; the labels do not show which. "
        "Refer to these axes by index.",
        labelled("accX RMS", "accY RMS"),
    ),
    (
        "repeated-labels",
        "axes",
        labelled("t RMS", *["t Spectral Power 0.0 - 0.0 Hz"] * 3, "t Spectral Power 0.0 - 0.01 Hz"),
        "Frequency bands of one sensor that look alike: t Spectral Power 0.0 - 0.0 Hz. Their edges are "
        "rounded, so the bands of a slow sensor are equal. Refer to these axes by index.",
        labelled("t Spectral Power 0.0 - 0.0 Hz", "t Spectral Power 0.0 - 0.01 Hz"),
    ),
    (
        "repeated-labels",
        "axes",
        labelled("t RMS", *["t Spectral Power 0.01 - 0.02 Hz"] * 2),
        "Frequency bands of one sensor that look alike: t Spectral Power 0.01 - 0.02 Hz. Their edges are "
        "rounded, or several processing blocks compute the same band. Refer to these axes by "
        "index.",
        labelled("t Spectral Power 0.01 - 0.02 Hz"),
    ),
    (
        "repeated-labels",
        "axes",
        labelled(*["t RMS", "t Spectral Power 1 - 2 Hz"] * 2),
        "The same feature under the same sensor name, several times: t RMS, t Spectral Power 1 - 2 Hz. "
        "Either several processing blocks compute it for one sensor, or two sensors have the same name; the "
        "labels do not show which. Refer to these axes by index.",
        labelled("t RMS", "t Spectral Power 1 - 2 Hz"),
    ),
]


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
    assert {case[0] for case in CASES} == set(CODES)


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


# --- the frame ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["spectral", "faulty"])
def test_columns_and_dtypes_never_vary(name):
    found = ea.load_sample(name).findings()
    assert found.columns.tolist() == COLUMNS
    assert set(found.dtypes) == set(ea.load_sample("motion").axes[["label"]].dtypes)
    assert found.index.equals(pd.RangeIndex(len(found)))


def test_the_gravest_come_first_and_rules_keep_their_order():
    every = made(
        "anomaly-gmm",
        trained=False,
        axes=axes(9, selected=range(9), favourite=(), label=" "),
        selectedAxes=[99],
        **scores(9, 1, rating=2, dropdownOptions=OPTIONS),
    ).findings()
    ranks = [SEVERITIES.index(severity) for severity in every.severity]
    assert ranks == sorted(ranks)
    assert every.code.tolist() == sorted(every.code, key=CODES.index)
    assert len(every) == 10


def test_list_rules_tells_each_rule_with_its_reason():
    rules = ea.list_rules()
    assert rules.index.name == "code"
    assert rules.index.tolist() == CODES
    assert rules.columns.tolist() == ["severity", "limits", "reason"]
    assert rules.limits["threshold-far"] == "threshold_share=0.5, threshold_from_zero=0.5"
    assert rules.index.is_unique
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in CODES)
    assert all(re.fullmatch(r"[A-Z“].*\.", reason) for reason in rules.reason)
    assert rules.severity.tolist() == sorted(rules.severity, key=SEVERITIES.index)


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


# --- what can be set ----------------------------------------------------------------------------------------


def test_rules_can_be_left_out():
    sample = ea.load_sample("untrained")
    assert "no-favourites" in sample.findings().code.tolist()
    for left_out in (["no-favourites"], {"no-favourites"}, ("no-favourites",), "no-favourites"):
        assert sample.findings(leave_out=left_out).code.tolist() == ["untrained", "no-axis-selected"]
    assert sample.findings(leave_out=(code for code in CODES)).empty


@pytest.mark.parametrize(
    ("limits", "bad", "code"),
    [
        ({"threshold_share": 0.1}, scores(0.45, 0.3), "threshold-far"),
        ({"threshold_share": 0}, scores(0.31, 0.3), "threshold-far"),
        ({"threshold_from_zero": 0.1}, scores(0.2, 0), "threshold-far"),
        ({"threshold_from_zero": 0}, scores(0.01, 0), "threshold-far"),
        ({"gmm_axes": 2}, {"block_type": "anomaly-gmm", **chosen(3, of=9)}, "many-gmm-axes"),
        ({"all_axes": 2}, chosen(3), "every-axis-selected"),
    ],
)
def test_limits_can_be_set(limits, bad, code):
    one = made(**bad)
    assert code not in one.findings().code.tolist()
    assert code in one.findings(limits=limits).code.tolist()
    assert code not in one.findings(limits=dict.fromkeys(LIMITS, math.inf)).code.tolist()


def test_a_limit_of_nothing_does_not_take_rounding_for_a_difference():
    rounded = made(**scores(0.1 + 0.2, 0.3))
    assert "threshold-far" not in rounded.findings(limits={"threshold_share": 0}).code.tolist()


def test_the_limits_of_the_package_are_not_changed():
    before = dict(LIMITS)
    config().findings(limits={"gmm_axes": 1})
    assert dict(LIMITS) == before


def test_rules_of_your_own_are_asked_with_the_limits():
    def loud(config, limits):
        yield "block", f"{config.name} within {limits['gmm_axes']:g}."

    def silent(_config, _limits):
        return ()

    rules = [ea.Rule("loud", "error", "It is.", loud), ea.Rule("silent", "info", "It is.", silent)]
    found = config().findings(extra=iter(rules), limits={"gmm_axes": 3})
    assert found.values.tolist() == [["error", "loud", "block", "Anomaly detection within 3."]]
    assert config().findings(extra=rules, leave_out=["loud"]).empty
    assert config().findings().empty


def test_a_rule_has_one_of_three_severities():
    with pytest.raises(ValueError, match="'loud' is 'fatal'; give one of error, warning, info"):
        ea.Rule("loud", "fatal", "It is.", lambda _config, _limits: ())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"leave_out": ["no-favorites"]}, "There is no rule 'no-favorites'. Did you mean 'no-favourites'?"),
        ({"leave_out": "untrain"}, "There is no rule 'untrain'. Did you mean 'untrained'?"),
        ({"leave_out": ["?"]}, f"There is no rule '?'. There are: {', '.join(CODES)}."),
        ({"limits": {"gmm_axis": 1}}, "There is no limit 'gmm_axis'. Did you mean 'gmm_axes'?"),
        ({"limits": {"?": 1}}, f"There is no limit '?'. There are: {', '.join(LIMITS)}."),
    ],
)
def test_a_misspelt_name_is_refused_with_what_is_close(arguments, message):
    with pytest.raises(ValueError) as caught:
        config().findings(**arguments)
    assert str(caught.value) == message


# --- limits and rules of your own ---------------------------------------------------------------------------


def test_limits_take_numbers_of_any_kind_but_none_that_switches_a_rule_off():
    faulty = ea.load_sample("faulty")
    assert len(faulty.findings(limits={"all_axes": faulty.axes.selected.sum()}))
    for value in (float("nan"), "3", True):
        with pytest.raises(TypeError, match="must be a number, not"):
            faulty.findings(limits={"all_axes": value})


def test_a_rule_of_your_own_has_limits_of_its_own():
    def find(config, limits):
        if config.cluster_count < limits["least"]:
            yield "block", "Too few."

    rule = ea.Rule("few", "warning", "Why not.", find, {"least": 6})
    motion = ea.load_sample("motion")
    assert "few" in motion.findings(extra=[rule]).code.tolist()
    assert "few" not in motion.findings(extra=[rule], limits={"least": 5}).code.tolist()


def test_a_rule_that_fails_is_named():
    def find(config, limits):
        yield "block", str(1 / 0)

    with pytest.raises(RuntimeError, match="The rule 'odd' failed: ZeroDivisionError: division by zero"):
        ea.load_sample("motion").findings(extra=[ea.Rule("odd", "warning", "Why not.", find)])


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ([lambda config, limits: []], "ea.Rule"),
        ([Rule("mine", "info", "Why.", lambda config, limits: None)], "'mine' must yield pairs .* not None"),
        (
            [Rule("mine", "info", "Why.", lambda config, limits: ("block", "words"))],
            "must yield pairs .* not 'block'",
        ),
        (
            [Rule("mine", "info", "Why.", lambda config, limits: [("block", 3)])],
            "must yield pairs .* not .'block', 3.",
        ),
    ],
)
def test_a_rule_of_ones_own_that_is_not_right_is_named(extra, words):
    with pytest.raises(TypeError, match=words):
        config().findings(extra=extra)


def test_a_rule_of_ones_own_has_a_code_of_its_own():
    with pytest.raises(ValueError, match="another code"):
        config().findings(extra=[Rule("untrained", "info", "Why.", lambda config, limits: [])])


def test_one_rule_needs_no_list():
    rule = Rule("mine", "info", "Why.", lambda config, limits: [("block", "Mine.")])
    assert "Mine." in set(config().findings(extra=rule).message)
