"""The marks and the labels on the scale of a threshold."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from edgeanomaly_nb.block.kinds import K_MEANS
from edgeanomaly_nb.block.thresholds import threshold_rows
from edgeanomaly_nb.panels.thresholds.scale_svg import scale_svg
from tests.bodies import config, threshold

SVG = "{http://www.w3.org/2000/svg}"


def drawn(**numbers: float) -> ElementTree.Element:
    (row,) = threshold_rows(config(thresholds=[threshold(**numbers)]).thresholds)
    return ElementTree.fromstring(scale_svg(row, K_MEANS))


def corners(path: ElementTree.Element) -> int:
    return len(re.findall(r"[ML]", path.get("d")))


def test_a_suggestion_is_a_star_in_the_colour_of_text():
    (star,) = drawn(value=0.3, suggestedValue=0.5).iter(f"{SVG}path")
    assert corners(star) == 10
    assert star.get("fill") is None


def test_a_threshold_as_suggested_is_a_star_in_a_circle():
    picture = drawn(value=0.3, suggestedValue=0.3)
    (circle,), (star,) = picture.iter(f"{SVG}circle"), picture.iter(f"{SVG}path")
    assert star.get("fill") == "#fff"
    reach = max(abs(float(number)) for number in re.findall(r"-?[\d.]+", star.get("d")))
    assert reach < float(circle.get("r"))


def test_no_suggestion_no_star():
    assert not list(drawn(value=0.3).iter(f"{SVG}path"))


@pytest.mark.parametrize("value", [0.3, 35, -2, 12345])
def test_labels_at_the_ends_are_aligned_inwards(value):
    ticks = [text for text in drawn(value=value).iter(f"{SVG}text") if text.get("font-size") == "11"]
    for tick in ticks:
        at = float(tick.get("x").removesuffix("%"))
        assert tick.get("text-anchor") == ("start" if at < 3 else "end" if at > 97 else "middle")
    assert {"start", "end"} <= {tick.get("text-anchor") for tick in ticks}
