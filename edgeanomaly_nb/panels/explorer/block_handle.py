"""BlockHandle: the block that a tab shows, and how to load more of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...block.config import AnomalyConfig
    from ...block.kinds import Kind
    from ...studio.client import StudioClient
    from .background import Job

    T = TypeVar("T")
    R = TypeVar("R")


class Fetch(Protocol):
    """Load something with the client of a block in the background, and deliver the outcome."""

    def __call__(
        self, work: Callable[[StudioClient], T], deliver: Callable[[T | Exception], R], /
    ) -> Job[T, R]:
        """Call ``work(client)`` in the background, then `deliver`; return the job."""
        ...


@dataclass(frozen=True)
class BlockHandle:
    """The block that a tab shows, and how to load more of it.

    Parameters
    ----------
    config : AnomalyConfig
        The block.
    fetch : callable, optional
        ``fetch(work, deliver)`` calls ``work(client)`` in the background, then ``deliver`` with what it
        returned or with the exception that it raised. The client is the one that loaded the block. None for a
        block that no service is known for.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> block = BlockHandle(ea.load_sample("motion"))
    >>> block.kind.name, block.project_id, block.learn_id
    ('K-means', 481207, 4)
    """

    config: AnomalyConfig
    fetch: Fetch | None = None

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
