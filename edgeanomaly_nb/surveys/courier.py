"""A client on its way to the workers of an executor: unpickled once per process, and shown nowhere."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from ..studio.client import StudioClient

_lock = Lock()


class Courier:
    """Carries a client to other processes.

    Each task carries its client. A process that unpickled a client per task would open a new connection per
    task, and fetch a new OAuth2 token: so it keeps the last few clients. Threads share the client itself.

    Examples
    --------
    >>> import pickle
    >>> courier = Courier(StudioClient.sample())
    >>> courier
    Courier('samples.invalid')
    >>> there = pickle.loads(pickle.dumps(courier))
    >>> there.client is pickle.loads(pickle.dumps(courier)).client
    True
    """

    def __init__(self, client: StudioClient) -> None:
        self.client = client
        self._sealed: _Sealed | None = None

    def __reduce__(self) -> tuple[object, ...]:
        if self._sealed is None:
            self._sealed = _Sealed(pickle.dumps(self.client))
        return _arrive, (self._sealed,)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.client.host!r})"


@dataclass(frozen=True, repr=False)
class _Sealed:
    """A pickled client, which contains the key: not shown."""

    content: bytes

    def __repr__(self) -> str:
        return "***"


def _arrive(sealed: _Sealed) -> Courier:
    with _lock:  # threads that arrive at once share one client, too
        courier = Courier(_unpickled(sealed))
    courier._sealed = sealed
    return courier


@lru_cache(maxsize=4)
def _unpickled(sealed: _Sealed) -> StudioClient:
    client: StudioClient = pickle.loads(sealed.content)  # noqa: S301  # made by __reduce__
    return client
