"""The columns and dtypes of every list of blocks."""

from __future__ import annotations

import edgeanomaly_nb as ea

COLUMNS = ["impulse_id", "impulse_name", "learn_id", "type", "name", "title", "dsp_ids"]


def dtypes_are_right(frame):
    text = ea.load_sample("motion").axes["label"].dtype
    assert frame.columns.tolist() == COLUMNS
    assert [str(frame[name].dtype) for name in ("impulse_id", "learn_id", "dsp_ids")] == [
        "Int64",
        "int64",
        "object",
    ]
    assert all(frame[name].dtype == text for name in ("impulse_name", "type", "name", "title"))
