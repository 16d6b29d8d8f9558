"""The four flows of OAuth2: the form that requests a token, and the sign-in with a browser.

``oauthlib`` builds and reads the messages.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from oauthlib import oauth2

from ...errors import AuthenticationError, EdgeAnomalyError, MissingCredentialsError, StudioError
from ..http.transport import Operation
from ..secrets import Secret, scrub
from .tokens import CHECK_CLIENT, ERRORS, UNREADABLE, Access, App, access_of, read_optional_url, read_text

# The secret fields of the address after a sign-in.
_SECRET_FIELDS = ("code", "access_token", "refresh_token", "id_token")
_AGAIN = "Open authorization_url again, sign in, and pass the complete address that the browser shows."
_NO_SIGN_IN = (
    "No sign-in is in progress: open authorization_url first, sign in there, and pass the address that the "
    "browser shows afterwards."
)
_ANOTHER_SIGN_IN = (
    f"This address does not belong to the sign-in in progress: its state is missing or different. {_AGAIN}"
)
_NO_CODE = f"This address contains no code or token, so the sign-in was not completed. {_AGAIN}"


class Flow:
    """How a token is requested if there is no refresh token."""

    client_type: type[oauth2.Client]
    needs_user = False
    advice = CHECK_CLIENT

    def __init__(self, app: App) -> None:
        self.app = app

    def secrets(self) -> tuple[Secret, ...]:
        """Return every secret that must not appear in a message."""
        return () if self.app.client_secret is None else (self.app.client_secret,)

    def form(self, operation: Operation) -> Secret:
        """Return the form that requests a token."""
        raise NotImplementedError

    def spend(self) -> None:
        """Forget what can be used only once, after the form has returned a token."""

    def _form(self, *args: str, **fields: str) -> Secret:
        client = self.client_type(self.app.client_id)
        return Secret(client.prepare_request_body(*args, **fields, **self.app.fields()))


class ClientCredentials(Flow):
    """A program without a user: nobody signs in."""

    client_type = oauth2.BackendApplicationClient

    def form(self, operation: Operation) -> Secret:
        """Return the form that requests a token."""
        return self._form(scope=self.app.scope)


class Password(Flow):
    """The name and password of a user."""

    client_type = oauth2.LegacyApplicationClient
    advice = "Check user name and password."

    def __init__(self, app: App, username: Secret, password: Secret) -> None:
        super().__init__(app)
        self._username, self._password = username, password

    def secrets(self) -> tuple[Secret, ...]:
        """Return every secret that must not appear in a message."""
        return (*super().secrets(), self._password)

    def form(self, operation: Operation) -> Secret:
        """Return the form that requests a token."""
        return self._form(self._username.reveal(), self._password.reveal(), scope=self.app.scope)


@dataclass(frozen=True)
class SignIn:
    """A sign-in in progress: the state that the redirect must repeat, and the verifier of PKCE."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    verifier: Secret = field(default_factory=lambda: Secret(secrets.token_urlsafe(48)))


