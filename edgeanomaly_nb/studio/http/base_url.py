"""Base URLs: every spelling that is in use, and the rule that secrets travel over https."""

from __future__ import annotations

import os
import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from ..auth.keys import settle

DEFAULT_BASE_URL = "https://studio.edgeimpulse.com/v1"

_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?")
_LEADING_HOST = re.compile(r"\[[^]]*\]|[^:/?#]*")
# Pages of a project, the page that lists projects, those to log in, and whatever an operation is called by.
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
        The variable that counts does not hold a base URL, or one that is refused.

    Examples
    --------
    >>> import os
    >>> os.environ["EI_HOST"] = "edgeimpulse.com"
    >>> base_url_from_env()
    'https://studio.edgeimpulse.com/v1'
    >>> del os.environ["EI_HOST"]
    """
    return settle(read_base_url(None))


def read_base_url(text: str | None, insecure_host: str | None = None) -> str | Exception:
    """Bring a base URL into its one form: scheme, host, port if it is not the usual one, and ``/v1``.

    Parameters
    ----------
    text : str or None
        A URL with or without ``/v1``, the address of a page of Studio or of an operation below ``/v1``, or a
        bare domain, whose Studio is then the host ``studio.`` of that domain; ``localhost``,
        ``host.docker.internal`` and addresses of numbers are hosts of their own. None reads the environment,
        where a bare local host in ``EI_HOST`` means port 4800, as for the vendor's command.
    insecure_host : str, optional
        The one host besides this machine to which ``http://`` is allowed.

    Returns
    -------
    str or Exception
        The base URL, without a slash at its end; or why it is none. The error is returned, not raised: a URL
        may hold a password, which must not be in a frame of a traceback.

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
    if not isinstance(text, str):
        return TypeError(f"{name} must be a str, not {type(text).__name__}.")
    text = _with_scheme(text.strip(), vendors=variable == "EI_HOST")
    parts = _split(_without_page(text), name)
    if isinstance(parts, Exception):
        return parts
    path = parts.path.rstrip("/")
    url = f"{parts.scheme}://{_host_and_port(parts)}{path if path.endswith('/v1') else path + '/v1'}"
    refused = refuse_plain_http(url, insecure_host)
    return ValueError(f"{name} means {url}. {refused}") if refused and variable else refused or url


def refuse_plain_http(url: str, insecure_host: str | None = None) -> ValueError | None:
    """Give an error when a key sent to `url` could be read on its way.

    Examples
    --------
    >>> refuse_plain_http("https://studio.example.com/v1") is None
    True
    >>> refuse_plain_http("http://studio.lan/v1", "studio.lan") is None
    True
    >>> refuse_plain_http("http://studio.lan/v1")
    ValueError("http:// to studio.lan would send the key for anyone on the way to read. ...")
    """
    host = host_of(url)
    if url.startswith("https://") or is_this_machine(host):
        return None
    if insecure_host is not None and host == insecure_host.lower():
        return None
    return ValueError(
        f"http:// to {host} would send the key for anyone on the way to read. Use https://, or allow this "
        f"one host by name in Python: StudioClient(..., insecure_host={host!r})."
    )


def read_url(text: object, what: str) -> str | Exception:
    """Check a full URL, such as that of an OAuth2 token endpoint: http or https, no user name, no fragment.

    Examples
    --------
    >>> read_url("https://id.example.com/token", "token_url")
    'https://id.example.com/token'
    """
    if not isinstance(text, str):
        return TypeError(f"{what} must be a str, not {type(text).__name__}.")
    parts = _split(text.strip(), what)
    if isinstance(parts, Exception):
        return parts
    return f"{parts.scheme}://{_host_and_port(parts)}{parts.path}"


def host_of(url: str) -> str:
    """Give the host name in a URL, in small letters.

    Examples
    --------
    >>> host_of("https://Studio.example.com:8443/v1")
    'studio.example.com'
    """
    return urlsplit(url).hostname or ""


def is_this_machine(host: str) -> bool:
    """Whether a host name means this machine whatever the resolver says.

    Examples
    --------
    >>> [is_this_machine(host) for host in ("localhost", "127.0.0.9", "::1", "localhost.example.com")]
    [True, True, True, False]
    """
    return host == "localhost" or (_is_ip(host) and ip_address(host).is_loopback)


def host_problem(host: str) -> str | None:
    """Return what no name server can look up in a host name: an empty part, or one that is too long.

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


def _with_scheme(text: str, *, vendors: bool) -> str:
    """Add the scheme that is meant; `vendors` when the text is in the variable of the vendor's command.

    That one takes a bare local host for a Studio under development:
    https://github.com/edgeimpulse/edge-impulse-cli/blob/master/cli-common/config.ts
    """
    if "://" in text or not text:
        return text
    start = _LEADING_HOST.match(text)[0]  # type: ignore[index]  # matches any text
    host = start.strip("[]").lower()
    if not (is_this_machine(host) or host == DOCKER_HOST or _is_ip(host)):
        return f"https://{text}" if host.startswith("studio.") else f"https://studio.{text}"
    if vendors and not text[len(start) :].startswith(":"):
        return f"http://{start}:4800{text[len(start) :]}"
    return f"http://{text}" if is_this_machine(host) or host == DOCKER_HOST else f"https://{text}"


def _without_page(url: str) -> str:
    """Take the address of a page of Studio, or of an operation of its API, down to that of the server."""
    return _PAGE.sub(r"\1", url)


def _split(url: str, name: str) -> SplitResult | ValueError:
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port != 0
    except ValueError:  # what it says quotes the URL
        parts, port_is_fine = SplitResult("", "", "", "", ""), False
    if "@" in parts.netloc:
        return ValueError(f"{name} holds a user name or password. Leave it out: the key is given on its own.")
    if "?" in url or "#" in url:
        return ValueError(f"{name} holds a query or a fragment (? or #). Leave it out.")
    host = parts.hostname or ""
    problem = host_problem(host) if _HOST.fullmatch(host) else None
    if problem:
        return ValueError(f"{name} has a host name with {problem}.")
    host_is_fine = _is_ip(host) or _HOST.fullmatch(host)
    path_is_fine = url.isascii() and url.isprintable() and not {" ", "\\"} & set(url)
    if parts.scheme not in ("http", "https") or not (port_is_fine and host_is_fine and path_is_fine):
        return ValueError(f"{name} is not a URL such as {DEFAULT_BASE_URL}.")
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
