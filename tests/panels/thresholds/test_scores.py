"""The thresholds panel with scores, without a browser."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.shared.colours import ODD
from edgeanomaly_nb.panels.shared.star import star_path
from edgeanomaly_nb.panels.thresholds.rows import ScoresBox
from edgeanomaly_nb.panels.thresholds.valley import find_valley
from tests.bodies import config, threshold

CONFIG = ea.load_sample("motion")
SCORES = ea.load_sample_model("motion").score(ea.load_sample_windows("motion", "testing"))


def test_other_scores_are_shown_and_the_trial_stays():
    panel = ea.ThresholdsPanel(CONFIG, scores=SCORES)
    panel.trial = {"min_score": 1}
    assert "32 of 442 windows" in panel.static_html()
    panel.scores = SCORES.iloc[:85]
    assert panel.would_flag["n_windows"].unique().tolist() == [85]
    assert "of 85 windows" in panel.static_html()
    assert panel.rows[0].control.value == 1
    panel.scores = None
    assert panel.would_flag is None
    assert not isinstance(panel.rows[0], ScoresBox)
    panel.close()


def test_the_static_form_names_the_numbers_and_a_suggestion_is_a_star():
    panel = ea.ThresholdsPanel(CONFIG, scores=SCORES)
    panel.trial = {"min_score": 0.4}
    shown = panel.rows[0].static_html()
    assert shown.count(star_path(8)) == 1
    found = re.findall(
        r'<text x="([\d.]+)%" y="(-?\d+)"[^>]*>((?:saved|trying|suggested) [\d.]+)</text>', shown
    )
    assert [name for *_, name in found] == ["saved 0.3", "trying 0.4", "suggested 0.5"]
    assert len({y for _, y, _ in found}) == 3  # near each other, so above each other
    assert "anomalous windows" in shown
    assert f'fill="{ODD}"' in shown
    panel.scores = pd.DataFrame({"score": [-1.0, 1.0]})
    assert "anomalous windows" not in panel.static_html()
    panel.close()


def test_a_suggestion_beyond_every_scale_is_in_the_table_only():
    panel = ea.ThresholdsPanel(config(thresholds=[threshold(suggestedValue=1e300)]), scores=SCORES)
    shown = panel.rows[0].static_html()
    assert star_path(8) not in shown
    assert "1e+300" in shown
    panel.close()


def test_what_it_would_flag_is_what_if():
    panel = ea.ThresholdsPanel(CONFIG, scores=SCORES)
    panel.trial = {"min_score": -0.5}
    panel.rows[0].control.rule = ">="
    panel.rows[0].control.in_a_row = 3
    expected = ea.what_if(SCORES, [-0.5, 0.3, 0.5], rule=">=", in_a_row=3)
    pd.testing.assert_frame_equal(panel.would_flag, expected)
    panel.close()


@pytest.mark.parametrize(
    ("scores", "error", "message"),
    [
        ([0.1], TypeError, "a frame"),
        (SCORES[:0], ValueError, "no rows"),
        (pd.DataFrame({"a": [1]}), ValueError, "score"),
    ],
)
def test_something_else_than_scores_is_refused(scores, error, message):
    with pytest.raises(error, match=message):
        ea.ThresholdsPanel(CONFIG, scores=scores)


def test_only_the_first_number_has_scores():
    panel = ea.ThresholdsPanel(ea.load_sample("dropdown"), scores=SCORES)
    assert [isinstance(row, ScoresBox) for row in panel.rows] == [True, False, False]
    assert ea.ThresholdsPanel(ea.load_sample("spectral"), scores=SCORES).would_flag.index.tolist() == [0.3]
    panel.close()


def test_a_valley_needs_two_clear_sides():
    rng = np.random.default_rng(0)
    assert find_valley(rng.normal(size=400)) is None
    low, high = find_valley(np.concatenate([rng.normal(size=300), rng.normal(9, 1, size=100)]))
    assert 2 < low < high < 8
    assert find_valley(np.array([1.0, 1.0])) is None
    assert find_valley(np.array([np.nan, np.inf])) is None
    # Of two samples, one is odd: that is no distribution with two sides.
    one_each = np.concatenate([rng.normal(size=50), rng.normal(9, 1, size=50)])
    assert find_valley(one_each, np.repeat([0, 1], 50)) is None
