"""Tokens that are renewed, parameters that are refused, and secrets that are not shown."""

from __future__ import annotations

import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from edgeanomaly_nb.errors import (
    AuthenticationError,
    EdgeAnomalyError,
    RequestTimeoutError,
)
from edgeanomaly_nb.studio.auth.oauth2 import OAuth2
from edgeanomaly_nb.studio.client import StudioClient
from tests.studio.auth.oauth_server import PASSWORD, PLAIN_SECRET, REDIRECT
from tests.studio.auth.sign_in import (
    FLOWS,
    authorization_code,
    browse,
    client_credentials,
    implicit,
    password,
    signed_in,
    token,
    works,
)
from tests.studio.server import TOKEN, answer, by_path, dump, everything_about


def age(client, oauth, seconds):
    """Make every token older, for the client and for the server."""
    access = client._auth._access
    client._auth._access = replace(access, stale_at=access.stale_at - seconds)
    for given in oauth.tokens:
        given.issued -= seconds


@pytest.mark.parametrize("flow", [client_credentials, password, authorization_code])
def test_token_is_refreshed_shortly_before_it_expires(oauth, flow):
    client = signed_in(flow(), oauth)
    works(client)
    age(client, oauth, 3600 - 60)
    works(client)
    assert len(oauth.tokens) == 1
    age(client, oauth, 40)
    works(client)
    works(client)
    kinds = [request["form"]["grant_type"] for request in oauth.token_requests]
    first = {client_credentials: "client_credentials", password: "password"}.get(flow, "authorization_code")
    again = "client_credentials" if flow is client_credentials else "refresh_token"
    assert kinds == [first, again]


def test_most_of_a_short_life_is_used(oauth):
    oauth.life_s = 20
    client = signed_in(client_credentials(), oauth)
    works(client)
    age(client, oauth, 15)
    works(client)
    assert len(oauth.tokens) == 1
    age(client, oauth, 4)
    works(client)
    assert len(oauth.tokens) == 2


def test_refresh_token_that_is_not_repeated_is_kept(oauth):
    client = signed_in(password(), oauth)
    works(client)
    oauth.gives_refresh_tokens = False
    oauth.tokens[0].check_client = lambda client: True
    age(client, oauth, 3590)
    works(client)
    assert client._auth._access.refresh is not None


@pytest.mark.parametrize("flow", [client_credentials, password, authorization_code])
def test_token_that_the_service_refuses_is_renewed_once(oauth, flow):
    client = signed_in(flow(), oauth)
    works(client)
    oauth.tokens[0].issued = 0  # expired for the server, but not for the client
    works(client)
    assert len(oauth.tokens) == 2


def test_token_that_is_refused_again_is_an_error(oauth):
    client = signed_in(client_credentials(), oauth)
    oauth.life_s = -1
    with pytest.raises(AuthenticationError, match="Token is not valid"):
        client.get_anomaly(1, 3)
    assert len(oauth.token_requests) == 2


class SlowToken(OAuth2):
    """A token that is fetched and then leaves no time."""

    def ready(self, transport, operation):
        token = super().ready(transport, operation)
        while left := operation.left():
            threading.Event().wait(left)
        return token


@pytest.mark.slow
def test_token_request_that_takes_all_the_time_leaves_none(serve):
    server = serve(answer({"access_token": "sesame"}))
    auth = SlowToken.client_credentials("basic-id", PLAIN_SECRET)
    with pytest.raises(RequestTimeoutError, match="within the deadline of 1 s"):
        StudioClient(auth, base_url=server.url, deadline_s=1).get_anomaly(1, 3)
    assert [received.method for received in server.received] == ["POST"]


@pytest.mark.parametrize("flow", [client_credentials, password])
def test_expired_refresh_token_is_ignored(oauth, flow):
    client = signed_in(flow(), oauth)
    works(client)
    oauth.revoke_all()
    works(client)


@pytest.mark.parametrize("flow", [authorization_code, implicit])
def test_sign_in_that_has_ended_needs_another(oauth, flow):
    client = signed_in(flow(), oauth)
    works(client)
    oauth.revoke_all()
    age(client, oauth, 3600)
    with pytest.raises(
        AuthenticationError, match=r"The sign-in has ended.*block 3 of project 1.*authorization_url"
    ):
        client.get_anomaly(1, 3)
    client._auth.redirected(browse(client._auth.authorization_url))
    works(client)


