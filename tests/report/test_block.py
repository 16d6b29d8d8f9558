from __future__ import annotations

import dataclasses

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.report import summarize
from tests.bodies import HOSTILE, axis, config, threshold
from tests.report.conftest import sample


def test_what_a_rule_yields_is_one_line_each():
    def loud(config, limits):
        yield "a\n\n# b", "c\n\n- [ ] d"

    settings = {"extra": [ea.Rule("loud", "warning", "Why not.", loud)]}
    (finding,) = [
        it for it in summarize([config()], findings=settings).blocks[0].findings if it.code == "loud"
    ]
    assert (finding.subject, finding.message) == ("a # b", "c - [ ] d")


def test_settings_of_findings_are_applied():
    (block,) = summarize([sample("motion")], findings={"leave_out": ["favourites-not-selected"]}).blocks
    assert block.findings == []
    assert block.findings_text == "none"


def test_a_mixture_has_components():
    assert dict(summarize([sample("fan")]).blocks[0].facts)["components"] == "8"


def test_thresholds_without_a_number():
    (block,) = summarize([config(thresholds=[threshold(value="often"), threshold("other", 2)])]).blocks
    assert [threshold.value for threshold in block.thresholds] == ["“often”", "2"]
    assert [threshold.suggested for threshold in block.thresholds] == ["", ""]


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_is_one_line(text):
    hostile = config(
        name=text,
        axes=[axis(0, text, True, True)],
        thresholds=[threshold(text, text, description=text, helpText=text, suggestedValueText=text)],
    )
    (block,) = summarize([hostile]).blocks
    texts = [block.name, block.place, *(text for pair in block.facts for text in pair)]
    texts += [text for threshold in block.thresholds for text in dataclasses.astuple(threshold)]
    assert not any(len(text.splitlines()) > 1 for text in texts)
    assert all(len(text) < 1000 for text in texts)
