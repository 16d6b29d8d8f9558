"""The texts of the panel of scores."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edgeanomaly_nb import what_if
from edgeanomaly_nb.panels.scores.texts import flagged_texts
from edgeanomaly_nb.panels.thresholds.what_if_text import flagged_text


def test_a_share_is_rounded_once_as_in_the_panel_of_thresholds():
    scores = pd.DataFrame({"score": np.repeat([0.0, 1.0], [89_501, 10_499])})
    scores.attrs.update(threshold=0.5, suggestion=None)
    assert flagged_texts(scores) == ["The threshold 0.5 flags 10,499 of 100,000 windows (10 %)."]
    assert flagged_text(what_if(scores, 0.5).iloc[0]) == "10,499 of 100,000 windows (10 %)"


def test_a_small_share_is_not_zero():
    scores = pd.DataFrame({"score": np.repeat([0.0, 1.0], [99_999, 1])})
    scores.attrs.update(threshold=0.5)
    assert flagged_texts(scores) == ["The threshold 0.5 flags 1 of 100,000 windows (0.001 %)."]