def test_refused_implicit_token_is_an_error_of_the_service(oauth):
    client = signed_in(implicit(), oauth)
    oauth.revoke_all()
    with pytest.raises(AuthenticationError, match="Token is not valid"):
        client.get_anomaly(1, 3)


def test_one_token_for_16_threads(oauth):
    client, everyone = signed_in(client_credentials(), oauth), threading.Barrier(16)

    def fetch(_):
        everyone.wait(20)
        works(client)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(fetch, range(16)))
        assert len(oauth.tokens) == 1
        oauth.revoke_all()
        list(pool.map(fetch, range(16)))
    assert len(oauth.tokens) == 2


def test_waiting_for_another_threads_token_ends_with_the_deadline(serve):
    server = serve(lambda exchange: exchange.stall())
    client = StudioClient(client_credentials(), base_url=server.url, deadline_s=0.3)
    client._auth._lock.acquire()
    with pytest.raises(
        RequestTimeoutError, match=r"token for block 3 of project 1 did not arrive within 0\.3 s"
    ):
        client.get_anomaly(1, 3)


def test_given_token_is_not_renewed(oauth):
    with pytest.raises(AuthenticationError, match="Token is not valid"):
        StudioClient(OAuth2(TOKEN), base_url=oauth.url).get_anomaly(1, 3)
    assert oauth.token_requests == []


# --- parameters and secrets --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda: OAuth2.client_credentials("id", ""),
        lambda: OAuth2.client_credentials("id", None),
        lambda: OAuth2.client_credentials("", "sesame"),
        lambda: OAuth2.client_credentials("id", "sesame\ud800"),
        lambda: OAuth2.client_credentials("id", "sesame", client_auth="digest"),
        lambda: OAuth2.client_credentials("id", "sesame", token_url="id.example.com"),
        lambda: OAuth2.client_credentials("id", "sesame", token_url="https://ada:sesame@id.example.com"),
        lambda: OAuth2.password("id", "", "sesame"),
        lambda: OAuth2.password("id", "ada", b"sesame"),
        lambda: OAuth2.password("id", "ada", "sesame", client_secret=""),
        lambda: OAuth2.authorization_code("id", "", client_secret="sesame"),
        lambda: OAuth2.authorization_code("id", 7, client_secret="sesame"),
        lambda: OAuth2.implicit("id", REDIRECT, authorize_url="https://id.example.com/?sesame"),
        lambda: OAuth2.implicit("id", REDIRECT).redirected(b"sesame"),
    ],
)
def test_invalid_parameters(make):
    with pytest.raises((TypeError, ValueError)) as caught:
        make()
    assert "sesame" not in everything_about(caught.value)


@pytest.mark.parametrize("flow", FLOWS)
def test_nothing_shows_a_secret(oauth, flow, caplog):
    caplog.set_level(logging.DEBUG)
    client = signed_in(flow(), oauth)
    works(client)
    (given,) = oauth.tokens
    ours = [record for record in caplog.records if not record.name.startswith(("authlib", "werkzeug"))]
    log = "".join(record.getMessage() for record in ours)
    shown = dump(client) + dump(client._auth) + dump(client._auth._flow) + log
    assert repr(client) == "StudioClient(host='127.0.0.1', auth=OAuth2(***))"
    hidden = [given.access_token, given.refresh_token, PLAIN_SECRET, PASSWORD]
    assert not [secret for secret in hidden if secret and secret in shown]
    oauth.revoke_all()
    oauth.clients.clear()
    with pytest.raises(EdgeAnomalyError) as caught:
        client.get_anomaly(1, 3)
    shown = everything_about(caught.value)
    assert not [secret for secret in hidden if secret and secret in shown]


def test_oauthlibs_switch_for_plain_http_is_left_alone(monkeypatch, oauth):
    monkeypatch.delenv("OAUTHLIB_INSECURE_TRANSPORT", raising=False)
    works(signed_in(authorization_code(), oauth))
    assert "OAUTHLIB_INSECURE_TRANSPORT" not in os.environ


def test_token_serves_every_method(serve):
    server = serve(by_path(v1_oauth_token=token(), v1_api_projects=answer({"success": True, "projects": []})))
    client = StudioClient(client_credentials(), base_url=server.url)
    assert len(client.list_projects()) == 0
