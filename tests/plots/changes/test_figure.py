from __future__ import annotations

import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.kinds import KINDS
from edgeanomaly_nb.plots import changes_figure, draw_changes, figure_svg
from edgeanomaly_nb.plots.changes.matched import changed_thresholds
from edgeanomaly_nb.plots.style import LIGHT_INK
from tests.bodies import HOSTILE, axis, config, threshold
from tests.plots.changes.conftest import PAIRS
from tests.plots.conftest import (
    assert_nothing_is_clipped,
    assert_nothing_overlaps,
    drawn,
    legend_of,
    markup_in,
    texts_of,
)


def test_a_picture_without_changes():
    motion = ea.load_sample("motion")
    (ax,) = drawn(ea.plot_changes, motion, motion)
    assert ax.get_title(loc="left") == "Nothing changed."
    assert legend_of(ax) == ["selected in both", "selected in neither"]


def test_only_the_block_changed():
    (ax,) = drawn(ea.plot_changes, config(clusterCount=5), config(clusterCount=6))
    assert ax.get_title(loc="left") == "No axis changed."


def test_without_axes_there_is_a_message():
    none = config(axes=[], thresholds=[threshold(value=1)])
    (ax,) = drawn(ea.plot_changes, none, none)
    assert texts_of(ax) == ["Neither block has axes. Nothing changed."]
    grid, scale = drawn(ea.plot_changes, none, config(axes=[], thresholds=[threshold(value=2)]))
    assert texts_of(grid) == ["Neither block has axes."]
    assert "1 → 2: 1 higher, so it flags less" in texts_of(scale)


@pytest.mark.parametrize("block_type", [kind.type for kind in KINDS if not kind.has_axes])
def test_two_blocks_of_a_kind_without_axes(block_type):
    none = {"axes": [], "selectedAxes": []}
    before, after = (config(block_type, thresholds=[threshold(value=value)], **none) for value in (0.3, 0.4))
    grid, scale = drawn(ea.plot_changes, before, after)
    assert texts_of(grid) == ["Neither block has axes."]
    assert any(text.startswith("0.3 → 0.4") for text in texts_of(scale))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_is_drawn_as_plain_text(text):
    options = [{"value": text, "description": text}]
    before = config(
        axes=[axis(0, text, True), axis(1, f"{text} RMS", True)],
        thresholds=[
            threshold(text, text, description=text),
            threshold("温度", 1, description=text, suggestedValueText=text),
            threshold("options", text, dropdownOptions=options),
        ],
    )
    after = config(
        axes=[axis(0, f"{text} RMS")],
        thresholds=[threshold(text, text + "x", description=text), threshold("温度", 2, description=text)],
    )
    for ax in drawn(ea.plot_changes, before, after):
        names = [label.get_text() for label in (*ax.get_xticklabels(), *ax.get_yticklabels())]
        for shown in [ax.get_title(loc="left"), *texts_of(ax), *names]:
            assert len(shown) < 150
        assert not markup_in(ax)
    svg = figure_svg(changes_figure(before, after), label=text)
    assert "<img" not in svg
    assert "<script" not in svg


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_every_pair_is_drawn_without_pyplot(pair):
    before, after = map(ea.load_sample, pair)
    pictures = drawn(ea.plot_changes, before, after)
    assert len(pictures) == 1 + len(changed_thresholds(before, after))
    assert plt.get_fignums() == []


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_nothing_is_cut_off_or_overlaps(pair):
    figure = changes_figure(*map(ea.load_sample, pair))
    assert_nothing_is_clipped(figure)
    assert_nothing_overlaps(figure.axes)


def test_the_picture_is_the_same_each_time():
    pair = ea.load_sample("motion"), ea.load_sample("motion-later")
    one, two = (figure_svg(changes_figure(*pair), label="x") for _ in range(2))
    assert one == two
    assert "#1f2430" not in one  # ink is currentColor


def test_a_new_figure_is_pyplots_and_the_style_stays():
    before = dict(plt.rcParams)
    pictures = ea.plot_changes(ea.load_sample("motion"), ea.load_sample("motion-later"))
    assert pictures.shape == (2,)
    assert pictures[0].figure is plt.gcf()
    assert dict(plt.rcParams) == before
    with plt.style.context("dark_background"):
        grid, _ = ea.plot_changes(ea.load_sample("motion"), ea.load_sample("motion-later"))
    assert grid.get_yticklabels()[0].get_color() == LIGHT_INK


def test_axes_of_your_own_are_taken():
    pair = ea.load_sample("motion"), ea.load_sample("motion-later")
    mine = Figure().subplots(2)
    assert list(draw_changes(mine, *pair)) == list(mine)
    with pytest.raises(ValueError, match="picture of a grid and 1 threshold needs 2 Axes, not 3"):
        draw_changes(Figure().subplots(3), *pair)


def test_one_axes_is_divided_without_overlaps():
    pictures = drawn(ea.plot_changes, ea.load_sample("motion"), ea.load_sample("motion-later"))
    assert_nothing_overlaps(pictures)


def test_a_narrow_axes_is_divided_without_overlaps():
    pair = ea.load_sample("untrained"), ea.load_sample("two-blocks")
    assert_nothing_overlaps(drawn(ea.plot_changes, *pair, size=(4, 8)))


@pytest.mark.slow
def test_very_small_axes_do_not_fail():
    for pair in PAIRS:
        drawn(ea.plot_changes, *map(ea.load_sample, pair), size=(0.3, 0.2))
