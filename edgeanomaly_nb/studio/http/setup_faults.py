"""Faults of the environment: a proxy or certificates that cannot work.

requests reads the same variables and fails before it sends anything, with an exception that looks like that
of a broken connection. This module finds the cause after a request has failed. Further attempts would fail
too. Messages contain the names of variables, never their values: the address of a proxy can contain a
password.
"""

from __future__ import annotations

import os
import re
import socket
import ssl
from collections.abc import Iterator
from typing import NamedTuple

from requests import adapters, utils
from requests.exceptions import InvalidSchema
from urllib3.exceptions import HTTPError
from urllib3.util import parse_url

from .base_url import host_of, host_problem, is_this_machine

_PROXY_SCHEMES = ("http", "https", "socks4", "socks4a", "socks5", "socks5h")
_PROXY_EXAMPLE = "http://proxy.example.com:3128"
# The reasons of OpenSSL for a server that does not use TLS.
_NO_TLS = (
    *("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST"),
    *("UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG"),
)
_CLOCK, _ANOTHER_HOST = (9, 10), (62, 64)  # X509_V_ERR_CERT_NOT_YET_VALID, …_HAS_EXPIRED, …_MISMATCH


class Fault(NamedTuple):
    """What is wrong with the environment, and what to do."""

    reason: str
    advice: str


