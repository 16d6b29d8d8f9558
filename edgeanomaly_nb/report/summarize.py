"""The contents of a report as plain text: no markup, no pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import pandas as pd

from ..block.config import AnomalyConfig
from ..block.given_config import config_given
from ..block.kinds import FLAGGED, Kind
from ..checks.findings import FindingSettings
from ..comparison.changes import compare, describe_changes, for_readers
from ..facts import config_title
from ..scores.model import AnomalyModel
from ..scores.windows import Windows
from ..text import counted, in_utc
from .block import Block, block_of
from .provenance import created_text, places
from .table import Table

#: With more blocks, a report begins with the worst, and blocks are folded where that is possible.
MOST_OPEN = 3


@dataclass(frozen=True)
class Comparison:
    """What changed from one block to another."""

    before: Block
    after: Block
    changes: pd.DataFrame = field(repr=False)
    text: str

    @property
    def matching(self) -> str:
        """How the parts of the two blocks are matched."""
        if self.before.has_axes or self.after.has_axes:
            return "Axes are compared by label, thresholds by key."
        return "Thresholds are compared by key."

    @cached_property
    def table(self) -> pd.DataFrame:
        """The changes for readers, with the headings of a report."""
        names = {"part": "Part", "subject": "Subject", "what": "What", "in_words": "Change"}
        return for_readers(self.changes)[list(names)].rename(columns=names)


@dataclass(frozen=True)
class Summary:
    """The contents of a report."""

    title: str
    blocks: list[Block]
    """Worst first if there are more than `MOST_OPEN`, otherwise as they were given."""
    comparison: Comparison | None
    created: str
    """When the report was created and by which version."""
    how_to_read: str
    """What a threshold flags, if the kinds of the blocks are known."""
    created_at: datetime | None = None
    """When the report was created, in UTC; None if that is not known."""

    @property
    def is_long(self) -> bool:
        """True if there are so many blocks that they are sorted, and folded where that is possible."""
        return len(self.blocks) > MOST_OPEN

    @cached_property
    def overview(self) -> Table:
        """One row per block, in the order of `blocks`."""
        rows = [
            [block.title, block.verdict, block.findings_text, block.compared_text, block.selected_text]
            for block in self.blocks
        ]
        title = "Overview, worst first" if self.is_long else "Overview"
        return Table(title, ["Block", "Verdict", "Findings", "Threshold (suggested)", "Axes"], rows)

    def heading(self, block: Block) -> str:
        """Return the heading of a block; the title of a report on one block has its name already."""
        return block.title if len(self.blocks) > 1 else block.place


def summarize(
    configs: AnomalyConfig | Iterable[AnomalyConfig],
    *,
    model: AnomalyModel | None = None,
    windows: Windows | None = None,
    made_at: datetime | None = None,
    findings: FindingSettings | None = None,
) -> Summary:
    """Collect the contents of a report.

    Parameters
    ----------
    configs : AnomalyConfig or iterable of AnomalyConfig
        The blocks, at least one. Two are compared; the first is the one before.
    model : AnomalyModel, optional
        The trained model of the only config.
    windows : Windows, optional
        Windows of the only config; they need a model.
    made_at : datetime, optional
        When the report is created; it is shown in UTC. The clock is not read here.
    findings : dict, optional
        Keyword arguments for `AnomalyConfig.findings`.

    Returns
    -------
    Summary
        Plain text, which is not escaped.

    Raises
    ------
    ValueError
        There is no config, there are several and a model, or the windows do not fit the model.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> summarize([ea.load_sample("motion")]).title
    'Anomaly block “Anomaly detection”'
    """
    given: Iterable[object] = [configs] if isinstance(configs, (AnomalyConfig, str)) else configs
    configs = [config_given(config, "A report") for config in given]
    if not configs:
        raise ValueError("There is nothing to report: give at least one config.")
    _check_evidence(configs, model, windows)
    blocks = [
        block_of(config, place, f"block-{at}", findings or {}, model, windows)
        for at, (config, place) in enumerate(zip(configs, places(configs), strict=True), start=1)
    ]
    title = _title(blocks)
    if len(blocks) > MOST_OPEN:
        blocks.sort(key=lambda block: block.order)
    moment = made_at and in_utc(made_at)
    return Summary(
        title=title,
        blocks=blocks,
        comparison=_comparison(*blocks) if len(blocks) == 2 else None,
        created=created_text(moment),
        how_to_read=_how_to_read([config.kind for config in configs]),
        created_at=moment,
    )


def _check_evidence(
    configs: Sequence[AnomalyConfig], model: AnomalyModel | None, windows: Windows | None
) -> None:
    if windows is not None and model is None:
        raise ValueError("windows need the trained model that scores them: pass model, too.")
    if model is not None and len(configs) > 1:
        raise ValueError(
            f"model and windows are of one block, but there are {len(configs):,} configs: write one report "
            "per block."
        )


def _how_to_read(kinds: Sequence[Kind]) -> str:
    texts = {kind.flagged for kind in kinds}
    return texts.pop() if len(texts) == 1 else f"{FLAGGED} For blocks of an unknown kind, this is not known."


def _title(blocks: Sequence[Block]) -> str:
    title = config_title(blocks[-1].config)
    if len(blocks) == 1:
        return title
    sources = [block.config.source for block in blocks]
    if len(blocks) == 2:
        ids = {(source.host, source.project_id, source.learn_id) for source in sources}
        is_one = len(ids) == 1 and sources[0].learn_id is not None
        return f"{title}, before and after" if is_one else "Two anomaly blocks compared"
    projects = {(source.host, source.project_id) for source in sources}
    is_known = all(source.project_id is not None for source in sources)
    of_projects = f" of {len(projects):,} projects" if is_known and len(projects) > 1 else ""
    return counted(len(blocks), "anomaly block") + of_projects


def _comparison(before: Block, after: Block) -> Comparison:
    changes = compare(before.config, after.config)
    return Comparison(before, after, changes, describe_changes(changes))
