"""Where and when a block was read, as text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from ..block.source import SAMPLE_HOST
from ..studio.samples import sample_name
from ..text import occurrences, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ..block.config import AnomalyConfig
    from ..block.source import Source


def places(sources: Sequence[Source]) -> list[str]:
    """Return the place of each block; equal places are distinguished by a suffix.

    Examples
    --------
    >>> from edgeanomaly_nb import Source
    >>> places([Source(project_id=1, learn_id=7), Source(project_id=1, learn_id=7)])
    ['project 1, block 7, before', 'project 1, block 7, after']
    """
    texts = [_place(source) for source in sources]
    counts = Counter(texts)
    if len(texts) == 2 and counts[texts[0]] == 2:
        return [f"{texts[0]}, {when}" for when in ("before", "after")]
    return [f"{text}, no. {at + 1}" if counts[text] > 1 else text for text, at in occurrences(texts)]


def provenance(config: AnomalyConfig) -> list[tuple[str, str]]:
    """Return what is known of the source of a block, as names and values.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> dict(provenance(ea.load_sample("motion")))["host"]
    'bundled sample'
    """
    source = config.source
    facts = [
        ("host", "bundled sample" if source.host == SAMPLE_HOST else one_line(source.host or "", 80)),
        ("project", _id_text(source.project_id)),
        ("impulse", _id_text(source.impulse_id)),
        ("block", _id_text(source.learn_id)),
        ("fetched", utc_text(source.fetched_at) if source.fetched_at else ""),
        ("fetched by", one_line(source.fetched_by or "", 60)),
        ("file", _file_name(source)),
    ]
    known = [pair for pair in facts if pair[1]] or [("from", "made from JSON")]
    return [*known, ("SHA-256 of the response", config.sha256)]


def in_utc(when: datetime) -> datetime:
    """Return a time in UTC; a time without a zone is in UTC already, as those of the service are.

    Examples
    --------
    >>> from datetime import datetime
    >>> in_utc(datetime(2026, 11, 24, 6, 30)).isoformat()
    '2026-11-24T06:30:00+00:00'
    """
    from datetime import timezone

    return when.replace(tzinfo=timezone.utc) if when.tzinfo is None else when.astimezone(timezone.utc)


def utc_text(when: datetime) -> str:
    """Return a time in UTC as text.

    Examples
    --------
    >>> from datetime import datetime
    >>> utc_text(datetime(2026, 11, 24, 6, 30))
    '2026-11-24 06:30:00 UTC'
    """
    return f"{in_utc(when):%Y-%m-%d %H:%M:%S} UTC"


def _place(source: Source) -> str:
    sample = sample_name(source.project_id, source.learn_id) if source.host == SAMPLE_HOST else None
    named = (
        sample and f"sample {sample}",
        source.project_id is not None and f"project {source.project_id}",
        source.learn_id is not None and f"block {source.learn_id}",
    )
    return ", ".join(part for part in named if part) or _file_name(source) or "made from JSON"


def _file_name(source: Source) -> str:
    # Without its folders, which may be private.
    return one_line(Path(source.path).name, 80) if source.path else ""


def _id_text(number: int | None) -> str:
    return "" if number is None else str(number)
