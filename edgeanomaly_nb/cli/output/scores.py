"""What thresholds flag: as facts, a table and sentences, and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...tables import records
from ...text import one_line
from .json import source_record
from .streams import put
from .table import print_frame, print_table
from .terminal import print_heading, print_pairs, print_text

if TYPE_CHECKING:
    import pandas as pd

    from ..results import Scored

HIDEABLE = ("Recall", "Precision", "Samples", "95 % interval", "Share")


def print_scores(scored: Scored) -> None:
    """Print the facts, what each threshold flags, the labels, and sentences about the named thresholds.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.cli.evidence import Evidence
    >>> from edgeanomaly_nb.cli.scoring import score
    >>> windows = ea.load_sample_windows("motion", "testing")
    >>> print_scores(score(Evidence(None, ea.load_sample_model("motion"), windows), [], 0.01, ">", 1))
    Scores of a K-means block
    ...
    """
    from ...scores.model_text import model_facts
    from ...scores.trials_text import exactness_text, rule_text, trials_table, trials_texts
    from ...scores.windows_text import windows_facts

    model, windows, config = scored.model, scored.windows, scored.config
    name = f"“{one_line(config.name)}”" if config else f"a {model.kind.name} block"
    print_heading(f"Scores of {name}")
    facts = dict(model_facts(model))
    shown = ("from", "type", "trained at", "trained on")
    print_pairs([*((key, facts[key]) for key in shown), *windows_facts(windows)])
    table = trials_table(scored.trials.frame)
    print_table(table.values.tolist(), list(table.columns), "Thresholds", hideable=HIDEABLE)
    labels = _labels(scored)
    if len(labels):
        print_frame(labels, "Labels", hideable=("median", "highest", "n_flagged_suggested"))
    put()
    notes = [rule_text(scored.rule, scored.in_a_row), exactness_text(model.kind)]
    for text in [*trials_texts(scored.trials, scored.at_most), *notes]:
        print_text(text)


def scores_record(scored: Scored) -> dict[str, object]:
    """Return what thresholds flag as data, with fixed names.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.cli.evidence import Evidence
    >>> from edgeanomaly_nb.cli.scoring import score
    >>> windows = ea.load_sample_windows("motion", "testing")
    >>> scored = score(Evidence(None, ea.load_sample_model("motion"), windows), [], 0.01, ">", 1)
    >>> scores_record(scored)["windows"]["n_windows"]
    442
    """
    model, windows, config = scored.model, scored.windows, scored.config
    choice, labels = scored.trials.choice, _labels(scored)
    return {
        "name": None if config is None else config.name,
        "source": source_record(model.source),
        "kind": model.kind.name,
        "model": {"sha256": model.sha256, "created": model.created.isoformat(), "axes": list(model.axes)},
        "windows": {
            "n_windows": len(windows),
            "n_features": windows.features.shape[1],
            "category": windows.category or None,
            "source": windows.source,
        },
        "rule": scored.rule,
        "in_a_row": scored.in_a_row,
        "thresholds": records(scored.trials.frame),
        "choice": {
            "at_most": scored.at_most,
            "threshold": None if choice is None else choice.threshold,
            "text": scored.trials.why_not if choice is None else choice.text,
        },
        "labels": records(labels),
    }


def _labels(scored: Scored) -> pd.DataFrame:
    from ...scores.by_label import scores_by_label
    from ...scores.scores_frame import known_thresholds

    thresholds = {_FLAGGED[name]: number for name, number in known_thresholds(scored.frame.attrs).items()}
    return scores_by_label(scored.frame, thresholds, rule=scored.rule, in_a_row=scored.in_a_row)


_FLAGGED = {"threshold": "n_flagged_saved", "suggestion": "n_flagged_suggested"}