def causes(exc: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and the exceptions that requests and urllib3 wrapped in it.

    Examples
    --------
    >>> [type(cause).__name__ for cause in causes(ValueError("no", OSError("broken")))]
    ['ValueError', 'OSError']
    """
    for _ in range(20):
        if exc is None:
            return
        yield exc
        parts = (*exc.args, getattr(exc, "reason", None))
        inside = [part for part in parts if isinstance(part, BaseException)]
        exc = inside[0] if inside else exc.__cause__ or exc.__context__


def proxy_name(url: str) -> str | None:
    """Return the name of the setting of the proxy for `url`; None without a proxy.

    Examples
    --------
    >>> import os
    >>> os.environ["https_proxy"] = "http://proxy.example.com:3128"
    >>> proxy_name("https://studio.example.com/v1"), proxy_name("http://localhost/v1")
    ('the proxy in https_proxy', None)
    >>> del os.environ["https_proxy"]
    """
    found = _proxy(url)
    return f"the proxy in {found[0]}" if found else None


def setup_fault(exc: BaseException, url: str) -> Fault | None:
    """Find the fault of the environment that made a request fail.

    Parameters
    ----------
    exc : BaseException
        The exception of requests or urllib3.
    url : str
        The requested URL.

    Returns
    -------
    Fault or None
        None if the environment has no fault.

    Examples
    --------
    >>> import os
    >>> os.environ["https_proxy"] = "htp://ada:sesame@proxy"
    >>> setup_fault(OSError(), "https://studio.example.com/v1")
    Fault(reason='https_proxy does not contain the address of a proxy', advice='Set it to an address ...
    >>> del os.environ["https_proxy"]
    """
    proxy = _proxy(url)
    return (
        (_proxy_fault(*proxy, exc) if proxy else None)
        or (_certificates_fault() if url.startswith("https://") else None)
        or _tls_fault(exc)
    )


# --- proxies -----------------------------------------------------------------------------------------------


def _proxy(url: str) -> tuple[str, str] | None:
    """Return the variable that sets the proxy, and the proxy, as requests finds it."""
    if is_this_machine(host_of(url)):
        return None
    proxies = utils.get_environ_proxies(url)
    proxy = utils.select_proxy(url, proxies)
    if not proxy:
        return None
    keys = [key for key in (url.partition(":")[0], "all") if proxies.get(key) == proxy]
    for key in keys:
        for variable in (f"{key}_proxy", f"{key}_PROXY".upper(), *os.environ):
            if variable.lower() == f"{key}_proxy" and os.environ.get(variable) == proxy:
                return variable, proxy
    return "the settings of this system", proxy


def _proxy_fault(variable: str, proxy: str, exc: BaseException) -> Fault | None:
    through = f"the proxy in {variable}"
    if reason := _address_problem(variable, proxy):
        return Fault(reason, f"Set it to an address such as {_PROXY_EXAMPLE}, or unset it.")
    if isinstance(exc, InvalidSchema):
        reason = f"{variable} names a SOCKS proxy, for which the package PySocks is missing"
        return Fault(reason, "Run pip install PySocks and start Python again, or use an HTTP proxy.")
    if any(isinstance(cause, socket.gaierror) for cause in causes(exc)):
        reason = f"the host of {through} cannot be found"
        return Fault(reason, f"Check {variable}: unset it where no proxy is needed.")
    if proxy.lower().startswith("https://") and _lacks_tls(exc):
        advice = f"Write its address in {variable} with http://: requests are encrypted nevertheless."
        return Fault(f"{through} does not use TLS", advice)
    status = _tunnel_status(exc)
    if status == 407:
        return _login_fault(variable, has_login="@" in proxy)
    if 400 <= status < 500:
        advice = f"Ask the administrator of the proxy, unset {variable}, or list the host in NO_PROXY."
        return Fault(f"{through} refuses the connection (status {status})", advice)
    return None


def _login_fault(variable: str, *, has_login: bool) -> Fault:
    through = f"the proxy in {variable}"
    encoded = "with @ : / and % in them as %40 %3A %2F and %25"
    if has_login:
        advice = f"Correct them in {variable}, {encoded}."
        return Fault(f"{through} refuses the user name and password", advice)
    advice = f"Put them into {variable} as http://user:password@host:port, {encoded}."
    return Fault(f"{through} needs a user name and password", advice)


def _address_problem(variable: str, proxy: str) -> str | None:
    if not proxy.isprintable() or " " in proxy:
        return f"{variable} contains white space or a control character"
    try:
        # Older requests omits port 0 when it builds the address again.
        full = proxy if "://" in proxy else utils.prepend_scheme_if_needed(proxy, "http")  # type: ignore[no-untyped-call]
        parts = parse_url(full)
    except (HTTPError, ValueError, TypeError):  # the last for a user name without a host
        return f"{variable} does not contain the address of a proxy"
    host = (parts.host or "").strip("[]").lower()
    if parts.scheme not in _PROXY_SCHEMES or not host or parts.port == 0 or host_problem(host):
        return f"{variable} does not contain the address of a proxy"
    return None


def _tunnel_status(exc: BaseException) -> int:
    """Return the status with which a proxy refused a connection; 0 without one."""
    # http.client has no error of its own for this, only an OSError with the status and the proxy's text:
    # https://github.com/urllib3/urllib3/issues/1917
    texts = [str(cause) for cause in causes(exc) if isinstance(cause, OSError)]
    found = [re.search(r"Tunnel connection failed: (\d{3})\b", text) for text in texts]
    return next((int(match[1]) for match in found if match), 0)


# --- certificates ------------------------------------------------------------------------------------------


def _bundle_variable() -> str | None:
    names = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
    return next((name for name in names if os.environ.get(name)), None)


def _certificates_fault() -> Fault | None:
    """Check the files that requests and urllib3 open before a connection."""
    variable = _bundle_variable()
    bundled = utils.extract_zipped_paths(adapters.DEFAULT_CA_BUNDLE_PATH)  # type: ignore[no-untyped-call]
    problem = _bundle_problem(os.environ[variable] if variable else bundled)
    if problem and variable:
        what_to_do = "Name a file of certificates (PEM) by its complete path, or unset the variable."
        return Fault(f"{variable} names {problem}", what_to_do)
    if problem:
        return Fault(f"the package certifi points to {problem}", "Run pip install --force-reinstall certifi.")
    log = os.environ.get("SSLKEYLOGFILE")
    try:
        if log:  # urllib3 sets it for every connection
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).keylog_filename = log
    except (OSError, ValueError):
        reason = "SSLKEYLOGFILE names a file that cannot be written"
        return Fault(reason, "Name another file, or unset the variable.")
    return None


def _bundle_problem(path: str) -> str | None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        if os.path.isdir(path):  # noqa: PTH112  # as requests does
            os.listdir(path)  # noqa: PTH208
        else:
            context.load_verify_locations(cafile=path)
    except FileNotFoundError:
        return "a file that does not exist"
    except PermissionError:
        return "a file without read permission"
    except ssl.SSLError:
        return "a file without certificates (PEM)"
    except (OSError, ValueError):
        return "a file that cannot be read"
    return None


def _tls_fault(exc: BaseException) -> Fault | None:
    if _lacks_tls(exc):
        advice = "Check the base URL: its port, and whether it is http://."
        return Fault("it does not use TLS on this port", advice)
    for cause in causes(exc):
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = f"certificate verify failed: {cause.verify_message}"
            return Fault(reason, _trust_advice(cause.verify_code))
    return None


def _trust_advice(code: int) -> str:
    if code in _CLOCK:
        return "Check the clock of this machine; otherwise the server needs a new certificate."
    if code in _ANOTHER_HOST:
        return "Check the host in the base URL: the certificate is for another one."
    variable = _bundle_variable()
    if variable:
        return (
            f"It is not signed by an authority in {variable}: add the certificate of its authority, for "
            "example that of your company's proxy."
        )
    return (
        "If a company's proxy or your own server signs its certificates itself, save the certificate of its "
        "authority (PEM) and set the environment variable REQUESTS_CA_BUNDLE to that file."
    )


def _lacks_tls(exc: BaseException) -> bool:
    return any(isinstance(cause, ssl.SSLError) and cause.reason in _NO_TLS for cause in causes(exc))
