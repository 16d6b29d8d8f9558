from __future__ import annotations

import logging
import os
import pickle
import threading
import time
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import requests

from edgeanomaly_nb.errors import (
    AuthenticationError,
    ConnectionFailedError,
    EdgeAnomalyError,
    InvalidResponseError,
    MissingCredentialsError,
    NotFoundError,
    PermissionDeniedError,
    RedirectRefusedError,
    RequestTimeoutError,
    ResponseTooLargeError,
    ServerError,
    StudioError,
)
from edgeanomaly_nb.studio.auth.oauth2 import OAuth2
from edgeanomaly_nb.studio.client import StudioClient
from edgeanomaly_nb.studio.http import transport
from tests.bodies import body
from tests.studio.auth.oauth_server import PASSWORD, PLAIN_SECRET, REDIRECT, SECRET, OAuthServer
from tests.studio.server import TOKEN, answer, by_path, dump, everything_about


@pytest.fixture
def oauth(monkeypatch):
    monkeypatch.setenv(
        "AUTHLIB_INSECURE_TRANSPORT", "1"
    )  # the server's own check, which has no say over the client
    with OAuthServer() as server:
        yield server


def client_credentials(**more):
    return OAuth2.client_credentials("basic-id", PLAIN_SECRET, **more)


def password(**more):
    return OAuth2.password("basic-id", "ada@é", PASSWORD, client_secret=PLAIN_SECRET, **more)


def authorization_code(**more):
    return OAuth2.authorization_code("basic-id", REDIRECT, client_secret=PLAIN_SECRET, **more)


def implicit(**more):
    return OAuth2.implicit("public-id", REDIRECT, **more)


def signed_in(auth, oauth, **options):
    """Make a client, and go where a browser would."""
    client = StudioClient(auth, base_url=oauth.url, **options)
    if auth._flow.needs_user:
        auth.redirected(browse(auth.authorization_url))
    return client


def browse(url, **cookies):
    answered = requests.get(url, allow_redirects=False, timeout=20, cookies=cookies)
    assert answered.status_code == 302, answered.text
    return answered.headers["Location"]


def works(client):
    assert client.get_anomaly(1, 3, block_type="anomaly").name == body()["name"]


FLOWS = [client_credentials, password, authorization_code, implicit]


# --- the four flows ---------------------------------------------------------------------------------------


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
def test_nothing_is_asked_before_a_token_is_needed(oauth, flow):
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
def test_client_makes_itself_known_in_one_place(oauth, auth, secret_in_form):
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


# --- renewal ----------------------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch):
    """The clock by which tokens expire, for both sides."""
    real, offset = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + offset[0])

    def forward(seconds):
        offset[0] += seconds

    return forward


@pytest.mark.parametrize("flow", [client_credentials, password, authorization_code])
def test_token_is_refreshed_shortly_before_it_expires(oauth, clock, flow):
    client = signed_in(flow(), oauth)
    works(client)
    clock(3600 - 60)
    works(client)
    assert len(oauth.tokens) == 1
    clock(40)
    works(client)
    works(client)
    kinds = [request["form"]["grant_type"] for request in oauth.token_requests]
    first = {client_credentials: "client_credentials", password: "password"}.get(flow, "authorization_code")
    again = "client_credentials" if flow is client_credentials else "refresh_token"
    assert kinds == [first, again]


def test_short_life_is_used_for_the_most_part(oauth, clock):
    oauth.life_s = 20
    client = signed_in(client_credentials(), oauth)
    works(client)
    clock(15)
    works(client)
    assert len(oauth.tokens) == 1
    clock(4)
    works(client)
    assert len(oauth.tokens) == 2


def test_refresh_token_that_is_not_repeated_is_kept(oauth, clock):
    client = signed_in(password(), oauth)
    works(client)
    oauth.gives_refresh_tokens = False
    oauth.tokens[0].check_client = lambda client: True
    clock(3590)
    works(client)
    assert client._auth._access.refresh is not None


@pytest.mark.parametrize("flow", [client_credentials, password, authorization_code])
def test_token_that_the_service_refuses_is_renewed_once(oauth, flow):
    client = signed_in(flow(), oauth)
    works(client)
    oauth.tokens[0].issued = 0  # expired for the server, whatever it said
    works(client)
    assert len(oauth.tokens) == 2


def test_token_that_is_refused_again_is_an_error(oauth):
    client = signed_in(client_credentials(), oauth)
    oauth.life_s = -1
    with pytest.raises(AuthenticationError, match="Token is not valid"):
        client.get_anomaly(1, 3)
    assert len(oauth.token_requests) == 2


