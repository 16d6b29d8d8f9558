"""How many windows there are, before they are fetched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .data_schema import DspMetadataBody

#: What the service calls the windows that a block can be trained or tested on.
CATEGORIES = ("training", "testing", "validation")

_BYTES = 4  # of a float32


class WindowsCount(NamedTuple):
    """How many windows a block has, and how many bytes they take as float32."""

    n_windows: int
    n_features: int
    n_bytes: int


def check_category(category: str) -> str:
    """Refuse an unknown category.

    Examples
    --------
    >>> check_category("test")
    Traceback (most recent call last):
        ...
    ValueError: category must be 'training', 'testing' or 'validation', not 'test'.
    """
    if category not in CATEGORIES:
        raise ValueError(f"category must be 'training', 'testing' or 'validation', not {category!r}.")
    return category


def count_of(blocks: Sequence[DspMetadataBody]) -> WindowsCount:
    """Return how many windows there are, by the metadata of each processing block.

    Examples
    --------
    >>> count_of([DspMetadataBody(success=True, window_count=10, feature_count=3)])
    WindowsCount(n_windows=10, n_features=3, n_bytes=120)
    """
    n_windows = min((block.window_count for block in blocks), default=0)
    n_features = sum(block.feature_count for block in blocks)
    return WindowsCount(n_windows, n_features, sum(_size(block) for block in blocks))


def _size(block: DspMetadataBody) -> int:
    return block.window_count * block.feature_count * _BYTES
