from __future__ import annotations

import numpy as np
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.panels.scores.picture import picture_of
from edgeanomaly_nb.panels.scores.shapes import cluster_shapes, shape_ends
from tests.panels.scores.models import gmm, k_means

NAMES = dict(enumerate("abc"))


def picture(model, rows, axes=(0, 1)):
    windows = ea.Windows(rows)
    return picture_of(model, windows, model.score(windows)["score"].to_numpy(), axes, NAMES)


def test_windows_that_two_axes_hide_are_found():
    rows = [[0, 0, 0], [0, 0, 5], [0.6, 0.7, 0.9], [5, 0, 0]]
    found = picture(k_means(3), rows)
    assert found.hidden.tolist() == [1, 2]
    assert "2 lie inside a cluster here, but outside on all axes: they are ringed" in found.summary
    assert picture(k_means(3), rows[:1]).summary == (
        "1 window; none that lies inside a cluster here is outside on all axes."
    )
    assert picture(gmm(3), rows).hidden.tolist() == []


@pytest.mark.parametrize("model", [k_means(3, radius=2.0, n_clusters=2), gmm(3)])
def test_the_edges_of_clusters_are_in_the_picture(model):
    found = picture(model, [[0, 0, 0]])
    for center, first, second in found.shapes.reshape(-1, 3, 2):
        half = np.hypot(first, second)
        assert (center - half >= 0).all()
        assert (center + half <= 1).all()


def test_discs_are_ellipses_in_the_units_of_the_axes():
    model = ea.load_sample_model("motion")
    shapes = cluster_shapes(model, (0, 11))
    scaler, radius = model.scaler.loc[[0, 11]], model.clusters["radius"].to_numpy()
    assert shapes[:, 0, 1, 0] == pytest.approx(radius * scaler["scale"].iloc[0])
    assert shapes[:, 0, 2, 1] == pytest.approx(radius * scaler["scale"].iloc[1])
    center = model.centers[[0, 11]].to_numpy() * scaler["scale"].to_numpy() + scaler["mean"].to_numpy()
    assert shapes[:, 0, 0] == pytest.approx(center)


def test_ellipses_of_a_mixture_have_one_and_two_standard_deviations():
    model = ea.load_sample_model("fan")
    shapes = cluster_shapes(model, model.axes[:2])
    sd = np.sqrt(model.covariances[:, 0, 0])
    low, high = shape_ends(shapes[:, 1:], 0).reshape(2, -1)
    assert high - low == pytest.approx(4 * sd)
    vectors = shapes[:, 0, 1:]
    assert np.einsum("kva,kvb->kab", vectors, vectors) == pytest.approx(model.covariances[:, :2, :2])


def test_far_windows_are_on_the_edge():
    rows = np.vstack([np.random.default_rng(0).normal(0, 1, (500, 2)), [[1e9, 0], [np.inf, 1], [np.nan, 0]]])
    found = picture(k_means(2), rows)
    assert found.x[[500, 501]].tolist() == [1, 1]
    assert np.isnan([found.x[502], found.y[502]]).all()
    assert (found.x[:500] < 1).all()
    assert found.summary.endswith(
        "2 lie beyond the picture, and are drawn on its edge; 1 has a missing value, and is not drawn."
    )


def test_one_axis_is_shown_with_the_score():
    found = picture(k_means(1), [[0], [3]], axes=(0,))
    assert (found.across.name, found.upwards.name) == ("a", "score")
    assert found.y[1] > found.y[0]
    _, first, tall = found.shapes[0].reshape(3, 2)
    assert abs(first[0]) > 0
    assert tall[1] > 50
    assert found.hidden.tolist() == []


def test_the_content_has_all_windows():
    content = picture(k_means(3, n_clusters=13), np.zeros((7, 3))).content()
    assert len(content["x"]) == len(content["y"]) == 4 * 7
    assert len(content["shapes"]) == 13 * 6 * 4
    assert not content["numbered"]
