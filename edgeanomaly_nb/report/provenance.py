"""Where and when a block was read, as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from ..block.config import AnomalyConfig
from ..block.source import Source, host_text
from ..studio.samples import sample_name
from ..text import occurrences, one_line, utc_text
from ..version import __version__


def places(configs: Sequence[AnomalyConfig]) -> list[str]:
    """Return the place of each block; equal places are distinguished by a suffix.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> places([ea.load_sample("motion"), ea.load_sample("motion")])
    ['sample motion, project 481207, block 4, before', 'sample motion, project 481207, block 4, after']
    """
    texts = [_place(config.source) for config in configs]
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
    facts = {
        "host": one_line(host_text(source), 80),
        "project": source.project_id,
        "impulse": source.impulse_id,
        "block": source.learn_id,
        "fetched": source.fetched_at and utc_text(source.fetched_at),
        "fetched by": one_line(source.fetched_by or "", 60),
        "file": _file_name(source),
    }
    known = [(name, str(value)) for name, value in facts.items() if value not in (None, "")]
    return [*(known or [("from", "made from JSON")]), ("SHA-256 of the response", config.sha256)]


def created_text(made_at: datetime | None) -> str:
    """Return when and by what a report was created; without a time where none is given.

    Examples
    --------
    >>> created_text(None)
    'Created by edgeanomaly_nb ...
    """
    when = f"{utc_text(made_at)} " if made_at else ""
    return f"Created {when}by edgeanomaly_nb {__version__}"


def _place(source: Source) -> str:
    sample = sample_name(source)
    named = (
        sample and f"sample {sample}",
        source.project_id is not None and f"project {source.project_id}",
        source.learn_id is not None and f"block {source.learn_id}",
    )
    return ", ".join(part for part in named if part) or _file_name(source) or "made from JSON"


def _file_name(source: Source) -> str:
    # Without its folders, which may be private.
    return one_line(Path(source.path).name, 80) if source.path else ""
