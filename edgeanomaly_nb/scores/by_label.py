"""The scores of each label, and how many of its windows some thresholds flag."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .flagging import as_compared, decisive_scores
from .scores_frame import read_scores

#: In place of the label of windows that have none.
NO_LABEL = "(no label)"


def scores_by_label(
    scores: pd.DataFrame, thresholds: Mapping[str, float], *, rule: str = ">", in_a_row: int = 1
) -> pd.DataFrame:
    """Return how the scores of each label lie, and what thresholds flag of it.

    Parameters
    ----------
    scores : DataFrame
        As `AnomalyModel.score` returns it.
    thresholds : mapping of str to float
        Thresholds by the name of their column.
    rule, in_a_row
        As for `what_if`.

    Returns
    -------
    DataFrame
        Index ``label`` (str), most windows first: n_windows (int64), median and highest (float64, scores,
        no unit), and per threshold the number of flagged windows (int64). Without rows if no label is
        known.

    Examples
    --------
    >>> scores = pd.DataFrame({"score": [0.1, 0.9, 0.5], "label": ["idle", "idle", "run"]})
    >>> scores_by_label(scores, {"saved": 0.3})
           n_windows  median  highest  saved
    label
    idle           2     0.5      0.9      1
    run            1     0.5      0.5      1
    """
    lowest = decisive_scores(scores, in_a_row)
    flags = {name: _is_flagged(lowest, threshold, rule) for name, threshold in thresholds.items()}
    is_known = "label" in scores and scores["label"].notna().any()
    labels = (
        scores["label"].astype(object).fillna(NO_LABEL).to_numpy() if is_known else np.array([], dtype=object)
    )
    windows = pd.DataFrame({"score": read_scores(scores).astype(np.float64), **flags}).head(len(labels))
    groups = windows.groupby(pd.Index(labels, name="label"), sort=False)
    score = groups["score"]
    columns = {"n_windows": score.size(), "median": score.median(), "highest": score.max()}
    columns |= {name: groups[name].sum().astype(np.int64) for name in flags}
    return pd.DataFrame(columns).sort_values("n_windows", ascending=False, kind="stable")


def _is_flagged(lowest: np.ndarray, threshold: float, rule: str) -> np.ndarray:
    alike = as_compared(threshold, lowest.dtype)
    return np.asarray(lowest > alike if rule == ">" else lowest >= alike)
