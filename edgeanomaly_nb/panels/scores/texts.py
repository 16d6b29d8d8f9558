"""What the panel shows as text: shares, one window, what the threshold flags."""

from __future__ import annotations

import pandas as pd

from ...block.kinds import Kind
from ...scores.count_text import missing_text, percent
from ...scores.scores_frame import known_thresholds
from ...scores.what_if import what_if
from ...text import number_text, one_line
from ..thresholds.what_if_text import flagged_text
from .colours import is_flagged


def share_text(share: float) -> str:
    """Return a share as a percentage.

    Examples
    --------
    >>> share_text(0.1312), share_text(0.0179), share_text(1e-12), share_text(-0.07)
    ('13 %', '1.8 %', '0 %', '-7 %')
    """
    return percent(round(float(share), 4) + 0.0)


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
    'The threshold 0.3 flags 0 of 612 windows (0 %, 0 to ... %), in 0 of 36 samples.'
    """
    named = {"threshold": "The threshold {} flags", "suggestion": "The suggestion {} would flag"}
    known = {named[name]: number for name, number in known_thresholds(scores.attrs).items()}
    if not known:
        return []
    counts = what_if(scores, list(known.values()))
    return [
        f"{text.format(number_text(number))} {_counts_text(row)}"
        for (text, number), (_, row) in zip(known.items(), counts.iterrows(), strict=True)
    ]


def _counts_text(row: pd.Series) -> str:
    return f"{'; '.join(filter(None, [flagged_text(row), missing_text(row)]))}."


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
    flagged = is_flagged(pd.Series([score]).to_numpy(), threshold)[0]
    verdict = "flagged: above" if flagged else "not flagged: not above"
    return f"{text}, {verdict} the threshold {number_text(threshold)}"


def origin_texts(row: pd.Series, kind: Kind) -> list[str]:
    """Return where a window comes from, and its cluster: one text for each that is known.

    Examples
    --------
    >>> from edgeanomaly_nb.block.kinds import K_MEANS
    >>> origin_texts(pd.Series({"nearest": 2, "sample_id": 7, "label": "idle"}), K_MEANS)
    ['nearest cluster 2', 'sample 7', 'label “idle”']
    """
    names = {
        "nearest": f"nearest {kind.cluster} {{}}",
        "sample_name": "sample “{}”",
        "sample_id": "sample {}",
    }
    names |= {"start_ms": "from {} ms", "end_ms": "to {} ms", "label": "label “{}”", "outcome": "{}"}
    known = {name: row[name] for name in names if name in row.index and not pd.isna(row[name])}
    if "sample_name" in known:
        known.pop("sample_id", None)
    return [names[name].format(_value_text(name, value)) for name, value in known.items()]


def _value_text(name: str, value: object) -> str:
    if isinstance(value, str):
        return one_line(value, 60)
    return f"{value:,}" if name in ("start_ms", "end_ms") else str(value)
