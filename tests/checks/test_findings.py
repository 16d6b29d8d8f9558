from __future__ import annotations

import math
import re

import pandas as pd
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.checks.rule import Rule
from edgeanomaly_nb.checks.rules import LIMITS, RULES
from edgeanomaly_nb.checks.severities import SEVERITIES
from tests.bodies import config
from tests.checks.blocks import axes, chosen, made, scores
from tests.checks.cases import OPTIONS

CODES = [rule.code for rule in RULES]
COLUMNS = ["severity", "code", "subject", "message"]


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
    assert rules.columns.tolist() == ["severity", "limits", "needs", "reason"]
    assert rules.limits["threshold-far"] == "threshold_share=0.5, threshold_from_zero=0.5"
    assert rules.index.is_unique
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in CODES)
    assert all(re.fullmatch(r"[A-Z“].*\.", reason) for reason in rules.reason)
    assert rules.severity.tolist() == sorted(rules.severity, key=SEVERITIES.index)


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
