"""The token endpoint of OAuth2: the form that is sent, and the access token or error that is returned."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import inf
from typing import Any
from unicodedata import category
from urllib.parse import quote

from oauthlib.oauth2 import Client, OAuth2Error
from requests import PreparedRequest
from requests.auth import AuthBase, HTTPBasicAuth

from ... import errors
from ...text import checked_str
from ..http.base_url import host_of, read_url
from ..http.session import Response
from ..http.transport import Operation, Transport
from ..responses import describe_refusal, kind_for_status
from ..secrets import Secret, scrub
from .keys import read_secret

# A token is replaced this long before it expires, or after nine tenths of a short life.
MARGIN_S = 30

# What oauthlib raises for a message that is not OAuth2, besides its own errors.
UNREADABLE = (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError)

ERRORS: dict[str, type[errors.StudioError]] = {
    "invalid_client": errors.AuthenticationError,
    "unauthorized_client": errors.AuthenticationError,
    "invalid_grant": errors.AuthenticationError,
    "login_required": errors.AuthenticationError,
    "access_denied": errors.PermissionDeniedError,
    "consent_required": errors.PermissionDeniedError,
    "server_error": errors.ServerError,
    "temporarily_unavailable": errors.ServerError,
}
CHECK_CLIENT = "Check client_id and client_secret; some servers want them in the form: client_auth='body'."


@dataclass(frozen=True)
class Access:
    """An access token, and the time at which it is replaced (seconds since 1970)."""

    token: Secret
    refresh: Secret | None = None
    stale_at: float = inf

    def is_fresh(self) -> bool:
        """Return True if it can still be used."""
        return time.time() < self.stale_at

    def with_refresh(self, refresh: Secret) -> Access:
        """Return it with the refresh token that led to it, unless it has its own."""
        return self if self.refresh else replace(self, refresh=refresh)

    def secrets(self) -> tuple[Secret, ...]:
        """Return every secret that must not appear in a message."""
        return (self.token,) if self.refresh is None else (self.token, self.refresh)


@dataclass(frozen=True)
class App:
    """How this program identifies itself to the OAuth2 server."""

    client_id: str
    client_secret: Secret | None
    client_auth: str
    scope: str
    token_url: str | None

    def fields(self) -> dict[str, Any]:
        """Return its fields in the form. A public client, which has no secret, sends its id there."""
        if self.client_secret is not None and self.client_auth == "body":
            return {"include_client_id": True, "client_secret": self.client_secret.reveal()}
        return {"include_client_id": self.client_secret is None}

    def login(self) -> AuthBase:
        """Return what adds its headers."""
        if self.client_secret is not None and self.client_auth == "basic":
            # Encoded twice, as RFC 6749 requires in section 2.3.1.
            return HTTPBasicAuth(_quoted(self.client_id), _quoted(self.client_secret.reveal()))
        return _Nothing()


def read_app(
    client_id: str,
    client_secret: object,
    client_auth: str,
    scopes: str | Sequence[str],
    token_url: object,
) -> App:
    """Check the parameters that the constructors of OAuth2 share."""
    if client_auth not in ("basic", "body"):
        raise ValueError("client_auth must be 'basic' or 'body'.")
    secret = None if client_secret is None else read_text(client_secret, "client_secret")
    name = read_text(client_id, "client_id").reveal()
    return App(name, secret, client_auth, _read_scopes(scopes), read_optional_url(token_url, "token_url"))


def _read_scopes(scopes: object) -> str:
    listed = [scopes] if isinstance(scopes, str) else scopes
    if not isinstance(listed, Sequence) or not all(isinstance(scope, str) for scope in listed):
        raise TypeError("scopes must be a str, or a sequence of str.")
    return " ".join(listed)


def read_text(text: object, name: str) -> Secret:
    """Read a text that is sent in a form. Passwords keep their spaces, but have no line break."""
    given = checked_str(text, name)
    kinds = {category(char) for char in given}
    if not given.strip() or "Cs" in kinds:
        raise ValueError(f"{name} is empty, or is not text that can be sent.")
    if kinds & {"Cc", "Zl", "Zp"}:
        raise ValueError(
            f"{name} contains a line break or a control character. Copy it again, without anything around it."
        )
    return Secret(given)


def read_address(text: object) -> Secret:
    """Read the address that a browser shows, which contains a code or a token."""
    address = checked_str(text, "The address").strip()
    if not address:
        raise ValueError("The address is empty.")
    return Secret(address)


def read_optional_url(text: object, name: str) -> str | None:
    """Read the URL of an endpoint, if it is given."""
    return None if text is None else read_url(text, name)


_quoted = partial(quote, safe="")


class _Nothing(AuthBase):
    """Adds no header. Without auth, requests reads a netrc file: https://github.com/psf/requests/issues/2773."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        return request


