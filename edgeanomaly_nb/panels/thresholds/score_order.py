"""Scores in descending order, as the page counts them: a threshold flags the first of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ...scores.flagging import decisive_scores, sample_codes
from ...scores.intervals import clustering, t_quantile
from ...scores.what_if import outcomes_of
from ...text import one_line

#: The codes of outcomes.
UNKNOWN, NORMAL, ODD = 0, 1, 2

_MOST_LABELS = 12


def pack_scores(scores: pd.DataFrame, in_a_row: int = 1) -> dict[str, object]:
    """Return scores in descending order as bytes, with the sample and the class of each window.

    Parameters
    ----------
    scores : DataFrame
        From `AnomalyModel.score` or `StudioClient.get_test_scores`.
    in_a_row : int
        A window counts with the lowest of so many scores in a row.

    Returns
    -------
    dict
        ``scores``: float32 or float64; NaN is infinite, since it is always flagged. ``samples`` (uint32;
        empty if they are not known) and ``classes`` (uint8: three times the code of the label, plus that of
        the outcome) in the same order. ``label_names``: list of str. ``n_nan``, ``n_samples`` (0 if unknown),
        ``n_effective`` and ``quantile`` of the interval.

    Examples
    --------
    >>> packed = pack_scores(pd.DataFrame({"score": [0.1, 0.5], "sample_id": [1, 1]}))
    >>> np.frombuffer(packed["scores"]), packed["n_samples"]
    (array([0.5, 0.1]), 1)
    """
    samples, lowest = sample_codes(scores), decisive_scores(scores, in_a_row)
    labels, names = _labels(scores, len(lowest))
    classes = 3 * labels + outcome_codes(scores, len(lowest))
    order = np.argsort(-lowest, kind="stable")
    is_float32 = lowest.dtype == np.float32
    return {
        "scores": lowest[order].astype("<f4" if is_float32 else "<f8").tobytes(),
        "is_float32": is_float32,
        "samples": b"" if samples is None else samples[order].astype("<u4").tobytes(),
        "classes": classes[order].astype("u1").tobytes(),
        "label_names": names,
        "n_nan": int(scores["score"].isna().sum()),
        **_interval_of(lowest, samples),
    }


def _labels(scores: pd.DataFrame, count: int) -> tuple[np.ndarray, list[str]]:
    """Return the label of each window as a code, the most frequent first; rare labels share the last code."""
    if "label" not in scores or scores["label"].isna().all():
        return np.zeros(count, np.int64), []
    texts = scores["label"].astype(object).where(scores["label"].notna(), "no label").astype(str)
    names = texts.value_counts().index.tolist()
    code_of = {name: min(code, _MOST_LABELS - 1) for code, name in enumerate(names)}
    shown = [one_line(name, 40) for name in names[:_MOST_LABELS]]
    if len(names) > _MOST_LABELS:
        shown[-1] = f"{len(names) - _MOST_LABELS + 1:,} other labels"
    return texts.map(code_of).to_numpy(np.int64), shown


def outcome_codes(scores: pd.DataFrame, count: int) -> np.ndarray:
    """Return the outcome of each window as a code.

    Examples
    --------
    >>> outcome_codes(pd.DataFrame({"score": [1.0], "outcome": ["anomaly"]}), 1)
    array([2])
    """
    codes = np.full(count, UNKNOWN)
    if outcomes := outcomes_of(scores):
        is_anomaly, is_normal = outcomes
        codes[is_anomaly], codes[is_normal] = ODD, NORMAL
    return codes


def _interval_of(lowest: np.ndarray, samples: np.ndarray | None) -> dict[str, float]:
    if samples is None:
        return {"n_samples": 0, "n_effective": 0.0, "quantile": 0.0}
    largest = np.finfo(lowest.dtype).max
    of = clustering(np.clip(lowest, -largest, largest), samples)
    n_samples = len(of.sizes)
    quantile = t_quantile(n_samples - 1) if n_samples > 1 else 0.0
    return {"n_samples": n_samples, "n_effective": of.n_effective, "quantile": quantile}
