from __future__ import annotations

import math

import pytest

from edgeanomaly_nb.panels.thresholds.scale import Scale, scale_for

NAN = float("nan")


@pytest.mark.parametrize(
    ("saved", "suggested"),
    [(0.3, 0.5), (35, 32.4), (35, 35.1), (0, 0), (0, 3), (-2.5, -1), (-1, 1), (1e6, 5), (0.3, NAN), (-7, NAN),
     (1e-279, 1e279), (12345678, NAN), (0.3, math.inf)],
)  # fmt: skip
def test_the_scale_has_room_on_both_sides(saved, suggested):
    scale = scale_for(saved, suggested)
    for number in filter(math.isfinite, (saved, suggested)):
        # Beside a far larger number, the smaller one is at the end of the scale.
        assert 5 <= scale.percent(number) <= 95 or abs(number) < 1e-3 * max(abs(saved), abs(suggested))
    assert 3 <= len(scale.ticks()) <= 10
    assert 0 < scale.step < scale.tick
    for inside in (scale.low, scale.high, (scale.low + scale.high) / 2):
        assert scale_for(saved, suggested, inside) == scale  # a moving slider does not change the scale


@pytest.mark.parametrize("tried", [1e279, -1e279, -3.0, 0.8000001, 1e-300])
def test_the_scale_contains_the_trial(tried):
    scale = scale_for(0.3, 0.5, tried)
    assert isinstance(scale, Scale)
    assert scale.low <= tried <= scale.high
    assert 0 <= scale.percent(tried) <= 100
