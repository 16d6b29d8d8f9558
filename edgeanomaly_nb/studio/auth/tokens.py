"""OAuth2's token endpoint: what is sent there, and the access token or the error that comes back."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING, Any
from unicodedata import category
from urllib.parse import quote

from oauthlib.oauth2 import Client, OAuth2Error
from requests.auth import AuthBase

from ...errors import (
    AuthenticationError,
    EdgeAnomalyError,
    InvalidResponseError,
    PermissionDeniedError,
    ServerError,
    StudioError,
)
from ..http.base_url import host_of, read_url
from ..responses import kind_for_status
from ..secrets import Secret, scrub
from .keys import read_secret, settle

if TYPE_CHECKING:
    from requests import PreparedRequest

    from ..http.session import Answer
    from ..http.transport import Operation, Transport

# A token is replaced this long before it expires, or after nine tenths of a short life.
MARGIN_S = 30

# What oauthlib raises over a message that is no OAuth2 at all, besides its own errors.
UNREADABLE = (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError)

KINDS: dict[str, type[StudioError]] = {
    "invalid_client": AuthenticationError,
    "unauthorized_client": AuthenticationError,
    "invalid_grant": AuthenticationError,
    "login_required": AuthenticationError,
    "access_denied": PermissionDeniedError,
    "consent_required": PermissionDeniedError,
    "server_error": ServerError,
    "temporarily_unavailable": ServerError,
}
CHECK_CLIENT = "Check client_id and client_secret; some servers want them in the form: client_auth='body'."


@dataclass(frozen=True)
class Access:
    """An access token, and until when it is to be used (seconds since 1970)."""

    token: Secret
    refresh: Secret | None = None
    stale_at: float = inf

    def is_fresh(self) -> bool:
        """Whether it can still be used."""
        return time.time() < self.stale_at

    def with_refresh(self, refresh: Secret) -> Access:
        """Keep the refresh token that led to this one, unless it came with its own."""
        return self if self.refresh else replace(self, refresh=refresh)

    def secrets(self) -> tuple[Secret, ...]:
        """Everything that must not appear in a message."""
        return (self.token,) if self.refresh is None else (self.token, self.refresh)


@dataclass(frozen=True)
class App:
    """How this program makes itself known to the OAuth2 server."""

    client_id: str
    client_secret: Secret | None
    client_auth: str
    scope: str
    token_url: str | None

    def fields(self) -> dict[str, Any]:
        """Give what goes into the form; a public client, which has no secret, names itself there too."""
        if self.client_secret is not None and self.client_auth == "body":
            return {"include_client_id": True, "client_secret": self.client_secret.reveal()}
        return {"include_client_id": self.client_secret is None}

    def login(self) -> AuthBase:
        """Give what goes into the headers."""
        if self.client_secret is not None and self.client_auth == "basic":
            return _Basic(self.client_id, self.client_secret)
        return _Nothing()


def read_app(
    client_id: str,
    client_secret: Secret | Exception | None,
    client_auth: str,
    scopes: str | Sequence[str],
    token_url: str | Exception | None,
) -> App:
    """Check what the constructors of OAuth2 have in common."""
    if client_auth not in ("basic", "body"):
        raise ValueError("client_auth must be 'basic' or 'body'.")
    name = settle(read_text(client_id, "client_id")).reveal()
    return App(name, settle(client_secret), client_auth, _read_scopes(scopes), settle(token_url))


def _read_scopes(scopes: object) -> str:
    listed = [scopes] if isinstance(scopes, str) else scopes
    if not isinstance(listed, Sequence) or not all(isinstance(scope, str) for scope in listed):
        raise TypeError("scopes must be a str, or a sequence of str.")
    return " ".join(listed)


def read_text(text: object, what: str) -> Secret | Exception:
    """Read a text that is to travel in a form; passwords keep their spaces, but have no line break."""
    if not isinstance(text, str):
        return TypeError(f"{what} must be a str, not {type(text).__name__}.")
    kinds = {category(char) for char in text}
    if not text.strip() or "Cs" in kinds:
        return ValueError(f"{what} is empty, or is no text that can be sent.")
    if kinds & {"Cc", "Zl", "Zp"}:
        return ValueError(
            f"{what} holds a line break or a control character. Copy it again, without anything around it."
        )
    return Secret(text)


def read_address(text: object) -> Secret | Exception:
    """Read the address that a browser shows, which holds a code or a token."""
    if not isinstance(text, str):
        return TypeError(f"The address must be a str, not {type(text).__name__}.")
    return Secret(text.strip()) if text.strip() else ValueError("The address is empty.")


def read_optional(client_secret: object) -> Secret | Exception | None:
    """Read a client secret, if there is one."""
    return None if client_secret is None else read_text(client_secret, "client_secret")


def read_optional_url(text: object, what: str) -> str | Exception | None:
    """Read the URL of an endpoint, if it is given."""
    return None if text is None else read_url(text, what)


class _Nothing(AuthBase):
    """Keeps requests from looking for a password in a netrc file, as it does when it is given no auth."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        return request


