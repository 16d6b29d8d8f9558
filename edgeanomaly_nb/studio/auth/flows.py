"""The four flows of OAuth2: how each asks for its first token, and the sign-in of the two with a browser.

``oauthlib`` makes and reads the messages.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from oauthlib.oauth2 import (
    BackendApplicationClient,
    LegacyApplicationClient,
    MobileApplicationClient,
    OAuth2Error,
    WebApplicationClient,
)

from ...errors import AuthenticationError, EdgeAnomalyError, MissingCredentialsError, StudioError
from ..secrets import Secret, scrub
from .tokens import CHECK_CLIENT, KINDS, UNREADABLE, Access, App, access_of

if TYPE_CHECKING:
    from ..http.transport import Operation


# What the address of a finished sign-in holds that nobody else may know.
_GIVEN = ("code", "access_token", "refresh_token", "id_token")


class Flow:
    """How a first token is asked for, and a new one when there is nothing to refresh."""

    needs_user = False
    advice = CHECK_CLIENT

    def __init__(self, app: App) -> None:
        self.app = app

    def secrets(self) -> tuple[Secret, ...]:
        """Everything that must not appear in a message."""
        return () if self.app.client_secret is None else (self.app.client_secret,)

    def form(self, operation: Operation) -> Secret:
        """Make the form that asks for a token."""
        raise NotImplementedError

    def spend(self) -> None:
        """Forget what serves only once; the form has led to a token."""


class ClientCredentials(Flow):
    """A program of its own: no user signs in."""

    def form(self, operation: Operation) -> Secret:
        """Make the form that asks for a token."""
        client = BackendApplicationClient(self.app.client_id)
        return Secret(client.prepare_request_body(scope=self.app.scope, **self.app.fields()))


class Password(Flow):
    """The name and password of a user."""

    advice = "Check user name and password."

    def __init__(self, app: App, username: Secret, password: Secret) -> None:
        super().__init__(app)
        self._username, self._password = username, password

    def secrets(self) -> tuple[Secret, ...]:
        """Everything that must not appear in a message."""
        return (*super().secrets(), self._password)

    def form(self, operation: Operation) -> Secret:
        """Make the form that asks for a token."""
        client, user = LegacyApplicationClient(self.app.client_id), self._username.reveal()
        fields = self.app.fields()
        return Secret(
            client.prepare_request_body(user, self._password.reveal(), scope=self.app.scope, **fields)
        )


@dataclass(frozen=True)
class SignIn:
    """A sign-in under way: the state that the redirect must repeat, and the verifier of PKCE."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    verifier: Secret = field(default_factory=lambda: Secret(secrets.token_urlsafe(48)))


