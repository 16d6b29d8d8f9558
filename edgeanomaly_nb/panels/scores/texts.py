"""What the panel shows as text: shares, one window, what the threshold flags."""

from __future__ import annotations

import pandas as pd

from ...block.kinds import Kind
from ...scores.what_if import what_if
from ...text import counted, number_text, one_line
from .colours import is_flagged


def share_text(share: float) -> str:
    """Return a share as a percentage.

    Examples
    --------
    >>> share_text(0.1312), share_text(0.0179), share_text(0.00001), share_text(0.9999), share_text(-0.07)
    ('13 %', '1.8 %', 'under 0.1 %', 'over 99.9 %', '-7 %')
    """
    percent = 100 * float(share)
    if 0 < percent < 0.1:
        return "under 0.1 %"
    if 99.9 < percent < 100:
        return "over 99.9 %"
    return f"{number_text(round(percent, 1 if abs(percent) < 10 or 90 < percent < 100 else 0))} %"


def flagged_texts(scores: pd.DataFrame) -> list[str]:
    """Return what the threshold flags, and what the suggestion would flag: one sentence for each.

    Parameters
    ----------
    scores : DataFrame
        As `AnomalyModel.score` returns it.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> model, windows = ea.load_sample_model("motion"), ea.load_sample_windows("motion", "training")
    >>> flagged_texts(model.score(windows))[0]
    'The threshold 0.3 flags 0 of 612 windows (0 %; ...), in 0 of 36 samples.'
    """
    named = {"threshold": "The threshold {} flags", "suggestion": "The suggestion {} would flag"}
    known = {text: scores.attrs.get(name) for name, text in named.items()}
    known = {text: number for text, number in known.items() if number is not None}
    if not known:
        return []
    counts = what_if(scores, list(known.values()))
    return [
        f"{text.format(number_text(number))} {_counts_text(row)}"
        for (text, number), (_, row) in zip(known.items(), counts.iterrows(), strict=True)
    ]


def _counts_text(row: pd.Series) -> str:
    low_high = "" if pd.isna(row.share_low) else f"; {_range_text(row.share_low, row.share_high)}"
    text = f"{int(row.n_flagged):,} of {counted(int(row.n_windows), 'window')} ({share_text(row.share)}{low_high})"
    if not pd.isna(row.n_samples):
        text += f", in {int(row.n_samples_flagged):,} of {counted(int(row.n_samples), 'sample')}"
    if row.n_nan:
        text += f"; {int(row.n_nan):,} without a score count as flagged"
    return f"{text}."


def _range_text(low: float, high: float) -> str:
    texts = [share_text(share).removesuffix(" %") for share in (low, high)]
    return f"probably {texts[0]} to {texts[1]} %"


def score_text(score: float, threshold: float | None) -> str:
    """Return a score, and if it is flagged.

    Examples
    --------
    >>> import numpy as np
    >>> score_text(np.float32(8.6385), 0.3), score_text(np.float32("nan"), None)
    ('score 8.6385, flagged: above the threshold 0.3', 'no score')
    """
    if pd.isna(score):
        return "no score" + (", so it counts as flagged" if threshold is not None else "")
    text = f"score {number_text(score)}"
    if threshold is None:
        return text
    if is_flagged(pd.Series([score]).to_numpy(), threshold)[0]:
        return f"{text}, flagged: above the threshold {number_text(threshold)}"
    return f"{text}, not flagged: not above the threshold {number_text(threshold)}"


def origin_texts(row: pd.Series, kind: Kind) -> list[str]:
    """Return where a window comes from, and its cluster: one text for each that is known.

    Examples
    --------
    >>> from edgeanomaly_nb.block.kinds import K_MEANS
    >>> origin_texts(pd.Series({"nearest": 2, "sample_id": 7, "label": "idle"}), K_MEANS)
    ['nearest cluster 2', 'sample 7', 'label “idle”']
    """
    noun = "component" if kind.type == "anomaly-gmm" else "cluster"
    names = {"nearest": f"nearest {noun} {{}}", "sample_name": "sample “{}”", "sample_id": "sample {}"}
    names |= {"start_ms": "from {} ms", "end_ms": "to {} ms", "label": "label “{}”", "outcome": "{}"}
    known = {name: row[name] for name in names if name in row.index and not pd.isna(row[name])}
    if "sample_name" in known:
        known.pop("sample_id", None)
    return [names[name].format(_value_text(name, value)) for name, value in known.items()]


def _value_text(name: str, value: object) -> str:
    if isinstance(value, str):
        return one_line(value, 60)
    return f"{value:,}" if name in ("start_ms", "end_ms") else str(value)
