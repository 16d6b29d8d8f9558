"""Responses of the token endpoint."""

from __future__ import annotations

import logging

import pytest

from edgeanomaly_nb.errors import (
    AuthenticationError,
    ConnectionFailedError,
    InvalidResponseError,
    NotFoundError,
    RedirectRefusedError,
    RequestTimeoutError,
    ResponseTooLargeError,
    ServerError,
    StudioError,
)
from edgeanomaly_nb.studio.auth.oauth2 import OAuth2
from edgeanomaly_nb.studio.client import StudioClient
from tests.bodies import body
from tests.studio.auth.oauth_server import PASSWORD, PLAIN_SECRET, SECRET
from tests.studio.auth.sign_in import (
    client_credentials,
    token,
    works,
)
from tests.studio.server import answer, dump, everything_about


def test_wrong_client_secret(oauth):
    client = StudioClient(OAuth2.client_credentials("basic-id", "wrong"), base_url=oauth.url)
    with pytest.raises(
        AuthenticationError, match=r"invalid_client.*Check client_id and client_secret"
    ) as caught:
        client.get_anomaly(1, 3)
    assert caught.value.status_code == 401


def test_wrong_password(oauth):
    auth = OAuth2.password("basic-id", "ada@é", "wrong", client_secret=PLAIN_SECRET)
    with pytest.raises(StudioError, match="Check user name and password") as caught:
        StudioClient(auth, base_url=oauth.url).get_anomaly(1, 3)
    assert caught.value.status_code == 400


BAD_TOKENS = {
    "html": (answer(b"<html>Log in</html>"), InvalidResponseError),
    "html 404": (answer(b"<html>", 404), NotFoundError),
    "html 503": (answer(b"<html>", 503), ServerError),
    "empty": (answer(b""), InvalidResponseError),
    "list": (answer(b"[]"), InvalidResponseError),
    "null": (answer(b"null"), InvalidResponseError),
    "number": (answer(b"7"), InvalidResponseError),
    "deep": (answer(b"[" * 100_000), InvalidResponseError),
    "not UTF-8": (answer(b"\xff\xfe{}"), InvalidResponseError),
    "no token": (answer({"token_type": "Bearer"}), InvalidResponseError),
    "token is null": (token(access_token=None), InvalidResponseError),
    "token is a list": (token(access_token=["sesame"]), InvalidResponseError),
    "token with a line break": (token(access_token="sesame\r\nx-other: 1"), InvalidResponseError),
    "another type": (token(token_type="mac"), InvalidResponseError),
    "life is a word": (token(expires_in="soon"), InvalidResponseError),
    "life is endless": (answer(b'{"access_token": "sesame", "expires_in": 1e999}'), InvalidResponseError),
    "life is huge": (
        answer(b'{"access_token": "sesame", "expires_in": 1%s}' % (b"0" * 400)),
        InvalidResponseError,
    ),
    "scope is a number": (token(scope=7), InvalidResponseError),
    "token with status 500": (answer({"access_token": "sesame"}, 500), ServerError),
    "error with status 200": (answer({"error": "invalid_client"}), AuthenticationError),
    "error of Studio": (answer({"success": False, "error": "No such app"}, 400), StudioError),
    "error is an object": (answer({"error": {"code": 7}}, 400), StudioError),
    "temporarily_unavailable": (answer({"error": "temporarily_unavailable"}, 400), ServerError),
    "redirect": (answer(status=302, Location="https://elsewhere.example/"), RedirectRefusedError),
    "large": (answer(b"", Content_Length=10**9), ResponseTooLargeError),
    "reset": (lambda exchange: exchange.reset(), ConnectionFailedError),
    "stall": (lambda exchange: exchange.stall(), RequestTimeoutError),
}


@pytest.mark.parametrize(("step", "kind"), BAD_TOKENS.values(), ids=BAD_TOKENS)
def test_bad_response_of_the_token_endpoint(serve, caplog, step, kind):
    caplog.set_level(logging.DEBUG)
    server = serve(step)
    client = StudioClient(
        client_credentials(), base_url=server.url, timeout_s=0.2 if kind is RequestTimeoutError else 20
    )
    with pytest.raises(kind, match="token for block 3 of project 1") as caught:
        client.get_anomaly(1, 3)
    assert type(caught.value) is kind
    assert (caught.value.project_id, caught.value.learn_id) == (1, 3)
    assert [received.method for received in server.received] == ["POST"]
    shown = everything_about(caught.value) + caplog.text + dump(client)
    assert "sesame" not in shown
    assert PLAIN_SECRET not in shown


@pytest.mark.parametrize(
    "life", [{}, {"expires_in": None}, {"expires_in": 0}, {"expires_in": "3600"}, {"expires_in": 60.5}]
)
@pytest.mark.parametrize("extra", [{}, {"token_type": "bearer"}, {"scope": "other scope"}, {"unknown": [1]}])
def test_tolerant_of_what_servers_send(serve, life, extra):
    good = answer({"access_token": "sesame-token", **life, **extra})
    server = serve(good, answer(body()))
    works(StudioClient(client_credentials(), base_url=server.url))
    assert server.received[1].all("Authorization") == ["Bearer sesame-token"]


def test_echoed_secrets_are_hidden(serve):
    echo = {"error": "invalid_grant", "error_description": f"{PASSWORD} / {SECRET} / pass+word%26%3D%C3%A9"}
    auth = OAuth2.password("body-id", "ada@é", PASSWORD, client_secret=SECRET, client_auth="body")
    client = StudioClient(auth, base_url=serve(answer(echo, 400)).url)
    with pytest.raises(AuthenticationError) as caught:
        client.get_anomaly(1, 3)
    assert caught.value.studio_message == "invalid_grant *** / *** / ***"
    assert PASSWORD not in everything_about(caught.value)


def test_token_endpoint_of_its_own(oauth, serve):
    studio = serve(answer(body()))
    client = StudioClient(client_credentials(token_url=f"{oauth.url}/oauth/token"), base_url=studio.url)
    works(client)
    assert [received.method for received in studio.received] == ["GET"]
    assert studio.received[0].all("Authorization") == [f"Bearer {oauth.tokens[0].access_token}"]


def test_client_secret_does_not_travel_over_plain_http():
    client = StudioClient(client_credentials(token_url="http://id.example.com/token"))
    with pytest.raises(ValueError, match=r"http:// to id\.example\.com"):
        client.get_anomaly(1, 3)


def test_one_object_serves_one_server():
    auth = client_credentials()
    StudioClient(auth, base_url="https://a.example")
    StudioClient(auth, base_url="https://a.example/v1/")
    with pytest.raises(ValueError, match=r"is for https://a\.example/v1, not for https://b\.example/v1"):
        StudioClient(auth, base_url="https://b.example")
