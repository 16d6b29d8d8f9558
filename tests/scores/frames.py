"""Frames of scores with hostile values, and what thresholds flag of them, one window after the other."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from hypothesis import strategies as st

VALUES = st.sampled_from(
    [-2.0, -0.5, 0.0, 0.1, 0.3, 0.3000001, 1.0, 1000.0, 4e7, math.inf, -math.inf, math.nan]
)


@st.composite
def score_frames(draw, is_finite=False):
    """Draw a frame of 1 to 25 windows with ties; samples are mixed, times and outcomes partly known."""
    count = draw(st.integers(1, 25))

    def column(values):
        return draw(st.lists(values, min_size=count, max_size=count))

    values = VALUES.filter(math.isfinite) if is_finite else VALUES
    kind = draw(st.sampled_from([np.float32, np.float64]))
    frame = pd.DataFrame({"score": np.array(column(values | st.floats(-3, 3, width=16)), kind)})
    if draw(st.booleans()):
        frame["sample_id"] = pd.array(column(st.integers(5, 8)), dtype="Int64")
    if draw(st.booleans()):
        frame["start_ms"] = pd.array(column(st.integers(0, 9)), dtype="Int64")
    if draw(st.booleans()):
        frame["outcome"] = column(st.sampled_from(["anomaly", "no anomaly", None]))
    return frame


def naive_flags(frame, threshold, rule, in_a_row):
    """Return for each window if it is flagged, as firmware decides, one window after the other."""
    dtype = frame["score"].dtype
    limit = dtype.type(np.clip(threshold, np.finfo(dtype).min, np.finfo(dtype).max))
    samples = frame["sample_id"].tolist() if "sample_id" in frame else [0] * len(frame)
    starts = frame["start_ms"].tolist() if "start_ms" in frame else range(len(frame))
    flags, in_row = [False] * len(frame), dict.fromkeys(samples, 0)
    for at in sorted(range(len(frame)), key=lambda i: (starts[i], i)):
        score = frame["score"].iloc[at]
        is_above = bool(np.isnan(score) or (score > limit if rule == ">" else score >= limit))
        in_row[samples[at]] = in_row[samples[at]] + 1 if is_above else 0
        flags[at] = in_row[samples[at]] >= in_a_row
    return flags
