"""One request on the wire: an answer, or what went wrong as a value, never as an exception of requests.

The exceptions of requests and urllib3 hold the request and with it the key, and so do the frames of their
tracebacks. Here they end: what `exchange` gives is an `Answer` or a `Trouble`.
"""

from __future__ import annotations

import http
import http.client
import logging
import os
import re
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

import requests
import urllib3
from requests.adapters import HTTPAdapter

from ...errors import (
    ConnectionFailedError,
    EdgeAnomalyError,
    InvalidResponseError,
    RequestTimeoutError,
    ResponseTooLargeError,
)
from ..secrets import ScrubLogs, hidden_from_logs, scrub
from .base_url import host_of, is_this_machine
from .setup_faults import causes, proxy_name, setup_fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests.auth import AuthBase

    from ..secrets import Secret

CHUNK_BYTES = 2**16
# The body of a refusal is read for its `error` text alone.
REFUSAL_BYTES = 2**16
# Asked for by name, since these two are unpacked in pieces: other packings depend on what is installed.
PACKINGS = ("gzip", "deflate")
# How long the response may take that an informational one announces.
INFORMATIONAL_S = 5
# What Python's ssl puts around the words: [SSL: CERTIFICATE_VERIFY_FAILED] … (_ssl.c:1006)
_OPENSSL = re.compile(r"^\[[^]]*\] | \(_ssl\.c:\d+\)$")
FORM = "application/x-www-form-urlencoded"


class Request(NamedTuple):
    """What is sent: a GET, or a POST of a form; and what must not appear in a message."""

    url: str
    auth: AuthBase
    form: Secret | None = None
    hidden: tuple[Secret, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What came back, whatever its status; what a server could repeat a key in is not shown."""

    status: int
    body: bytes = field(repr=False)
    retry_after: float | None = None
    redirect_host: str | None = field(default=None, repr=False)

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    @property
    def is_redirect(self) -> bool:
        """Whether the status is 3xx."""
        return 300 <= self.status < 400


class Trouble(NamedTuple):
    """What went wrong: the error to raise, and its reason in words.

    With advice of its own, another attempt would fail likewise.
    """

    kind: type[EdgeAnomalyError]
    reason: str
    advice: str | None = None
    status: int | None = None


class Sockets:
    """The sockets of one session, so that another thread can shut them down.

    A timeout of requests limits the wait for the next byte; only this ends a server that sends one a second.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._ended = False

    def keep(self, sock: socket.socket) -> None:
        """Remember a socket; once ended, shut it down before anything is sent."""
        with self._lock:
            self._open = [known for known in self._open if known.fileno() != -1]
            self._open.append(sock)
            ended = self._ended
        if ended:
            _shut_down(sock)

    def end(self) -> None:
        """Shut down every socket, those to come included."""
        with self._lock:
            self._ended = True
        for sock in self._open:
            _shut_down(sock)

    def close(self) -> None:
        """Close what is still open; only when nothing reads from it any more."""
        for sock in self._open:
            sock.close()


def _shut_down(sock: socket.socket) -> None:
    with suppress(OSError):
        # Not sock.shutdown: that of a TLS socket takes its TLS away from under the thread that reads it.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _NoFinalResponseError(http.client.HTTPException):
    """Only informational responses (1xx) came; the argument is the status of the last one."""


class _FinalResponse(http.client.HTTPResponse):
    """Skips informational responses (1xx), of which http.client skips 100 alone.

    https://github.com/python/cpython/blob/main/Lib/http/client.py (HTTPResponse.begin)
    """

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        self._sock = sock
        super().__init__(sock, *args, **kwargs)

    def _read_status(self) -> tuple[str, int, str]:
        found: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]  # private
        limit_s = self._sock.gettimeout()
        try:
            while 100 <= found[1] < 200 and found[1] != http.HTTPStatus.SWITCHING_PROTOCOLS:
                # They announce a response that is on its way.
                self._sock.settimeout(min(limit_s or INFORMATIONAL_S, INFORMATIONAL_S))
                http.client.parse_headers(self.fp)
                try:
                    found = super()._read_status()  # type: ignore[misc]
                except (OSError, http.client.HTTPException):
                    raise _NoFinalResponseError(found[1]) from None
        finally:
            self._sock.settimeout(limit_s)
        return found


