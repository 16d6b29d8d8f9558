"""No setting of the user changes a picture of a panel or a report."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import pytest
from cycler import cycler
from matplotlib import pyplot as plt
from matplotlib import style
from matplotlib.figure import Figure

import edgeanomaly_nb as ea
from edgeanomaly_nb import plots
from edgeanomaly_nb.plots import figure_svg, new_figure
from edgeanomaly_nb.plots.settings import own_settings
from tests.bodies import axis, config, threshold
from tests.plots.conftest import markup_in

if TYPE_CHECKING:
    from collections.abc import Iterator

# Blocks whose pictures have all kinds of marks, also where names repeat and flags disagree.
BEFORE = config(
    axes=[
        axis(0, "a RMS", True),
        axis(1, "b RMS", False, True),
        axis(2, "b RMS"),
        axis(3, "$x_1$ RMS", True),
    ],
    thresholds=[threshold(value=-0.3, suggestedValue=0.5)],
)
AFTER = config(
    axes=[axis(0, "a RMS"), axis(1, "b RMS", True, True), axis(2, "c RMS", True, True)],
    selectedAxes=[0, 1],
    thresholds=[
        threshold(value=12345.6, suggestedValue=0.5),
        threshold("how", "max", dropdownOptions=[{"value": "max", "description": "Maximum"}]),
    ],
)
MODEL, WINDOWS = ea.load_sample_model("motion"), ea.load_sample_windows("motion", "testing")[:60]
WINDOW_SCORES = MODEL.score(WINDOWS)
FIGURES = {
    "axes_figure": lambda: plots.axes_figure(AFTER.axes),
    "thresholds_figure": lambda: plots.thresholds_figure(AFTER.thresholds),
    "changes_figure": lambda: plots.changes_figure(BEFORE, AFTER),
    "scores_figure": lambda: plots.scores_figure(WINDOW_SCORES),
    "what_if_figure": lambda: plots.what_if_figure(WINDOW_SCORES),
    "clusters_figure": lambda: plots.clusters_figure(MODEL, WINDOWS),
}
# Values of all kinds; each setting is tested with those that it accepts.
VALUES: tuple[Any, ...] = (
    True, False, "lime", "dashed", "serif", "fantasy", "both", "minor", "top", "right", "upper right",
    "tight",
    "italic", "bold", "x-large", 13.0, 3, 0.5, 1, 0, [3.0, 2.0], [0.2, 0.7], (2, 50, 3), [-2, 2],
    ["serif"], ["fantasy", "monospace"], "path", "none", "pgf", "off", "bevel", "round", "o", "line",
    "nearest", "viridis_r", "Europe/Paris", "xx", ["lime"], cycler(color=["lime"], linewidth=[7]), "stix",
    "it",
    "in", "round_numbers", "x", "y", "lower", "data", "a4", "xpdf", "landscape", 42, "lualatex", "sphere",
    "serial", "concise", "ppm", "html5", "auto",
)  # fmt: skip
KEYS = [key for key in mpl.rcParamsDefault if not key.startswith("backend")]
# Each of these has changed a picture before. They are tested one by one, and all settings together.
GROUPS = (
    "text",
    "font",
    "mathtext",
    "axes",
    "svg",
    "path",
    "savefig",
    "figure",
    ("xtick", "ytick"),
    "legend",
)


@contextmanager
def as_the_user_has(settings: dict[str, Any]) -> Iterator[None]:
    """Apply settings, which need not fit together; check that they are unchanged at the end, and restore."""
    before = dict(dict.items(mpl.rcParams))
    dict.update(mpl.rcParams, settings)
    during = dict(dict.items(mpl.rcParams))
    yield
    assert dict(dict.items(mpl.rcParams)) == during
    dict.update(mpl.rcParams, before)


def other_values(key: str) -> list[Any]:
    """Return the values that a setting accepts, other than its default."""
    found = []
    for value in VALUES:
        try:
            taken = mpl.rcParams.validate[key](value)
        except Exception:  # noqa: BLE001  # validators raise any exception
            continue
        if taken != mpl.rcParamsDefault[key] and taken not in found:
            found.append(taken)
    return found


def pictures() -> dict[str, str]:
    return {name: figure_svg(make(), label=name) for name, make in FIGURES.items()}


@pytest.fixture(scope="module")
def expected() -> dict[str, str]:
    with mpl.rc_context():
        mpl.rcdefaults()
        return pictures()


def test_every_function_that_returns_a_figure_is_tested_here():
    assert set(FIGURES) == {name for name in plots.__all__ if name.endswith("_figure")} - {"new_figure"}


def test_nearly_every_setting_has_another_value():
    assert len([key for key in KEYS if other_values(key)]) > 0.95 * len(KEYS)


def test_no_setting_has_another_value_while_we_draw():
    with mpl.rc_context(), own_settings():
        mpl.rcdefaults()
        expected = {key: mpl.rcParams[key] for key in KEYS}
    for key in KEYS:
        for value in other_values(key):
            with as_the_user_has({key: value}):
                assert mpl.rcParams[key] == value
                with own_settings():
                    assert mpl.rcParams[key] == expected[key]


@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS)
def test_no_group_of_settings_changes_a_picture(expected, group):
    chosen = {key: values[0] for key in KEYS if key.startswith(group) and (values := other_values(key))}
    assert chosen
    with as_the_user_has(chosen):
        assert figure_svg(FIGURES["changes_figure"](), label="changes_figure") == expected["changes_figure"]


@pytest.mark.parametrize("turn", range(3))
def test_all_settings_together_change_no_picture(expected, turn):
    chosen = {key: values[turn % len(values)] for key in KEYS if (values := other_values(key))}
    with as_the_user_has(chosen):
        assert pictures() == expected


@pytest.mark.parametrize("name", ["dark_background", "ggplot", "Solarize_Light2"])
def test_no_style_sheet_changes_a_picture(expected, name):
    with style.context(name):
        assert figure_svg(FIGURES["changes_figure"](), label="changes_figure") == expected["changes_figure"]


def test_with_tex_and_sketches_all_forms_work(expected):
    with plt.xkcd(), mpl.rc_context({"text.usetex": True, "axes.formatter.use_mathtext": True}):
        assert pictures() == expected
        assert "<svg" in BEFORE.to_html()
        assert "<svg" in ea.AxesPanel(BEFORE).static_html()
        assert "<svg" in ea.ComparePanel(BEFORE, AFTER).static_html()


def test_a_setting_that_changes_between_drawing_and_rendering_has_no_effect(expected):
    figure = FIGURES["axes_figure"]()
    with mpl.rc_context({"text.usetex": True, "xtick.top": True, "savefig.bbox": "tight"}):
        assert figure_svg(figure, label="axes_figure") == expected["axes_figure"]


def test_the_plots_of_the_user_follow_the_users_style():
    with style.context("dark_background"), mpl.rc_context({"font.family": "serif"}):
        ax = ea.plot_axes(BEFORE, ax=Figure().subplots())
    assert ax.get_title(loc="left")
    assert ax.title.get_fontfamily() == ["serif"]


def test_tex_gets_no_text_of_the_service():
    label = r"\input{/etc/passwd} $x^2$ 100% a_b RMS"
    block = config(
        axes=[axis(0, label, True), axis(1, "accX RMS"), axis(2, "accX RMS")],
        thresholds=[threshold(label, label)],
    )
    with mpl.rc_context({"text.usetex": True}):
        drawn = [ea.plot_axes(block, ax=Figure().subplots())]
        drawn += [*ea.plot_thresholds(block, ax=Figure().subplots())]
        drawn += [*ea.plot_changes(block, config(), ax=Figure().subplots())]
    assert not [text for ax in drawn for text in markup_in(ax)]


def in_another_thread(work):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_another_thread_keeps_and_changes_the_users_settings_while_we_draw(expected):
    seen = []

    def change_settings() -> None:
        with mpl.rc_context({"lines.linewidth": 3.5, "text.usetex": True}):
            seen.append((mpl.rcParams["lines.linewidth"], mpl.rcParams["text.usetex"]))
        mpl.rcParams["lines.linewidth"] = 8.5
        seen.append(mpl.rcParams["lines.linewidth"])

    with mpl.rc_context({"lines.linewidth": 7.5}):
        with own_settings():
            figure = FIGURES["axes_figure"]()
            in_another_thread(change_settings)
            assert figure_svg(figure, label="axes_figure") == expected["axes_figure"]
        assert seen == [(3.5, True), 8.5]
        assert mpl.rcParams["lines.linewidth"] == 8.5  # what the other thread set last


def test_a_context_of_the_user_that_outlives_a_picture_restores_the_users_settings():
    with mpl.rc_context({"lines.linewidth": 7.5}):
        context = mpl.rc_context({"lines.linewidth": 3.5})
        with own_settings():
            in_another_thread(context.__enter__)
        in_another_thread(lambda: context.__exit__(None, None, None))
        assert mpl.rcParams["lines.linewidth"] == 7.5


def test_threads_that_draw_at_once_leave_the_users_settings():
    together = threading.Barrier(4)

    def draw() -> None:
        together.wait()
        for _ in range(5):
            figure_svg(new_figure(1, 1), label="x")

    with as_the_user_has({"lines.linewidth": 7.5, "text.usetex": True}):
        threads = [threading.Thread(target=draw) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert type(mpl.rcParams) is mpl.RcParams


def test_an_error_while_drawing_restores_the_users_settings():
    with as_the_user_has({"lines.linewidth": 7.5}), pytest.raises(ValueError, match="no"), own_settings():
        raise ValueError("no")
