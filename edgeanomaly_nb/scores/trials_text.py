"""What thresholds flag as text: sentences, and the cells of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from ..block.kinds import GMM, Kind
from ..text import counted, listed, number_text
from .count_text import alarms_text, count_text, interval_text, missing_text, percent, samples_text, shortest
from .gmm import ERROR_ABOVE, ERROR_BELOW_10
from .trials import GIVEN, SAVED, SUGGESTED, Trials

if TYPE_CHECKING:
    from pandas.api.typing import NAType


def exact_text(threshold: float) -> str:
    """Return a threshold so that the text is the same number: in six digits if possible.

    Examples
    --------
    >>> exact_text(0.3), exact_text(float(np.float32(0.4482007))), exact_text(12345.5)
    ('0.3', '0.4482007', '12,345.5')
    """
    short = number_text(threshold)
    if float(short.replace(",", "")) == threshold:
        return short
    with np.errstate(over="ignore"):  # a GMM has scores beyond float32
        single = np.float32(threshold)
    return shortest(single if float(single) == threshold else np.float64(threshold))


def trials_texts(trials: Trials, at_most: float = 0.01) -> list[str]:
    """Return what the saved, the suggested and the given thresholds flag, and the threshold for a share.

    Examples
    --------
    >>> from edgeanomaly_nb.scores.trials import try_thresholds
    >>> trials_texts(try_thresholds(pd.DataFrame({"score": [1.0, 2]}), [1.5]))[0]
    'The given threshold 1.5 flags 1 of 2 windows (50 %).'
    """
    texts: dict[str, list[str]] = {}
    for _, row in trials.frame.iterrows():
        first = str(row["meaning"]).partition(",")[0]
        if first in _NAMES:
            texts.setdefault(first, []).append(f"The {_NAMES[first]} {flagged_text(row)}")
    ordered = [text for first in _NAMES for text in texts.get(first, [])]
    if trials.choice:
        return [*ordered, trials.choice.text]
    return [*ordered, f"There is no threshold for at most {percent(at_most)} false alarms. {trials.why_not}"]


_NAMES = {SAVED: "saved threshold", SUGGESTED: "suggestion", GIVEN: "given threshold"}


def flagged_text(trial: pd.Series) -> str:
    """Return what one threshold flags.

    Parameters
    ----------
    trial : Series
        A row of the frame of `what_if`; its name is the threshold.

    Examples
    --------
    >>> from edgeanomaly_nb import what_if
    >>> flagged_text(what_if([0.1, 0.2, 0.4], [0.3]).iloc[0])
    '0.3 flags 1 of 3 windows (33 %).'
    """
    threshold, counts = cast("float", trial.name), count_text(trial, before_interval="; 95 % interval ")
    text = f"{exact_text(threshold)} flags {counts}{samples_text(trial)}."
    missing = missing_text(trial)
    return text + (missing and f" {missing}.") + _outcomes_note(trial)


def _outcomes_note(trial: pd.Series) -> str:
    if "tp" not in trial:
        return ""
    anomalies, alarms = int(trial["tp"] + trial["fn"]), alarms_text(trial)
    parts = [f"misses {int(trial['fn']):,} of {counted(anomalies, 'anomalous window')}"] * bool(anomalies)
    parts += [f"gives {alarms}"] * bool(alarms)
    rates = [
        f"{name} {rate_text(trial[name])}" for name in ("precision", "recall") if not pd.isna(trial[name])
    ]
    return f" It {' and '.join(parts)}{f' ({listed(rates)})' if rates else ''}."


def rate_text(rate: float | NAType) -> str:
    """Return precision or recall in two digits; empty if it is not defined.

    Examples
    --------
    >>> rate_text(0.8936), rate_text(1.0), rate_text(float("nan"))
    ('0.89', '1', '')
    """
    return "" if pd.isna(rate) else f"{rate:.2g}"


def trials_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what thresholds flag as a table of texts, without the columns that are not known.

    Parameters
    ----------
    frame : DataFrame
        That of `try_thresholds`.

    Examples
    --------
    >>> from edgeanomaly_nb.scores.trials import try_thresholds
    >>> trials_table(try_thresholds(pd.DataFrame({"score": [1.0, 2]}), [1.5]).frame)
      Threshold                Meaning Flagged Share
    0       1.5                  given  1 of 2  50 %
    1         2  at most 1 % of windows  0 of 2   0 %
    """
    rows = [row for _, row in frame.iterrows()]
    columns: dict[str, list[str]] = {
        "Threshold": [exact_text(float(threshold)) for threshold in frame.index],
        "Meaning": [str(meaning) for meaning in frame["meaning"]],
        "Flagged": [_of(row["n_flagged"], row["n_windows"]) for row in rows],
        "Share": [percent(row["share"]) for row in rows],
        "95 % interval": [interval_text(row["share_low"], row["share_high"]) for row in rows],
        "Samples": [
            "" if pd.isna(row["n_samples"]) else _of(row["n_samples_flagged"], row["n_samples"])
            for row in rows
        ],
    }
    if "tp" in frame:
        columns["Missed"] = [_of(row["fn"], row["tp"] + row["fn"]) for row in rows]
        columns["False alarms"] = [_of(row["fp"], row["fp"] + row["tn"]) for row in rows]
        columns["Precision"] = [rate_text(row["precision"]) for row in rows]
        columns["Recall"] = [rate_text(row["recall"]) for row in rows]
    return pd.DataFrame({name: texts for name, texts in columns.items() if any(texts)}, dtype=object)


def _of(count: int, total: int) -> str:
    return f"{int(count):,} of {int(total):,}" if total else ""


def rule_text(rule: str, in_a_row: int = 1) -> str:
    """Return when a window is flagged.

    Examples
    --------
    >>> rule_text(">")
    'A window is flagged if its score is above the threshold (>).'
    >>> rule_text(">=", 3)
    'A window is flagged if its score, and those of the 2 windows before it in its sample, are at least ...'
    """
    comparison = f"above the threshold ({rule})" if rule == ">" else f"at least the threshold ({rule})"
    if in_a_row == 1:
        return f"A window is flagged if its score is {comparison}."
    before = "that of the window" if in_a_row == 2 else f"those of the {in_a_row - 1:,} windows"
    return f"A window is flagged if its score, and {before} before it in its sample, are {comparison}."


def exactness_text(kind: Kind) -> str:
    """Return how close scores of a model are to those of the device.

    Examples
    --------
    >>> from edgeanomaly_nb.block.kinds import K_MEANS
    >>> exactness_text(K_MEANS)
    'K-means scores are computed as the C++ inferencing SDK does, and equal those of the device to the ...'
    """
    if kind == GMM:
        return (
            "GMM scores are an estimate. They differ from those of the device by at most "
            f"{ERROR_BELOW_10:.5f} where the score is below 10, and by at most "
            f"{ERROR_ABOVE:.5f} · (1 + score) anywhere."
        )
    return (
        "K-means scores are computed as the C++ inferencing SDK does, and equal those of the device to the "
        "last bit."
    )
