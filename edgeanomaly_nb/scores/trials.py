"""The thresholds to compare for some scores: the saved one, its suggestion, and others around them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..block.config import AnomalyConfig
from ..block.frames import text_column
from .count_text import percent
from .flagging import check_rule, decisive_scores
from .scores_frame import known_thresholds, threshold_attrs
from .threshold_choice import ThresholdChoice
from .threshold_for import check_share, threshold_for
from .what_if import outcomes_of, what_if

#: Shares of the windows that the further thresholds flag.
SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
SAVED, SUGGESTED, GIVEN = "saved", "suggested", "given"


class Trials(NamedTuple):
    """Some thresholds and what they flag.

    ``frame`` is that of `what_if`, ascending, with a column ``meaning`` (str, empty for a further
    threshold). ``choice`` is the threshold for the requested share of false alarms; if there is none,
    ``why_not`` describes it.
    """

    frame: pd.DataFrame
    choice: ThresholdChoice | None
    why_not: str


def try_thresholds(
    scores: pd.DataFrame,
    thresholds: Iterable[float] = (),
    *,
    at_most: float = 0.01,
    rule: str = ">",
    in_a_row: int = 1,
) -> Trials:
    """Compare the saved threshold, its suggestion, given ones, and others.

    Parameters
    ----------
    scores : DataFrame
        As `AnomalyModel.score` returns it; ``attrs`` has the threshold and the suggestion.
    thresholds : iterable of float
        Further thresholds.
    at_most, rule, in_a_row
        As for `threshold_for` and `what_if`.

    Raises
    ------
    ValueError
        There are no scores, or a parameter is not valid.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> scores = ea.load_sample_model("motion").score(ea.load_sample_windows("motion", "testing"))
    >>> try_thresholds(scores).frame.loc[[0.3, 0.5], ["meaning", "n_flagged"]]
                 meaning  n_flagged
    threshold
    0.3            saved         47
    0.5        suggested         41
    """
    check_rule(rule, in_a_row, scores)
    check_share(at_most)
    choice, why_not = _choice(scores, at_most, rule, in_a_row)
    meanings = _meanings(scores, list(thresholds))
    if choice:
        of = "windows" if outcomes_of(scores) is None else "normal windows"
        meanings.setdefault(choice.threshold, []).append(f"at most {percent(at_most)} of {of}")
    for threshold in further_thresholds(scores, in_a_row=in_a_row):
        meanings.setdefault(threshold, [])
    frame = what_if(scores, sorted(meanings), rule=rule, in_a_row=in_a_row)
    names = text_column([", ".join(meanings[threshold]) for threshold in frame.index])
    frame.insert(0, "meaning", pd.Series(names, index=frame.index))
    return Trials(frame, choice, why_not)


def _choice(
    scores: pd.DataFrame, at_most: float, rule: str, in_a_row: int
) -> tuple[ThresholdChoice | None, str]:
    try:
        return threshold_for(scores, at_most, rule=rule, in_a_row=in_a_row), ""
    except ValueError as exc:
        return None, str(exc)


def _meanings(scores: pd.DataFrame, given: list[float]) -> dict[float, list[str]]:
    names = {"threshold": SAVED, "suggestion": SUGGESTED}
    named = [(threshold, names[key]) for key, threshold in known_thresholds(scores.attrs).items()]
    meanings: dict[float, list[str]] = {}
    for threshold, name in [*named, *((float(threshold), GIVEN) for threshold in given)]:
        if not math.isnan(threshold):
            meanings.setdefault(threshold, []).append(name)
    return meanings


def with_thresholds(scores: pd.DataFrame, config: AnomalyConfig | None) -> pd.DataFrame:
    """Replace the thresholds that the model was trained with by those of a config, if there is one.

    Parameters
    ----------
    scores : DataFrame
        As `AnomalyModel.score` returns it; its ``attrs`` are changed.
    config : AnomalyConfig, optional
        The block.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> with_thresholds(pd.DataFrame({"score": [0.5]}), ea.load_sample("motion")).attrs
    {'threshold': 0.3, 'suggestion': 0.5}
    """
    if config is not None:
        scores.attrs.update(threshold_attrs(config.thresholds))
    return scores


def further_thresholds(scores: pd.DataFrame, *, in_a_row: int = 1) -> list[float]:
    """Return the thresholds that flag `SHARES` of the windows, each with as few digits as possible.

    A threshold lies between two scores, where both rules flag the same windows. A share is skipped where
    windows have equal scores.

    Examples
    --------
    >>> further_thresholds(pd.DataFrame({"score": [0.123, 0.234, 0.345, 0.456]}))
    [0.4, 0.3]
    """
    ordered = np.sort(decisive_scores(scores, in_a_row)).astype(np.float64)
    counts = [round(share * len(ordered)) for share in SHARES]
    pairs = [(ordered[-count - 1], ordered[-count]) for count in counts if 0 < count < len(ordered)]
    between = [round_between(low, high) for low, high in pairs]
    return list(dict.fromkeys(number for number in between if number is not None))


def round_between(low: float, high: float) -> float | None:
    """Return the number with the fewest digits between two others; None if there is none.

    Examples
    --------
    >>> round_between(0.2341, 0.2789), round_between(0.5, 0.5), round_between(1234.4, 1871)
    (0.26, None, 1600.0)
    """
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        return None
    middle = (low + high) / 2
    for digits in range(1, 17):
        candidate = float(f"{middle:.{digits}g}")
        if low < candidate < high:
            return candidate
    return None
