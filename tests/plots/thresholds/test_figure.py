from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

import edgeanomaly_nb as ea
from edgeanomaly_nb.plots import draw_thresholds, thresholds_figure, thresholds_text
from edgeanomaly_nb.plots.style import ACCENT
from tests.bodies import HOSTILE, config, threshold
from tests.plots.conftest import (
    OPTIONS,
    SAMPLES,
    assert_nothing_is_clipped,
    assert_nothing_overlaps,
    drawn,
    marks_of,
    markup_in,
    texts_of,
)

if TYPE_CHECKING:
    import numpy as np


def scales(*thresholds) -> np.ndarray:
    return drawn(ea.plot_thresholds, config(thresholds=list(thresholds)), size=(8, 4))


def test_value_and_suggestion_are_marked_named_and_compared():
    (ax,) = scales(threshold(value=0.3, suggestedValue=0.5))
    assert ax.get_title(loc="left") == "Score threshold (min_score)"
    assert marks_of(ax) == {"suggested": 0.5, "difference": 0.3, "threshold": 0.3}
    assert "0.3 (suggested 0.5; 0.2 lower, so it flags more)" in texts_of(ax)
    assert {"threshold 0.3", "suggested 0.5", "flagged →"} <= set(texts_of(ax))
    assert ax.get_xlabel() == "anomaly score (no unit); scores above the threshold are flagged"


def test_the_label_of_a_narrow_scale_is_not_clipped():
    block = config(thresholds=[threshold(value=0.3)])
    (ax,) = drawn(ea.plot_thresholds, block, size=(3.5, 4))
    assert ax.get_xlabel() == "anomaly score (no unit)"
    assert ax.xaxis.label.get_window_extent().x1 <= ax.figure.bbox.x1
    assert "flagged →" in texts_of(ax)


def test_value_and_suggestion_have_different_shapes():
    (ax,) = scales(threshold(value=0.3, suggestedValue=0.5))
    looks = {line.get_label(): line for line in ax.lines}
    assert (looks["threshold"].get_marker(), looks["suggested"].get_marker()) == ("o", "*")


def test_what_is_above_the_threshold_is_shaded():
    (ax,) = scales(threshold(value=3.4, suggestedValue=3))
    (shade,) = ax.patches
    left, right = ax.transData.transform([(3.4, 0), (ax.get_xlim()[1], 0)])[:, 0]
    assert (shade.get_extents().x0, shade.get_extents().x1) == pytest.approx((left, right))


def test_each_threshold_has_its_own_scale():
    low, high = scales(threshold(value=0.3, suggestedValue=0.25), threshold("other", 35, suggestedValue=32))
    assert low.get_xlim()[1] < 0.5
    assert 35 < high.get_xlim()[1] < 50


@pytest.mark.parametrize(
    ("value", "suggested"),
    [
        (0.3, 0.5),
        (35, 32.4),
        (35, 35.1),
        (0, 0),
        (0, 3),
        (-2.5, -1),
        (-1, 1),
        (1.2, 1.2),
        (1e6, 5),
        (0.3, None),
    ],
)
def test_the_scale_shows_both_with_room_around(value, suggested):
    (ax,) = scales(threshold(value=value, suggestedValue=suggested))
    low, high = ax.get_xlim()
    for x in marks_of(ax).values():
        assert low + 0.02 * (high - low) < x < high - 0.1 * (high - low)


def test_close_values_are_apart_and_their_ticks_differ():
    (ax,) = scales(threshold(value=35, suggestedValue=35.2))
    low, high = ax.get_xlim()
    assert 0.2 / (high - low) > 0.05
    ticks = [label.get_text() for label in ax.get_xticklabels()]
    assert len(set(ticks)) == len(ticks) > 2


def test_zero_is_a_value_and_a_suggestion():
    (ax,) = scales(threshold(value=0.3, suggestedValue=0))
    assert marks_of(ax)["suggested"] == 0
    (ax,) = scales(threshold(value=-0.0))
    assert "threshold 0" in texts_of(ax)


def test_a_missing_suggestion_is_written():
    (ax,) = scales(threshold(value=5))
    assert marks_of(ax) == {"threshold": 5}
    assert "5 (no suggestion)" in texts_of(ax)


def test_a_suggestion_in_text_is_shown_as_text():
    (ax,) = scales(threshold(value=0.8, suggestedValueText="about $0.7$"))
    assert "0.8 (suggested “about $0.7$”)" in texts_of(ax)


def test_a_numeric_string_has_a_scale():
    (ax,) = scales(threshold(value="0.35"))
    assert marks_of(ax) == {"threshold": 0.35}


