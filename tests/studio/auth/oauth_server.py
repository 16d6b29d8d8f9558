"""A real OAuth2 server on 127.0.0.1, built with authlib and flask, with one protected resource."""

from __future__ import annotations

import json
import threading
import time
import warnings
from dataclasses import dataclass, field

import flask
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from werkzeug.serving import make_server

from tests.bodies import body

SECRET, PASSWORD = "client+secret %/é: ~", "pass word&=é"
# Not all versions of authlib decode what a header holds, so this one needs no decoding.
PLAIN_SECRET = "client-secret-0123456789"
METHODS = ["client_secret_basic", "client_secret_post", "none"]
REDIRECT = "http://127.0.0.1:8765/callback"


@dataclass
class Client(ClientMixin):
    client_id: str
    secret: str | None
    method: str

    def get_client_id(self):
        return self.client_id

    def get_default_redirect_uri(self):
        return REDIRECT

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == REDIRECT

    def check_client_secret(self, client_secret):
        return client_secret == self.secret

    def check_endpoint_auth_method(self, method, endpoint):
        return method == self.method

    def check_response_type(self, response_type):
        return response_type in ("code", "token")

    def check_grant_type(self, grant_type):
        return True


@dataclass
class Code(AuthorizationCodeMixin):
    code: str
    challenge: str
    method: str
    redirect_uri: str
    scope: str

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope


@dataclass
class Token(TokenMixin):
    access_token: str
    client: Client
    expires_in: float
    scope: str = ""
    refresh_token: str | None = None
    issued: float = field(default_factory=lambda: time.time())  # tests make tokens older
    revoked: bool = False

    def check_client(self, client):
        return client is self.client

    def get_scope(self):
        return self.scope

    def is_good(self):
        return not self.revoked and time.time() < self.issued + self.expires_in


class OAuthServer:
    """Holds everything that it has given out, and every request that it has seen."""

    def __init__(self):
        self.clients = [
            Client("basic-id", PLAIN_SECRET, "client_secret_basic"),
            Client("body-id", SECRET, "client_secret_post"),
            Client("public-id", None, "none"),
        ]
        self.tokens, self.codes, self.seen, self.life_s = [], {}, [], 3600
        self.gives_refresh_tokens = True
        self._http = make_server("127.0.0.1", 0, self._app(), threaded=True)
        self.url = f"http://127.0.0.1:{self._http.port}/v1"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    @property
    def token_requests(self):
        return [seen for seen in self.seen if seen["path"] == "/v1/oauth/token"]

    def revoke_all(self):
        for token in self.tokens:
            token.revoked = True

    def _app(self):
        app = flask.Flask("oauth2")
        app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True
        server = AuthorizationServer(app, self._query_client, self._save_token)
        for grant, extensions in self._grants():
            server.register_grant(grant, extensions)

        @app.before_request
        def remember():
            request = flask.request
            fields = {"path": request.path, "headers": dict(request.headers), "form": request.form.to_dict()}
            self.seen.append(fields)

        @app.get("/v1/oauth/authorize")
        def authorize():
            user = None if "deny" in flask.request.cookies else "ada"
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    return server.create_authorization_response(
                        grant_user=user, grant=server.get_consent_grant(end_user=user)
                    )
                except TypeError:  # authlib before 1.6
                    return server.create_authorization_response(grant_user=user)
                except AuthlibBaseError as exc:
                    return exc.error, 400

        @app.post("/v1/oauth/token")
        def token():
            return server.create_token_response()

        @app.get("/v1/api/<int:project>/training/anomaly/<int:learn>")
        def anomaly(project, learn):
            given = flask.request.headers.get("Authorization")
            if any(f"Bearer {token.access_token}" == given and token.is_good() for token in self.tokens):
                return json.dumps(body())
            return {"success": False, "error": "Token is not valid"}, 401

        return app

    def _query_client(self, client_id):
        return next((client for client in self.clients if client.client_id == client_id), None)

    def _save_token(self, token, request):
        known = {name: token[name] for name in ("access_token", "refresh_token", "scope") if name in token}
        if not self.gives_refresh_tokens:
            token.pop("refresh_token", None)
        token["expires_in"] = self.life_s
        self.tokens.append(Token(client=request.client, expires_in=self.life_s, **known))

    def _grants(self):
        class Password(grants.ResourceOwnerPasswordCredentialsGrant):
            TOKEN_ENDPOINT_AUTH_METHODS = METHODS

            def authenticate_user(self, username, password):
                return "ada" if (username, password) == ("ada@é", PASSWORD) else None

        class ClientCredentials(grants.ClientCredentialsGrant):
            TOKEN_ENDPOINT_AUTH_METHODS = METHODS

        return [
            (Password, None),
            (ClientCredentials, None),
            (grants.ImplicitGrant, None),
            (self._refresh_grant(), None),
            self._code_grant(),
        ]

    def _code_grant(self):
        oauth = self

        class AuthorizationCode(grants.AuthorizationCodeGrant):
            TOKEN_ENDPOINT_AUTH_METHODS = METHODS

            def save_authorization_code(self, code, request):
                sent = getattr(request, "payload", None) or request
                oauth.codes[code] = Code(
                    code,
                    sent.data["code_challenge"],
                    sent.data["code_challenge_method"],
                    sent.redirect_uri,
                    sent.scope,
                )

            def query_authorization_code(self, code, client):
                return oauth.codes.get(code)

            def delete_authorization_code(self, authorization_code):
                del oauth.codes[authorization_code.code]

            def authenticate_user(self, authorization_code):
                return "ada"

        class Challenge(CodeChallenge):
            def get_authorization_code_challenge(self, authorization_code):
                return authorization_code.challenge

            def get_authorization_code_challenge_method(self, authorization_code):
                return authorization_code.method

        return AuthorizationCode, [Challenge(required=True)]

    def _refresh_grant(self):
        oauth = self

        class Refresh(grants.RefreshTokenGrant):
            TOKEN_ENDPOINT_AUTH_METHODS = METHODS
            INCLUDE_NEW_REFRESH_TOKEN = True

            def authenticate_refresh_token(self, refresh_token):
                good = [token for token in oauth.tokens if token.refresh_token == refresh_token]
                return next((token for token in good if not token.revoked), None)

            def authenticate_user(self, refresh_token):
                return "ada"

            def revoke_old_credential(self, refresh_token):
                refresh_token.revoked = True

        return Refresh
