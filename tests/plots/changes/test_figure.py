from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

import edgeanomaly_nb as ea
from edgeanomaly_nb.plots import changes_figure, draw_changes, figure_svg
from edgeanomaly_nb.plots.changes.matched import axes_of_both, moved_thresholds
from edgeanomaly_nb.plots.changes.threshold import has_scale, move_in_words
from edgeanomaly_nb.plots.style import ACCENT, LIGHT_INK
from tests.bodies import HOSTILE, axis, config, threshold
from tests.plots.conftest import markup_in

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAIRS = [
    ("motion", "motion-later"),
    ("motion", "spectral"),
    ("fan", "dropdown"),
    ("dropdown", "faulty"),
    ("legacy", "motion"),
    ("large", "large"),
    ("large", "motion"),
    ("motion", "raw"),
    ("raw", "raw"),
    ("untrained", "two-blocks"),
]
OPTIONS = [{"value": "max", "description": "Maximum"}, {"value": "mean", "description": "Mean"}]


def of_axes(*axes) -> ea.AnomalyConfig:
    return config(axes=[axis(ix, *rest) for ix, rest in enumerate(axes)], selectedAxes=[])


def drawn(before: ea.AnomalyConfig, after: ea.AnomalyConfig, size=(9, 7)) -> np.ndarray:
    figure = Figure(figsize=size)
    pictures = ea.plot_changes(before, after, ax=figure.subplots())
    figure.canvas.draw()
    return pictures


def scales(old: list[dict], new: list[dict]) -> list[Axes]:
    return list(drawn(config(thresholds=old), config(thresholds=new))[1:])


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_text()]


