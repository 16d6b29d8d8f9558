"""OAuth2, the fourth security scheme: an access token that is at hand, or one that a flow gets.

A token is fetched when it is first needed, refreshed shortly before it expires, and once more when the
service answers 401 all the same. Everything travels through our own transport, which follows no redirect with
a client secret and logs nothing.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from ...errors import AuthenticationError, EdgeAnomalyError, MissingCredentialsError, RequestTimeoutError
from ..http.base_url import base_url_from_env, refuse_plain_http
from .flows import AuthorizationCode, BrowserFlow, ClientCredentials, Flow, Implicit, Password
from .keys import StudioAuth, read_secret, settle
from .tokens import (
    Access,
    fetch_token,
    read_address,
    read_app,
    read_optional,
    read_optional_url,
    read_text,
    refresh_form,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from requests import PreparedRequest

    from ..http.transport import Operation, Transport
    from ..secrets import Secret


# Of secrets that are no longer in use, so many stay out of messages.
MOST_REMEMBERED = 12


class OAuth2(StudioAuth):
    """An OAuth2 access token, sent as ``Authorization: Bearer``.

    `OAuth2.client_credentials`, `OAuth2.password`, `OAuth2.authorization_code` and `OAuth2.implicit` get a
    token by one of the four flows; none of them asks the server before the token is needed. One such object
    serves one server, and any number of threads.

    Parameters
    ----------
    token : str
        An access token that you have.

    Raises
    ------
    TypeError, ValueError
        The token is not a str, is empty, or holds a character that no token has.

    Examples
    --------
    >>> OAuth2("eyJ0.eyJ1.c2ln")
    OAuth2(***)
    """

    def __init__(self, token: str) -> None:
        found = read_secret(token, "The access token")
        del token
        self._set_up(Access(settle(found)), None)

    def _set_up(self, access: Access | None, flow: Flow | None, authorize_url: str | None = None) -> None:
        self._access, self._flow, self._authorize_url = access, flow, authorize_url
        self._replaced: tuple[Secret, ...] = ()
        self._base_url: str | None = None
        self._insecure_host: str | None = None
        self._lock = threading.Lock()

    @classmethod
    def _by(cls, flow: Flow, authorize_url: str | None = None) -> OAuth2:
        auth = cls.__new__(cls)
        auth._set_up(None, flow, authorize_url)
        return auth

    @classmethod
    def client_credentials(
        cls,
        client_id: str,
        client_secret: str,
        *,
        scopes: str | Sequence[str] = "openid",
        token_url: str | None = None,
        client_auth: str = "basic",
    ) -> OAuth2:
        """Get a token for a program of its own: no user signs in.

        Parameters
        ----------
        client_id, client_secret : str
            As registered with the server.
        scopes : str or sequence of str
            Scopes to ask for.
        token_url : str, optional
            By default ``/oauth/token`` below the client's base URL.
        client_auth : {"basic", "body"}
            Whether id and secret travel in a header, as the standard prefers, or in the form.

        Returns
        -------
        OAuth2
            To be given to `StudioClient`.

        Raises
        ------
        TypeError, ValueError
            A parameter makes no sense.

        Examples
        --------
        >>> OAuth2.client_credentials("my-program", "sesame")
        OAuth2(***)
        """
        secret, client_secret = read_text(client_secret, "client_secret"), ""
        where, token_url = read_optional_url(token_url, "token_url"), None
        return cls._by(ClientCredentials(read_app(client_id, secret, client_auth, scopes, where)))

    @classmethod
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
        """Get a token for the name and password of a user.

        Parameters
        ----------
        client_id : str
            As registered with the server.
        username, password : str
            Of the user.
        client_secret : str, optional
            As registered with the server, if it has one.
        scopes, token_url, client_auth
            As for `client_credentials`.

        Returns
        -------
        OAuth2
            To be given to `StudioClient`.

        Raises
        ------
        TypeError, ValueError
            A parameter makes no sense.

        Examples
        --------
        >>> OAuth2.password("my-program", "ada", "sesame")
        OAuth2(***)
        """
        word, password = read_text(password, "password"), ""
        secret, client_secret = read_optional(client_secret), None
        where, token_url = read_optional_url(token_url, "token_url"), None
        app = read_app(client_id, secret, client_auth, scopes, where)
        return cls._by(Password(app, settle(read_text(username, "username")), settle(word)))

    @classmethod
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
        """Get a token by signing in with a browser (with PKCE).

        Open `authorization_url`, sign in, and pass the address that the browser then shows to `redirected`,
        even if the page there cannot be found.

        Parameters
        ----------
        client_id : str
            As registered with the server.
        redirect_uri : str
            As registered with the server; ``http://127.0.0.1:8765/`` is fine with nothing there.
        client_secret : str, optional
            As registered with the server, if it has one.
        authorize_url, token_url : str, optional
            By default ``/oauth/authorize`` and ``/oauth/token`` below the client's base URL.
        scopes, client_auth
            As for `client_credentials`.

        Returns
        -------
        OAuth2
            To be given to `StudioClient`.

        Raises
        ------
        TypeError, ValueError
            A parameter makes no sense.

        Examples
        --------
        >>> auth = OAuth2.authorization_code("my-program", "http://127.0.0.1:8765/")
        >>> auth.authorization_url
        'https://studio.edgeimpulse.com/v1/oauth/authorize?response_type=code&client_id=my-program&...'
        """
        secret, client_secret = read_optional(client_secret), None
        where, token_url = read_optional_url(token_url, "token_url"), None
        page, authorize_url = read_optional_url(authorize_url, "authorize_url"), None
        app = read_app(client_id, secret, client_auth, scopes, where)
        return cls._by(AuthorizationCode(app, settle(read_text(redirect_uri, "redirect_uri"))), settle(page))

    @classmethod
    def implicit(
        cls,
        client_id: str,
        redirect_uri: str,
        *,
        scopes: str | Sequence[str] = "openid",
        authorize_url: str | None = None,
    ) -> OAuth2:
        """Get a token by signing in with a browser, without a token endpoint; it cannot be refreshed.

        Used like `authorization_code`, which is to be preferred where the server offers it.

        Parameters
        ----------
        client_id, redirect_uri, scopes, authorize_url
            As for `authorization_code`.

        Returns
        -------
        OAuth2
            To be given to `StudioClient`.

        Raises
        ------
        TypeError, ValueError
            A parameter makes no sense.

        Examples
        --------
        >>> "response_type=token" in OAuth2.implicit("my-program", "http://127.0.0.1:8765/").authorization_url
        True
        """
        page, authorize_url = read_optional_url(authorize_url, "authorize_url"), None
        app = read_app(client_id, None, "basic", scopes, None)
        return cls._by(Implicit(app, settle(read_text(redirect_uri, "redirect_uri"))), settle(page))

    @property
    def authorization_url(self) -> str:
        """The page to open in a browser; the same until `redirected` has taken its answer.

        Raises
        ------
        AttributeError
            This object signs nobody in with a browser.
        ValueError
            The page is ``http://`` on another machine, or the environment holds no base URL.
        """
        flow = self._browser_flow()
        if self._authorize_url is None and self._base_url is None:
            self._base_url = base_url_from_env()
        page = self._authorize_url or f"{self._base_url}/oauth/authorize"
        problem = refuse_plain_http(page, self._insecure_host)
        if problem is not None:
            raise problem
        return flow.authorization_url(page)

    def redirected(self, url: str) -> None:
        """Take the address to which the browser was sent after signing in.

        Parameters
        ----------
        url : str
            The whole address, as the browser shows it.

        Raises
        ------
        PermissionDeniedError
            The sign-in was refused.
        AuthenticationError
            The address is not the answer to this sign-in, or holds no code or token.
        StudioError
            The server says that something else is wrong.
        AttributeError
            This object signs nobody in with a browser.
        TypeError, ValueError
            `url` is no text.

        Examples
        --------
        >>> auth = OAuth2.implicit("my-program", "http://127.0.0.1:8765/")
        >>> auth.redirected("http://127.0.0.1:8765/")
        Traceback (most recent call last):
            ...
        edgeanomaly_nb.errors.AuthenticationError: No sign-in is under way: open authorization_url first, ...
        """
        pasted, url = read_address(url), ""
        self._access = settle(self._browser_flow().take(settle(pasted)))

    def _browser_flow(self) -> BrowserFlow:
        if isinstance(self._flow, BrowserFlow):
            return self._flow
        raise AttributeError("This OAuth2 object needs no browser: authorization_code and implicit do.")

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Put the header on the request."""
        if self._access is None:
            raise MissingCredentialsError(
                "There is no access token yet: StudioClient gets it, requests does not."
            )
        request.headers["Authorization"] = f"Bearer {self._access.token.reveal()}"
        return request

    def secrets(self) -> tuple[Secret, ...]:
        """Everything that must not appear in a message."""
        access, flow = self._access, self._flow
        return (*(access.secrets() if access else ()), *(flow.secrets() if flow else ()), *self._replaced)

    def bind(self, base_url: str, insecure_host: str | None) -> None:
        """Take the server for which the flow is."""
        if self._flow is None:
            return
        if self._base_url not in (None, base_url):
            raise ValueError(
                f"This OAuth2 object is for {self._base_url}, not for {base_url}, and its token must not go "
                "to both. Make another one, and give both the same base URL."
            )
        self._base_url, self._insecure_host = base_url, insecure_host

    def ready(self, transport: Transport, operation: Operation) -> object:
        """Have a token that has not expired."""
        access = self._access
        if self._flow is not None and (access is None or not access.is_fresh()):
            self._replace(self._flow, access, transport, operation)
        return self._access

    def renew(self, transport: Transport, operation: Operation, seen: object) -> bool:
        """Get a new token in place of the one that the service refused, if that needs no user."""
        access, flow = self._access, self._flow
        if flow is None or (access is seen and flow.needs_user and not (access and access.refresh)):
            return False
        self._replace(flow, seen, transport, operation)
        return True

    def _replace(self, flow: Flow, seen: object, transport: Transport, operation: Operation) -> None:
        """Get a new token: once, however many threads have seen that the old one is of no use."""
        if not self._lock.acquire(timeout=operation.left()):
            message = f"The access token for {operation.what} did not come within {operation.deadline_s:g} s."
            raise operation.error(RequestTimeoutError, message)
        try:
            if self._access is seen:
                known = self.secrets()
                self._access = self._obtain(flow, transport, operation)
                # Another thread may still read a response to them.
                self._replaced = known[:MOST_REMEMBERED]
        finally:
            self._lock.release()

    def _obtain(self, flow: Flow, transport: Transport, operation: Operation) -> Access:
        old = self._access

        def ask(form: Secret) -> Access | EdgeAnomalyError:
            hidden = self.secrets()
            return fetch_token(flow.app, form, transport, operation, hidden=hidden, advice=flow.advice)

        if old is not None and old.refresh is not None:
            outcome = ask(refresh_form(flow.app, old.refresh))
            # A refresh token that is no longer good is no matter while the flow can start over.
            if not isinstance(outcome, AuthenticationError):
                return settle(outcome).with_refresh(old.refresh)
        access = settle(ask(flow.form(operation)))
        flow.spend()
        return access

    def __repr__(self) -> str:
        return "OAuth2(***)"

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, _lock=threading.Lock())
