"""One request on the wire: a request is sent, and its response is read.

The exceptions of requests and urllib3 hold the request and with it the key. They end here: `exchange` raises
an `ExchangeError` instead.
"""

from __future__ import annotations

import http.client
import io
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any, NamedTuple
from urllib.parse import urljoin

import requests
import urllib3
from requests.auth import AuthBase

from ...errors import InvalidResponseError, RedirectRefusedError, ResponseTooLargeError
from ..secrets import Secret, hidden_from_logs, scrub, scrub_record
from .base_url import host_of, is_this_machine
from .failures import CHECK_NETWORK_PATH, ExchangeError, describe_failure, setup_failure
from .sockets import SocketAdapter, Sockets

CHUNK_BYTES = 2**16
# Only the `error` text of a refusal is read.
REFUSAL_BYTES = 2**16
# Requested by name, since these two are decompressed in pieces: other encodings depend on installed packages.
CONTENT_ENCODINGS = ("gzip", "deflate")
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


#: Called with the number of bytes received, and the number that is expected or None.
Progress = Callable[[int, "int | None"], object]


@dataclass(eq=False)
class Transfer:
    """A large response: its limit, and how much of it was received so far.

    Parameters
    ----------
    max_bytes : int
        Limit of the response, decompressed.
    progress : callable, optional
        Called in the waiting thread with the number of bytes received, and the number that was announced or
        None. An exception in it ends the request.
    """

    max_bytes: int
    progress: Progress | None = None
    done: int = field(default=0, init=False)
    total: int | None = field(default=None, init=False)

    def report(self) -> None:
        """Call `progress`, if there is one."""
        if self.progress is not None:
            self.progress(self.done, self.total)


class JsonBody(io.BytesIO):
    """The JSON of a POST, and whether any of it was sent.

    requests reads it from here when the connection is there and the headers were sent. So what was never
    read has never reached the server.
    """

    was_sent = False

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes, which are sent at once."""
        self.was_sent = True
        return super().read(size)


class Request(NamedTuple):
    """A GET, or a POST of a form or of JSON, and the secrets that must not appear in a message."""

    url: str
    auth: AuthBase
    form: Secret | None = None
    hidden: tuple[Secret, ...] = ()
    transfer: Transfer | None = None
    body: JsonBody | None = None

    @property
    def method(self) -> str:
        """The method of HTTP."""
        return "GET" if self.form is None and self.body is None else "POST"

    @property
    def headers(self) -> dict[str, str] | None:
        """Headers besides those of the session; None without any."""
        if self.form is not None or self.body is not None:
            return {"Content-Type": JSON if self.form is None else FORM}
        # A refusal is JSON, even if data were requested.
        return {"Accept": "application/octet-stream, application/json"} if self.transfer else None


@dataclass(frozen=True)
class Response:
    """A response of any status but 3xx. The body is not shown: a server could repeat a key in it."""

    status: int
    body: bytes = field(repr=False)
    retry_after: float | None = None

    @property
    def is_success(self) -> bool:
        """True if the status is 2xx."""
        return 200 <= self.status < 300

    @property
    def is_page(self) -> bool:
        """True if the body looks like a web page, such as that of a log-in or of a proxy."""
        return self.body.lstrip()[:1] == b"<"


class Session(requests.Session):
    """A session that follows no redirect and keeps no cookie. Another thread can end it."""

    def __init__(self) -> None:
        super().__init__()
        self.pid = os.getpid()
        self._sockets = Sockets()
        self.mount("https://", SocketAdapter(self._sockets))
        self.mount("http://", SocketAdapter(self._sockets))
        self.headers["User-Agent"] = "edgeanomaly-nb"
        self.headers["Accept"] = "application/json"
        self.headers["Accept-Encoding"] = ", ".join(CONTENT_ENCODINGS)
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return None, since requests reads the complete body of a redirect even if it does not follow it."""
        return None

    def close(self) -> None:
        """Close every connection."""
        super().close()
        self._sockets.close()

    def end(self) -> None:
        """Let every request of this session fail now. It cannot be used afterwards."""
        self._sockets.end()


