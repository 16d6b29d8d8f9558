from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.checks.rules import RULES
from edgeanomaly_nb.report.findings import Finding, order_of, verdict_of, verdict_text
from tests.bodies import HOSTILE


def finding(severity="warning", message="It is odd. Change it.", code="odd"):
    return Finding(severity, code, "block", message)


@pytest.mark.parametrize(
    ("message", "advice"),
    [
        ("The block is not trained. Train it in Studio.", "Train it in Studio."),
        ("It flags windows that are typical: set it higher.", "set it higher."),
        ("It is 3.2 in v1.92.6 (“a. b”). Save it again, too.", "Save it again, too."),
        ("It is wrong: 61. Pass the config: Model.load(path).", "Pass the config: Model.load(path)."),
        ("There are too few.", ""),
        ("", ""),
    ],
)
def test_a_message_ends_with_what_to_do(message, advice):
    assert finding(message=message).advice == advice


@pytest.mark.parametrize("text", HOSTILE)
def test_problem_and_advice_are_the_complete_message(text):
    for message in (text, f"It is {text}. Change {text}."):
        shown = finding(message=message)
        assert shown.problem + shown.advice == message


def test_every_finding_of_the_samples_has_something_to_do():
    for name in ea.list_samples().index:
        for row in ea.load_sample(name).findings().itertuples(index=False):
            shown = Finding(*row)
            assert len(shown.advice.split()) > 2, row
            assert len(shown.problem.split()) > 2, row


def test_a_verdict_is_that_of_the_most_severe_finding():
    findings = [finding("error"), finding("info", code="other")]
    assert verdict_of(findings) == "Fix: odd"
    assert verdict_text(findings) == "Fix this: It is odd. And 1 more finding."
    assert verdict_text(findings[:1] * 3) == "Fix this: It is odd. And 2 more findings."
    assert verdict_text([finding("warning")]) == "Check this: It is odd."
    assert verdict_text([finding("info")]) == "Nothing is wrong. Consider: It is odd."
    assert verdict_text([finding(message="There are too few.")]) == "Check this: There are too few."
    assert verdict_text([]) == "Nothing stands out."


def test_every_severity_has_a_verdict():
    assert all(verdict_of([finding(rule.severity)]) for rule in RULES)


def test_the_order_is_by_severity_and_then_by_number():
    kinds = {
        "none": [],
        "info": ["info"],
        "many": ["warning", "info", "info", "info"],
        "warnings": ["warning", "warning"],
        "error": ["error"],
        "errors": ["error", "error"],
    }
    ordered = sorted(kinds, key=lambda name: order_of([finding(severity) for severity in kinds[name]]))
    assert ordered == ["errors", "error", "warnings", "many", "info", "none"]