def legend_of(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def centres(ax: Axes, colour: str, alpha: float = 1.0) -> list[tuple[float, ...]]:
    """Give the centres of the boxes that are filled with a colour."""
    found = []
    for patch in ax.findobj(PathPatch):
        if patch.get_facecolor() == to_rgba(colour, alpha):
            corners = patch.get_path().vertices.reshape(-1, 5, 2)[:, :4]
            found += [tuple(np.round(box.mean(axis=0), 6).tolist()) for box in corners]
    return sorted(found)


def strokes(ax: Axes) -> Counter[tuple[float, ...]]:
    """Count the strokes at each place: one of a −, two of a + or a ×."""
    found: Counter[tuple[float, ...]] = Counter()
    for patch in ax.findobj(PathPatch):
        path = patch.get_path()
        if path.codes is not None and set(path.codes.tolist()) == {path.MOVETO, path.LINETO}:
            ends = path.vertices.reshape(-1, 2, 2)
            found.update(tuple(np.round(line.mean(axis=0), 6).tolist()) for line in ends)
    return found


def marks(ax: Axes) -> dict[str, float]:
    return {line.get_label(): float(line.get_xdata()[0]) for line in ax.lines}


# --- axes ---------------------------------------------------------------------------------------------------


def test_what_was_and_is_selected_is_told_apart():
    before = of_axes(("a RMS", True), ("b RMS", True), ("c RMS",), ("d RMS",))
    after = of_axes(("a RMS", True), ("b RMS",), ("c RMS", True), ("d RMS",))
    (ax,) = drawn(before, after)
    assert ax.get_title(loc="left").startswith("1 axis newly selected")
    assert centres(ax, ACCENT) == [(0, 0), (0, 2)]
    assert centres(ax, ACCENT, 0.28) == [(0, 1)]
    assert strokes(ax) == {(0, 1): 1, (0, 2): 2}
    assert legend_of(ax) == [
        "selected in both", "now selected", "no longer selected", "selected in neither",
    ]  # fmt: skip


def test_marks_on_filled_cells_are_white():
    (ax,) = drawn(of_axes(("a RMS",), ("b RMS", True)), of_axes(("a RMS", True), ("b RMS",)))
    colours = {
        to_hex(patch.get_edgecolor()) for patch in ax.findobj(PathPatch) if patch.get_linewidth() > 1.5
    }
    assert len(colours) == 2
    assert "#ffffff" in colours


def test_new_and_gone_axes_are_told_apart():
    before = of_axes(("a RMS", True), ("b RMS", True), ("c RMS",))
    after = of_axes(("a RMS", True), ("a Kurtosis",), ("b Kurtosis", True))
    (ax,) = drawn(before, after)
    assert legend_of(ax) == [
        "selected in both", "now selected", "axis added", "axis removed", "axis removed, was selected",
    ]  # fmt: skip
    dashed = [patch for patch in ax.findobj(PathPatch) if patch.get_linestyle() not in ("solid", "-")]
    assert [len(patch.get_path().vertices) // 5 for patch in dashed] == [2]
    assert strokes(ax) == {(0, 1): 2, (0, 2): 2, (1, 1): 2}
    assert centres(ax, ACCENT, 0.28) == [(0, 1)]


def test_favourites_that_came_and_went_are_stars_beside_other_marks():
    before = of_axes(("a RMS", False, True), ("b RMS", False, False))
    after = of_axes(("a RMS", False, False), ("b RMS", True, True))
    (ax,) = drawn(before, after)
    assert legend_of(ax) == ["now selected", "selected in neither", "now favourite", "no longer favourite"]
    places = [tuple(map(float, at)) for stars in ax.collections for at in stars.get_offsets()]
    (x,) = [x for x, y in places if y == 1]
    assert (0, 0) in places
    assert 0 < x < 0.5
    ((mark, _),) = strokes(ax)
    assert -0.5 < mark < 0


def test_an_index_that_moved_is_no_change():
    before = of_axes(("a RMS", True), ("b RMS",))
    after = of_axes(("b RMS",), ("a RMS", True))
    (ax,) = drawn(before, after)
    assert ax.get_title(loc="left") == "Nothing changed."
    assert not strokes(ax)


def test_the_first_of_a_name_is_the_first():
    axes = axes_of_both(of_axes(("a", True), ("a",), ("b",)), of_axes(("a",), ("b",), ("a", True)))
    assert axes["label"].tolist() == ["a", "a", "b"]
    assert axes["was_selected"].tolist() == [True, False, False]
    assert axes["selected"].tolist() == [False, True, False]


labels = st.lists(st.sampled_from(["a RMS", "b RMS", "a", ""]), max_size=6)
flags = st.lists(st.booleans(), min_size=6, max_size=6)


@pytest.mark.slow
@given(labels, labels, flags, flags, flags)
def test_axes_are_matched_as_compare_does(old, new, was, now, favourite):
    before, after = (
        of_axes(*zip(names, chosen, favourite, strict=False)) for names, chosen in ((old, was), (new, now))
    )
    axes = axes_of_both(before, after)
    found = ea.compare(before, after)
    found = found[found["part"] == "axis"]
    stays = axes["was_there"] & axes["is_there"]
    expected = {
        ("axis", "added"): ~axes["was_there"],
        ("axis", "removed"): ~axes["is_there"],
        ("selected", "gained"): axes["selected"] & ~axes["was_selected"] & stays,
        ("selected", "lost"): axes["was_selected"] & ~axes["selected"] & stays,
    }
    for (what, change), which in expected.items():
        rows = found[(found["what"] == what) & (found["change"] == change)]
        assert sorted(rows["subject"]) == sorted(axes.loc[which, "label"])


def test_repeated_names_share_a_cell_with_all_that_happened_in_it():
    before = of_axes(("x RMS", True), ("x RMS",), ("x RMS",))
    after = of_axes(("x RMS",), ("x RMS", True))
    (ax,) = drawn(before, after)
    assert words(ax) == ["3"]
    assert legend_of(ax)[-1] == "axes of this name"
    assert len(strokes(ax)) == 3  # +, − and × side by side
    ((_, y),) = centres(ax, ACCENT)
    assert y > 0.2  # the foot: y grows downwards


def test_places_are_named_by_index_where_the_indices_go_together():
    (ax,) = drawn(ea.load_sample("raw"), ea.load_sample("raw"))
    assert ax.get_ylabel() == "index (ix)"
    mixed = drawn(config(axes=[axis(ix) for ix in range(60)]), config(axes=[axis(9, "odd")]))[0]
    assert mixed.get_ylabel() == "position"


def test_many_axes_are_a_few_artists_and_few_marks():
    many = config(axes=[axis(ix, selected=ix % 7 == 0) for ix in range(20_000)], selectedAxes=[])
    (ax,) = drawn(many, config(axes=[axis(0, "odd")]))
    assert len(ax.patches) + len(ax.collections) + len(ax.artists) <= 8
    assert 100 < len(strokes(ax)) < 3000


def test_a_picture_of_two_thousand_axes_is_small():
    svg = figure_svg(changes_figure(ea.load_sample("large"), ea.load_sample("motion")), label="")
    assert len(svg) < 150_000


# --- thresholds ---------------------------------------------------------------------------------------------


def test_a_threshold_goes_from_its_old_place_to_its_new_one():
    (ax,) = scales([threshold(value=0.5, suggestedValue=0.4)], [threshold(value=0.3, suggestedValue=0.4)])
    assert ax.get_title(loc="left") == "Score threshold (min_score)"
    assert "0.5 → 0.3: 0.2 lower, so it flags more" in words(ax)
    assert {"was 0.5", "now 0.3", "suggested 0.4", "flagged →"} <= set(words(ax))
    assert marks(ax) == {"suggested": 0.4, "before": 0.5, "after": 0.3}
    looks = {line.get_label(): line for line in ax.lines}
    assert (looks["before"].get_marker(), looks["before"].get_markerfacecolor()) == ("o", "none")
    assert (looks["after"].get_marker(), looks["suggested"].get_marker()) == ("o", "D")
    (arrow,) = [text for text in ax.texts if text.arrow_patch]
    assert (arrow.xyann[0], arrow.xy[0]) == (0.5, 0.3)


def test_a_suggestion_that_changed_is_two_diamonds():
    (ax,) = scales([threshold(value=3, suggestedValue=1)], [threshold(value=3, suggestedValue=5)])
    assert marks(ax) == {"suggested before": 1, "suggested": 5, "after": 3}
    assert "3, as before; suggested: 1 → 5" in words(ax)
    assert {"threshold 3", "suggested before 1", "suggested 5"} <= set(words(ax))


def test_names_that_would_touch_become_one():
    (ax,) = scales([threshold(value=0.1, suggestedValue=30)], [threshold(value=0.3, suggestedValue=30)])
    assert "threshold 0.1 → 0.3" in words(ax)
    assert "was 0.1" not in words(ax)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (threshold(value="max"), threshold(value="mean"), "“max” → “mean”"),
        (
            threshold(value="max", dropdownOptions=OPTIONS),
            threshold(value="gone", dropdownOptions=OPTIONS),
            "“Maximum” → “gone”",
        ),
        (
            threshold(value="max", dropdownOptions=OPTIONS),
            threshold(value="max", dropdownOptions=OPTIONS[:1]),
            "“Maximum”, as before; its options changed",
        ),
        (
            threshold(suggestedValueText="about 1"),
            threshold(),
            "0.3, as before; suggested: “about 1” → nothing",
        ),
    ],
)  # fmt: skip
def test_a_change_is_said_in_words(old, new, said):
    (moved,) = moved_thresholds(config(thresholds=[old]), config(thresholds=[new]))
    assert move_in_words(moved) == said


