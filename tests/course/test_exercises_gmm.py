from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb import course
from edgeanomaly_nb.course.exercises_kmeans import make_motions

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NOTEBOOK = NOTEBOOKS / "05_gmm_by_hand.ipynb"


def test_two_standard_deviations_above_the_mean_score_two():
    assert course.check("gmm-score", 2).state == "right"


def test_the_very_likely_windows_are_right_by_scikit_learn():
    mixture = pytest.importorskip("sklearn.mixture")
    training = make_motions()[0].reshape(-1, 3)
    fitted = mixture.GaussianMixture(3, n_init=5, random_state=0).fit(training)
    ll = fitted.score_samples(training)
    assert course.check("gmm-likely", ((ll - ll.mean()) / ll.std() > 1).sum()).state == "right"


def test_the_parameters_of_the_sample_are_right_by_counting_them():
    block = ea.load_sample("dropdown")
    axes = int(block.axes.selected.sum())
    each = axes + len(np.triu_indices(axes)[0]) + 1
    assert course.check("gmm-parameters", block.cluster_count * each - 1).state == "right"
