"""OAuth2, the fourth security scheme: an access token of the user, or one that a flow fetches.

A token is fetched when it is first needed, refreshed shortly before it expires, and replaced once if the
service responds with a 401. Every request uses the transport of this package, which follows no redirect with
a client secret and logs nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress

from requests import PreparedRequest

from ...errors import AuthenticationError, MissingCredentialsError, RequestTimeoutError
from ..http.base_url import base_url_from_env, refuse_plain_http
from ..http.limits import seconds_text
from ..http.transport import Operation, Transport
from ..secrets import Secret, leaves_no_trace
from .flows import AuthorizationCode, BrowserFlow, ClientCredentials, Flow, Implicit, Password
from .keys import StudioAuth, read_secret
from .tokens import Access, fetch_token, read_address, read_app, read_text, refresh_form

# Number of replaced secrets that still must not appear in messages.
MOST_REMEMBERED = 12


class OAuth2(StudioAuth):
    """An OAuth2 access token, sent as ``Authorization: Bearer``.

    `OAuth2.client_credentials`, `OAuth2.password`, `OAuth2.authorization_code` and `OAuth2.implicit` fetch a
    token with one of the four flows. None of them sends a request before the token is needed. One such object
    is for one server, and for any number of threads.

    Parameters
    ----------
    token : str
        Your access token.

    Raises
    ------
    TypeError, ValueError
        The token is not a str, is empty, or contains a character that no token has.

    Examples
    --------
    >>> OAuth2("eyJ0.eyJ1.c2ln")
    OAuth2(***)
    """

    @leaves_no_trace
    def __init__(self, token: str) -> None:
        self._set_up(Access(read_secret(token, "The access token")), None)

    def _set_up(self, access: Access | None, flow: Flow | None) -> None:
        self._access, self._flow = access, flow
        self._replaced: tuple[Secret, ...] = ()
        self._base_url: str | None = None
        self._insecure_host: str | None = None
        self._lock = threading.Lock()

    @classmethod
    def _by(cls, flow: Flow) -> OAuth2:
        auth = cls.__new__(cls)
        auth._set_up(None, flow)
        return auth

    @classmethod
    @leaves_no_trace
    def client_credentials(
        cls,
        client_id: str,
        client_secret: str,
        *,
        scopes: str | Sequence[str] = "openid",
        token_url: str | None = None,
        client_auth: str = "basic",
    ) -> OAuth2:
        """Fetch tokens for a program without a user: nobody signs in.

        Parameters
        ----------
        client_id, client_secret : str
            As registered with the server.
        scopes : str or sequence of str
            Scopes to request.
        token_url : str, optional
            By default ``/oauth/token`` below the client's base URL.
        client_auth : {"basic", "body"}
            Whether id and secret are sent in a header, as the standard prefers, or in the form.

        Returns
        -------
        OAuth2
            To pass to `StudioClient`.

        Raises
        ------
        TypeError, ValueError
            A parameter is not valid.

        Examples
        --------
        >>> OAuth2.client_credentials("my-program", "sesame")
        OAuth2(***)
        """
        read_text(client_secret, "client_secret")  # it is not optional here
        return cls._by(ClientCredentials(read_app(client_id, client_secret, client_auth, scopes, token_url)))

    @classmethod
    @leaves_no_trace
    def password(
        cls,
        client_id: str,
        username: str,
        password: str,
        *,
        client_secret: str | None = None,
        scopes: str | Sequence[str] = "openid",
        token_url: str | None = None,
        client_auth: str = "basic",
    ) -> OAuth2:
        """Fetch tokens with the name and password of a user.

        Parameters
        ----------
        client_id : str
            As registered with the server.
        username, password : str
            Name and password of the user.
        client_secret : str, optional
            As registered with the server, if it has one.
        scopes, token_url, client_auth
            As for `client_credentials`.

        Returns
        -------
        OAuth2
            To pass to `StudioClient`.

        Raises
        ------
        TypeError, ValueError
            A parameter is not valid.

        Examples
        --------
        >>> OAuth2.password("my-program", "ada", "sesame")
        OAuth2(***)
        """
        app = read_app(client_id, client_secret, client_auth, scopes, token_url)
        return cls._by(Password(app, read_text(username, "username"), read_text(password, "password")))

    @classmethod
    @leaves_no_trace
    def authorization_code(
        cls,
        client_id: str,
        redirect_uri: str,
        *,
        client_secret: str | None = None,
        scopes: str | Sequence[str] = "openid",
        authorize_url: str | None = None,
        token_url: str | None = None,
        client_auth: str = "basic",
    ) -> OAuth2:
        """Fetch tokens after a sign-in with a browser (with PKCE).

        Open `authorization_url`, sign in, and pass the address that the browser shows afterwards to
        `redirected`, even if no page can be found there.

        Parameters
        ----------
        client_id : str
            As registered with the server.
        redirect_uri : str
            As registered with the server. ``http://127.0.0.1:8765/`` works without a server there.
        client_secret : str, optional
            As registered with the server, if it has one.
        authorize_url, token_url : str, optional
            By default ``/oauth/authorize`` and ``/oauth/token`` below the client's base URL.
        scopes, client_auth
            As for `client_credentials`.

        Returns
        -------
        OAuth2
            To pass to `StudioClient`.

        Raises
        ------
        TypeError, ValueError
            A parameter is not valid.

        Examples
        --------
        >>> auth = OAuth2.authorization_code("my-program", "http://127.0.0.1:8765/")
        >>> auth.authorization_url
        'https://studio.edgeimpulse.com/v1/oauth/authorize?response_type=code&client_id=my-program&...'
        """
        app = read_app(client_id, client_secret, client_auth, scopes, token_url)
        return cls._by(AuthorizationCode(app, redirect_uri, authorize_url))

    @classmethod
    @leaves_no_trace
    def implicit(
        cls,
        client_id: str,
        redirect_uri: str,
        *,
        scopes: str | Sequence[str] = "openid",
        authorize_url: str | None = None,
    ) -> OAuth2:
        """Fetch a token by a sign-in with a browser, without a token endpoint. It cannot be refreshed.

        Used like `authorization_code`. Prefer that one if the server offers it.

        Parameters
        ----------
        client_id, redirect_uri, scopes, authorize_url
            As for `authorization_code`.

        Returns
        -------
        OAuth2
            To pass to `StudioClient`.

        Raises
        ------
        TypeError, ValueError
            A parameter is not valid.

        Examples
        --------
        >>> "response_type=token" in OAuth2.implicit("my-program", "http://127.0.0.1:8765/").authorization_url
        True
        """
        app = read_app(client_id, None, "basic", scopes, None)
        return cls._by(Implicit(app, redirect_uri, authorize_url))

    @property
    def authorization_url(self) -> str:
        """The page to open in a browser; the same until `redirected` has accepted an address.

        Raises
        ------
        AttributeError
            This object does not sign in with a browser.
        ValueError
            The page is ``http://`` on another machine, or the environment contains no valid base URL.
        """
        flow = self._browser_flow()
        if flow.authorize_url is None and self._base_url is None:
            self._base_url = base_url_from_env()
        page = flow.authorize_url or f"{self._base_url}/oauth/authorize"
        refuse_plain_http(page, self._insecure_host)
        return flow.authorization_url(page)

    @leaves_no_trace
    def redirected(self, url: str) -> None:
        """Complete a sign-in with the address to which the browser was sent.

        Parameters
        ----------
        url : str
            The complete address, as the browser shows it.

        Raises
        ------
        PermissionDeniedError
            The sign-in was refused.
        AuthenticationError
            The address does not belong to this sign-in, or contains no code or token.
        StudioError
            The server reports another error.
        AttributeError
            This object does not sign in with a browser.
        TypeError, ValueError
            `url` is not text, or is empty.

        Examples
        --------
        >>> auth = OAuth2.implicit("my-program", "http://127.0.0.1:8765/")
        >>> auth.redirected("http://127.0.0.1:8765/")
        Traceback (most recent call last):
            ...
        edgeanomaly_nb.errors.AuthenticationError: No sign-in is in progress: open authorization_url ...
        """
        self._access = self._browser_flow().accept(read_address(url))

    def _browser_flow(self) -> BrowserFlow:
        if isinstance(self._flow, BrowserFlow):
            return self._flow
        raise AttributeError(
            "This OAuth2 object needs no browser: only authorization_code and implicit need one."
        )

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Add the header to the request."""
        if self._access is None:
            raise MissingCredentialsError(
                "There is no access token yet: StudioClient fetches one, requests alone does not."
            )
        request.headers["Authorization"] = f"Bearer {self._access.token.reveal()}"
        return request

    def secrets(self) -> tuple[Secret, ...]:
        """Return every secret that must not appear in a message."""
        access, flow = self._access, self._flow
        return (*(access.secrets() if access else ()), *(flow.secrets() if flow else ()), *self._replaced)

    def bind(self, base_url: str, insecure_host: str | None) -> None:
        """Set the server of the flow."""
        if self._flow is None:
            return
        if self._base_url not in (None, base_url):
            raise ValueError(
                f"This OAuth2 object is for {self._base_url}, not for {base_url}, and its token must not go "
                "to both. Create a second one for the other server."
            )
        self._base_url, self._insecure_host = base_url, insecure_host

    def ready(self, transport: Transport, operation: Operation) -> object:
        """Fetch a token if there is none or it has expired."""
        access = self._access
        if self._flow is not None and (access is None or not access.is_fresh()):
            self._replace(self._flow, access, transport, operation)
        return self._access

    def renew(self, transport: Transport, operation: Operation, seen: object) -> bool:
        """Fetch a new token after the service refused the current one, if this needs no user."""
        access, flow = self._access, self._flow
        if flow is None or (access is seen and flow.needs_user and not (access and access.refresh)):
            return False
        self._replace(flow, seen, transport, operation)
        return True

    def _replace(self, flow: Flow, seen: object, transport: Transport, operation: Operation) -> None:
        """Fetch a new token, once for all threads that know that the old one is not valid."""
        if not self._lock.acquire(timeout=operation.left()):
            limit = seconds_text(operation.deadline_s)
            message = f"The access token for {operation.what} did not arrive within {limit}."
            raise operation.error(RequestTimeoutError, message)
        try:
            if self._access is seen:
                known = self.secrets()
                self._access = self._obtain(flow, transport, operation)
                # Another thread may still read a response that repeats them.
                self._replaced = known[:MOST_REMEMBERED]
        finally:
            self._lock.release()

    def _obtain(self, flow: Flow, transport: Transport, operation: Operation) -> Access:
        def fetch(form: Secret) -> Access:
            hidden = self.secrets()
            return fetch_token(flow.app, form, transport, operation, hidden=hidden, advice=flow.advice)

        refresh = self._access.refresh if self._access else None
        if refresh is not None:
            with suppress(AuthenticationError):  # the refresh token has expired, but the flow can start again
                return fetch(refresh_form(flow.app, refresh)).with_refresh(refresh)
        access = fetch(flow.form(operation))
        flow.spend()
        return access

    def __repr__(self) -> str:
        return "OAuth2(***)"

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name != "_lock"}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state, _lock=threading.Lock())
