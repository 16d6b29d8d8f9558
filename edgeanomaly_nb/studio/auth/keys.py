"""The security schemes of the Studio API, as requests auth objects that never show what they hold.

Three of the four are here; the fourth, OAuth2 with its flows, is in ``edgeanomaly_nb.studio.auth.oauth2``.

No secret is shown by ``repr``, ``str``, ``vars`` or a traceback. Tracebacks need care, since tools such as
IPython's verbose mode print the local variables of every frame: functions that are handed a secret as plain
text turn it into a `~edgeanomaly_nb.studio.secrets.Secret` and forget the text before they can raise.
"""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, TypeVar

from requests.auth import AuthBase

from ...errors import MissingCredentialsError
from ..secrets import Secret

if TYPE_CHECKING:
    from requests import PreparedRequest

    from ..http.transport import Operation, Transport

T = TypeVar("T")

# The platform sets both inside the blocks that it runs: the first is then the project's key, the second the
# organisation's.
KEY_VARIABLES = ("EI_PROJECT_API_KEY", "EI_API_KEY")


def settle(found: T | Exception) -> T:
    """Raise `found` if it is an error, else give it back.

    Errors are made where a secret is at hand and raised where it no longer is.
    """
    if isinstance(found, Exception):
        raise found
    return found


def read_secret(text: object, what: str) -> Secret | Exception:
    """Read a secret that is to travel in a header; an unfit one gives an error that does not quote it.

    Examples
    --------
    >>> read_secret(" ei_0123 ", "The API key")
    ***
    >>> read_secret("", "The API key")
    ValueError('The API key is empty.')
    """
    if not isinstance(text, str):
        return TypeError(f"{what} must be a str, not {type(text).__name__}.")
    text = text.strip()
    if not text:
        return ValueError(f"{what} is empty.")
    if not (text.isascii() and text.isprintable()) or " " in text:
        return ValueError(
            f"{what} holds a character that cannot be part of it: a space, a line break or one outside "
            "ASCII. Copy it again, without anything around it."
        )
    return Secret(text)


class StudioAuth(AuthBase):
    """What the four security schemes have in common: a header, put on the request as it is sent."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Put the header on the request."""
        raise NotImplementedError

    def secrets(self) -> tuple[Secret, ...]:
        """Everything that must not appear in a message."""
        return ()

    def bind(self, base_url: str, insecure_host: str | None) -> None:
        """Learn which server this is for; only OAuth2's flows need to know."""

    def ready(self, transport: Transport, operation: Operation) -> object:
        """Have a valid token before a request is sent; give something that stands for that token."""
        return None

    def renew(self, transport: Transport, operation: Operation, seen: object) -> bool:
        """Replace the token that `ready` gave after a 401; True when there is a new one to try."""
        return False

    def __repr__(self) -> str:
        return f"{type(self).__name__}(***)"


class _HeaderAuth(StudioAuth):
    _header: str
    _prefix = ""

    def __init__(self, secret: Secret) -> None:
        self._secret = secret

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Put the header on the request."""
        request.headers[self._header] = self._prefix + self._secret.reveal()
        return request

    def secrets(self) -> tuple[Secret, ...]:
        """Everything that must not appear in a message."""
        return (self._secret,)


class ApiKey(_HeaderAuth):
    """An API key of a project, sent as ``x-api-key``.

    Parameters
    ----------
    key : str
        The key, as Studio shows it under Dashboard, Keys. A read-only key is enough. Another shape than
        ``ei_`` and at least 32 characters in all gives a warning.

    Raises
    ------
    TypeError, ValueError
        The key is not a str, is empty, or holds a character that no key has.

    Examples
    --------
    >>> ApiKey("ei_" + 32 * "0")
    ApiKey(***)
    """

    _header = "x-api-key"

    def __init__(self, key: str) -> None:
        found = read_secret(key, "The API key")
        del key
        super().__init__(settle(found))
        plausible = self._secret.reveal().startswith("ei_") and len(self._secret.reveal()) >= 32
        if not plausible:
            warnings.warn(
                "This does not look like an API key of Edge Impulse: those start with ei_ and have at least "
                "32 characters. It is used as it is.",
                UserWarning,
                stacklevel=2,
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
        The token is not a str, is empty, or holds a character that no token has.

    Examples
    --------
    >>> JwtCookie("eyJ0.eyJ1.c2ln")
    JwtCookie(***)
    """

    _header = "Cookie"
    _prefix = "jwt="

    def __init__(self, token: str) -> None:
        found = read_secret(token, "The token")
        if isinstance(found, Secret) and any(char in token for char in ';,"\\'):
            found = ValueError(
                'The token holds a character that cannot be part of a cookie: one of ; , " \\.'
            )
        del token
        super().__init__(settle(found))


class JwtHeader(_HeaderAuth):
    """A JSON web token, sent as ``x-jwt-token``.

    Parameters
    ----------
    token : str
        The token.

    Raises
    ------
    TypeError, ValueError
        The token is not a str, is empty, or holds a character that no token has.

    Examples
    --------
    >>> JwtHeader("eyJ0.eyJ1.c2ln")
    JwtHeader(***)
    """

    _header = "x-jwt-token"

    def __init__(self, token: str) -> None:
        found = read_secret(token, "The token")
        del token
        super().__init__(settle(found))


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
        The key holds a character that no key has.

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
            return _key_from(variable)
    raise MissingCredentialsError(
        "No API key was given. Set the environment variable EI_API_KEY to a key of your project (in Studio: "
        "Dashboard, Keys; a read-only key is enough), or pass StudioClient(ApiKey(...)). "
        "StudioClient.sample() has projects to try without a key."
    )


def _key_from(variable: str) -> ApiKey:
    found = read_secret(os.environ[variable], f"The API key in {variable}")
    return ApiKey(settle(found).reveal())