def test_a_legacy_threshold_is_named_as_such():
    (ax,) = ea.plot_thresholds(ea.load_sample("legacy"), ax=Figure().subplots())
    assert ax.get_title(loc="left") == "Minimum confidence rating (minimumConfidenceRating)"
    assert "from the deprecated minimum confidence rating" in " ".join(texts_of(ax)[:2])


def test_options_are_a_list_with_a_circle_for_the_chosen_one():
    (ax,) = scales(threshold(value="mean", dropdownOptions=OPTIONS))
    assert texts_of(ax) == ["Mean (of 2 options)", "Maximum", "Mean"]
    assert [line.get_color() == ACCENT for line in ax.lines] == [False, True]
    assert ax.lines[0].get_markersize() < ax.lines[1].get_markersize() / 2  # not like a radio button
    assert [text.get_weight() for text in ax.texts[1:]] == ["normal", "bold"]


def test_a_suggested_option_is_a_star():
    (ax,) = scales(threshold(value="max", suggestedValueText="mean", dropdownOptions=OPTIONS))
    assert texts_of(ax)[1:] == ["Maximum", "Mean (suggested)"]
    assert [line.get_marker() for line in ax.lines] == ["o", "*"]
    (ax,) = scales(threshold(value="mean", suggestedValueText="mean", dropdownOptions=OPTIONS))
    assert [line.get_marker() for line in ax.lines] == ["o", "o", "*"]  # in the circle


def test_a_value_that_is_not_an_option_has_no_circle():
    (ax,) = scales(threshold(value="x", dropdownOptions=OPTIONS))
    assert texts_of(ax)[0] == "“x” (not one of the 2 options)"
    assert ACCENT not in {line.get_color() for line in ax.lines}


def test_of_many_options_the_chosen_one_is_shown():
    options = [{"value": str(at), "description": f"Option {at}"} for at in range(30)]
    (ax,) = scales(threshold(value="29", dropdownOptions=options))
    assert "Option 29" in texts_of(ax)
    assert texts_of(ax)[-1] == "… and 18 more"


@pytest.mark.parametrize("value", ["max", "inf", "nan", 10**400, -(10**400), 1e300], ids=lambda v: str(v)[:5])
def test_what_no_scale_can_show_is_written(value):
    (ax,) = scales(threshold(value=value, suggestedValue=3))
    assert not ax.lines
    assert "suggested 3" in texts_of(ax)[0]


@pytest.mark.parametrize("value", [1e-320, 1e-279, 5e-100, 1e279, -1e279, 12345678, 1 + 1e-12])
@pytest.mark.parametrize("suggested", [None, 0, 1, -1e279, 1e308, 1e-320])
def test_no_number_warns_or_fails(value, suggested):
    scales(threshold(value=value, suggestedValue=suggested))


def test_without_thresholds_there_is_a_message():
    (ax,) = scales()
    assert (
        texts_of(ax)
        == ["This block has no thresholds."]
        == [thresholds_text(config(thresholds=[]).thresholds)]
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_drawn_as_plain_text(text):
    options = [{"value": text, "description": text}]
    pictures = scales(
        threshold(text, text, description=text),
        threshold("温度", 1, description=text, suggestedValueText=text),
        threshold("options", text, dropdownOptions=options),
    )
    for ax in pictures:
        for shown in [ax.get_title(loc="left"), *texts_of(ax)]:
            assert len(shown) < 150
        assert not markup_in(ax)
    assert "□□" in pictures[1].get_title(loc="left")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_drawn_without_pyplot(name):
    block = ea.load_sample(name)
    pictures = ea.plot_thresholds(block, ax=Figure(figsize=(8, 5)).subplots())
    assert len(pictures) == len(block.thresholds)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_cut_off_or_overlaps(name):
    figure = thresholds_figure(ea.load_sample(name).thresholds)
    assert_nothing_is_clipped(figure)
    assert_nothing_overlaps(figure.axes)


def test_a_new_figure_is_pyplots_and_the_style_stays():
    before = dict(plt.rcParams)
    pictures = ea.plot_thresholds(ea.load_sample("dropdown"))
    assert pictures.shape == (3,)
    assert pictures[0].figure is plt.gcf()
    assert dict(plt.rcParams) == before


def test_axes_of_your_own_are_taken():
    frame = ea.load_sample("dropdown").thresholds
    mine = Figure().subplots(3)
    assert list(draw_thresholds(mine, frame)) == list(mine)
    with pytest.raises(ValueError, match="picture of 3 thresholds needs 3 Axes, not 2"):
        draw_thresholds(Figure().subplots(2), frame)


def test_one_axes_is_divided_without_overlaps():
    figure = Figure(figsize=(8, 6))
    pictures = draw_thresholds(figure.subplots(), ea.load_sample("dropdown").thresholds)
    figure.draw_without_rendering()
    assert_nothing_overlaps(pictures)
