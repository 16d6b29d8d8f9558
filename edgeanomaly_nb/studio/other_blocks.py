"""Which learn blocks have an anomaly config, and those that this version cannot read, as text."""

from __future__ import annotations

from collections.abc import Sequence

from ..block.kinds import kind_of
from .secrets import Secret, scrub

_MOST_LISTED = 10


def has_config(block_type: str) -> bool:
    """Return True if blocks of a type have axes, and so a config that this version can read.

    Examples
    --------
    >>> [has_config(it) for it in ("anomaly", "anomaly-gmm", "keras-visual-anomaly", "keras")]
    [True, True, False, False]
    """
    kind = kind_of(block_type)
    return kind.is_known and kind.has_axes


def is_other_anomaly(block_type: str) -> bool:
    """Return True if blocks of a type are anomaly blocks whose config this version cannot read.

    Examples
    --------
    >>> [is_other_anomaly(it) for it in ("keras-visual-anomaly", "keras-anomaly", "anomaly", "keras")]
    [True, True, False, False]
    """
    return not has_config(block_type) and "anomaly" in block_type.lower()


def describe_others(others: Sequence[tuple[int, str, str]]) -> str:
    """List visual and custom anomaly blocks, given as id, type and name.

    Examples
    --------
    >>> describe_others([(9, "keras-visual-anomaly", "Surface"), (12, "keras-anomaly", "Autoencoder")])
    '9 ("Surface", visual), 12 ("Autoencoder", custom)'
    """
    named = [(ident, shown(name), shown(kind_of(kind).short_name)) for ident, kind, name in others]
    return _listed([f'{ident} ("{name}", {kind})' for ident, name, kind in named])


def describe_blocks(blocks: Sequence[tuple[int, str]]) -> str:
    """List blocks, given as id and name.

    Examples
    --------
    >>> describe_blocks([(5, "Motion"), (8, "Fan")])
    '5 ("Motion"), 8 ("Fan")'
    """
    return _listed([f'{ident} ("{name}")' for ident, name in blocks])


def _listed(blocks: Sequence[str]) -> str:
    return ", ".join(blocks[:_MOST_LISTED]) + (" and more" if len(blocks) > _MOST_LISTED else "")


def describe_no_block(project_id: int, others: Sequence[tuple[int, str, str]] = ()) -> str:
    """Describe a project without an anomaly block that this version can read, without a full stop.

    Parameters
    ----------
    project_id : int
        The project.
    others : sequence of (int, str, str)
        Its visual and custom anomaly blocks: id, type and name.

    Examples
    --------
    >>> describe_no_block(1)
    'Project 1 has no anomaly block'
    >>> describe_no_block(1, [(9, "keras-visual-anomaly", "Surface")])
    'Project 1 has no K-means or GMM block; this version cannot read its other anomaly blocks yet: 9 ...'
    """
    if not others:
        return f"Project {project_id} has no anomaly block"
    begin = f"Project {project_id} has no K-means or GMM block"
    return f"{begin}; this version cannot read its other anomaly blocks yet: {describe_others(others)}"


def shown(text: str, hidden: tuple[Secret, ...] = ()) -> str:
    """Return a name or type of the service as a short line without secrets."""
    return scrub(text, hidden, limit=60)
