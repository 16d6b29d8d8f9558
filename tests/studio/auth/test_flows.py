"""The four flows, and the sign-in with a browser."""

from __future__ import annotations

import pickle
from base64 import b64decode
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import requests

from edgeanomaly_nb.errors import (
    AuthenticationError,
    MissingCredentialsError,
    PermissionDeniedError,
    ServerError,
    StudioError,
)
from edgeanomaly_nb.studio.auth.oauth2 import OAuth2
from edgeanomaly_nb.studio.client import StudioClient
from tests.bodies import body
from tests.studio.auth.oauth_server import PASSWORD, REDIRECT, SECRET
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
from tests.studio.server import TOKEN, answer, everything_about


@pytest.mark.parametrize("flow", FLOWS)
def test_flow(oauth, flow):
    client = signed_in(flow(), oauth)
    works(client)
    works(client)
    assert len(oauth.tokens) == 1
    studio = [seen["headers"] for seen in oauth.seen if "/api/" in seen["path"]]
    expected = {"Authorization": f"Bearer {oauth.tokens[0].access_token}"}
    usual = {"Accept", "Accept-Encoding", "Connection", "Host", "User-Agent"}
    assert [{k: v for k, v in headers.items() if k not in usual} for headers in studio] == [
        expected,
        expected,
    ]


@pytest.mark.parametrize("flow", FLOWS)
def test_nothing_is_sent_before_a_token_is_needed(oauth, flow):
    StudioClient(flow(), base_url=oauth.url)
    assert oauth.seen == []


@pytest.mark.parametrize(
    ("auth", "secret_in_form"),
    [
        (client_credentials(), False),
        (OAuth2.client_credentials("body-id", SECRET, client_auth="body"), True),
        (password(), False),
        (OAuth2.password("body-id", "ada@é", PASSWORD, client_secret=SECRET, client_auth="body"), True),
        (OAuth2.password("public-id", "ada@é", PASSWORD), None),
        (authorization_code(), False),
        (OAuth2.authorization_code("body-id", REDIRECT, client_secret=SECRET, client_auth="body"), True),
        (OAuth2.authorization_code("public-id", REDIRECT), None),
    ],
)
def test_client_sends_its_id_in_one_place(oauth, auth, secret_in_form):
    works(signed_in(auth, oauth))
    (request,) = oauth.token_requests
    assert ("Authorization" in request["headers"]) == (secret_in_form is False)
    assert request["form"].get("client_secret") == (SECRET if secret_in_form else None)
    assert ("client_id" in request["form"]) == (secret_in_form is not False)
    assert request["headers"]["Content-Type"] == "application/x-www-form-urlencoded"


def test_id_and_secret_in_a_header_are_encoded_as_the_standard_has_it(serve):
    server = serve(token(), answer(body()))
    works(StudioClient(OAuth2.client_credentials("my:id", SECRET), base_url=server.url))
    scheme, _, pair = server.received[0].all("Authorization")[0].partition(" ")
    assert scheme == "Basic"
    assert [unquote(part) for part in b64decode(pair).decode("ascii").split(":")] == ["my:id", SECRET]
    assert server.received[0].body == b"grant_type=client_credentials&scope=openid"


@pytest.mark.parametrize("scopes", ["openid profile", ["openid", "profile"], ("openid", "profile")])
def test_scopes(oauth, scopes):
    works(signed_in(client_credentials(scopes=scopes), oauth))
    assert oauth.token_requests[0]["form"]["scope"] == "openid profile"
    url = implicit(scopes=scopes).authorization_url
    assert parse_qs(urlsplit(url).query)["scope"] == ["openid profile"]