def exchange(
    session: Session, request: Request, *, timeout_s: tuple[float, float], max_bytes: int
) -> Response:
    """Send one request and read its response.

    Parameters
    ----------
    session : Session
        The session of the calling thread.
    request : Request
        What to send.
    timeout_s : tuple of float
        Seconds to connect, and to wait for each next byte.
    max_bytes : int
        Limit of the decompressed body.

    Returns
    -------
    Response
        Of any status but 3xx.

    Raises
    ------
    ExchangeError
        There is no response, it is a redirect, or it cannot be read.
    """
    try:
        with hidden_from_logs(request.hidden), _send(session, request, timeout_s) as response:
            return _read(response, request, max_bytes)
    except ExchangeError:
        raise
    except _FAILURES as exc:
        raise describe_failure(exc, timeout_s, request.url) from None
    except Exception as exc:
        # requests raises a TypeError for some proxy addresses; anything else is a mistake in this package.
        if failure := setup_failure(exc, request.url):
            raise failure from None
        exc.args = tuple(scrub(str(arg), request.hidden, limit=1000) for arg in exc.args)
        raise


def _send(session: Session, request: Request, timeout_s: tuple[float, float]) -> requests.Response:
    no_proxy: Any = {"http": None, "https": None, "all": None}
    return session.request(
        request.method,
        request.url,
        auth=request.auth,
        data=request.form.reveal() if request.form else request.body,
        headers=request.headers,
        timeout=timeout_s,
        proxies=no_proxy if is_this_machine(host_of(request.url)) else None,
        stream=True,
    )


# requests.RequestException is an OSError. requests does not wrap every error of proxies, host names and TLS.
_FAILURES = (OSError, ValueError, urllib3.exceptions.HTTPError, http.client.HTTPException)
_NOT_REQUESTED = {
    101: "a change to another protocol, which was not requested",
    304: "“not modified”, which refers to a stored copy, but there is none here",
}

_ALLOW_MORE = "Allow more with StudioClient(max_response_bytes=...), if you expect that much."
_ALLOW_MORE_DATA = "Allow more with max_bytes=..., if you expect that much."
# requests removes only the header Authorization on the way to another host, and sends all other headers:
# https://github.com/psf/requests/pull/4718
_REDIRECTS = (
    "Redirects are not followed, because they could send the key to another server. Check the base URL."
)


def _read(response: requests.Response, request: Request, max_bytes: int) -> Response:
    status = response.status_code
    if status in _NOT_REQUESTED:
        reason = f"it responded with status {status}, {_NOT_REQUESTED[status]}"
        raise ExchangeError(InvalidResponseError, reason, CHECK_NETWORK_PATH, status)
    if 300 <= status < 400:
        reason = f"it responded with a redirect {_redirect_text(response, request)}"
        raise ExchangeError(RedirectRefusedError, reason, _REDIRECTS, status)
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", "x-gzip", *CONTENT_ENCODINGS):
        reason = "the response uses a content encoding that was not requested"
        raise ExchangeError(InvalidResponseError, reason)
    is_success = 200 <= status < 300
    limit = request.transfer.max_bytes if request.transfer else max_bytes
    body = _body(response, limit if is_success else min(limit, REFUSAL_BYTES), request.transfer)
    if body is None and is_success:
        reason = f"the response is larger than the limit of {limit:,} bytes"
        raise ExchangeError(
            ResponseTooLargeError, reason, _ALLOW_MORE_DATA if request.transfer else _ALLOW_MORE
        )
    return Response(status, body or b"", _retry_after(response))


def _body(response: requests.Response, limit: int, transfer: Transfer | None) -> bytes | None:
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and float(announced) > limit:
        return None
    if transfer and announced.isdecimal() and not response.headers.get("Content-Encoding"):
        transfer.total = int(announced)
    body = bytearray()
    for chunk in response.iter_content(CHUNK_BYTES):
        body += chunk
        if transfer:
            transfer.done = len(body)
        if len(body) > limit:
            return None
    return bytes(body)


def _retry_after(response: requests.Response) -> float | None:
    try:
        seconds = urllib3.Retry.DEFAULT.get_retry_after(response.raw)
        return None if seconds is None else float(seconds)
    except (urllib3.exceptions.InvalidHeader, ValueError, OverflowError):
        return None


def _redirect_text(response: requests.Response, request: Request) -> str:
    if "Location" not in response.headers:
        return f"({response.status_code}) without an address"
    try:
        host = host_of(urljoin(response.url, response.headers["Location"]))
    except ValueError:
        host = ""
    if not (host.isascii() and host.isprintable() and 0 < len(host) <= 255):
        return "to an invalid address"
    is_same = host == host_of(request.url)
    return f"to {'another address of the same host' if is_same else scrub(host, request.hidden)}"


# These loggers quote requests and responses.
for _name in ("connection", "connectionpool", "poolmanager", "response", "util.retry"):
    logging.getLogger(f"urllib3.{_name}").addFilter(scrub_record)
