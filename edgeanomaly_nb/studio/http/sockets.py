"""The connections of a session: another thread can shut them down, and they skip informational responses."""

from __future__ import annotations

import http
import http.client
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from requests.adapters import HTTPAdapter

from .failures import NoFinalResponseError

# Seconds to wait for the response that an informational one announces.
INFORMATIONAL_S = 5


class Sockets:
    """The sockets of one session, so that another thread can shut them down.

    requests has no total timeout. Its timeout limits the wait for the next byte, so a server that sends one
    byte per second never exceeds it: https://github.com/psf/requests/issues/5227
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._ended = False

    def keep(self, sock: socket.socket) -> None:
        """Remember a socket. After `end`, shut it down before anything is sent."""
        with self._lock:
            self._open = [known for known in self._open if known.fileno() != -1]
            self._open.append(sock)
            ended = self._ended
        if ended:
            _shut_down(sock)

    def end(self) -> None:
        """Shut down every socket, including later ones."""
        with self._lock:
            self._ended = True
        for sock in self._open:
            _shut_down(sock)

    def close(self) -> None:
        """Close the sockets that are still open, when nothing reads from them any more."""
        for sock in self._open:
            sock.close()


def _shut_down(sock: socket.socket) -> None:
    with suppress(OSError):
        # Not sock.shutdown: a TLS socket would drop its TLS state while another thread reads from it.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _FinalResponse(http.client.HTTPResponse):
    """Skips informational responses (1xx). http.client skips only 100.

    https://github.com/urllib3/urllib3/pull/3319
    """

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        self._sock = sock
        super().__init__(sock, *args, **kwargs)

    def _read_status(self) -> tuple[str, int, str]:
        found: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]  # private
        limit_s = self._sock.gettimeout()
        try:
            while 100 <= found[1] < 200 and found[1] != http.HTTPStatus.SWITCHING_PROTOCOLS:
                # They announce a response that follows.
                self._sock.settimeout(min(limit_s or INFORMATIONAL_S, INFORMATIONAL_S))
                http.client.parse_headers(self.fp)
                try:
                    found = super()._read_status()  # type: ignore[misc]
                except (OSError, http.client.HTTPException):
                    raise NoFinalResponseError(found[1]) from None
        finally:
            self._sock.settimeout(limit_s)
        return found


class _KeepsSocket:
    """Mixin for urllib3's connections, which drop their socket while the body is still being read."""

    keep: Callable[[socket.socket], None]

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if name == "sock" and isinstance(value, socket.socket):
            self.keep(value)


class SocketAdapter(HTTPAdapter):
    """An adapter whose connections register their sockets, and skip informational responses."""

    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets
        super().__init__()

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """Return the pool of connections to a host."""
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        plain = pool.ConnectionCls
        if not issubclass(plain, _KeepsSocket):
            # debuglevel: http.client prints requests if a program has switched that on globally.
            own = {"keep": self._sockets.keep, "response_class": _FinalResponse, "debuglevel": 0}
            pool.ConnectionCls = type(plain.__name__, (_KeepsSocket, plain), own)
        return pool