def test_what_is_no_number_has_no_scale():
    (ax,) = scales([threshold(value="max")], [threshold(value="mean")])
    assert not ax.lines
    assert not ax.patches


def test_thresholds_that_came_and_went_are_shown():
    gone, new = scales([threshold("old", 3)], [threshold("new", 35, suggestedValue=30)])
    assert words(gone)[0] == "removed: it was 3"
    assert marks(gone) == {"before": 3}
    assert not gone.patches  # nothing is flagged by it any more
    assert words(new)[0] == "added: 35 (suggested 30)"
    assert marks(new) == {"suggested": 30, "after": 35}
    assert "threshold 35" in words(new)


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_there_is_a_scale_for_each_threshold_that_compare_finds(pair):
    before, after = map(ea.load_sample, pair)
    found = ea.compare(before, after)
    keys = found.loc[found["part"] == "threshold", "subject"]
    assert [moved.row.Index for moved in moved_thresholds(before, after)] == keys.unique().tolist()


NUMBERS = [0, -0.0, 1e-320, 1e-279, 1e279, -1e279, 1e308, 12345678, "inf", "nan", 10**400]


@pytest.mark.slow
@pytest.mark.parametrize("old", NUMBERS, ids=lambda v: str(v)[:8])
@pytest.mark.parametrize("new", [0, 0.5, 1e279, 1e308, "x"])
def test_no_number_warns_or_fails(old, new):
    drawn(
        config(thresholds=[threshold(value=old, suggestedValue=1)]),
        config(thresholds=[threshold(value=new, suggestedValue=0.5)]),
    )