def refresh_form(app: App, refresh: Secret) -> Secret:
    """Return the form that requests a new token for a refresh token.

    Examples
    --------
    >>> refresh_form(App("my-program", None, "basic", "openid", None), Secret("sesame")).reveal()
    'grant_type=refresh_token&client_id=my-program&refresh_token=sesame'
    """
    names = {"refresh_token": refresh.reveal(), "client_id": app.client_id}
    return Secret(Client(app.client_id).prepare_refresh_body(**names, **app.fields()))


def fetch_token(
    app: App,
    form: Secret,
    transport: Transport,
    operation: Operation,
    *,
    hidden: tuple[Secret, ...],
    advice: str,
) -> Access:
    """Send a form to the token endpoint.

    Parameters
    ----------
    app : App
        The program, and the endpoint.
    form : Secret
        The form, URL-encoded.
    transport : Transport
        Sends the form.
    operation : Operation
        The operation that needs the token.
    hidden : tuple of Secret
        Secrets that must not appear in a message.
    advice : str
        What to do after the error ``invalid_grant`` or ``invalid_request``.

    Returns
    -------
    Access
        The token.

    Raises
    ------
    StudioError, InvalidResponseError
        The endpoint returned no token.
    TransportError
        There is no response that can be read.
    """
    url = app.token_url or f"{transport.base_url}/oauth/token"
    response = transport.post_form(url, form, app.login(), operation, hidden)
    access, code, description = _read(response)
    if access is not None:
        return access
    if code is None and response.is_success:
        message = (
            f"The response of {host_of(url)} is not an access token for {operation.what}. Check token_url."
        )
        raise operation.error(errors.InvalidResponseError, message, status_code=response.status)
    error = scrub(f"{code or ''} {description}", hidden) or None
    message = f"{host_of(url)} did not return an access token for {operation.what}"
    kind = ERRORS.get(code or "") or kind_for_status(400 if response.is_success else response.status)
    text = f"{message}: {describe_refusal(response.status, error)}. {_advice(code, advice)}"
    raise operation.refusal(kind, text, response, error)


def _advice(code: str | None, for_grant: str) -> str:
    if code in ("invalid_grant", "invalid_request"):
        return for_grant
    if code in ("invalid_client", "unauthorized_client"):
        return CHECK_CLIENT
    if code in ("server_error", "temporarily_unavailable"):
        return "Try again in a few minutes."
    return "Check token_url and the parameters."


def _read(response: Response) -> tuple[Access | None, str | None, str]:
    """Return the token, or the error code and description of OAuth2."""
    try:
        token = Client("").parse_request_body_response(response.body.decode("utf-8", "replace"))
        return access_of(token) if response.is_success else None, None, ""
    except OAuth2Error as exc:
        code = None if exc.error == "missing_token" else str(exc.error)
        return None, code, str(exc.description or "") if code else ""
    except UNREADABLE:
        return None, None, ""


def access_of(token: dict[str, Any]) -> Access | None:
    """Return a token of oauthlib; None if it cannot be used as a bearer token.

    Examples
    --------
    >>> access_of({"access_token": "sesame", "token_type": "Bearer", "expires_in": 3600}).is_fresh()
    True
    >>> access_of({"access_token": "sesame", "token_type": "mac"}) is None
    True
    """
    access, refresh = (_secret_or_none(token.get(name)) for name in ("access_token", "refresh_token"))
    if access is None or str(token.get("token_type") or "Bearer").lower() != "bearer":
        return None
    life_s = float(token.get("expires_in") or inf)
    return Access(access, refresh, time.time() + life_s - min(MARGIN_S, life_s / 10))


def _secret_or_none(text: object) -> Secret | None:
    try:
        return read_secret(text, "The token")
    except (TypeError, ValueError):
        return None
