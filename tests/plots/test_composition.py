"""Plots on the user's figure: no two texts overlap and none is outside, whatever the size and the layout."""

from __future__ import annotations

import itertools
import math
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

import edgeanomaly_nb as ea
from edgeanomaly_nb.plots import axes_figure, figure_svg
from tests.bodies import HOSTILE, axis, config, threshold
from tests.plots.conftest import OPTIONS, legend_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.axes import Axes
    from matplotlib.text import Text

MODEL, WINDOWS = ea.load_sample_model("motion"), ea.load_sample_windows("motion", "testing")
SCORES = MODEL.score(WINDOWS)
GMM, FAN = ea.load_sample_model("fan"), ea.load_sample_windows("fan", "testing")
FAR = MODEL.score(WINDOWS).assign(score=np.geomspace(1e-3, 4e7, len(WINDOWS)))
LONG = config(
    axes=[axis(ix, f"{text} {ix} of the conveyor's drive RMS", ix < 2) for ix, text in enumerate(HOSTILE)],
    thresholds=[
        threshold(HOSTILE[0], 12345678, description="A title that is too long for any figure " * 3),
        threshold("how", "max", dropdownOptions=[*OPTIONS, {"value": "x", "description": "a long one " * 9}]),
    ],
)  # fmt: skip
LATER = config(axes=[axis(0, "x RMS", True)], thresholds=[threshold(value=-2)])

PLOTS: dict[str, Callable[..., object]] = {
    "axes motion": lambda **on: ea.plot_axes(ea.load_sample("motion"), **on),
    "axes wavelet": lambda **on: ea.plot_axes(ea.load_sample("wavelet"), **on),
    "axes disagree": lambda **on: ea.plot_axes(ea.load_sample("disagree"), **on),
    "axes raw": lambda **on: ea.plot_axes(ea.load_sample("raw"), **on),
    "axes large": lambda **on: ea.plot_axes(ea.load_sample("large"), **on),
    "axes long": lambda **on: ea.plot_axes(LONG, **on),
    "axes none": lambda **on: ea.plot_axes(config(axes=[]), **on),
    "thresholds motion": lambda **on: ea.plot_thresholds(ea.load_sample("motion"), **on),
    "thresholds dropdown": lambda **on: ea.plot_thresholds(ea.load_sample("dropdown"), **on),
    "thresholds long": lambda **on: ea.plot_thresholds(LONG, **on),
    "thresholds none": lambda **on: ea.plot_thresholds(config(thresholds=[]), **on),
    "changes motion": lambda **on: ea.plot_changes(
        ea.load_sample("motion"), ea.load_sample("motion-later"), **on
    ),
    "changes large": lambda **on: ea.plot_changes(ea.load_sample("large"), ea.load_sample("faulty"), **on),
    "changes long": lambda **on: ea.plot_changes(LONG, LATER, **on),
    "scores motion": lambda **on: ea.plot_scores(SCORES, ea.load_sample("motion"), **on),
    "scores far": lambda **on: ea.plot_scores(FAR, threshold=2.5, **on),
    "what-if motion": lambda **on: ea.plot_what_if(SCORES, ea.load_sample("motion"), **on),
    "what-if far": lambda **on: ea.plot_what_if(FAR, **on),
    "clusters motion": lambda **on: ea.plot_clusters(MODEL, WINDOWS, **on),
    "clusters fan": lambda **on: ea.plot_clusters(GMM, FAN, **on),
    "clusters alone": lambda **on: ea.plot_clusters(MODEL, **on),
}  # fmt: skip
TITLE = "A title of the user"


def on(size: tuple[float, float] = (9, 4), **options: object) -> Callable[..., Figure]:
    """Return a function that plots on one Axes of a figure."""

    def draw(plot: Callable[..., object]) -> Figure:
        figure = plt.figure(figsize=size, **options)
        plot(ax=figure.subplots())
        return figure

    return draw


