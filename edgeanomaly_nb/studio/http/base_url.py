"""The base URL of a server: its spellings, and the rule that secrets are sent over https only."""

from __future__ import annotations

import os
import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from ...text import checked_str
from ..secrets import leaves_no_trace

DEFAULT_BASE_URL = "https://studio.edgeimpulse.com/v1"

_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?")
_LEADING_HOST = re.compile(r"\[[^]]*\]|[^:/?#]*")
# Pages of a project, the list of projects, pages to log in, and the paths of operations.
_PAGE = re.compile(
    r"^(\w+://[^/?#]*(?:/[^/?#]+)*?)"
    r"(?:/v1)?/(?:(?:studio|public|organization)/\d+|studio/(?:select-project|profile)|login|signup|v1/(?:api|oauth))"
    r"(?:[/?#].*)?$",
    re.IGNORECASE,
)
# This machine, as seen from a container.
DOCKER_HOST = "host.docker.internal"


def base_url_from_env() -> str:
    """Read the base URL from the environment: ``EI_API_ENDPOINT``, else ``EI_HOST``, else the public Studio.

    Returns
    -------
    str
        As `read_base_url` returns it.

    Raises
    ------
    ValueError
        The variable that applies does not hold a base URL, or one that is refused.

    Examples
    --------
    >>> import os
    >>> os.environ["EI_HOST"] = "edgeimpulse.com"
    >>> base_url_from_env()
    'https://studio.edgeimpulse.com/v1'
    >>> del os.environ["EI_HOST"]
    """
    return read_base_url(None)


@leaves_no_trace  # a URL can hold a password
def read_base_url(text: str | None, insecure_host: str | None = None) -> str:
    """Return a base URL in its one form: scheme, host, port if it is not the default, and ``/v1``.

    Parameters
    ----------
    text : str or None
        A URL with or without ``/v1``, the address of a page of Studio or of an operation below ``/v1``, or a
        bare domain, whose Studio is the host ``studio.`` of that domain. ``localhost``,
        ``host.docker.internal`` and IP addresses are hosts of their own. None reads the environment, where a
        bare local host in ``EI_HOST`` means port 4800, as for the vendor's command.
    insecure_host : str, optional
        The one host besides this machine to which ``http://`` is allowed.

    Returns
    -------
    str
        The base URL, without a slash at its end.

    Raises
    ------
    TypeError, ValueError
        The text is not a base URL, or one that is refused. The message does not quote it.

    Examples
    --------
    >>> read_base_url("edgeimpulse.com")
    'https://studio.edgeimpulse.com/v1'
    >>> read_base_url("https://studio.example.com/studio/12345/learning/anomaly/7")
    'https://studio.example.com/v1'
    >>> read_base_url("localhost:4800")
    'http://localhost:4800/v1'
    """
    name, variable = "The base URL", None
    if text is None:
        text, variable = _in_environment()
        name = f"The base URL in {variable}" if variable else name
    full = _with_scheme(checked_str(text, name).strip(), as_vendor=variable == "EI_HOST")
    parts = _split(_PAGE.sub(r"\1", full), name)
    path = parts.path.rstrip("/")
    url = f"{parts.scheme}://{_host_and_port(parts)}{path if path.endswith('/v1') else path + '/v1'}"
    refuse_plain_http(url, insecure_host, f"{name} means {url}. " if variable else "")
    return url


def refuse_plain_http(url: str, insecure_host: str | None = None, note: str = "") -> None:
    """Raise an error if a key that is sent to `url` could be read on its way.

    Parameters
    ----------
    url : str
        A full URL.
    insecure_host : str, optional
        The one host besides this machine to which ``http://`` is allowed.
    note : str
        The beginning of the message.

    Examples
    --------
    >>> refuse_plain_http("https://studio.example.com/v1")
    >>> refuse_plain_http("http://studio.lan/v1", "studio.lan")
    >>> refuse_plain_http("http://studio.lan/v1")
    Traceback (most recent call last):
        ...
    ValueError: With http:// to studio.lan, anyone on the way could read the key. ...
    """
    host = host_of(url)
    if url.startswith("https://") or is_this_machine(host):
        return
    if insecure_host is None or host != insecure_host.lower():
        raise ValueError(
            f"{note}With http:// to {host}, anyone on the way could read the key. Use https://, or allow "
            f"this one host by name in Python: StudioClient(..., insecure_host={host!r})."
        )


