from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.scores.models import gmm_model, kmeans_model, metadata, mixture


def test_kmeans_by_hand():
    # z = (5 - 2, 10 - 2) / (1, 2) = (3, 4): squares 9 and 16 of 25. The first axis of the model is ix 0.
    frame = kmeans_model(clusters=metadata()["clusters"][:1]).contributions([5, 99, 10])
    assert frame.index.tolist() == [2, 0]  # the largest share first
    assert frame["share"].tolist() == [16 / 25, 9 / 25]
    assert frame["z_difference"].tolist() == [4, 3]
    assert frame["center"].tolist() == [2, 2]  # 0 · scale + mean
    assert frame["value"].dtype == np.float32


def test_unsorted_axes_keep_their_own_numbers():
    frame = kmeans_model(axes=[2, 0], clusters=[{"center": [0, 0], "maxError": 1}]).contributions([2, 0, 5])
    # ix 2 is scaled by (5 - 2) / 1, ix 0 by (2 - 2) / 2.
    assert frame["z_difference"].to_dict() == {2: 3, 0: 0}


def test_gmm_by_hand():
    gmm = mixture(means=[[0.0, 0.0]], covariances=[[[4.0, 0.0], [0.0, 1.0]]], weights=[1.0])
    frame = gmm_model(gmm).contributions([2, 0, 3])
    # Squared distance: 2² / 4 + 3² / 1 = 10.
    assert frame["share"].to_dict() == pytest.approx({2: 0.9, 0: 0.1})
    assert frame["z_difference"].to_dict() == pytest.approx({2: 3, 0: 1})


def test_on_the_centre_no_axis_contributes():
    assert kmeans_model().contributions([2, 0, 2])["share"].tolist() == [0, 0]


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30])
def test_without_a_nearest_cluster_shares_are_missing(value):
    frame = kmeans_model().contributions([value, 0, 2])
    assert frame["share"].isna().all()
    assert len(frame) == 2


@pytest.mark.parametrize("windows", [np.zeros((2, 3)), np.zeros((3, 3))])
def test_several_windows_are_refused(windows):
    with pytest.raises(ValueError, match="needs one window, not"):
        kmeans_model().contributions(windows)


def test_a_row_of_a_frame():
    frame = pd.DataFrame({0: [5.0], 2: [10.0], "label": ["<b>"]})
    assert kmeans_model().contributions(frame)["share"].sum() == 1
