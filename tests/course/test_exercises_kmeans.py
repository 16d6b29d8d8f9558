from __future__ import annotations

import numpy as np
import pytest

from edgeanomaly_nb import course
from edgeanomaly_nb.course.exercises_kmeans import make_motions


def test_the_distance_to_the_nearest_edge_is_right():
    # z is (2, 0.5): 2.06 from the small cluster's centre, but 3 from that of the one with maxError 2.5
    assert course.check("kmeans-score", 3 - 2.5).state == "right"


def test_the_windows_between_the_thresholds_are_right_by_scikit_learn():
    cluster = pytest.importorskip("sklearn.cluster")
    training, later = (windows.reshape(-1, 3)[:, :2] for windows in make_motions())
    mean, scale = training.mean(axis=0), training.std(axis=0)
    kmeans = cluster.KMeans(3, n_init=10, random_state=0).fit((training - mean) / scale)
    own = kmeans.transform((training - mean) / scale).min(axis=1)
    max_error = np.array([own[kmeans.labels_ == number].max() for number in range(3)])
    scores = (kmeans.transform((later - mean) / scale) - max_error).min(axis=1)
    assert course.check("kmeans-flagged", ((scores > 0) & (scores <= 0.3)).sum()).state == "right"


def test_the_first_count_of_axes_beyond_the_edge_is_right():
    assert 4 * 0.9**2 < 2**2 < 5 * 0.9**2
    assert course.check("kmeans-axes", 5).state == "right"
