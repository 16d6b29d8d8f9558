"""What a client knows about the blocks of projects, so that it fetches them once per project."""

from __future__ import annotations

import os
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as WaitTimeoutError
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from ..errors import EdgeAnomalyError
from ..scores.inputs import InputBlocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .data_schema import Impulse, LearnBlock

    Fetch = Callable[[], Iterable[Impulse]]
    LookUp = Future[Mapping[int, "KnownBlock"] | None]


class KnownBlock(NamedTuple):
    """The type of a learn block, its impulse and its processing blocks; None where these are not known."""

    type: str | None = None
    impulse_id: int | None = None
    inputs: InputBlocks | None = None


NOTHING_KNOWN = KnownBlock()


def inputs_of(impulse: Impulse, block: LearnBlock) -> InputBlocks | None:
    """Return the processing blocks that a learn block reads; None if the impulse does not list them.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.data_schema import DspBlock, Impulse, LearnBlock
    >>> learn = LearnBlock(7, "anomaly", "Fan", dsp=(12,))
    >>> inputs_of(Impulse([learn], dsp_blocks=[DspBlock(11), DspBlock(12, ["x", "y"], 7)]), learn)
    InputBlocks(impulse=(11, 12), block=(12,), n_features=(14,))
    """
    if not impulse.dsp_blocks or not block.dsp:
        return None
    counts = {dsp.id: dsp.n_features for dsp in impulse.dsp_blocks}
    n_features = tuple(count for ident in block.dsp if (count := counts.get(ident)) is not None)
    is_known = len(n_features) == len(block.dsp)
    return InputBlocks(tuple(counts), tuple(block.dsp), n_features if is_known else ())


class BlockMemory:
    """Remembers type and impulse of the learn blocks of each project.

    Safe to use from many threads: threads that need the same project at the same time share one look-up. A
    pickled memory keeps its contents.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.data_schema import Impulse, LearnBlock
    >>> memory = BlockMemory()
    >>> memory.keep(1, [Impulse([LearnBlock(7, "anomaly-gmm", "Fan")], id=2)])
    >>> memory.known[1][7]
    KnownBlock(type='anomaly-gmm', impulse_id=2, inputs=None)
    """

    def __init__(self) -> None:
        self.known: dict[int, dict[int, KnownBlock]] = {}
        self._look_ups: dict[tuple[int, int], LookUp] = {}

    def keep(self, project: int, impulses: Iterable[Impulse]) -> None:
        """Remember the impulses of a project, and forget its previous ones."""
        blocks: dict[int, KnownBlock] = {}
        for impulse in impulses:
            for block in impulse.learn_blocks:
                blocks.setdefault(block.id, KnownBlock(block.type, impulse.id, inputs_of(impulse, block)))
        self.known[project] = blocks

    def look_up(self, project: int, learn: int, fetch: Fetch, patience_s: float) -> KnownBlock:
        """Return what is known about a block; fetch the impulses of its project if nothing is known.

        Parameters
        ----------
        project, learn : int
            The block.
        fetch : callable
            Returns the impulses of the project. An EdgeAnomalyError leaves the block unknown.
        patience_s : float
            Seconds to wait for another thread that is fetching them.

        Returns
        -------
        KnownBlock
            `NOTHING_KNOWN` if it stays unknown. This is remembered if the impulses do not have the block, and
            not if they could not be fetched.
        """
        if learn in self.known.get(project, {}):
            return self.known[project][learn]
        # setdefault is atomic: one thread gets its own future. After a fork, a lock of the parent could stay
        # locked, and a look-up of the parent never ends in the child: hence the process id.
        mine: LookUp = Future()
        look_up = self._look_ups.setdefault((os.getpid(), project), mine)
        if look_up is mine:
            self._fetch(project, learn, fetch, mine)
        try:
            found = look_up.result(patience_s)
        except (WaitTimeoutError, CancelledError):
            return NOTHING_KNOWN
        return (found or {}).get(learn, NOTHING_KNOWN)

    def _fetch(self, project: int, learn: int, fetch: Fetch, look_up: LookUp) -> None:
        try:
            # Another thread may have finished just before this one started.
            if learn not in self.known.get(project, {}):
                with suppress(EdgeAnomalyError):
                    self.keep(project, fetch())
                    self.known[project].setdefault(learn, NOTHING_KNOWN)
            look_up.set_result(self.known.get(project))
        finally:
            del self._look_ups[os.getpid(), project]
            look_up.cancel()  # has no effect if it is done

    def __getstate__(self) -> dict[str, object]:
        return {"known": {project: dict(blocks) for project, blocks in self.known.copy().items()}}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state, _look_ups={})
