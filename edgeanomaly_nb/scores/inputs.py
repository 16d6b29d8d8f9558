"""The processing blocks that a learn block reads, among those of its impulse."""

from __future__ import annotations

from typing import NamedTuple


class InputBlocks(NamedTuple):
    """The processing blocks of an impulse and of one learn block, by their ids and in their order.

    ``n_features`` are the numbers of features of those that the learn block reads; empty if they are not
    known.

    Examples
    --------
    >>> InputBlocks(impulse=(11, 12), block=(12,), n_features=(33,)).first_features
    (0,)
    """

    impulse: tuple[int, ...]
    block: tuple[int, ...]
    n_features: tuple[int, ...] = ()

    @property
    def first_features(self) -> tuple[int, ...]:
        """The index of the first feature of each block that the learn block reads."""
        return tuple(sum(self.n_features[:at]) for at in range(len(self.n_features)))
