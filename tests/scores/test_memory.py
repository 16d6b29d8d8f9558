"""Memory while a million windows are scored."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from tests.scores.models import gmm_model, kmeans_model


@pytest.mark.slow
@pytest.mark.parametrize("make", [kmeans_model, gmm_model])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scores_need_3_times_the_output_and_64_mb(make, dtype):
    model, windows = make(), np.random.default_rng(0).normal(size=(1_000_000, 3)).astype(dtype)
    tracemalloc.start()
    try:
        frame = model.score(windows)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    output = sum(column.array.nbytes for _, column in frame.items())
    assert peak <= 3 * output + 64 * 2**20