def in_cells(layout: str) -> Callable[..., Figure]:
    def draw(plot: Callable[..., object]) -> Figure:
        figure = plt.figure(figsize=(10, 8), layout=layout)
        cells = figure.subplots(2, 2)
        plot(ax=cells[0, 0])
        cells[0, 1].plot([1, 2])
        cells[0, 1].set(xlabel="mine", ylabel="mine", title="mine")
        plot(ax=cells[1, 1])
        figure.delaxes(cells[1, 0])
        return figure

    return draw


def with_title(size: tuple[float, float], layout: str) -> Callable[..., Figure]:
    def draw(plot: Callable[..., object]) -> Figure:
        figure = plt.figure(figsize=size, layout=layout)
        ax = figure.subplots()
        plot(ax=ax)
        ax.set_title(TITLE)
        return figure

    return draw


def dark(plot: Callable[..., object]) -> Figure:
    with plt.style.context("dark_background"):
        return on(layout="constrained")(plot)


def by_itself(plot: Callable[..., object]) -> Figure:
    plot()
    return plt.gcf()


def tight_afterwards(plot: Callable[..., object]) -> Figure:
    figure = on()(plot)
    figure.tight_layout()
    return figure


def in_a_subfigure(plot: Callable[..., object]) -> Figure:
    figure = plt.figure(figsize=(10, 5), layout="constrained")
    left, right = figure.subfigures(1, 2)
    plot(ax=left.subplots())
    right.subplots().plot([1, 2])
    return figure


def resized(plot: Callable[..., object]) -> Figure:
    figure = on((12, 8))(plot)
    figure.draw_without_rendering()
    figure.set_size_inches(5, 3.5)
    return figure


SETTINGS = {
    "by itself": by_itself,
    "constrained": on(layout="constrained"),
    "compressed": on(layout="compressed"),
    "tight": on(layout="tight"),
    "tight afterwards": tight_afterwards,
    "no engine": on(),
    "high": on((5, 9), layout="constrained"),
    "3 x 2 inches": on((3, 2), layout="constrained"),
    "3 x 2 inches, no engine": on((3, 2)),
    "cells": in_cells("constrained"),
    "cells, no engine": in_cells("none"),
    "a title of the user": with_title((9, 4), "constrained"),
    "a title of the user, 3 x 2 inches": with_title((3, 2), "none"),
    "dark": dark,
    "dpi 200": on(layout="constrained", dpi=200),
    "dpi 72": on(dpi=72),
    "subfigure": in_a_subfigure,
    "resized": resized,
}


def shown_texts(figure: Figure) -> Iterator[Text]:
    """Yield each text that is drawn."""
    for ax in _all_axes(figure):
        if not ax.get_visible():
            continue
        titles = [child for child in ax.get_children() if hasattr(child, "get_text")]
        yield from (text for text in titles if text.get_visible() and text.get_text().strip())
        if (legend := ax.get_legend()) is not None:
            yield from legend.get_texts()
        for side in (ax.xaxis, ax.yaxis) if ax.axison else ():
            if side.get_visible():
                labels = [tick.label1 for tick in side._update_ticks()]
                found = [*labels, side.label, side.get_offset_text()]
                yield from (text for text in found if text.get_visible() and text.get_text().strip())


def _all_axes(figure: Figure) -> list[Axes]:
    found = list(figure.axes)
    for ax in found:  # which grows
        found += [child for child in ax.child_axes if child not in found]
    return found


def corners(text: Text) -> np.ndarray:
    """Return the corners of the box around a text, which may be turned, half a pixel inside of it."""
    middle = text.get_window_extent().get_points().mean(axis=0)
    angle = text.get_rotation()
    text.set_rotation(0)
    box = text.get_window_extent()
    text.set_rotation(angle)
    half = np.array([box.width, box.height]) / 2 - 0.5
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    signs = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    return middle + (signs * half) @ np.array([(cos, sin), (-sin, cos)])


