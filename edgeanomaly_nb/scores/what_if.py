"""What thresholds would flag."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from ..block.config import AnomalyConfig
from .flagging import as_compared, check_rule, decisive_scores, sample_codes
from .intervals import clustering, share_intervals
from .origin import ANOMALY, NO_ANOMALY, missing_numbers
from .scores_frame import known_thresholds, read_scores, threshold_attrs
from .threshold_choice import ThresholdChoice

#: Those of a frame of scores: ``threshold``, ``suggestion``, and others.
_Attrs = dict[Any, Any]


def what_if(
    scores: pd.DataFrame | pd.Series | Iterable[float],
    thresholds: float | Iterable[float] | AnomalyConfig | None = None,
    *,
    rule: str = ">",
    in_a_row: int = 1,
) -> pd.DataFrame:
    """Show what thresholds would flag.

    Parameters
    ----------
    scores : DataFrame, Series or sequence of float
        The frame of `AnomalyModel.score` or `StudioClient.get_test_scores`, or scores alone. Without
        ``sample_id`` there are no intervals, without ``outcome`` no misses and false alarms.
    thresholds : float, sequence of float, or AnomalyConfig, optional
        The thresholds to try; of a config, its threshold and suggestion. By default the saved one, the
        suggested one, and every score: between two scores nothing changes.
    rule : {">", ">="}
        A window is flagged if its score is above the threshold, or if it is at least as high. Firmware
        differs in this.
    in_a_row : int
        A window is flagged only if so many windows of its sample in a row, itself the last, are above the
        threshold. The windows of a sample are ordered by ``start_ms``, or as the rows are if it is missing.
        Without samples, all scores are one.

    Returns
    -------
    DataFrame
        Index ``threshold`` (float64), in the order of `thresholds`, else ascending.

        =============================  =======  ====================================================
        column                         dtype    meaning
        =============================  =======  ====================================================
        n_windows                      int64    all windows
        n_flagged                      int64    flagged windows
        n_nan                          int64    windows without a score; they count as flagged
        share                          float64  n_flagged / n_windows
        share_low, share_high          float64  its interval of 95 %, from the samples; NaN if they
                                                are not known or fewer than two
        n_samples                      Int64    samples; missing if they are not known
        n_samples_flagged              Int64    samples with a flagged window
        tp, fp, fn, tn                 int64    windows with a known outcome: anomalies that are
                                                flagged, others that are flagged (false alarms),
                                                anomalies that are not flagged (misses), others
        precision, recall, f1          float64  of these; NaN where they are not defined
        =============================  =======  ====================================================

        The columns from tp on are there only if outcomes are known. ``attrs`` has the rule, `in_a_row`, the
        threshold and the suggestion.

    Raises
    ------
    ValueError
        There are no scores, a parameter is not valid, or with several in a row, a sample is not known.
    TypeError
        `scores` are not numbers.

    Notes
    -----
    float32 scores are compared in float32, as on the device. ``edgeanomaly_nb.scores.intervals`` has the
    source of the intervals.

    Examples
    --------
    >>> what_if([-0.2, 0.1, 0.4, 0.4], [0, 0.4])[["n_flagged", "share"]]
               n_flagged  share
    threshold
    0.0                3   0.75
    0.4                0   0.00
    """
    check_rule(rule, in_a_row, scores)
    numbers = read_scores(scores)
    if not len(numbers):
        raise ValueError("There are no scores.")
    attrs: _Attrs = scores.attrs if isinstance(scores, pd.DataFrame) else {}
    if isinstance(thresholds, AnomalyConfig):
        attrs = {**attrs, **threshold_attrs(thresholds.thresholds)}
        thresholds = _numbers_of(attrs)
    lowest = decisive_scores(scores, in_a_row)
    ordered = np.sort(lowest)
    if thresholds is None:
        tried, counts = _every_change(ordered, rule, attrs)
    else:
        tried = _read_thresholds(thresholds)
        counts = n_above(ordered, tried, rule)
    columns = {
        "n_windows": np.full(len(tried), len(numbers)),
        "n_flagged": counts,
        "n_nan": np.full(len(tried), np.count_nonzero(np.isnan(numbers))),
        "share": counts / len(numbers),
        **_of_samples(lowest, sample_codes(scores), counts),
        **_of_outcomes(lowest, scores, tried, rule),
    }
    index = pd.Index(tried, name="threshold", copy=False)
    frame = pd.DataFrame(columns, index=index, copy=False)
    frame.attrs.update({**attrs, "rule": rule, "in_a_row": int(in_a_row)})
    return frame


def _saved(attrs: _Attrs) -> list[float]:
    """Return the threshold and its suggestion, each number once."""
    return list(dict.fromkeys(known_thresholds(attrs).values()))


def _numbers_of(attrs: _Attrs) -> list[float]:
    if numbers := _saved(attrs):
        return numbers
    raise ValueError("This block has no threshold that is a number: pass the thresholds to try.")


def n_above(ordered: np.ndarray, thresholds: np.ndarray, rule: str) -> np.ndarray:
    """Return how many of the ascending scores each threshold flags.

    Examples
    --------
    >>> [n_above(np.array([0.0, 1, 1]), np.array([1.0]), rule).item() for rule in (">=", ">")]
    [2, 0]
    """
    alike = as_compared(thresholds, ordered.dtype)
    below = np.searchsorted(ordered, alike, side="right" if rule == ">" else "left")
    return np.asarray(len(ordered) - below)


def _read_thresholds(thresholds: float | Iterable[float]) -> np.ndarray:
    try:
        given = float(thresholds) if isinstance(thresholds, ThresholdChoice) else thresholds
        tried = np.atleast_1d(np.asarray(given, dtype=np.float64))
    except (TypeError, ValueError):
        raise TypeError("thresholds must be numbers, or a config.") from None
    if tried.ndim != 1 or not np.isfinite(tried).all():
        raise ValueError("thresholds must be a list of finite numbers.")
    return tried


def _every_change(ordered: np.ndarray, rule: str, attrs: _Attrs) -> tuple[np.ndarray, np.ndarray]:
    """Return every finite score once, with the saved and the suggested threshold among them."""
    infinite = ordered.dtype.type(np.inf)  # of the same type: else numpy would convert all scores
    first = int(np.searchsorted(ordered, -infinite, side="right"))
    last = int(np.searchsorted(ordered, infinite, side="left"))
    distinct, counts = _distinct(ordered[first:last], len(ordered) - first, rule)
    extra = np.unique([value for value in _saved(attrs) if np.isfinite(value) and value not in distinct])
    if not len(extra):
        return distinct, counts
    at = np.searchsorted(distinct, extra)
    return np.insert(distinct, at, extra), np.insert(counts, at, n_above(ordered, extra, rule))


def _distinct(ordered: np.ndarray, n_above_all: int, rule: str) -> tuple[np.ndarray, np.ndarray]:
    """Return each score once as float64, and how many windows are flagged there."""
    is_edge = np.ones(len(ordered), bool)
    inner = slice(None, -1) if rule == ">" else slice(1, None)  # the last of equal scores, or the first
    np.not_equal(ordered[1:], ordered[:-1], out=is_edge[inner])
    at = np.flatnonzero(is_edge)
    distinct = ordered if len(at) == len(ordered) else ordered[at]
    return distinct.astype(np.float64), n_above_all - (rule == ">") - at


def _of_samples(lowest: np.ndarray, samples: np.ndarray | None, counts: np.ndarray) -> dict[str, object]:
    """Return the columns about samples.

    From the highest score down, each window adds to the sums of its sample. So the sums at a threshold are
    those after as many windows as it flags.
    """
    n = len(counts)
    if samples is None:
        return {
            "share_low": np.full(n, np.nan),
            "share_high": np.full(n, np.nan),
            "n_samples": missing_numbers(n),
            "n_samples_flagged": missing_numbers(n),
        }
    of = clustering(lowest, samples)
    ordered = samples[np.argsort(-lowest, kind="stable")]
    before = pd.Series(ordered).groupby(ordered).cumcount().to_numpy()  # flagged windows of the same sample
    squares, products, found = (
        np.concatenate([[0], np.cumsum(added)]) for added in (2 * before + 1, of.sizes[ordered], before == 0)
    )
    low, high = share_intervals(counts, squares[counts], products[counts], of)
    n_samples = pd.array(np.full(n, len(of.sizes)), dtype="Int64")
    n_flagged = pd.array(found[counts], dtype="Int64")
    return {"share_low": low, "share_high": high, "n_samples": n_samples, "n_samples_flagged": n_flagged}


def _of_outcomes(lowest: np.ndarray, scores: object, tried: np.ndarray, rule: str) -> dict[str, np.ndarray]:
    outcomes = outcomes_of(scores)
    if outcomes is None:
        return {}
    is_anomaly, is_normal = outcomes
    tp = n_above(np.sort(lowest[is_anomaly]), tried, rule)
    fp = n_above(np.sort(lowest[is_normal]), tried, rule)
    fn, tn = int(is_anomaly.sum()) - tp, int(is_normal.sum()) - fp
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = {"precision": tp / (tp + fp), "recall": tp / (tp + fn), "f1": 2 * tp / (2 * tp + fp + fn)}
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn, **rates}


def outcomes_of(scores: object) -> tuple[np.ndarray, np.ndarray] | None:
    """Return which windows are anomalies and which are not; None if no outcome is known.

    Examples
    --------
    >>> outcomes_of(pd.DataFrame({"score": [1.0, 2], "outcome": ["anomaly", None]}))
    (array([ True, False]), array([False, False]))
    """
    if not isinstance(scores, pd.DataFrame) or "outcome" not in scores:
        return None
    is_anomaly = (scores["outcome"] == ANOMALY).to_numpy(dtype=bool, na_value=False)
    is_normal = (scores["outcome"] == NO_ANOMALY).to_numpy(dtype=bool, na_value=False)
    return (is_anomaly, is_normal) if is_anomaly.any() or is_normal.any() else None
