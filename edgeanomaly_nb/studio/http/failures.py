"""Why a request has no response: the exceptions of requests, urllib3 and http.client as one type of error."""

from __future__ import annotations

import http.client
import re

import requests
import urllib3

from ...errors import ConnectionFailedError, EdgeAnomalyError, InvalidResponseError, RequestTimeoutError
from .limits import seconds_text
from .setup_faults import causes, proxy_name, setup_fault

CHECK_NETWORK_PATH = "Check the base URL, and any proxy or cache between."
# What Python's ssl adds to a message: [SSL: CERTIFICATE_VERIFY_FAILED] … (_ssl.c:1006)
_OPENSSL = re.compile(r"^\[[^]]*\] | \(_ssl\.c:\d+\)$")


class ExchangeError(Exception):
    """A request without a usable response. Another attempt can help if there is no advice.

    Parameters
    ----------
    kind : type of EdgeAnomalyError
        The error to raise.
    reason : str
        The reason, to follow “could not be fetched:”.
    advice : str, optional
        What to do, if it is not the advice for `kind`.
    status : int, optional
        HTTP status of the response, if there was one.
    """

    def __init__(
        self, kind: type[EdgeAnomalyError], reason: str, advice: str | None = None, status: int | None = None
    ) -> None:
        super().__init__(reason)
        self.kind, self.reason, self.advice, self.status = kind, reason, advice, status

    @property
    def is_temporary(self) -> bool:
        """True if another attempt can succeed."""
        return self.advice is None and self.kind in (ConnectionFailedError, RequestTimeoutError)


class NoFinalResponseError(http.client.HTTPException):
    """Only informational responses (1xx) arrived; the argument is the status of the last one."""


def describe_failure(exc: Exception, timeout_s: tuple[float, float], url: str) -> ExchangeError:
    """Describe an exception of requests, urllib3 or http.client.

    Examples
    --------
    >>> describe_failure(requests.exceptions.ReadTimeout(), (5, 30), "https://studio.example.com").reason
    'no data arrived for 30 s'
    """
    inner = exc.args[0] if exc.args else None
    if isinstance(exc, requests.exceptions.ConnectTimeout):
        reason = f"no connection was established within {seconds_text(timeout_s[0])}"
        return ExchangeError(RequestTimeoutError, reason)
    if isinstance(exc, requests.Timeout) or isinstance(inner, urllib3.exceptions.ReadTimeoutError):
        return ExchangeError(RequestTimeoutError, f"no data arrived for {seconds_text(timeout_s[1])}")
    if isinstance(exc, requests.exceptions.ContentDecodingError):
        return ExchangeError(InvalidResponseError, "the response cannot be decompressed")
    return _no_final_response(exc) or setup_failure(exc, url) or _broken_connection(exc, url)


def setup_failure(exc: Exception, url: str) -> ExchangeError | None:
    """Describe an exception that a wrong proxy or certificate causes; None if neither is wrong.

    Examples
    --------
    >>> setup_failure(KeyError(), "https://studio.example.com") is None
    True
    """
    fault = setup_fault(exc, url)
    return fault and ExchangeError(ConnectionFailedError, fault.reason, fault.advice)


def _no_final_response(exc: Exception) -> ExchangeError | None:
    for cause in causes(exc):
        if isinstance(cause, NoFinalResponseError):
            status = cause.args[0]
            reason = (
                f"only an informational response ({status}) arrived, without the response that it announces"
            )
            return ExchangeError(InvalidResponseError, reason, CHECK_NETWORK_PATH, status)
    return None


def _broken_connection(exc: Exception, url: str) -> ExchangeError:
    reason = _system_reason(exc)
    proxy = proxy_name(url) if isinstance(exc, requests.exceptions.ProxyError) else None
    return ExchangeError(ConnectionFailedError, f"{proxy} cannot be used: {reason}" if proxy else reason)


def _system_reason(exc: Exception) -> str:
    """Return the message of the operating system, which requests and urllib3 wrap."""
    for cause in causes(exc):
        if isinstance(cause, OSError) and isinstance(cause.strerror, str):
            return _OPENSSL.sub("", cause.strerror)
        if isinstance(cause, http.client.BadStatusLine) and not isinstance(cause, ConnectionError):
            return "the response is not HTTP"
    return "the connection was lost before the response was complete"