class _Basic(AuthBase):
    def __init__(self, client_id: str, client_secret: Secret) -> None:
        self._client_id, self._client_secret = client_id, client_secret

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        # Encoded twice, as RFC 6749 has it in section 2.3.1.
        pair = f"{quote(self._client_id, safe='')}:{quote(self._client_secret.reveal(), safe='')}"
        request.headers["Authorization"] = "Basic " + b64encode(pair.encode()).decode()
        return request


def refresh_form(app: App, refresh: Secret) -> Secret:
    """Make the form that asks for a new token in place of an old one.

    Examples
    --------
    >>> refresh_form(App("my-program", None, "basic", "openid", None), Secret("sesame")).reveal()
    'grant_type=refresh_token&client_id=my-program&refresh_token=sesame'
    """
    client = Client(app.client_id)
    return Secret(
        client.prepare_refresh_body(refresh_token=refresh.reveal(), client_id=app.client_id, **app.fields())
    )


def fetch_token(
    app: App,
    form: Secret,
    transport: Transport,
    operation: Operation,
    *,
    hidden: tuple[Secret, ...],
    advice: str,
) -> Access | EdgeAnomalyError:
    """Send a form to the token endpoint.

    Parameters
    ----------
    app : App
        Who asks, and where.
    form : Secret
        The form, url-encoded.
    transport : Transport
        How it travels.
    operation : Operation
        What the token is needed for.
    hidden : tuple of Secret
        What must not appear in a message.
    advice : str
        What to do when the server answers ``invalid_grant`` or ``invalid_request``.

    Returns
    -------
    Access or EdgeAnomalyError
        The token, or the error that says why there is none.

    Raises
    ------
    TransportError
        The endpoint gave no answer that can be read.
    """
    url = app.token_url or f"{transport.base_url}/oauth/token"
    answer = transport.post_form(url, form, app.login(), operation, hidden)
    access, code, description = _read(answer)
    if access is not None:
        return access
    host = host_of(url)
    if code is None and answer.is_success:
        message = (
            f"{host} answered with something that is no access token for {operation.what}. Check token_url."
        )
        return operation.error(InvalidResponseError, message, status_code=answer.status)
    kind = KINDS.get(code or "") or kind_for_status(400 if answer.is_success else answer.status)
    said = scrub(f"{code or ''} {description}", hidden) or None
    answered = f"it answered {answer.status}{f' and says {said!r}' if said else ''}"
    what_to_do = (
        advice
        if code in ("invalid_grant", "invalid_request")
        else _ADVICE.get(code or "", "Check token_url and the parameters.")
    )
    return operation.error(
        kind,
        f"{host} gave no access token for {operation.what}: {answered}. {what_to_do}",
        status_code=answer.status,
        studio_message=said,
        retry_after=answer.retry_after,
    )


_ADVICE = {
    "invalid_client": CHECK_CLIENT,
    "unauthorized_client": CHECK_CLIENT,
    "server_error": "Try again in a few minutes.",
    "temporarily_unavailable": "Try again in a few minutes.",
}


def _read(answer: Answer) -> tuple[Access | None, str | None, str]:
    """Read the answer: a token, or OAuth2's error code and description; nothing is raised at its sight."""
    try:
        token = Client("").parse_request_body_response(answer.body.decode("utf-8", "replace"))
        return access_of(token) if answer.is_success else None, None, ""
    except OAuth2Error as exc:
        code = None if exc.error == "missing_token" else str(exc.error)
        return None, code, str(exc.description or "") if code else ""
    except UNREADABLE:
        return None, None, ""


def access_of(token: dict[str, Any]) -> Access | None:
    """Take a token as oauthlib gives it; None when it cannot be used as a bearer token.

    Examples
    --------
    >>> access_of({"access_token": "sesame", "token_type": "Bearer", "expires_in": 3600}).is_fresh()
    True
    >>> access_of({"access_token": "sesame", "token_type": "mac"}) is None
    True
    """
    found = read_secret(token.get("access_token"), "The access token")
    kind = str(token.get("token_type") or "Bearer")
    if not isinstance(found, Secret) or kind.lower() != "bearer":
        return None
    life_s = float(token.get("expires_in") or inf)
    refresh = read_secret(token.get("refresh_token"), "The refresh token")
    return Access(
        found,
        refresh if isinstance(refresh, Secret) else None,
        time.time() + life_s - min(MARGIN_S, life_s / 10),
    )
