"""A client on its way to the workers of an executor: unpickled once per process, and shown nowhere."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from threading import Lock
from uuid import uuid4

from ..studio.client import StudioClient

_MOST = 4
_clients: OrderedDict[str, StudioClient] = OrderedDict()
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
        self._name = uuid4().hex
        self._pickled: bytes | None = None

    def __reduce__(self) -> tuple[object, ...]:
        if self._pickled is None:
            self._pickled = pickle.dumps(self.client)
        return _arrive, (self._name, _Sealed(self._pickled))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.client.host!r})"


class _Sealed:
    """A pickled client, which contains the key: not shown."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __repr__(self) -> str:
        return "***"


def _arrive(name: str, sealed: _Sealed) -> Courier:
    with _lock:
        client = _clients.get(name)
        if client is None:
            client = _clients[name] = pickle.loads(sealed.content)  # noqa: S301  # made by __reduce__
            while len(_clients) > _MOST:
                _clients.popitem(last=False)
    courier = Courier(client)
    courier._name, courier._pickled = name, sealed.content
    return courier
