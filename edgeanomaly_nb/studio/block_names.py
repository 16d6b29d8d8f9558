"""Which learn blocks are anomaly blocks, and blocks as text."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from ..block.kinds import kind_of
from ..text import listed
from .data_schema import Impulse
from .secrets import Secret, scrub

_MOST_LISTED = 10


def is_anomaly(block_type: str) -> bool:
    """Return True if blocks of a type are anomaly blocks, whose config can be read.

    Examples
    --------
    >>> [is_anomaly(it) for it in ("anomaly", "anomaly-gmm", "keras-visual-anomaly", "keras")]
    [True, True, True, False]
    """
    return kind_of(block_type).is_known


def anomaly_only(impulse: Impulse) -> Impulse:
    """Return an impulse without its other learn blocks.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.data_schema import Impulse, LearnBlock
    >>> anomaly_only(Impulse([LearnBlock(3, "keras", "Classifier")])).learn_blocks
    []
    """
    blocks = [block for block in impulse.learn_blocks if is_anomaly(block.type)]
    return structs.replace(impulse, learn_blocks=blocks)


def describe_blocks(blocks: Sequence[tuple[int, str]]) -> str:
    """List blocks, given as id and name.

    Examples
    --------
    >>> describe_blocks([(5, "Motion"), (8, "Fan")])
    '5 ("Motion"), 8 ("Fan")'
    """
    return listed([f'{ident} ("{name}")' for ident, name in blocks], most=_MOST_LISTED, limit=100)


def shown(text: str, hidden: tuple[Secret, ...] = ()) -> str:
    """Return a name or type of the service as a short line without secrets."""
    return scrub(text, hidden, limit=60)
