from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch

import edgeanomaly_nb as ea
from edgeanomaly_nb.plots import changes_figure, figure_svg
from edgeanomaly_nb.plots.style import ACCENT
from tests.bodies import axis, config
from tests.plots.changes.conftest import of_axes
from tests.plots.conftest import dashed_boxes, drawn, filled_boxes, legend_of, stars_of, texts_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def strokes(ax: Axes) -> Counter[tuple[float, ...]]:
    """Count the strokes at each place: one of a −, two of a + or a ×."""
    found: Counter[tuple[float, ...]] = Counter()
    for patch in ax.findobj(PathPatch):
        path = patch.get_path()
        if path.codes is not None and set(path.codes.tolist()) == {path.MOVETO, path.LINETO}:
            ends = path.vertices.reshape(-1, 2, 2)
            found.update(tuple(np.round(line.mean(axis=0), 6).tolist()) for line in ends)
    return found


def test_gained_and_lost_selections_differ():
    before = of_axes(("a RMS", True), ("b RMS", True), ("c RMS",), ("d RMS",))
    after = of_axes(("a RMS", True), ("b RMS",), ("c RMS", True), ("d RMS",))
    (ax,) = drawn(ea.plot_changes, before, after)
    assert ax.get_title(loc="left").startswith("1 axis newly selected")
    assert filled_boxes(ax, ACCENT) == [(0, 0), (0, 2)]
    assert filled_boxes(ax, ACCENT, 0.28) == [(0, 1)]
    assert strokes(ax) == {(0, 1): 1, (0, 2): 2}
    assert legend_of(ax) == [
        "selected in both", "now selected", "no longer selected", "selected in neither",
    ]  # fmt: skip


def test_marks_on_filled_cells_are_white():
    (ax,) = drawn(ea.plot_changes, of_axes(("a RMS",), ("b RMS", True)), of_axes(("a RMS", True), ("b RMS",)))
    colours = {
        to_hex(patch.get_edgecolor()) for patch in ax.findobj(PathPatch) if patch.get_linewidth() > 1.5
    }
    assert len(colours) == 2
    assert "#ffffff" in colours


def test_added_and_removed_axes_differ():
    before = of_axes(("a RMS", True), ("b RMS", True), ("c RMS",))
    after = of_axes(("a RMS", True), ("a Kurtosis",), ("b Kurtosis", True))
    (ax,) = drawn(ea.plot_changes, before, after)
    assert legend_of(ax) == [
        "selected in both", "now selected", "axis added", "axis removed", "axis removed, was selected",
    ]  # fmt: skip
    assert dashed_boxes(ax) == [2]
    assert strokes(ax) == {(0, 1): 2, (0, 2): 2, (1, 1): 2}
    assert filled_boxes(ax, ACCENT, 0.28) == [(0, 1)]


def test_gained_and_lost_favourites_are_stars_beside_other_marks():
    before = of_axes(("a RMS", False, True), ("b RMS", False, False))
    after = of_axes(("a RMS", False, False), ("b RMS", True, True))
    (ax,) = drawn(ea.plot_changes, before, after)
    assert legend_of(ax) == ["now selected", "selected in neither", "now favourite", "no longer favourite"]
    places = stars_of(ax)
    (x,) = [x for x, y in places if y == 1]
    assert (0, 0) in places
    assert 0 < x < 0.5
    ((mark, _),) = strokes(ax)
    assert -0.5 < mark < 0


def test_a_moved_index_is_not_a_change():
    before = of_axes(("a RMS", True), ("b RMS",))
    after = of_axes(("b RMS",), ("a RMS", True))
    (ax,) = drawn(ea.plot_changes, before, after)
    assert ax.get_title(loc="left") == "Nothing changed."
    assert not strokes(ax)


def test_repeated_names_share_a_cell_with_all_their_changes():
    before = of_axes(("x RMS", True), ("x RMS",), ("x RMS",))
    after = of_axes(("x RMS",), ("x RMS", True))
    (ax,) = drawn(ea.plot_changes, before, after)
    assert texts_of(ax) == ["3"]
    assert legend_of(ax)[-1] == "axes of this name"
    assert len(strokes(ax)) == 3  # +, − and × side by side
    ((_, y),) = filled_boxes(ax, ACCENT)
    assert y > 0.2  # the foot: y grows downwards


def test_places_are_named_by_index_where_the_indices_fit_together():
    (ax,) = drawn(ea.plot_changes, ea.load_sample("raw"), ea.load_sample("raw"))
    assert ax.get_ylabel() == "index (ix)"
    mixed = drawn(
        ea.plot_changes, config(axes=[axis(ix) for ix in range(60)]), config(axes=[axis(9, "odd")])
    )[0]
    assert mixed.get_ylabel() == "position"


def test_many_axes_are_a_few_artists_and_few_marks():
    many = config(axes=[axis(ix, selected=ix % 7 == 0) for ix in range(20_000)], selectedAxes=[])
    (ax,) = drawn(ea.plot_changes, many, config(axes=[axis(0, "odd")]))
    assert len(ax.patches) + len(ax.collections) + len(ax.artists) <= 8
    assert 100 < len(strokes(ax)) < 3000


def test_a_picture_of_two_thousand_axes_is_small():
    svg = figure_svg(changes_figure(ea.load_sample("large"), ea.load_sample("motion")), label="")
    assert len(svg) < 150_000