# --- the whole ----------------------------------------------------------------------------------------------


def test_nothing_changed_is_said():
    motion = ea.load_sample("motion")
    (ax,) = drawn(motion, motion)
    assert ax.get_title(loc="left") == "Nothing changed."
    assert legend_of(ax) == ["selected in both", "selected in neither"]


def test_only_the_block_changed():
    (ax,) = drawn(config(clusterCount=5), config(clusterCount=6))
    assert ax.get_title(loc="left") == "No axis changed."


def test_no_axes_are_a_sentence():
    none = config(axes=[], thresholds=[threshold(value=1)])
    (ax,) = drawn(none, none)
    assert words(ax) == ["Neither block has axes. Nothing changed."]
    grid, scale = drawn(none, config(axes=[], thresholds=[threshold(value=2)]))
    assert words(grid) == ["Neither block has axes."]
    assert "1 → 2: 1 higher, so it flags less" in words(scale)


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
    for ax in drawn(before, after):
        names = [label.get_text() for label in (*ax.get_xticklabels(), *ax.get_yticklabels())]
        for shown in [ax.get_title(loc="left"), *words(ax), *names]:
            assert len(shown) < 150
        assert not markup_in(ax)
    svg = figure_svg(changes_figure(before, after), label=text)
    assert "<img" not in svg
    assert "<script" not in svg


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_every_pair_is_drawn_without_pyplot(pair):
    before, after = map(ea.load_sample, pair)
    pictures = drawn(before, after)
    assert len(pictures) == 1 + len(moved_thresholds(before, after))
    assert plt.get_fignums() == []


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_nothing_is_cut_off_or_overlaps(pair):
    figure = changes_figure(*map(ea.load_sample, pair))
    figure.canvas.draw()
    inside, drawn_on = figure.bbox, figure.get_tightbbox().transformed(figure.dpi_scale_trans)
    assert inside.x0 <= drawn_on.x0 < drawn_on.x1 <= inside.x1
    assert inside.y0 <= drawn_on.y0 < drawn_on.y1 <= inside.y1
    boxes = [ax.get_tightbbox() for ax in figure.axes]
    assert all(above.y0 > below.y1 for above, below in itertools.pairwise(boxes))
    for ax in figure.axes:
        places = [text.get_window_extent() for text in ax.texts if text.get_text()]
        assert not any(one.overlaps(two) for at, one in enumerate(places) for two in places[:at])


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
    with pytest.raises(ValueError, match="The grid and 1 thresholds need as many axes, not 3"):
        draw_changes(Figure().subplots(3), *pair)


def test_one_axes_is_divided_without_overlaps():
    pictures = drawn(ea.load_sample("motion"), ea.load_sample("motion-later"))
    boxes = [ax.get_tightbbox() for ax in pictures]
    assert all(above.y0 > below.y1 for above, below in itertools.pairwise(boxes))


@pytest.mark.slow
def test_very_small_axes_do_not_fail():
    for pair in PAIRS:
        drawn(*map(ea.load_sample, pair), size=(0.3, 0.2))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (threshold(value=0.3), threshold(value=0.1 + 0.2)),
        (threshold(value="0.3"), threshold(value=0.3)),
        (
            threshold(value="max", dropdownOptions=OPTIONS),
            threshold(value="max", dropdownOptions=OPTIONS[::-1]),
        ),
    ],
)
def test_what_is_no_change_to_compare_is_not_drawn_either(old, new):
    before, after = config(thresholds=[old]), config(thresholds=[new])
    assert ea.compare(before, after).empty
    assert moved_thresholds(before, after) == []


def test_scores_that_do_not_compare_share_no_scale():
    (moved,) = moved_thresholds(ea.load_sample("motion"), ea.load_sample("fan"))
    assert not has_scale(moved)
    assert move_in_words(moved).startswith("0.3 → 3.4: scores of K-means and GMM do not compare")
