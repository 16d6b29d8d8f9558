"""What thresholds would flag of some windows, for a report: facts, sentences and tables, as plain text."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from ..block.config import AnomalyConfig
from ..scores.by_label import scores_by_label
from ..scores.count_text import percent
from ..scores.model import AnomalyModel
from ..scores.model_text import model_facts
from ..scores.scores_frame import known_thresholds
from ..scores.trials import SAVED, SUGGESTED, Trials, try_thresholds, with_thresholds
from ..scores.trials_text import exactness_text, rule_text, trials_table, trials_texts
from ..scores.windows import Windows
from ..scores.windows_text import windows_facts
from ..text import counted, number_text, one_line, utc_text
from .table import Table

_MOST_LABELS = 20


@dataclass(frozen=True)
class Scores:
    """The section of a report about the trained model, and about the scores of windows if there are any."""

    facts: list[tuple[str, str]]
    texts: list[str]
    """What the thresholds flag, one sentence or more each."""
    notes: list[str]
    """How windows are flagged, and how exact the scores are."""
    tables: list[Table]
    frame: pd.DataFrame | None = field(repr=False)
    """The scores of the windows."""
    trials: Trials | None = field(repr=False)

    @property
    def title(self) -> str:
        """The heading of the section."""
        return "Trained model" if self.frame is None else "Scores"

    @property
    def facts_title(self) -> str:
        """The heading of the facts."""
        return "Trained model" if self.frame is None else "Model and windows"


def scores_of(config: AnomalyConfig, model: AnomalyModel, windows: Windows | None) -> Scores:
    """Collect the contents of the section.

    Raises
    ------
    ValueError
        The windows do not fit the model.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> model, windows = ea.load_sample_model("motion"), ea.load_sample_windows("motion", "testing")
    >>> scores_of(ea.load_sample("motion"), model, windows).texts[0]
    'The saved threshold 0.3 flags 47 of 442 windows (11 %; 95 % interval 3.7 to 27 %), in 5 of 26 ...'
    """
    facts = _model_facts(model)
    if windows is None:
        return Scores(facts, [], [], [], None, None)
    frame = with_thresholds(model.score(windows), config)
    trials = try_thresholds(frame)
    return Scores(
        facts=[*facts, *windows_facts(windows)],
        texts=trials_texts(trials),
        notes=[rule_text(">"), exactness_text(model.kind)],
        tables=[_thresholds_table(trials), *_labels_tables(frame)],
        frame=frame,
        trials=trials,
    )


def flags_of(trials: Trials) -> tuple[str, str]:
    """Return what the saved and the suggested threshold flag, each empty if there is none.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> scores = ea.load_sample_model("motion").score(ea.load_sample_windows("motion", "testing"))
    >>> flags_of(try_thresholds(scores))
    ('flags 47 of 442 windows (11 %)', 'flags 41 of 442 windows (9.3 %)')
    """
    texts = {SAVED: "", SUGGESTED: ""}
    for _, row in trials.frame.iterrows():
        many = counted(int(row["n_windows"]), "window")
        text = f"flags {int(row['n_flagged']):,} of {many} ({percent(row['share'])})"
        texts |= dict.fromkeys(set(str(row["meaning"]).split(", ")) & texts.keys(), text)
    return texts[SAVED], texts[SUGGESTED]


def _model_facts(model: AnomalyModel) -> list[tuple[str, str]]:
    return [
        ("trained at", utc_text(model.created)),
        ("trained on", dict(model_facts(model))["trained on"]),
        (model.kind.clusters, f"{len(model.clusters):,}"),
        ("SHA-256 of the model", model.sha256),
    ]


def _thresholds_table(trials: Trials) -> Table:
    table = trials_table(trials.frame)
    return Table("Thresholds", list(table.columns), table.values.tolist())


def _labels_tables(frame: pd.DataFrame) -> list[Table]:
    names = {"threshold": SAVED, "suggestion": SUGGESTED}
    thresholds = {names[key]: number for key, number in known_thresholds(frame.attrs).items()}
    labels = scores_by_label(frame, thresholds)
    rows = [
        [
            one_line(str(label), 80),
            f"{int(row['n_windows']):,}",
            number_text(row["median"]),
            number_text(row["highest"]),
            *(f"{int(row[name]):,}" for name in thresholds),
        ]
        for label, row in labels.head(_MOST_LABELS).iterrows()
    ]
    more = len(labels) - len(rows)
    title = (
        f"Labels (the {_MOST_LABELS} with most windows; {more:,} others are omitted)" if more else "Labels"
    )
    flagged = [f"Flagged, {name}" for name in thresholds]
    return (
        [Table(title, ["Label", "Windows", "Median score", "Highest score", *flagged], rows)] if rows else []
    )