def test_token_request_that_takes_all_the_time_leaves_none(serve, monkeypatch):
    clock = [transport.monotonic()]
    monkeypatch.setattr(transport, "monotonic", lambda: clock[0])
    slow = answer({"access_token": "sesame"})
    server = serve(lambda exchange: (clock.__setitem__(0, clock[0] + 100), exchange.send(slow)))
    with pytest.raises(RequestTimeoutError, match="within the 60 s"):
        StudioClient(client_credentials(), base_url=server.url).get_anomaly(1, 3)
    assert len(server.received) == 1


@pytest.mark.parametrize("flow", [client_credentials, password])
def test_refresh_token_that_is_no_longer_good_is_no_matter(oauth, flow):
    client = signed_in(flow(), oauth)
    works(client)
    oauth.revoke_all()
    works(client)


@pytest.mark.parametrize("flow", [authorization_code, implicit])
def test_sign_in_that_has_ended_asks_for_another(oauth, clock, flow):
    client = signed_in(flow(), oauth)
    works(client)
    oauth.revoke_all()
    clock(3600)
    with pytest.raises(
        AuthenticationError, match=r"The sign-in has ended.*block 3 of project 1.*authorization_url"
    ):
        client.get_anomaly(1, 3)
    client._auth.redirected(browse(client._auth.authorization_url))
    works(client)


def test_implicit_token_that_is_refused_is_the_services_word(oauth):
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
        RequestTimeoutError, match=r"token for block 3 of project 1 did not come within 0\.3 s"
    ):
        client.get_anomaly(1, 3)


def test_given_token_is_not_renewed(oauth):
    with pytest.raises(AuthenticationError, match="Token is not valid"):
        StudioClient(OAuth2(TOKEN), base_url=oauth.url).get_anomaly(1, 3)
    assert oauth.token_requests == []


# --- signing in with a browser ----------------------------------------------------------------------------


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


def test_authorization_url_is_the_same_until_it_is_used_and_no_other_objects(oauth):
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
        MissingCredentialsError, match=r"Nobody has signed in yet.*redirected\(\.\.\.\)"
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
    ("rest", "kind", "words"),
    [
        ("", AuthenticationError, "holds no code or token"),
        ("&code=", AuthenticationError, "holds no code or token"),
        ("&error=server_error&error_description=Out+of+order", ServerError, "Out of order"),
        ("&error=invalid_scope", StudioError, "invalid_scope"),
        ("&error=made_up", StudioError, "made_up"),
    ],
)
def test_redirect_without_a_code(flow, rest, kind, words):
    auth = flow()
    with pytest.raises(kind, match=words):
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
    with pytest.raises(AuthenticationError, match="not the answer to the sign-in under way") as caught:
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
def test_implicit_token_that_is_no_token(token):
    auth = implicit()
    with pytest.raises(AuthenticationError, match="holds no code or token") as caught:
        auth.redirected(with_state(auth, f"#{token}"))
    assert "sesame" not in everything_about(caught.value)


def test_redirect_without_a_sign_in_and_twice(oauth):
    auth = authorization_code()
    StudioClient(auth, base_url=oauth.url)
    with pytest.raises(AuthenticationError, match="No sign-in is under way"):
        auth.redirected(f"{REDIRECT}?code=1&state=2")
    url = browse(auth.authorization_url)
    auth.redirected(f"  {url}\n")
    with pytest.raises(AuthenticationError, match="No sign-in is under way"):
        auth.redirected(url)


def test_code_that_the_server_does_not_know(oauth):
    auth = authorization_code()
    client = StudioClient(auth, base_url=oauth.url)
    auth.redirected(with_state(auth, "&code=sesame-of-yesterday"))
    with pytest.raises(AuthenticationError, match=r"invalid_grant.*A sign-in serves once") as caught:
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


# --- failing token endpoints ------------------------------------------------------------------------------


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


def token(**fields):
    return answer({"access_token": "sesame-token", "token_type": "Bearer", "expires_in": 3600, **fields})


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
def test_bad_answer_of_the_token_endpoint(serve, caplog, step, kind):
    caplog.set_level(logging.DEBUG)
    server = serve(step)
    client = StudioClient(client_credentials(), base_url=server.url, timeout_s=0.2)
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


# --- parameters and secrets -------------------------------------------------------------------------------


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
def test_parameters_that_make_no_sense(make):
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
