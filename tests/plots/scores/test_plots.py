"""Plots of scores: what is drawn, on what scale, and that they survive odd scores and the user's figure."""

from __future__ import annotations

import json
import warnings

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse

import edgeanomaly_nb as ea
from edgeanomaly_nb.plots import clusters_figure, figure_svg, scores_figure, what_if_figure
from edgeanomaly_nb.plots.scores.distribution import bin_edges
from edgeanomaly_nb.plots.scores.what_if import thinned
from edgeanomaly_nb.scores.projection import default_axes, project
from edgeanomaly_nb.scores.scale import scale_for

MODEL, WINDOWS = ea.load_sample_model("motion"), ea.load_sample_windows("motion", "testing")
SCORES = MODEL.score(WINDOWS)
GMM, FAN = ea.load_sample_model("fan"), ea.load_sample_windows("fan", "testing")


def new_ax(**options):
    return Figure(layout="constrained", **options).subplots()


def legend_of(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def frame(*scores, **columns):
    return pd.DataFrame({"score": np.array(scores, dtype=float), **columns})


def test_scores_by_outcome_with_both_marks():
    ax = ea.plot_scores(SCORES, ax=new_ax())
    assert legend_of(ax) == [
        "no anomaly: 340 windows",
        "anomaly: 102 windows",
        "threshold 0.3: flags 47 of 442 windows (11 %, 3.7 to 27 %)",
        "suggestion 0.5: flags 41 of 442 windows (9.3 %, 2.9 to 26 %)",
    ]
    assert "beyond the edge" in ax.get_xlabel()
    counts = sum(patch.get_data().values.sum() - patch.get_data().baseline.sum() for patch in ax.patches[:2])
    assert counts == 442
    lines = [line.get_xdata()[0] for line in ax.lines]
    assert lines == [0.3, 0.5]


def test_threshold_of_the_config_wins():
    config = ea.load_sample("motion-later")
    assert any("threshold 0.45" in text for text in legend_of(ea.plot_scores(SCORES, config, ax=new_ax())))


def test_scores_by_label_without_outcomes():
    found = SCORES.assign(outcome=None)
    texts = legend_of(ea.plot_scores(found, ax=new_ax()))
    assert texts[0] == "loose load: 102 windows"
    many = frame(*range(40), label=[f"label {n // 2}" for n in range(40)])
    assert legend_of(ea.plot_scores(many, ax=new_ax()))[4] == "16 other labels: 32 windows"


@pytest.mark.parametrize(
    "scores",
    [
        frame(0.5),
        frame(0.5, 0.5, 0.5),
        frame(-2, 0.1, 4e7),
        frame(np.nan, 1, np.inf, -np.inf),
        frame(0, 0),
        frame(1e-30, 2e-30),
        frame(1000, 1000, -3),
        frame(*np.random.default_rng(1).lognormal(0, 3, 3000)),
        frame(0.1, 0.2, label=["$x^2$", "<b>"]),
    ],
    ids=["one", "equal", "far", "not finite", "zero", "tiny", "cap", "many", "markup"],
)
def test_odd_scores_are_drawn(scores):
    scores.attrs.update(threshold=0.3, suggestion=None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for plot in (ea.plot_scores, ea.plot_what_if):
            plot(scores, ax=new_ax()).figure.savefig("/dev/null", format="svg")


@pytest.mark.parametrize("scores", [frame(), frame(np.nan)])
def test_no_scores_give_a_message(scores):
    ax = ea.plot_scores(scores, ax=new_ax())
    assert [text.get_text() for text in ax.texts] == ["There are no scores."]


def test_scores_that_are_not_finite_are_counted():
    title = ea.plot_scores(frame(np.nan, 1, np.inf), ax=new_ax()).get_title(loc="left")
    assert title == "Scores of 3 windows · 1 without a score · 1 infinite"


def test_scale_is_linear_unless_scores_reach_far():
    assert scale_for(SCORES["score"].to_numpy(), [0.3, 0.5]).is_linear
    far = scale_for(np.array([0.1, 0.5, 1, 2, 4e7]), [3])
    assert far.width == 3
    assert ea.plot_scores(frame(0.1, 0.5, 1, 2, 4e7), ax=new_ax()).get_xscale() == "asinh"


@pytest.mark.parametrize(
    "scores", [SCORES["score"].to_numpy(float), np.array([0.1, 1, 4e7]), np.array([5.0])]
)
@pytest.mark.parametrize("threshold", [0.3, -5, 1e9, None])
def test_no_bin_is_cut_by_the_threshold(scores, threshold):
    edges = bin_edges(scores, scale_for(scores, [threshold]), threshold)
    assert edges[0] <= scores.min()
    assert edges[-1] >= scores.max()
    assert len(edges) < 400
    if threshold is not None and scores.min() < threshold < scores.max():
        assert np.isclose(edges, threshold).any()


def test_what_if_with_outcomes():
    ax = ea.plot_what_if(SCORES, ax=new_ax())
    texts = legend_of(ax)
    assert texts[:4] == [
        "interval of 95 %, from the samples",
        "flagged, of all windows",
        "false alarms, of 340 normal windows",
        "misses, of 102 anomalous windows",
    ]
    share, alarms, misses = ax.lines[:3]
    swept = ea.what_if(SCORES)
    np.testing.assert_allclose(share.get_ydata(), swept["share"])
    np.testing.assert_allclose(alarms.get_ydata(), swept["fp"] / 340)
    np.testing.assert_allclose(misses.get_ydata(), swept["fn"] / 102)


def test_what_if_takes_its_own_frame():
    swept = ea.what_if(SCORES, in_a_row=3)
    assert ea.plot_what_if(swept, ax=new_ax()).get_title(loc="left").endswith("3 windows in a row")


def test_what_if_draws_few_steps_of_many():
    scores = frame(*np.random.default_rng(0).normal(size=50_000))
    swept = ea.what_if(scores)
    few = thinned(swept)
    assert len(few) <= 2000
    assert few.index[[0, -1]].tolist() == swept.index[[0, -1]].tolist()


def test_clusters_are_discs_in_standard_deviations():
    ax = ea.plot_clusters(MODEL, axes=(0, 11), ax=new_ax())
    ellipses = [patch for patch in ax.patches if isinstance(patch, Ellipse)]
    assert len(ellipses) == 5
    scale = MODEL.scaler.loc[[0, 11], "scale"].to_numpy()
    radius = MODEL.clusters["radius"].iloc[0]
    np.testing.assert_allclose([ellipses[0].width, ellipses[0].height], 2 * radius * scale)
    mean = MODEL.scaler.loc[[0, 11], "mean"].to_numpy()
    np.testing.assert_allclose(ellipses[0].center, MODEL.centers.loc[0, [0, 11]].to_numpy() * scale + mean)


def test_windows_inside_here_and_outside_on_all_axes():
    shown = project(MODEL, WINDOWS, (0, 11))
    assert "34 windows lie inside a cluster here, but outside on all axes" in shown.title
    assert (shown.scores["score"][shown.is_hidden] > 0).all()
    # A window that is outside of every disc is outside on all axes, too.
    inside_of_a_disc = np.zeros(len(WINDOWS), bool)
    for (x, y), [(width, height, _, _)] in shown.ellipses:
        inside_of_a_disc |= ((shown.points - (x, y)) / (width / 2, height / 2) ** np.array(1)).__pow__(2).sum(
            1
        ) <= 1
    assert (shown.scores["score"][~inside_of_a_disc] > 0).all()
    ax = ea.plot_clusters(MODEL, WINDOWS, (0, 11), ax=new_ax())
    assert "inside a cluster here, outside on all axes" in legend_of(ax)


def test_mixture_has_ellipses_of_two_deviations():
    ax = ea.plot_clusters(GMM, FAN, ax=new_ax())
    ellipses = [patch for patch in ax.patches if isinstance(patch, Ellipse)]
    assert len(ellipses) == 16
    assert ellipses[1].width == pytest.approx(2 * ellipses[0].width)
    assert "inside" not in " ".join(legend_of(ax)) + ax.get_title(loc="left")
    variances = np.linalg.eigvalsh(GMM.covariances[0][np.ix_([1, 4], [1, 4])])
    assert sorted([ellipses[0].width, ellipses[0].height]) == pytest.approx(2 * np.sqrt(variances))


def test_axes_must_be_trained():
    with pytest.raises(ValueError, match=r"trained axes 0, 4, 11, 22, 23, 25; axis 1 was not trained"):
        ea.plot_clusters(MODEL, axes=(0, 1), ax=new_ax())
    with pytest.raises(ValueError, match="there are 3"):
        ea.plot_clusters(MODEL, axes=(0, 4, 11), ax=new_ax())


def tiny(n_axes=1, clusters=((0.0, 1.0),)):
    body = {
        "success": True,
        "created": "2026-01-01T00:00:00Z",
        "axes": list(range(n_axes)),
        "mean": [0.0] * n_axes,
        "scale": [1.0] * n_axes,
        "clusters": [{"center": [at] * n_axes, "maxError": radius} for at, radius in clusters],
    }
    return ea.AnomalyModel.from_json(json.dumps(body))


@pytest.mark.parametrize("model", [tiny(), tiny(2, ()), tiny(2, ((0.0, 0.0),)), tiny(3)])
def test_odd_models_are_drawn(model):
    assert default_axes(model)[0] == 0
    features = np.array([[0.5] * len(model.axes), [np.nan] * len(model.axes), [1e30] * len(model.axes)])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ea.plot_clusters(model, features, ax=new_ax()).figure.savefig("/dev/null", format="svg")
        ea.plot_clusters(model, ax=new_ax()).figure.savefig("/dev/null", format="svg")


def test_many_windows_are_thinned_and_the_legend_shows_it():
    features = np.random.default_rng(0).normal(size=(20_000, 2))
    ax = ea.plot_clusters(tiny(2), features, ax=new_ax())
    assert "5,000 of 20,000 windows drawn, at random" in legend_of(ax)
    assert len(ax.collections[0].get_offsets()) == 5000


@pytest.mark.parametrize(
    "make",
    [lambda: scores_figure(SCORES), lambda: what_if_figure(SCORES), lambda: clusters_figure(MODEL, WINDOWS)],
)
def test_same_svg_twice_that_follows_the_theme(make):
    first, second = (figure_svg(make(), label="scores") for _ in range(2))
    assert first == second
    assert "currentColor" in first


@pytest.mark.parametrize("layout", ["constrained", "tight", None])
def test_they_fit_the_figure_of_the_user(layout):
    figure = Figure(figsize=(9, 9), layout=layout)
    for ax, draw in zip(
        figure.subplots(3),
        [
            lambda ax: ea.plot_scores(SCORES, ax=ax),
            lambda ax: ea.plot_what_if(SCORES, ax=ax),
            lambda ax: ea.plot_clusters(MODEL, WINDOWS, ax=ax),
        ],
        strict=True,
    ):
        assert draw(ax) is ax
    figure.savefig("/dev/null", format="png")


def test_the_settings_of_the_user_do_not_reach_own_figures():
    usual = figure_svg(scores_figure(SCORES), label="scores")
    with mpl.rc_context({"lines.linewidth": 9, "axes.facecolor": "red", "font.size": 30}):
        assert figure_svg(scores_figure(SCORES), label="scores") == usual
