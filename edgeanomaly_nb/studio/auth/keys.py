"""The security schemes of the Studio API, as requests auth objects that do not show their secrets.

Three of the four are here. The fourth, OAuth2 with its flows, is in ``edgeanomaly_nb.studio.auth.oauth2``.
"""

from __future__ import annotations

import os
import warnings
from functools import partial

from requests import PreparedRequest
from requests.auth import AuthBase

from ...errors import MissingCredentialsError
from ...text import checked_str
from ..http.session import JsonBody, Response
from ..http.transport import Operation, Transport
from ..secrets import Secret, leaves_no_trace

# The platform sets both inside the blocks that it runs: the first to the key of the project, the second to
# that of the organisation.
KEY_VARIABLES = ("EI_PROJECT_API_KEY", "EI_API_KEY")


def read_secret(text: object, name: str) -> Secret:
    """Read a secret that is sent in a header.

    Raises
    ------
    TypeError, ValueError
        The text cannot be sent in a header. The message does not quote it.

    Examples
    --------
    >>> read_secret(" ei_0123 ", "The API key")
    ***
    >>> read_secret("", "The API key")
    Traceback (most recent call last):
        ...
    ValueError: The API key is empty.
    """
    given = checked_str(text, name).strip()
    if not given:
        raise ValueError(f"{name} is empty.")
    if not (given.isascii() and given.isprintable()) or " " in given:
        raise ValueError(
            f"{name} contains a character that cannot be part of it: a space, a line break or one outside "
            "ASCII. Copy it again, without anything around it."
        )
    return Secret(given)


class StudioAuth(AuthBase):
    """Base of the four security schemes: each adds a header to a request when it is sent."""

    def secrets(self) -> tuple[Secret, ...]:
        """Return every secret that must not appear in a message."""
        return ()

    def get(
        self, path: str, transport: Transport, operation: Operation, *, retries: int | None = None
    ) -> Response:
        """Get `path` below the base URL, again with a new token after a 401 if there is one."""
        token = self.ready(transport, operation)
        get = partial(transport.get, path, self, operation, retries=retries)
        response = get(hidden=self.secrets())
        if response.status == 401 and self.renew(transport, operation, token):
            response = get(hidden=self.secrets())
        return response

    def post(self, path: str, body: JsonBody, transport: Transport, operation: Operation) -> Response:
        """Post JSON below the base URL, once: a 401 is returned, even if there could be a new token."""
        self.ready(transport, operation)
        return transport.post_json(path, body, self, operation, self.secrets())

    def bind(self, base_url: str, insecure_host: str | None) -> None:
        """Set the server of this object; only the flows of OAuth2 use it."""

    def ready(self, transport: Transport, operation: Operation) -> object:
        """Fetch a token if none is valid; return an object that identifies the token."""
        return None

    def renew(self, transport: Transport, operation: Operation, seen: object) -> bool:
        """Replace the token that `ready` identified, after a 401; return True if there is a new one."""
        return False

    def __repr__(self) -> str:
        return f"{type(self).__name__}(***)"


class _HeaderAuth(StudioAuth):
    _header: str
    _prefix = ""
    _name = "The token"

    @leaves_no_trace
    def __init__(self, token: str) -> None:
        self._secret = read_secret(token, self._name)

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Add the header to the request."""
        request.headers[self._header] = self._prefix + self._secret.reveal()
        return request

    def secrets(self) -> tuple[Secret, ...]:
        """Return every secret that must not appear in a message."""
        return (self._secret,)


class ApiKey(_HeaderAuth):
    """An API key of a project, sent as ``x-api-key``.

    Parameters
    ----------
    key : str
        The key, as Studio shows it under Dashboard, Keys. A read-only key is enough. A key that does not
        start with ``ei_`` or has fewer than 32 characters causes a warning.

    Raises
    ------
    TypeError, ValueError
        The key is not a str, is empty, or contains a character that no key has.

    Examples
    --------
    >>> ApiKey("ei_" + 32 * "0")
    ApiKey(***)
    """

    _header = "x-api-key"
    _name = "The API key"

    @leaves_no_trace
    def __init__(self, key: str) -> None:
        super().__init__(key)
        if not key.strip().startswith("ei_") or len(key.strip()) < 32:
            warnings.warn(
                "This does not look like an API key of Edge Impulse: those start with ei_ and have at least "
                "32 characters. It is used anyway.",
                UserWarning,
                stacklevel=3,  # the caller, past the decorator
            )


class JwtCookie(_HeaderAuth):
    """A JSON web token, sent as the cookie ``jwt``.

    Parameters
    ----------
    token : str
        The token.

    Raises
    ------
    TypeError, ValueError
        The token is not a str, is empty, or contains a character that no token has.

    Examples
    --------
    >>> JwtCookie("eyJ0.eyJ1.c2ln")
    JwtCookie(***)
    """

    _header = "Cookie"
    _prefix = "jwt="

    @leaves_no_trace
    def __init__(self, token: str) -> None:
        super().__init__(token)
        if set(token) & set(';,"\\'):
            raise ValueError(
                'The token contains a character that cannot be part of a cookie: one of ; , " \\.'
            )


class JwtHeader(_HeaderAuth):
    """A JSON web token, sent as ``x-jwt-token``.

    Parameters
    ----------
    token : str
        The token.

    Raises
    ------
    TypeError, ValueError
        The token is not a str, is empty, or contains a character that no token has.

    Examples
    --------
    >>> JwtHeader("eyJ0.eyJ1.c2ln")
    JwtHeader(***)
    """

    _header = "x-jwt-token"


@leaves_no_trace
def credentials_from_env() -> ApiKey:
    """Read the API key from the environment: ``EI_PROJECT_API_KEY``, else ``EI_API_KEY``.

    Returns
    -------
    ApiKey
        The key.

    Raises
    ------
    MissingCredentialsError
        Neither is set.
    ValueError
        The key contains a character that no key has.

    Examples
    --------
    >>> import os
    >>> os.environ["EI_PROJECT_API_KEY"] = "ei_" + 32 * "0"
    >>> credentials_from_env()
    ApiKey(***)
    >>> del os.environ["EI_PROJECT_API_KEY"]
    """
    for variable in KEY_VARIABLES:
        if os.environ.get(variable, "").strip():
            return ApiKey(read_secret(os.environ[variable], f"The API key in {variable}").reveal())
    raise MissingCredentialsError(
        "No API key was given. Set the environment variable EI_API_KEY to a key of your project (in Studio: "
        "Dashboard, Keys; a read-only key is enough), or pass StudioClient(ApiKey(...)). "
        "StudioClient.sample() has projects to try without a key."
    )
