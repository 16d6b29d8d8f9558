"""One block of a report: its facts, findings, thresholds and axes, as plain text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from ..block.config import AnomalyConfig
from ..block.frames import disagrees
from ..block.kinds import Kind
from ..block.thresholds import (
    ThresholdRow,
    score_threshold_position,
    suggestion,
    threshold_name,
    threshold_rows,
)
from ..block.thresholds_text import comparison_text, setting_text, threshold_text, value_text
from ..checks.findings import FindingSettings
from ..checks.severities import count_text
from ..facts import axes_text, block_facts, training_facts
from ..scores.model import AnomalyModel
from ..scores.windows import Windows
from ..text import one_line
from .findings import Finding, order_of, verdict_of, verdict_text
from .provenance import provenance
from .scores import Scores, flags_of, scores_of

#: With more axes than this, a report has a separate table of the axes that are selected or favourite.
TALL_TABLE = 50
_MOST_INDICES = 200
_MOST_CHOSEN = 200


@dataclass(frozen=True)
class Threshold:
    """One threshold; `suggested` is empty without a suggestion, and `text` has both."""

    title: str
    key: str
    value: str
    suggested: str
    text: str
    help: str
    difference: str
    """How it compares with its suggestion, without the two numbers."""
    flags: str = ""
    """What it flags of the windows, if there are some; only for the threshold of the score."""
    suggested_flags: str = ""
    """What its suggestion flags."""

    @property
    def short(self) -> str:
        """The value, and the suggestion in brackets if there is one."""
        return f"{self.value} ({self.suggested})" if self.suggested else self.value


@dataclass(frozen=True)
class Block:
    """The contents of a report on one block."""

    config: AnomalyConfig = field(repr=False)
    place: str
    """Where the block is: its project and its number, or its file."""
    anchor: str
    name: str
    facts: list[tuple[str, str]]
    provenance: list[tuple[str, str]]
    findings: list[Finding]
    thresholds: list[Threshold]
    flagged: Scores | None = None
    """The trained model, and what thresholds flag of some windows; None if no model was given."""

    @cached_property
    def axes(self) -> pd.DataFrame:
        """The axes frame, without rows if this kind of block has no axes."""
        axes = self.config.axes
        return axes if self.config.kind.has_axes else axes.head(0)

    @cached_property
    def chosen_axes(self) -> pd.DataFrame:
        """The axes for a separate table: none where it would repeat most of the table of all axes."""
        axes = self.axes
        chosen = axes[axes["selected"] | axes["favourite"] | axes["configured"]]
        is_short = len(chosen) <= min(_MOST_CHOSEN, len(axes) / 2)
        return chosen if len(axes) > TALL_TABLE and is_short else chosen.head(0)

    @property
    def title(self) -> str:
        """Its name and its place, which no other block of the report has."""
        return f"{self.name}, {self.place}"

    @property
    def has_axes(self) -> bool:
        """False if this kind of block has no axes."""
        return self.config.kind.has_axes

    @property
    def kind(self) -> str:
        """The kind of the block."""
        return one_line(self.config.kind.short_name, 40)

    @property
    def scores(self) -> str:
        """What the scores mean; empty if the block has no thresholds."""
        return self.config.kind.scores if self.thresholds else ""

    @property
    def selection(self) -> str:
        """How many axes are selected, compared with the favourites."""
        return axes_text(self.config)

    @property
    def fetched(self) -> str:
        """When the block was fetched; empty if that is not known."""
        return dict(self.provenance).get("fetched", "")

    @property
    def verdict(self) -> str:
        """The verdict in a few words."""
        return verdict_of(self.findings)

    @property
    def verdict_text(self) -> str:
        """The verdict as a sentence: what is wrong, or that nothing stands out."""
        return verdict_text(self.findings)

    @property
    def worst(self) -> str:
        """The severity of the most severe finding; ``"fine"`` without findings."""
        return self.findings[0].severity if self.findings else "fine"

    @property
    def order(self) -> tuple[int, ...]:
        """A key that sorts blocks, worst first."""
        return order_of(self.findings)

    @property
    def findings_text(self) -> str:
        """The number of findings of each severity."""
        return count_text([finding.severity for finding in self.findings])

    @property
    def selected_text(self) -> str:
        """The number of selected axes."""
        if not self.config.kind.has_axes:
            return "no axes"
        return f"{int(self.axes['selected'].sum()):,} of {len(self.axes):,}"

    @property
    def thresholds_text(self) -> str:
        """The values of the thresholds."""
        return ", ".join(threshold.value for threshold in self.thresholds) or "none"

    @property
    def compared_text(self) -> str:
        """The first threshold against its suggestion, and the number of the others."""
        more = len(self.thresholds) - 1
        return self.thresholds[0].short + f" and {more:,} more" * (more > 0) if self.thresholds else "none"


def block_of(
    config: AnomalyConfig,
    place: str,
    anchor: str,
    settings: FindingSettings,
    model: AnomalyModel | None = None,
    windows: Windows | None = None,
) -> Block:
    """Collect the contents of a report on one block.

    Raises
    ------
    ValueError
        The windows do not fit the model.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> block = block_of(ea.load_sample("motion"), "sample motion", "block-1", {})
    >>> block.selected_text, block.thresholds_text, block.findings_text
    ('6 of 33', '0.3', '1 info')
    """
    flagged = None if model is None else scores_of(config, model, windows)
    if model is not None:
        settings = {**settings, "model": model, "windows": windows}
    findings = config.findings(**settings).itertuples(index=False)
    return Block(
        config=config,
        place=place,
        anchor=anchor,
        name=one_line(config.name) or "without a name",
        facts=_facts(config),
        provenance=provenance(config),
        findings=[
            Finding(severity, code, one_line(subject, 200), one_line(message, 1000))
            for severity, code, subject, message in findings
        ],
        thresholds=_thresholds(config, flagged),
        flagged=flagged,
    )


def shown_flags(axes: pd.DataFrame) -> list[str]:
    """Return the flags that a table of axes shows: ``configured`` only where it differs from ``selected``.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> shown_flags(ea.load_sample("motion").axes)
    ['selected', 'favourite']
    """
    return ["selected", "favourite"] + ["configured"] * bool(disagrees(axes).any())


def flag_texts(flags: pd.Series) -> list[str]:
    """Return ``"yes"`` for each flag that is set, otherwise empty text.

    Examples
    --------
    >>> import pandas as pd
    >>> flag_texts(pd.Series([True, False]))
    ['yes', '']
    """
    return ["yes" if flag else "" for flag in flags.tolist()]


def _facts(config: AnomalyConfig) -> list[tuple[str, str]]:
    facts = [*block_facts(config), *training_facts(config)]
    if not config.kind.has_axes:
        return [*facts, ("axes", "none: this kind of block has no axes")]
    axes = config.axes
    selected = axes.index[axes["selected"]].tolist()
    if selected:
        shown = ", ".join(map(str, selected[:_MOST_INDICES]))
        more = ", …" * (len(selected) > _MOST_INDICES)
        facts.append(("selected indices", f"[{shown}{more}]"))
    return facts


def _thresholds(config: AnomalyConfig, flagged: Scores | None) -> list[Threshold]:
    found = [_threshold(row, config.kind) for row in threshold_rows(config.thresholds)]
    at = score_threshold_position(config.thresholds)
    if at is not None and flagged and flagged.trials:
        saved, suggested = flags_of(flagged.trials)
        found[at] = replace(found[at], flags=saved, suggested_flags=suggested)
    return found


def _threshold(row: ThresholdRow, kind: Kind) -> Threshold:
    suggested = suggestion(row)
    return Threshold(
        title=threshold_name(row),
        key=one_line(row.Index, 80),
        value=one_line(setting_text(row), 80),
        suggested="" if suggested is None else value_text(suggested),
        text=one_line(threshold_text(row, kind), 240),
        help=one_line(row.help_text, 400),
        difference=one_line(comparison_text(row, kind), 240),
    )
