"""BlockHandle: the block that a tab shows, and how to load more of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ...block.config import AnomalyConfig
from ...block.kinds import Kind
from ...studio.client import StudioClient
from .background import Background, Job

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class BlockHandle:
    """The block that a tab shows, and how to load more of it.

    Parameters
    ----------
    config : AnomalyConfig
        The block.
    client : StudioClient, optional
        The client that loaded it; None if it was not loaded from a service.
    background : Background, optional
        Where the explorer loads.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> block = BlockHandle(ea.load_sample("motion"))
    >>> block.kind.name, block.project_id, block.learn_id
    ('K-means', 481207, 4)
    """

    config: AnomalyConfig
    client: StudioClient | None = None
    background: Background | None = None

    def fetch(self, work: Callable[[StudioClient], T], deliver: Callable[[T | Exception], R]) -> Job[T, R]:
        """Load more of the block in the background.

        Parameters
        ----------
        work : callable
            Called on a thread with the client.
        deliver : callable
            Called with the outcome: what the work returned, or the exception that it raised.

        Returns
        -------
        Job
            Its ``result()`` is what `deliver` returned.

        Raises
        ------
        ValueError
            The block was not loaded from a service.
        """
        client = self.client
        if client is None or self.background is None:
            raise ValueError("This block was not loaded from a service.")
        return self.background.start(lambda: work(client), deliver)

    @property
    def kind(self) -> Kind:
        """The kind of the block."""
        return self.config.kind

    @property
    def project_id(self) -> int | None:
        """The project of the block."""
        return self.config.source.project_id

    @property
    def learn_id(self) -> int | None:
        """The id of the block."""
        return self.config.source.learn_id

    @property
    def impulse_id(self) -> int | None:
        """The impulse of the block, if the source names one."""
        return self.config.source.impulse_id