def overlap(one: np.ndarray, two: np.ndarray) -> bool:
    """Return True if no line separates two boxes."""
    for box in (one, two):
        for side in np.diff(box, axis=0)[:2]:
            normal = np.array([-side[1], side[0]])
            first, second = one @ normal, two @ normal
            if first.max() <= second.min() or second.max() <= first.min():
                return False
    return True


def problems(figure: Figure) -> list[str]:
    """Return the texts of a drawn figure that overlap or are not inside."""
    boxes = [(text.get_text(), corners(text)) for text in shown_texts(figure)]
    inside = figure.bbox.get_points()
    found = [
        f"outside: {text!r}" for text, box in boxes if (box < inside[0]).any() or (box > inside[1]).any()
    ]
    pairs = itertools.combinations(boxes, 2)
    return found + [f"{one!r} overlaps {two!r}" for (one, a), (two, b) in pairs if overlap(a, b)]


QUICK = ("constrained", "tight", "no engine", "3 x 2 inches", "a title of the user")


@pytest.mark.parametrize(
    "setting", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in SETTINGS]
)
@pytest.mark.parametrize("plot", PLOTS)
def test_no_text_overlaps_another_or_is_outside(plot, setting):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = SETTINGS[setting](PLOTS[plot])
        figure.draw_without_rendering()
    assert problems(figure) == []
    if "title of the user" in setting:
        assert TITLE in [text.get_text() for text in shown_texts(figure)]


def test_texts_that_overlap_or_are_outside_are_found():
    figure = Figure((3, 2))
    ax = figure.subplots()
    ax.set_axis_off()
    for at, (text, angle) in enumerate([("one", 0), ("two", 45), ("alone", 0), ("beyond", 0)]):
        ax.text([0.2, 0.22, 0.6, 1.2][at], [0.2, 0.2, 0.8, 0.5][at], text, rotation=angle)
    assert problems(figure) == ["outside: 'beyond'", "'one' overlaps 'two'"]


@pytest.mark.parametrize("plot", PLOTS)
def test_without_a_legend_and_with_other_titles(plot):
    figure = on((9, 7))(lambda ax: PLOTS[plot](ax=ax, legend=False, title=TITLE))
    figure.draw_without_rendering()
    assert problems(figure) == []
    assert not [ax for ax in _all_axes(figure) if ax.get_legend()]
    shown = [text.get_text() for text in shown_texts(figure)]
    assert any(text.startswith(TITLE) for text in shown)
    assert "suggested 0.5" not in shown


@pytest.mark.parametrize("title", ["", False])
@pytest.mark.parametrize("plot", PLOTS)
def test_no_title(plot, title):
    figure = on((9, 7))(lambda ax: PLOTS[plot](ax=ax, title=title))
    titles = [ax.get_title(loc="left") for ax in _all_axes(figure)]
    assert not any(titles[:2] if plot.startswith("changes") else titles)


def test_the_title_of_several_thresholds():
    dropdown = ea.load_sample("dropdown")
    first, second, _ = ea.plot_thresholds(dropdown, title="Mine")
    assert first.get_title(loc="left") == "Mine\nScore threshold (min_score)"
    assert second.get_title(loc="left") == "Fan score threshold (min_anomaly_score)"
    (only,) = ea.plot_thresholds(dropdown.thresholds[:1], title="Mine")
    assert only.get_title(loc="left") == "Mine"


def test_frames_are_accepted_as_by_the_panels():
    motion = ea.load_sample("motion")
    few = motion.axes.loc[[0, 11], ["label", "selected", "favourite"]]
    assert ea.plot_axes(few).get_title(loc="left") == "2 of 2 axes selected · these are the favourites"
    (scale,) = ea.plot_thresholds(motion.thresholds)
    assert "suggested 0.5" in [text.get_text() for text in scale.texts]
    assert "flagged →" not in [text.get_text() for text in scale.texts]  # a frame has no kind of block