class BrowserFlow(Flow):
    """Base of the two flows with a browser."""

    needs_user = True
    advice = "A sign-in can be used once, within a few minutes: open authorization_url and sign in again."

    def __init__(self, app: App, redirect_uri: str, authorize_url: str | None) -> None:
        super().__init__(app)
        self.authorize_url = read_optional_url(authorize_url, "authorize_url")
        self.redirect_uri = read_text(redirect_uri, "redirect_uri").reveal()
        self._sign_in: SignIn | None = None
        self._was_signed_in = False

    def authorization_url(self, page: str) -> str:
        """Return the page where the user signs in. Starts a sign-in if none is in progress."""
        self._sign_in = self._sign_in or SignIn()
        client, state = self.client_type(self.app.client_id), self._sign_in.state
        fields = {"redirect_uri": self.redirect_uri, "scope": self.app.scope, "state": state}
        fields |= self._challenge(self._sign_in.verifier)
        # oauthlib requires https for every host. The caller has checked the URL: this machine may use http.
        scheme, _, rest = page.partition("://")
        return scheme + client.prepare_request_uri(f"https://{rest}", **fields).removeprefix("https")

    def accept(self, pasted: Secret) -> Access | None:
        """Read the address to which the browser was sent.

        Returns
        -------
        Access or None
            The token, if the address contains one instead of a code.

        Raises
        ------
        AuthenticationError, StudioError
            The address does not belong to this sign-in, or contains an error.
        """
        if self._sign_in is None:
            raise AuthenticationError(_NO_SIGN_IN)
        fields = _fields(pasted)
        if fields.get("state") != self._sign_in.state:
            raise AuthenticationError(_ANOTHER_SIGN_IN)
        try:
            given = urlencode(fields)  # oauthlib reads a code in the query and a token in the fragment
            found = self.client_type(self.app.client_id).parse_request_uri_response(
                f"https://redirect.invalid/?{given}#{given}", state=self._sign_in.state
            )
            access = self._accept(found, self._sign_in)
        except oauth2.OAuth2Error as exc:
            raise self._refusal(str(exc.error), str(exc.description or ""), fields) from None
        except UNREADABLE:
            raise self._refusal("missing_token", "", fields) from None
        self._sign_in, self._was_signed_in = None, True
        return access

    def form(self, operation: Operation) -> Secret:
        """Raise an error: the user must sign in."""
        kind: type[EdgeAnomalyError] = AuthenticationError if self._was_signed_in else MissingCredentialsError
        reason = "The sign-in has ended" if self._was_signed_in else "You are not signed in"
        raise operation.error(
            kind,
            f"{reason}, so {operation.what} cannot be fetched. Open authorization_url of the OAuth2 object "
            "in a browser, sign in, and pass the address that is shown afterwards to redirected(...).",
        )

    def _refusal(self, code: str, description: str, fields: dict[str, str]) -> StudioError:
        if code in ("missing_code", "missing_token"):
            return AuthenticationError(_NO_CODE)
        given = (Secret(fields[name]) for name in _SECRET_FIELDS if fields.get(name))
        error = scrub(f"{code} {description}", (*self.secrets(), *given))
        message = f'The sign-in was refused ("{error}"). Open authorization_url again and allow it.'
        return ERRORS.get(code, StudioError)(message, studio_message=error)

    def _challenge(self, verifier: Secret) -> dict[str, str]:
        """Return the fields of PKCE."""
        return {}

    def _accept(self, found: dict[str, str], sign_in: SignIn) -> Access | None:
        raise NotImplementedError


class AuthorizationCode(BrowserFlow):
    """The browser receives a code, which the token endpoint exchanges for a token (with PKCE)."""

    client_type = oauth2.WebApplicationClient
    _code_and_verifier: tuple[Secret, ...] = ()

    def secrets(self) -> tuple[Secret, ...]:
        """Return every secret that must not appear in a message."""
        return (*super().secrets(), *self._code_and_verifier)

    def form(self, operation: Operation) -> Secret:
        """Return the form that exchanges the code for a token, once."""
        if not self._code_and_verifier:
            return super().form(operation)
        code, verifier = (secret.reveal() for secret in self._code_and_verifier)
        return self._form(code, self.redirect_uri, code_verifier=verifier)

    def spend(self) -> None:
        """Forget the code."""
        self._code_and_verifier = ()

    def _challenge(self, verifier: Secret) -> dict[str, str]:
        challenge = self.client_type(self.app.client_id).create_code_challenge(verifier.reveal(), "S256")
        return {"code_challenge": challenge, "code_challenge_method": "S256"}

    def _accept(self, found: dict[str, str], sign_in: SignIn) -> None:
        self._code_and_verifier = (Secret(found["code"]), sign_in.verifier)


class Implicit(BrowserFlow):
    """The browser receives the token itself."""

    client_type = oauth2.MobileApplicationClient

    def _accept(self, found: dict[str, str], sign_in: SignIn) -> Access:
        access = access_of(found)
        if access is None:
            raise ValueError("no bearer token")  # handled by accept()
        return access


def _fields(pasted: Secret) -> dict[str, str]:
    """Return the fields of the server: codes are in the query, tokens in the fragment, errors in either."""
    try:
        parts = urlsplit(pasted.reveal())
    except ValueError:
        return {}
    return dict(parse_qsl(parts.query) + parse_qsl(parts.fragment))
