from __future__ import annotations

import re

import numpy as np
import pytest

from edgeanomaly_nb.panels.scores.colours import (
    BLUES,
    COLOURS,
    FIRST_FLAGGED,
    ORANGES,
    colour_codes,
    is_flagged,
)
from edgeanomaly_nb.panels.scores.distribution import Distribution
from edgeanomaly_nb.panels.shared.span import Span, span_of, tick_text, ticks_of
from edgeanomaly_nb.panels.shared.star import star_path


def bars(svg, colour):
    return [float(y) for y in re.findall(rf'height="([\d.]+)" fill="{colour}"', svg)]


def test_flagged_windows_have_another_colour_and_one_is_visible_beside_many():
    svg = Distribution(np.array([0.0] * 1_000_000 + [5.0]), 0.3, None).svg()
    assert len(bars(svg, BLUES[4])) == 1
    assert bars(svg, ORANGES[4]) == [1.5]
    assert "threshold 0.3" in svg
    assert "suggest" not in svg
    assert star_path(8) not in svg


def test_a_suggestion_is_a_star_with_a_name():
    svg = Distribution(np.array([0.0, 5.0]), 0.3, 0.5).svg()
    assert svg.count(star_path(8)) == 1
    assert ">suggested 0.5</text>" in svg


@pytest.mark.parametrize(
    "scores", [[-2, 0, 4e7], [0], [1000] * 3, [np.inf, 0, -1], [-1e300, 1e300], [0.3, 0.3]]
)
@pytest.mark.parametrize("threshold", [None, 0.3, -5.0, 1e9])
def test_marks_and_bars_are_in_the_picture(scores, threshold):
    svg = Distribution(np.array(scores, dtype=np.float64), threshold, 0.5).svg((0, float(scores[0])))
    places = [float(place) for place in re.findall(r'x\d?="([-\d.]+)%"', svg)]
    assert places
    assert all(0 <= place <= 100 for place in places)
    assert "nan" not in svg
    assert "window 0" in svg


def test_windows_without_a_score_are_not_drawn():
    assert Distribution(np.array([np.nan]), 0.3, 0.5).svg((0, np.nan)) == "<p>No window has a score.</p>"
    assert Distribution(np.array([np.nan, 1]), None, None).label == "Distribution of 1 score from 1 to 1"


def test_scores_far_apart_have_a_compressed_scale():
    scores = np.append(np.linspace(0, 3, 100), 4e7)
    distribution = Distribution(scores, 3.0, None)
    assert not distribution.axis.scale.is_linear
    assert float(distribution.axis.percent(3.0)) > 3
    places = [place for place, _ in distribution.axis.ticks()]
    assert len(places) > 3
    assert min(np.diff(places)) >= 9


def test_colours_follow_the_rank_and_the_threshold():
    scores = np.float32([-1, 0.3, 0.30000004, 7, np.nan, np.inf])
    assert is_flagged(scores, 0.3).tolist() == [False, False, True, True, False, True]
    assert is_flagged(np.float32([3e38, np.inf]), 1e39).tolist() == [False, True]  # as what_if counts them
    codes = colour_codes(np.arange(1000.0), 499)
    assert (np.diff(codes.astype(int)) >= 0).all()
    assert set(codes.tolist()) == set(range(1, len(COLOURS)))
    assert (codes[:500] < FIRST_FLAGGED).all()
    assert (codes[500:] >= FIRST_FLAGGED).all()
    assert len(set(colour_codes(np.zeros(50), None).tolist())) == 1


@pytest.mark.parametrize("ends", [(0, 1), (-1e-9, 1e-9), (1e8, 1e8 + 5), (-3e38, 3e38), (-1e308, 1e308)])
def test_ticks_are_in_the_picture_and_differ(ends):
    ticks = ticks_of(Span(*ends))
    assert 2 <= len(ticks) <= 12
    assert all(-1e-6 <= place <= 1 + 1e-6 for place, _ in ticks)
    assert len({text for _, text in ticks}) == len(ticks)


def test_spans_have_a_width():
    for values in ([], [5], [0], [np.nan], [1e30] * 2, [-1e308, 1e308]):
        span = span_of(np.array(values, dtype=np.float64), np.zeros(0))
        assert span.low < span.high
        assert np.isfinite(span).all()
    assert tick_text(1234.5, 0.5) == "1,234.5"
