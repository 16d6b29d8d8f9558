from __future__ import annotations

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.kinds import KINDS
from edgeanomaly_nb.facts import selection_text
from edgeanomaly_nb.plots import axes_figure, draw_axes
from edgeanomaly_nb.plots.axes import shapes
from edgeanomaly_nb.plots.axes.grid import grid_of
from edgeanomaly_nb.plots.style import ACCENT, INK, LIGHT_INK
from tests.bodies import HOSTILE, axis, config
from tests.plots.conftest import (
    WITH_AXES,
    assert_nothing_is_clipped,
    dashed_boxes,
    drawn,
    filled_boxes,
    legend_of,
    markup_in,
    stars_of,
    texts_of,
    title_of,
)


def test_motion_shows_what_is_selected_and_favourite():
    ax = drawn(ea.plot_axes, ea.load_sample("motion"))
    assert title_of(ax) == selection_text(ea.load_sample("motion").axes)
    assert legend_of(ax) == ["selected", "favourite (suggested)", "available"]
    assert texts(ax.get_yticklabels()) == ["accX", "accY", "accZ"]
    assert texts(ax.get_xticklabels())[:4] == ["RMS", "Skewness", "Kurtosis", "Power 0.49–1.46 Hz"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("feature", "sensor")


def test_selected_cells_are_filled_and_favourites_starred():
    axes = [axis(0, "x RMS", True, True), axis(1, "x Kurtosis", False, True), axis(2, "y RMS", True)]
    ax = drawn(ea.plot_axes, config(axes=axes, selectedAxes=[0, 2]))
    assert sorted(filled_boxes(ax, ACCENT)) == [(0, 0), (0, 1)]
    assert sorted(stars_of(ax)) == [(0, 0), (1, 0)]


def test_stars_stand_out_from_filled_and_from_empty_cells():
    axes = [axis(0, "x RMS", True, True), axis(1, "x Kurtosis", False, True)]
    on_empty, on_fill = drawn(ea.plot_axes, config(axes=axes, selectedAxes=[0])).collections
    assert to_hex(on_empty.get_facecolor()[0]) == INK
    assert to_hex(on_fill.get_facecolor()[0]) == "#ffffff"


def test_disagreement_is_marked_and_named():
    ax = drawn(ea.plot_axes, ea.load_sample("disagree"))
    assert legend_of(ax)[-1] == "flag and selectedAxes disagree"
    assert dashed_boxes(ax) == [2]
    assert "flag and selectedAxes disagree" not in legend_of(drawn(ea.plot_axes, ea.load_sample("motion")))


def test_repeated_names_show_their_number():
    axes = [axis(ix, "x RMS", selected=ix == 0) for ix in range(3)]
    ax = drawn(ea.plot_axes, config(axes=axes, selectedAxes=[0]))
    assert texts_of(ax) == ["3"]
    assert legend_of(ax)[-1] == "axes of this name, foot filled: some selected"
    ((_, y),) = filled_boxes(ax, ACCENT)
    assert y > 0.2  # the foot: y grows downwards


def test_axes_without_labels_are_a_grid_of_indices():
    ax = drawn(ea.plot_axes, ea.load_sample("raw"))
    assert texts(ax.get_yticklabels())[:3] == ["0", "50", "100"]
    assert texts(ax.get_xticklabels())[:2] == ["+0", "+5"]
    assert ax.get_ylabel() == "index (ix)"


def texts(labels) -> list[str]:
    return [label.get_text() for label in labels]


def names_below(ax):
    """Return the names of the columns, which are texts and not tick labels where there are many."""
    return ax.get_xticklabels() or [text for text in ax.texts if text.get_rotation() == 90]


def test_names_are_thinned_where_there_are_too_many():
    ax = drawn(ea.plot_axes, ea.load_sample("large"))
    assert 10 < len(names_below(ax)) < 60
    assert texts(ax.get_yticklabels())[0] == "RMS"


def test_thousands_of_axes_are_a_few_artists():
    axes = [axis(ix, selected=ix % 7 == 0, favourite=ix % 100 == 0) for ix in range(20_000)]
    ax = drawn(ea.plot_axes, config(axes=axes, selectedAxes=list(range(0, 20_000, 7))))
    assert len(ax.patches) + len(ax.collections) + len(ax.artists) <= 6
    assert len(filled_boxes(ax, ACCENT)) == 2858
    stars = np.array(stars_of(ax)) * shapes.cell_pt(ax, grid_of(config(axes=axes).axes))
    assert 50 < len(stars) < 200  # they do not merge
    assert all(np.abs(star - stars[:at]).max(axis=1).min() >= 7 for at, star in enumerate(stars) if at)
    assert "favourite (suggested), or several" in legend_of(ax)


def test_without_axes_there_is_a_message():
    ax = drawn(ea.plot_axes, config(axes=[], selectedAxes=[]))
    assert texts_of(ax) == ["This block has no axes."] == [selection_text(config(axes=[]).axes)]
    assert not ax.axison


@pytest.mark.parametrize("block_type", [kind.type for kind in KINDS if not kind.has_axes])
def test_a_kind_without_axes_is_a_message(block_type):
    for axes in ([], [axis(0, "accX RMS", True)]):
        ax = drawn(ea.plot_axes, config(block_type, axes=axes))
        assert texts_of(ax) == ["This kind of block has no axes."]
        assert not ax.axison
    assert ea.plot_axes(config(block_type)).figure is plt.gcf()


@pytest.mark.parametrize("suffix", ["", " RMS", " Spectral Power 1 - 2 Hz"])
def test_any_label_is_drawn_as_plain_text(suffix):
    axes = [axis(ix, label + suffix, ix == 0, ix == 1) for ix, label in enumerate(HOSTILE)]
    ax = drawn(ea.plot_axes, config(axes=axes, selectedAxes=[0]))
    labels = [*names_below(ax), *ax.get_yticklabels()]
    assert all(len(label) < 40 for label in texts(labels))
    assert not markup_in(ax)


def test_a_character_that_the_font_lacks_is_a_box_and_not_a_warning():
    axes = [axis(0, "温度 RMS"), axis(1, "温度 Kurtosis")]
    ax = drawn(ea.plot_axes, config(axes=axes, selectedAxes=[]))
    assert texts(ax.get_yticklabels()) == ["□□"]
    assert texts(ax.get_xticklabels()) == ["RMS", "Kurtosis"]


@pytest.mark.parametrize("name", WITH_AXES)
def test_every_sample_is_drawn_without_pyplot(name):
    ax = drawn(ea.plot_axes, ea.load_sample(name))
    assert title_of(ax) == selection_text(ea.load_sample(name).axes)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("name", WITH_AXES)
def test_nothing_is_cut_off_or_too_small(name):
    figure = axes_figure(ea.load_sample(name).axes)
    assert_nothing_is_clipped(figure)
    ax = figure.axes[0]
    shown = [ax.title, ax.xaxis.label, ax.yaxis.label, *names_below(ax), *ax.get_yticklabels()]
    assert min(text.get_size() for text in [*shown, *ax.get_legend().get_texts()]) >= 9


@pytest.mark.parametrize("name", ["motion", "wavelet", "large", "two-blocks", "raw"])
def test_names_do_not_touch_each_other(name):
    figure = axes_figure(ea.load_sample(name).axes)
    figure.draw_without_rendering()
    (ax,) = figure.axes
    for labels, side in ((ax.get_yticklabels(), "height"), (names_below(ax), None)):
        places = np.diff([label.get_window_extent().get_points().mean(axis=0) for label in labels], axis=0)
        columns = np.array([label.get_position()[0] for label in labels])
        pitch = (
            np.abs(places).max(axis=1).min()
            if side
            else np.abs(np.diff(columns)).min() * (ax.bbox.width / np.diff(ax.get_xlim())[0])
        )
        turned = np.deg2rad(labels[0].get_rotation())
        needed = 9 * figure.dpi / 72
        if side or turned:
            assert pitch * (1 if side else np.sin(turned)) >= needed
        else:
            assert pitch >= max(label.get_window_extent().width for label in labels)


def test_a_new_figure_is_pyplots():
    ax = ea.plot_axes(ea.load_sample("motion"))
    assert plt.get_fignums() == [1]
    assert ax.figure is plt.gcf()


def test_the_users_style_stays_and_dark_figures_have_light_ink():
    before = dict(plt.rcParams)
    ea.plot_axes(ea.load_sample("motion"))
    assert dict(plt.rcParams) == before
    with plt.style.context("dark_background"):
        ax = ea.plot_axes(ea.load_sample("motion"))
    assert ax.get_yticklabels()[0].get_color() == LIGHT_INK


def test_some_rows_of_the_frame_will_do():
    axes = ea.load_sample("motion").axes
    ax = Figure().subplots()
    draw_axes(ax, axes[axes["selected"]])
    assert ax.get_title(loc="left") == "6 of 6 axes selected · 1 selected but not favourite"


def test_very_small_axes_do_not_fail():
    drawn(ea.plot_axes, ea.load_sample("motion"), size=(0.3, 0.2))
    drawn(ea.plot_axes, ea.load_sample("raw"), size=(0.3, 0.2))
