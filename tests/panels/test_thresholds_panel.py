from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from tests.bodies import HOSTILE, config, threshold


@pytest.mark.parametrize("name", ["motion", "fan", "dropdown", "legacy", "wavelet", "low-pass"])
def test_chart_words_and_help_are_shown(name):
    sample = ea.load_sample(name)
    panel = ea.ThresholdsPanel(sample)
    html = "".join(child.value for child in panel.children)
    assert html.count("<svg") == 1
    assert html.count("<details") == len(sample.thresholds)
    assert sample.thresholds.help_text.iloc[0].split()[0] in html
    assert panel.view.equals(sample.thresholds)


def test_no_thresholds_is_said():
    assert "no thresholds" in ea.ThresholdsPanel(config(thresholds=[])).static_html()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    sent = threshold(text, text, description=text, helpText=text, suggestedValueText=text)
    html = ea.ThresholdsPanel(config(thresholds=[sent])).static_html()
    assert "<img" not in html
    assert "<script" not in html


def test_repr_and_static_form():
    panel = ea.ThresholdsPanel(ea.load_sample("motion"))
    assert repr(panel) == "ThresholdsPanel(1 threshold)"
    assert "lower than suggested by 0.2" in panel._repr_mimebundle_()["text/html"]