class BrowserFlow(Flow):
    """What the two flows with a browser have in common."""

    needs_user = True
    advice = "A sign-in serves once and for a few minutes: open authorization_url and sign in again."

    def __init__(self, app: App, redirect_uri: Secret) -> None:
        super().__init__(app)
        self.redirect_uri = redirect_uri.reveal()
        self._sign_in: SignIn | None = None
        self._was_signed_in = False

    def authorization_url(self, page: str) -> str:
        """Give the page where the user signs in, for the sign-in under way; begin one if there is none."""
        self._sign_in = self._sign_in or SignIn()
        # oauthlib insists on https for any host; the caller has checked, and lets this machine do without.
        scheme, _, rest = page.partition("://")
        return scheme + self._url(f"https://{rest}", self._sign_in).removeprefix("https")

    def take(self, pasted: Secret) -> Access | EdgeAnomalyError | None:
        """Take the address to which the browser was sent.

        Returns
        -------
        Access, EdgeAnomalyError or None
            The token if the address holds one, or what is wrong; nothing is raised at the sight of a code.
        """
        if self._sign_in is None:
            return AuthenticationError(
                "No sign-in is under way: open authorization_url first, sign in there, and pass the address "
                "that the browser then shows."
            )
        fields = _fields(pasted)
        if fields.get("state") != self._sign_in.state:
            return AuthenticationError(
                "This address is not the answer to the sign-in under way: its state is missing or another "
                "one. Open authorization_url again, sign in, and pass the whole address that is then shown."
            )
        try:
            found = self._accept(urlencode(fields), self._sign_in)
        except OAuth2Error as exc:
            return self._refusal(str(exc.error), str(exc.description or ""), fields)
        except UNREADABLE:
            return self._refusal("missing_token", "", fields)
        self._sign_in, self._was_signed_in = None, True
        return found

    def form(self, operation: Operation) -> Secret:
        """Say that the user must sign in."""
        kind: type[EdgeAnomalyError] = AuthenticationError if self._was_signed_in else MissingCredentialsError
        why = "The sign-in has ended" if self._was_signed_in else "Nobody has signed in yet"
        raise operation.error(
            kind,
            f"{why}, so Studio cannot be asked for {operation.what}. Open authorization_url of the OAuth2 "
            "object in a browser, sign in, and pass the address that is then shown to redirected(...).",
        )

    def _refusal(self, code: str, description: str, fields: dict[str, str]) -> StudioError:
        if code in ("missing_code", "missing_token"):
            return AuthenticationError(
                "This address holds no code or token, so the sign-in was not finished. Open "
                "authorization_url again, sign in, and pass the whole address that the browser then shows."
            )
        given = (Secret(fields[name]) for name in _GIVEN if fields.get(name))
        said = scrub(f"{code} {description}", (*self.secrets(), *given))
        message = (
            f"The sign-in was refused: the server says {said!r}. Open authorization_url again and allow it."
        )
        return KINDS.get(code, StudioError)(message, studio_message=said)

    def _url(self, page: str, sign_in: SignIn) -> str:
        raise NotImplementedError

    def _accept(self, fields: str, sign_in: SignIn) -> Access | None:
        raise NotImplementedError


class AuthorizationCode(BrowserFlow):
    """A browser gets a code, which the token endpoint changes into a token (with PKCE)."""

    _code: Secret | None = None
    _verifier: Secret | None = None

    def secrets(self) -> tuple[Secret, ...]:
        """Everything that must not appear in a message."""
        return (*super().secrets(), *(secret for secret in (self._code, self._verifier) if secret))

    def form(self, operation: Operation) -> Secret:
        """Make the form that changes the code into a token, once."""
        if self._code is None or self._verifier is None:
            return super().form(operation)
        client = WebApplicationClient(self.app.client_id)
        return Secret(
            client.prepare_request_body(
                code=self._code.reveal(),
                redirect_uri=self.redirect_uri,
                code_verifier=self._verifier.reveal(),
                **self.app.fields(),
            )
        )

    def spend(self) -> None:
        """Forget the code."""
        self._code = self._verifier = None

    def _url(self, page: str, sign_in: SignIn) -> str:
        client = WebApplicationClient(self.app.client_id)
        challenge = client.create_code_challenge(sign_in.verifier.reveal(), "S256")
        return client.prepare_request_uri(
            page,
            redirect_uri=self.redirect_uri,
            scope=self.app.scope,
            state=sign_in.state,
            code_challenge=challenge,
            code_challenge_method="S256",
        )

    def _accept(self, fields: str, sign_in: SignIn) -> None:
        client = WebApplicationClient(self.app.client_id)
        answer = client.parse_request_uri_response(f"https://redirect.invalid/?{fields}", state=sign_in.state)
        self._code, self._verifier = Secret(answer["code"]), sign_in.verifier


class Implicit(BrowserFlow):
    """A browser gets the token itself."""

    def _url(self, page: str, sign_in: SignIn) -> str:
        client = MobileApplicationClient(self.app.client_id)
        return client.prepare_request_uri(
            page, redirect_uri=self.redirect_uri, scope=self.app.scope, state=sign_in.state
        )

    def _accept(self, fields: str, sign_in: SignIn) -> Access:
        client = MobileApplicationClient(self.app.client_id)
        token = client.parse_request_uri_response(f"https://redirect.invalid/#{fields}", state=sign_in.state)
        access = access_of(token)
        if access is None:
            raise ValueError("no bearer token")  # caught above
        return access


def _fields(pasted: Secret) -> dict[str, str]:
    """Give what the server appended: codes come in the query, tokens in the fragment, errors in either."""
    try:
        parts = urlsplit(pasted.reveal())
    except ValueError:
        return {}
    return dict(parse_qsl(parts.query) + parse_qsl(parts.fragment))