def read_url(text: object, name: str) -> str:
    """Check a full URL, such as that of an OAuth2 token endpoint: http or https, no user name, no fragment.

    Examples
    --------
    >>> read_url("https://id.example.com/token", "token_url")
    'https://id.example.com/token'
    """
    parts = _split(checked_str(text, name).strip(), name)
    return f"{parts.scheme}://{_host_and_port(parts)}{parts.path}"


def host_of(url: str) -> str:
    """Return the host name of a URL, in lower case.

    Examples
    --------
    >>> host_of("https://Studio.example.com:8443/v1")
    'studio.example.com'
    """
    return urlsplit(url).hostname or ""


def is_this_machine(host: str) -> bool:
    """Return True if a host name means this machine without a name look-up.

    Examples
    --------
    >>> [is_this_machine(host) for host in ("localhost", "127.0.0.9", "::1", "localhost.example.com")]
    [True, True, True, False]
    """
    return host == "localhost" or (_is_ip(host) and ip_address(host).is_loopback)


def host_problem(host: str) -> str | None:
    """Describe why no name server can look up a host name; None if it can.

    Examples
    --------
    >>> host_problem("studio..example.com"), host_problem("studio.example.com.")
    ('an empty part: two dots in a row, or one at its start', None)
    """
    labels = host.removesuffix(".").split(".")
    if not all(labels):
        return "an empty part: two dots in a row, or one at its start"
    if len(host) > 253 or any(len(label) > 63 for label in labels):
        return "over 253 characters, or over 63 between two dots"
    return None


def _in_environment() -> tuple[str, str | None]:
    for variable in ("EI_API_ENDPOINT", "EI_HOST"):
        text = os.environ.get(variable, "").strip()
        if text:
            return text, variable
    return DEFAULT_BASE_URL, None


def _with_scheme(text: str, *, as_vendor: bool) -> str:
    """Add the scheme to a bare host; `as_vendor` if the text is in the variable of the vendor's command.

    That command reads a bare local host as a Studio under development:
    https://github.com/edgeimpulse/edge-impulse-cli/blob/master/cli-common/config.ts
    """
    if "://" in text or not text:
        return text
    start = _LEADING_HOST.match(text)[0]  # type: ignore[index]  # matches any text
    host = start.strip("[]").lower()
    if not (is_this_machine(host) or host == DOCKER_HOST or _is_ip(host)):
        return f"https://{text}" if host.startswith("studio.") else f"https://studio.{text}"
    if as_vendor and not text[len(start) :].startswith(":"):
        return f"http://{start}:4800{text[len(start) :]}"
    return f"http://{text}" if is_this_machine(host) or host == DOCKER_HOST else f"https://{text}"


def _split(url: str, name: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port != 0
    except ValueError:  # its message quotes the URL
        parts, port_is_fine = SplitResult("", "", "", "", ""), False
    if "@" in parts.netloc:
        raise ValueError(f"{name} contains a user name or password. Remove it: the key is passed separately.")
    if "?" in url or "#" in url:
        raise ValueError(f"{name} contains a query or a fragment (? or #). Remove it.")
    host = parts.hostname or ""
    is_name = bool(_HOST.fullmatch(host))
    if is_name and (problem := host_problem(host)):
        raise ValueError(f"{name} has a host name with {problem}.")
    path_is_fine = url.isascii() and url.isprintable() and not {" ", "\\"} & set(url)
    if parts.scheme not in ("http", "https") or not (
        port_is_fine and path_is_fine and (is_name or _is_ip(host))
    ):
        raise ValueError(f"{name} is not a URL such as {DEFAULT_BASE_URL}.")
    return parts


def _host_and_port(parts: SplitResult) -> str:
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    return host if parts.port in (None, usual) else f"{host}:{parts.port}"


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
