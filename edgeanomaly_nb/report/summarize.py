"""Configs -> what a report says of them, in plain text: no markup, nothing drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..block.kinds import FLAGGED
from ..block.source import SAMPLE_HOST
from ..block.thresholds import chosen_option, threshold_rows, threshold_text
from ..comparison.changes import compare, describe_changes
from ..facts import count_fact, selection_text, training_facts, type_fact
from ..studio.samples import sample_name
from ..text import number_text, one_line
from ..version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import pandas as pd

    from ..block.config import AnomalyConfig
    from ..block.kinds import Kind
    from ..block.source import Source
    from ..block.thresholds import ThresholdRow
    from ..checks.findings import FindingSettings

#: A longer table of axes stands below one of the axes that are selected or favourite.
TALL_TABLE = 50
_MOST_INDICES = 200
_MOST_CHOSEN = 200
_SEVERITY_NAMES = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "info": ("info", "info"),
}


@dataclass(frozen=True)
class Finding:
    """One finding."""

    severity: str
    code: str
    subject: str
    message: str

    @property
    def severity_name(self) -> str:
        """What readers call the severity."""
        return _SEVERITY_NAMES[self.severity][0]


@dataclass(frozen=True)
class Threshold:
    """One threshold in words; `suggested` is empty when nothing is."""

    title: str
    key: str
    value: str
    suggested: str
    in_words: str
    help: str


@dataclass(frozen=True)
class Block:
    """What a report says of one block."""

    config: AnomalyConfig = field(repr=False)
    anchor: str
    name: str
    where: str
    kind: str
    facts: list[tuple[str, str]]
    provenance: list[tuple[str, str]]
    findings: list[Finding]
    thresholds: list[Threshold]
    axes_in_words: str
    scores_in_words: str

    @cached_property
    def axes(self) -> pd.DataFrame:
        """The axes frame."""
        return self.config.axes

    @cached_property
    def chosen_axes(self) -> pd.DataFrame:
        """The axes that deserve a table of their own: none where that would repeat all or most."""
        axes = self.axes
        chosen = axes[axes["selected"] | axes["favourite"] | axes["configured"]]
        is_short = len(chosen) <= min(_MOST_CHOSEN, len(axes) / 2)
        return chosen if len(axes) > TALL_TABLE and is_short else chosen.head(0)

    @property
    def fetched(self) -> str:
        """When it was fetched, in words; empty when that is not known."""
        return dict(self.provenance).get("fetched", "")

    @property
    def findings_in_words(self) -> str:
        """How many findings of each severity there are."""
        return findings_in_words([finding.severity for finding in self.findings])

    @property
    def selected_in_words(self) -> str:
        """How many axes are selected."""
        return f"{int(self.axes['selected'].sum()):,} of {len(self.axes):,}"

    @property
    def threshold_in_words(self) -> str:
        """The values of the thresholds."""
        return ", ".join(threshold.value for threshold in self.thresholds) or "none"


@dataclass(frozen=True)
class Comparison:
    """What changed from one block to another."""

    before: Block
    after: Block
    changes: pd.DataFrame = field(repr=False)
    in_words: str


@dataclass(frozen=True)
class Summary:
    """All that a report says."""

    title: str
    blocks: list[Block]
    comparison: Comparison | None
    made: str
    """When the report was made and by which version, in words."""
    how_to_read: str
    """What a threshold flags, as far as the kinds of the blocks are known."""
    made_at: datetime | None = None
    """The time when it was made, in UTC; None if it is not known."""


def summarize(
    configs: Sequence[AnomalyConfig],
    *,
    made_at: datetime | None = None,
    findings: FindingSettings | None = None,
) -> Summary:
    """Collect what a report says.

    Parameters
    ----------
    configs : sequence of AnomalyConfig
        The blocks, at least one. Two are compared, the first being the one before.
    made_at : datetime, optional
        When the report is made; it is said in UTC. The clock is not read here.
    findings : dict, optional
        Keyword arguments for `AnomalyConfig.findings`.

    Returns
    -------
    Summary
        Plain text, escaped nowhere.

    Raises
    ------
    ValueError
        There is no config.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> summarize([ea.load_sample("motion")]).title
    'Anomaly block “Anomaly detection”'
    """
    if not configs:
        raise ValueError("There is nothing to report: give at least one config.")
    places = _places([config.source for config in configs])
    blocks = [
        _block(config, where, f"block-{at}", findings or {})
        for at, (config, where) in enumerate(zip(configs, places, strict=True), 1)
    ]
    comparison = _comparison(*blocks) if len(blocks) == 2 else None
    moment = made_at and _in_utc(made_at)
    when = f"{_utc(moment)} " if moment else ""
    made = f"Made {when}by edgeanomaly_nb {__version__}"
    how_to_read = _how_to_read([config.kind for config in configs])
    return Summary(_title(blocks), blocks, comparison, made, how_to_read, moment)


def findings_in_words(severities: Sequence[str]) -> str:
    """Count findings by severity.

    Examples
    --------
    >>> findings_in_words(["error", "info", "info"]), findings_in_words([])
    ('1 error, 2 info', 'none')
    """
    counts = [(severities.count(severity), names) for severity, names in _SEVERITY_NAMES.items()]
    return ", ".join(f"{count} {names[count != 1]}" for count, names in counts if count) or "none"


def _how_to_read(kinds: Sequence[Kind]) -> str:
    said = dict.fromkeys(kind.flagged for kind in sorted(kinds, key=lambda kind: not kind.is_known))
    if len(said) < 2:
        return next(iter(said))
    return f"{FLAGGED} This is not known of blocks whose kind is unknown."


def _title(blocks: Sequence[Block]) -> str:
    if len(blocks) == 1:
        return f"Anomaly block “{blocks[0].name}”"
    sources = [block.config.source for block in blocks]
    if len(blocks) == 2:
        ids = {(source.host, source.project_id, source.learn_id) for source in sources}
        is_one = len(ids) == 1 and sources[0].learn_id is not None
        return (
            f"Anomaly block “{blocks[1].name}”, before and after" if is_one else "Two anomaly blocks compared"
        )
    projects = {(source.host, source.project_id) for source in sources}
    is_known = all(source.project_id is not None for source in sources)
    of_projects = f" of {len(projects)} projects" if is_known and len(projects) > 1 else ""
    return f"{len(blocks)} anomaly blocks{of_projects}"


def _block(config: AnomalyConfig, where: str, anchor: str, settings: FindingSettings) -> Block:
    return Block(
        config=config,
        anchor=anchor,
        name=one_line(config.name) or "without a name",
        where=where,
        kind=one_line(config.kind.short_name, 40),
        facts=_facts(config),
        provenance=_provenance(config),
        findings=[
            Finding(severity, code, one_line(subject, 200), one_line(message, 1000))
            for severity, code, subject, message in config.findings(**settings).itertuples(index=False)
        ],
        thresholds=[_threshold(row, config.kind) for row in threshold_rows(config.thresholds)],
        axes_in_words=selection_text(config.axes),
        scores_in_words=config.kind.scores,
    )


def _places(sources: Sequence[Source]) -> list[str]:
    """Say where each block is, and what tells those apart that are the same one."""
    places = [_where(source) for source in sources]
    counts = Counter(places)
    if len(places) == 2 and counts[places[0]] == 2:
        return [f"{places[0]}, {when}" for when in ("before", "after")]
    nth: Counter[str] = Counter()
    for at, place in enumerate(places):
        if counts[place] > 1:
            nth[place] += 1
            places[at] = f"{place}, no. {nth[place]}"
    return places


def _where(source: Source) -> str:
    sample = sample_name(source.project_id, source.learn_id) if source.host == SAMPLE_HOST else None
    named = (
        sample and f"sample {sample}",
        source.project_id is not None and f"project {source.project_id}",
        source.learn_id is not None and f"block {source.learn_id}",
    )
    return ", ".join(part for part in named if part) or _file_name(source) or "made from JSON"


def _file_name(source: Source) -> str:
    # The folders of whoever makes a report are not the reader's business.
    return one_line(Path(source.path).name, 80) if source.path else ""


def _facts(config: AnomalyConfig) -> list[tuple[str, str]]:
    facts = [
        type_fact(config),
        ("trained", "yes" if config.trained else "no"),
        count_fact(config),
        *training_facts(config),
    ]
    axes = config.axes
    selected = axes.index[axes["selected"]].tolist()
    if selected:
        shown = ", ".join(map(str, selected[:_MOST_INDICES])) + (
            ", …" if len(selected) > _MOST_INDICES else ""
        )
        facts.append(("selected indices", f"[{shown}]"))
    return facts


def _provenance(config: AnomalyConfig) -> list[tuple[str, str]]:
    source = config.source
    host = "bundled sample" if source.host == SAMPLE_HOST else one_line(source.host or "", 80)
    facts = [
        ("host", host),
        ("project", "" if source.project_id is None else str(source.project_id)),
        ("impulse", "" if source.impulse_id is None else str(source.impulse_id)),
        ("block", "" if source.learn_id is None else str(source.learn_id)),
        ("fetched", _utc(source.fetched_at) if source.fetched_at else ""),
        ("fetched by", one_line(source.fetched_by or "", 60)),
        ("file", _file_name(source)),
    ]
    known = [pair for pair in facts if pair[1]] or [("from", "made from JSON")]
    return [*known, ("SHA-256 of the answer", config.sha256)]


def _in_utc(when: datetime) -> datetime:
    from datetime import timezone

    # A time without a zone is taken for UTC, as the service's are.
    return when.replace(tzinfo=timezone.utc) if when.tzinfo is None else when.astimezone(timezone.utc)


def _utc(when: datetime) -> str:
    return f"{_in_utc(when):%Y-%m-%d %H:%M:%S} UTC"


def _threshold(row: ThresholdRow, kind: Kind) -> Threshold:
    suggested = "" if row.suggested_value != row.suggested_value else number_text(row.suggested_value)
    if not suggested and isinstance(row.suggested_text, str):
        suggested = f"“{one_line(row.suggested_text, 60)}”"
    return Threshold(
        title=one_line(row.description, 80) or "Threshold",
        key=one_line(row.Index, 80),
        value=one_line(_value(row), 80),
        suggested=suggested,
        in_words=one_line(threshold_text(row, kind), 240),
        help=one_line(row.help_text, 400),
    )


def _value(row: ThresholdRow) -> str:
    if (option := chosen_option(row)) is not None:
        return str(dict(row.options)[option])
    if isinstance(row.value, str):
        return row.value
    return number_text(row.number)


def _comparison(before: Block, after: Block) -> Comparison:
    changes = compare(before.config, after.config)
    return Comparison(before, after, changes, describe_changes(changes))