def test_netrc_does_not_sign_the_token_request(oauth, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login ada password sesame")
    monkeypatch.setenv("NETRC", str(netrc))
    works(signed_in(OAuth2.password("public-id", "ada@é", PASSWORD), oauth))
    assert "Authorization" not in oauth.token_requests[0]["headers"]


def test_client_can_be_pickled_before_and_after_it_has_a_token(oauth):
    client = StudioClient(authorization_code(), base_url=oauth.url)
    url = client._auth.authorization_url
    client = pickle.loads(pickle.dumps(client))
    assert client._auth.authorization_url == url
    client._auth.redirected(browse(url))
    works(pickle.loads(pickle.dumps(client)))
    client = signed_in(client_credentials(), oauth)
    works(client)
    works(pickle.loads(pickle.dumps(client)))
    assert len(oauth.tokens) == 2


# --- the sign-in with a browser ----------------------------------------------------------------------------


def test_authorization_url():
    url = authorization_code().authorization_url
    assert url.startswith("https://studio.edgeimpulse.com/v1/oauth/authorize?")
    fields = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert len(fields.pop("state")) >= 32
    assert len(fields.pop("code_challenge")) == 43
    assert fields == {
        "response_type": "code",
        "client_id": "basic-id",
        "redirect_uri": REDIRECT,
        "scope": "openid",
        "code_challenge_method": "S256",
    }


def test_authorization_url_follows_the_client_the_environment_and_the_argument(monkeypatch):
    monkeypatch.setenv("EI_HOST", "example.com")
    auth = implicit()
    assert auth.authorization_url.startswith("https://studio.example.com/v1/oauth/authorize?")
    auth = implicit()
    StudioClient(auth, base_url="http://localhost:4800")
    assert auth.authorization_url.startswith("http://localhost:4800/v1/oauth/authorize?")
    auth = implicit(authorize_url="https://id.example.com/authorize")
    assert auth.authorization_url.startswith("https://id.example.com/authorize?")


def test_authorization_url_is_the_same_until_it_is_used_and_differs_between_objects(oauth):
    auth = authorization_code()
    StudioClient(auth, base_url=oauth.url)
    first = auth.authorization_url
    assert auth.authorization_url == first != authorization_code().authorization_url
    auth.redirected(browse(first))
    assert auth.authorization_url != first


def test_plain_http_sign_in_is_refused_but_for_this_machine_and_the_host_that_is_named():
    auth = implicit(authorize_url="http://id.lan/authorize")
    with pytest.raises(ValueError, match=r"http:// to id\.lan"):
        _ = auth.authorization_url
    StudioClient(auth, base_url="http://id.lan", insecure_host="id.lan")
    assert auth.authorization_url.startswith("http://id.lan/authorize?")


@pytest.mark.parametrize("flow", [authorization_code, implicit])
def test_use_before_signing_in(oauth, flow):
    client = StudioClient(flow(), base_url=oauth.url)
    with pytest.raises(
        MissingCredentialsError, match=r"You are not signed in.*redirected\(\.\.\.\)"
    ) as caught:
        client.get_anomaly(1, 3)
    assert (caught.value.project_id, caught.value.learn_id) == (1, 3)
    assert oauth.seen == []


@pytest.mark.parametrize("flow", [authorization_code, implicit])
def test_sign_in_that_is_refused(oauth, flow):
    auth = flow()
    StudioClient(auth, base_url=oauth.url)
    with pytest.raises(PermissionDeniedError, match=r"access_denied.*Open authorization_url again"):
        auth.redirected(browse(auth.authorization_url, deny="1"))


def with_state(auth, rest):
    return f"{REDIRECT}?state={parse_qs(urlsplit(auth.authorization_url).query)['state'][0]}{rest}"


@pytest.mark.parametrize("flow", [authorization_code, implicit])
@pytest.mark.parametrize(
    ("rest", "kind", "text"),
    [
        ("", AuthenticationError, "contains no code or token"),
        ("&code=", AuthenticationError, "contains no code or token"),
        ("&error=server_error&error_description=Out+of+order", ServerError, "Out of order"),
        ("&error=invalid_scope", StudioError, "invalid_scope"),
        ("&error=made_up", StudioError, "made_up"),
    ],
)
def test_redirect_without_a_code(flow, rest, kind, text):
    auth = flow()
    with pytest.raises(kind, match=text):
        auth.redirected(with_state(auth, rest))


@pytest.mark.parametrize("flow", [authorization_code, implicit])
@pytest.mark.parametrize(
    "url",
    [
        REDIRECT,
        f"{REDIRECT}?code=sesame",
        f"{REDIRECT}?code=sesame&state=other",
        f"{REDIRECT}#access_token=sesame&state=other&token_type=Bearer",
        "http://[sesame",
        "sesame",
        "\x00sesame",
    ],
)
def test_redirect_of_another_sign_in(flow, url):
    auth = flow()
    _ = auth.authorization_url
    with pytest.raises(AuthenticationError, match="does not belong to the sign-in in progress") as caught:
        auth.redirected(url)
    assert "sesame" not in everything_about(caught.value)


@pytest.mark.parametrize(
    "token",
    [
        "access_token=se same",
        "access_token=",
        "access_token=sesame&token_type=mac",
        "access_token=sesame&expires_in=soon",
    ],
)
def test_implicit_token_that_is_not_valid(token):
    auth = implicit()
    with pytest.raises(AuthenticationError, match="contains no code or token") as caught:
        auth.redirected(with_state(auth, f"#{token}"))
    assert "sesame" not in everything_about(caught.value)


def test_redirect_without_a_sign_in_and_twice(oauth):
    auth = authorization_code()
    StudioClient(auth, base_url=oauth.url)
    with pytest.raises(AuthenticationError, match="No sign-in is in progress"):
        auth.redirected(f"{REDIRECT}?code=1&state=2")
    url = browse(auth.authorization_url)
    auth.redirected(f"  {url}\n")
    with pytest.raises(AuthenticationError, match="No sign-in is in progress"):
        auth.redirected(url)


def test_unknown_code(oauth):
    auth = authorization_code()
    client = StudioClient(auth, base_url=oauth.url)
    auth.redirected(with_state(auth, "&code=sesame-of-yesterday"))
    with pytest.raises(AuthenticationError, match=r"invalid_grant.*A sign-in can be used once") as caught:
        client.get_anomaly(1, 3)
    assert "sesame" not in everything_about(caught.value)


def test_flow_alone_cannot_sign_a_request():
    with pytest.raises(MissingCredentialsError, match="There is no access token yet"):
        requests.Request("GET", "https://studio.example.com", auth=client_credentials()).prepare()


def test_flow_without_a_browser_has_no_page_for_it():
    for auth in (client_credentials(), OAuth2(TOKEN)):
        assert not hasattr(auth, "authorization_url")
        with pytest.raises(AttributeError, match="needs no browser"):
            auth.redirected(REDIRECT)