def test_a_title_that_is_set_later_replaces_the_own_one():
    figure = Figure((9, 4))
    ax = ea.plot_axes(ea.load_sample("motion"), ax=figure.subplots())
    own = ax.get_title(loc="left")
    for loc in ("center", "left", "right"):
        ax.set_title(TITLE, loc=loc)
        figure.draw_without_rendering()
        assert own not in [text.get_text() for text in shown_texts(figure)]
        assert problems(figure) == []
        ax.set_title("" if loc != "left" else own, loc=loc)
    figure.draw_without_rendering()
    assert own in [text.get_text() for text in shown_texts(figure)]


def test_what_the_user_changes_stays():
    figure = Figure((9, 4), layout="constrained")
    ax = ea.plot_axes(ea.load_sample("motion"), ax=figure.subplots())
    ax.set(xlabel="mine")
    ax.get_legend().remove()
    figure.draw_without_rendering()
    assert ax.get_legend() is None
    assert ax.get_xlabel() == "mine"
    figure = Figure((9, 4), layout="constrained")
    ax = ea.plot_scores(SCORES, ax=figure.subplots())
    ax.set(xlabel="mine")
    mine = ax.legend(loc="upper right")
    figure.draw_without_rendering()
    assert ax.get_legend() is mine
    assert ax.get_xlabel() == "mine"


def test_axes_that_are_cleared_are_like_new():
    figure = Figure((6, 4))
    ax = figure.subplots()
    before = ax.get_position().bounds
    ea.plot_axes(ea.load_sample("motion"), ax=ax)
    assert ax.get_position().bounds != before
    ax.clear()
    ax.plot([1, 2])
    figure.draw_without_rendering()
    assert ax.get_position().bounds == before
    assert len(ax.texts) == len(ax.patches) == 0


def test_the_legend_comes_back_on_a_larger_figure():
    figure = Figure((3, 2))
    ax = ea.plot_axes(ea.load_sample("motion"), ax=figure.subplots())
    assert ax.get_legend() is None
    figure.set_size_inches(9, 5)
    figure.draw_without_rendering()
    assert legend_of(ax) == ["selected", "favourite (suggested)", "available"]


def test_stars_of_two_thousand_axes_do_not_merge():
    (ax,) = axes_figure(ea.load_sample("large").axes).axes
    stars = np.array([at for marks in ax.collections for at in marks.get_offsets()])
    grid = shapes_of(ax)
    places = stars * grid
    assert len(stars) == 5
    assert all(np.abs(place - places[:at]).max(axis=1).min() >= 7 for at, place in enumerate(places) if at)
    assert "favourite (suggested), or several" in legend_of(ax)


def shapes_of(ax: Axes) -> np.ndarray:
    """Return the width and the height of one unit of the axes in points."""
    (x0, y1), (x1, y0) = ax.transData.transform([(0, 1), (1, 0)])
    return np.array([x1 - x0, y0 - y1]) * 72 / ax.figure.dpi


def test_a_picture_is_the_same_when_it_is_drawn_twice():
    for name in ("motion", "large"):
        figure = axes_figure(ea.load_sample(name).axes)
        one, two = (figure_svg(figure, label="x") for _ in range(2))
        assert one == two


@pytest.mark.parametrize(
    "plot",
    [
        lambda **on: ea.plot_axes(ea.load_sample("motion"), **on),
        lambda **on: ea.plot_scores(SCORES, **on),
        lambda **on: ea.plot_what_if(SCORES, **on),
        lambda **on: ea.plot_clusters(MODEL, WINDOWS, **on),
    ],
)
def test_plots_of_one_picture_take_an_array_with_one_axes_and_no_other(plot):
    one = Figure().subplots(squeeze=False)
    assert plot(ax=one) is one[0, 0]
    two = Figure().subplots(2)
    with pytest.raises(ValueError, match="needs 1 Axes, not 2"):
        plot(ax=two)
    assert not any(ax.has_data() for ax in two)