class _KeepsSocket:
    """Mixed into urllib3's connections, which forget their socket while the body is still being read."""

    keep: Callable[[socket.socket], None]

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if name == "sock" and isinstance(value, socket.socket):
            self.keep(value)


class _Adapter(HTTPAdapter):
    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets
        super().__init__()

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        plain = pool.ConnectionCls
        if not issubclass(plain, _KeepsSocket):
            # debuglevel: http.client prints what is sent when a program has switched that on for all.
            own = {"keep": self._sockets.keep, "response_class": _FinalResponse, "debuglevel": 0}
            pool.ConnectionCls = type(plain.__name__, (_KeepsSocket, plain), own)
        return pool


class Session(requests.Session):
    """A session that follows no redirect, keeps no cookie and can be ended from another thread."""

    def __init__(self) -> None:
        super().__init__()
        self.pid = os.getpid()
        self._sockets = Sockets()
        self.mount("https://", _Adapter(self._sockets))
        self.mount("http://", _Adapter(self._sockets))
        self.headers["User-Agent"] = "edgeanomaly-nb"
        self.headers["Accept"] = "application/json"
        self.headers["Accept-Encoding"] = ", ".join(PACKINGS)
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Give nothing: requests would read the whole body of a redirect even when it is not to follow it."""
        return None

    def close(self) -> None:
        """Close every connection."""
        super().close()
        self._sockets.close()

    def end(self) -> None:
        """Make whatever this session is doing fail now; it is of no use afterwards."""
        self._sockets.end()


def exchange(
    session: Session, request: Request, *, timeout_s: tuple[float, float], max_bytes: int
) -> Answer | Trouble | Exception:
    """Send one request and read its answer.

    Parameters
    ----------
    session : Session
        The session of the calling thread.
    request : Request
        What to send.
    timeout_s : tuple of float
        Seconds to connect, and to wait for each next byte.
    max_bytes : int
        Limit of the unpacked body.

    Returns
    -------
    Answer, Trouble or Exception
        An exception only where this package is wrong, without the traceback that could hold a key.
    """
    try:
        with hidden_from_logs(request.hidden), _send(session, request, timeout_s) as response:
            return _read(response, max_bytes)
    except (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException) as exc:
        return _trouble(exc, timeout_s, request.url)
    except (OSError, ValueError) as exc:  # requests lets some of them through: from proxies, host names, TLS
        return _trouble(exc, timeout_s, request.url)
    except Exception as exc:  # noqa: BLE001  # handed over to the thread that waits, which raises it
        fault = setup_fault(exc, request.url)  # requests raises a TypeError at some addresses of proxies
        if fault is not None:
            return Trouble(ConnectionFailedError, fault.reason, fault.advice)
        exc.__cause__ = exc.__context__ = None
        exc.args = tuple(scrub(str(arg), request.hidden, limit=1000) for arg in exc.args)
        return exc.with_traceback(None)


def _send(session: Session, request: Request, timeout_s: tuple[float, float]) -> requests.Response:
    # A proxy of the environment is another machine: what is meant for this one does not go there.
    no_proxy: Any = (
        {"http": None, "https": None, "all": None} if is_this_machine(host_of(request.url)) else None
    )
    return session.request(
        "GET" if request.form is None else "POST",
        request.url,
        auth=request.auth,
        data=request.form.reveal() if request.form else None,
        headers={"Content-Type": FORM} if request.form else None,
        timeout=timeout_s,
        proxies=no_proxy,
        stream=True,
    )


_IN_BETWEEN = "Check the base URL, and any proxy or cache in between."
_NOT_ASKED_FOR = {
    101: ("a change to another protocol, which was not requested", _IN_BETWEEN),
    304: ("“not modified”, which refers to a stored copy, and there is none here", _IN_BETWEEN),
}


def _read(response: requests.Response, max_bytes: int) -> Answer | Trouble:
    status, headers = response.status_code, response.headers
    if status in _NOT_ASKED_FOR:
        reason, advice = _NOT_ASKED_FOR[status]
        return Trouble(InvalidResponseError, f"it answered {status}, {reason}", advice, status)
    if 300 <= status < 400:
        return Answer(status, b"", redirect_host=_redirect_host(response))
    if headers.get("Content-Encoding", "").strip().lower() not in ("", "identity", "x-gzip", *PACKINGS):
        return Trouble(InvalidResponseError, "the answer is packed in a way that was not asked for")
    answer = Answer(status, b"", _retry_after(headers.get("Retry-After")))
    body = _body(response, max_bytes if answer.is_success else min(max_bytes, REFUSAL_BYTES))
    if body is None and answer.is_success:
        return Trouble(ResponseTooLargeError, f"the answer is larger than the limit of {max_bytes:,} bytes")
    return Answer(status, body or b"", answer.retry_after)


def _body(response: requests.Response, limit: int) -> bytes | None:
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and float(announced) > limit:
        return None
    body = bytearray()
    for chunk in response.iter_content(CHUNK_BYTES):
        body += chunk
        if len(body) > limit:
            return None
    return bytes(body)


def _retry_after(header: str | None) -> float | None:
    if header is None:
        return None
    try:
        return float(urllib3.Retry.DEFAULT.parse_retry_after(header))
    except (urllib3.exceptions.InvalidHeader, ValueError, OverflowError):
        return None


def _redirect_host(response: requests.Response) -> str | None:
    if "Location" not in response.headers:
        return None
    try:
        host = host_of(urljoin(response.url, response.headers["Location"]))
    except ValueError:
        host = ""
    return host if host.isascii() and host.isprintable() and len(host) <= 255 else ""


def _trouble(exc: Exception, timeout_s: tuple[float, float], url: str) -> Trouble:
    inner = exc.args[0] if exc.args else None
    if isinstance(exc, requests.exceptions.ConnectTimeout):
        return Trouble(RequestTimeoutError, f"no connection was made within {timeout_s[0]:.3g} s")
    if isinstance(exc, requests.Timeout) or isinstance(inner, urllib3.exceptions.ReadTimeoutError):
        return Trouble(RequestTimeoutError, f"nothing came for {timeout_s[1]:.3g} s")
    if isinstance(exc, requests.exceptions.ContentDecodingError):
        return Trouble(InvalidResponseError, "the answer cannot be unpacked")
    for cause in causes(exc):
        if isinstance(cause, _NoFinalResponseError):
            status = cause.args[0]
            reason = (
                f"it sent only an informational response ({status}), and the response itself did not follow"
            )
            return Trouble(InvalidResponseError, reason, _IN_BETWEEN, status)
    fault = setup_fault(exc, url)
    if fault is not None:
        return Trouble(ConnectionFailedError, fault.reason, fault.advice)
    reason = _reason(exc)
    through = proxy_name(url) if isinstance(exc, requests.exceptions.ProxyError) else None
    return Trouble(ConnectionFailedError, f"{through} cannot be used: {reason}" if through else reason)


def _reason(exc: Exception) -> str:
    """Find what the operating system said, below what requests and urllib3 made of it."""
    for cause in causes(exc):
        if isinstance(cause, OSError) and isinstance(cause.strerror, str):
            return _OPENSSL.sub("", cause.strerror)
        if isinstance(cause, http.client.BadStatusLine) and not isinstance(cause, ConnectionError):
            return "what came back is not HTTP"
    return "the connection broke before the answer was complete"


# These quote what is sent and received.
for _name in ("connection", "connectionpool", "poolmanager", "response", "util.retry"):
    logging.getLogger(f"urllib3.{_name}").addFilter(ScrubLogs())
