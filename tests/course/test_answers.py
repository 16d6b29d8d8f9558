from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from edgeanomaly_nb.course.answers import is_same


@pytest.mark.parametrize(
    ("answer", "right", "same"),
    [
        (pd.Series([3, 1]), [1, 3], True),
        (pd.Index(["a", "B"]), {"A", "b"}, True),
        (np.int64(3), 3, True),
        (3, [3], True),
        ([3], 3, True),
        (np.bool_(True), True, True),
        (1, True, False),
        ("yes", "no", False),
        (0.3001, 0.3, True),
        (0.31, 0.3, False),
        ([1, 2, 3], [1, 2], False),
        ("0.3", 0.3, True),
        (float("nan"), 0.3, False),
        (object(), 3, False),
    ],
)
def test_answers_are_compared_by_meaning(answer, right, same):
    assert is_same(answer, right) is same
