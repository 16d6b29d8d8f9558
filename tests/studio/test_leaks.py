"""No object, log or error shows a secret."""

from __future__ import annotations

import doctest
import inspect
import logging
import sys
from urllib.parse import parse_qs, urlsplit

import pytest

from edgeanomaly_nb.errors import (
    EdgeAnomalyError,
    ServerError,
)
from edgeanomaly_nb.studio import secrets
from edgeanomaly_nb.studio.auth.keys import ApiKey, JwtCookie, JwtHeader, credentials_from_env
from edgeanomaly_nb.studio.auth.oauth2 import OAuth2
from edgeanomaly_nb.studio.client import StudioClient
from tests.bodies import body
from tests.studio.server import (
    KEY,
    TOKEN,
    answer,
    dump,
    everything_about,
    refused,
    zipped,
)

GOOD = answer(body())


@pytest.mark.parametrize("auth", [ApiKey(KEY), JwtCookie(TOKEN), JwtHeader(TOKEN), OAuth2(TOKEN)])
def test_nothing_that_a_user_holds_shows_the_secret(serve, client_of, caplog, auth):
    caplog.set_level(logging.DEBUG)
    client = client_of(serve(GOOD), auth)
    config = client.get_anomaly(1, 3)
    session = client._transport._of_thread.session
    shown = dump(client) + dump(client._transport) + dump(session) + dump(auth) + dump(config) + caplog.text
    assert "training/anomaly" in caplog.text
    assert not any(secret in shown for secret in (KEY, TOKEN))


@pytest.mark.parametrize(
    "step",
    [
        refused("No", 401),
        refused("No", 503),
        answer(b"<html>", 404),
        answer(b"nonsense"),
        answer(status=302, Location="https://elsewhere.example"),
        answer(b"", Content_Length=10**9),
        lambda exchange: exchange.reset(),
        lambda exchange: exchange.stall(),
        zipped(b"{}")[:-9],
    ],
)
def test_no_error_shows_the_secret(serve, client_of, pauses, caplog, step):
    caplog.set_level(logging.DEBUG)
    client = client_of(serve(step), timeout_s=0.1)
    with pytest.raises(EdgeAnomalyError) as caught:
        client.get_anomaly(1, 3)
    assert KEY not in everything_about(caught.value) + caplog.text


def test_verbose_traceback_of_ipython_shows_no_secret(serve, client_of, pauses):
    ultratb = pytest.importorskip("IPython.core.ultratb")
    cell = {"client": client_of(serve(refused("No", 503)))}
    try:
        exec("client.get_anomaly(1, 3)", cell)
    except ServerError as exc:
        shown = "\n".join(
            ultratb.VerboseTB(include_vars=True).structured_traceback(type(exc), exc, exc.__traceback__)
        )
    assert "get_anomaly" in shown
    assert KEY not in shown


# --- the leak tests depend on the clearing -----------------------------------------------------------------


def read_key_of_the_environment():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EI_API_KEY", f"{KEY} {KEY}")
        credentials_from_env()


def redirected(make, address):
    auth = make("id", "http://127.0.0.1/")
    auth.redirected(f"{address}?state={parse_qs(urlsplit(auth.authorization_url).query)['state'][0]}&x={KEY}")


# Calls that handle the key as plain text and fail.
FAILING_CALLS = {
    "key": lambda: ApiKey(f"{KEY} {KEY}"),
    "cookie": lambda: JwtCookie(f"{KEY};"),
    "header": lambda: JwtHeader(f"{KEY}\n{KEY}"),
    "key of the environment": read_key_of_the_environment,
    "token": lambda: OAuth2(f"{KEY}\x00{KEY}"),
    "client secret": lambda: OAuth2.client_credentials("id", f"{KEY}\n"),
    "password": lambda: OAuth2.password("id", "ada", f"{KEY}\n"),
    "client secret of a browser": lambda: OAuth2.authorization_code(
        "id", "http://a/", client_secret=f"{KEY}\n"
    ),
    "sign-in page": lambda: OAuth2.implicit("id", "http://a/", authorize_url=f"http://ada:{KEY}@a/"),
    "code": lambda: redirected(OAuth2.authorization_code, "http://127.0.0.1/"),
    "token of the browser": lambda: redirected(OAuth2.implicit, "http://127.0.0.1/"),
    "key instead of credentials": lambda: StudioClient(KEY),
    "other key instead of credentials": lambda: StudioClient.sample().with_auth(KEY),
    "base URL": lambda: StudioClient(ApiKey(KEY), base_url=f"https://ada:{KEY}@studio.example.com"),
}
no_clearing = pytest.mark.parametrize("is_cleared", [True, False], ids=["cleared", "not cleared"])


def check(call, is_cleared, monkeypatch):
    """Check that a failing call shows the key if, and only if, the clearing is switched off."""
    if not is_cleared:
        monkeypatch.setattr(secrets, "clear_traces", lambda error: None)
    with pytest.raises((TypeError, ValueError, EdgeAnomalyError)) as caught:
        call()
    assert (KEY in everything_about(caught.value)) is not is_cleared


@no_clearing
@pytest.mark.parametrize("call", FAILING_CALLS.values(), ids=FAILING_CALLS)
def test_constructors_depend_on_the_clearing(call, is_cleared, monkeypatch):
    check(call, is_cleared, monkeypatch)


@no_clearing
@pytest.mark.parametrize(
    "step",
    [lambda exchange: exchange.reset(), lambda exchange: exchange.stall(), answer(body(name=7, axes=KEY))],
    ids=["reset", "timeout", "body"],
)
def test_requests_depend_on_the_clearing(serve, client_of, pauses, monkeypatch, step, is_cleared):
    client = client_of(serve(step), timeout_s=0.1)
    check(lambda: client.get_anomaly(1, 3), is_cleared, monkeypatch)


def test_decorator_keeps_result_name_and_signature():
    @secrets.leaves_no_trace
    def double(number: int, *, times: int = 2) -> int:
        """Return a multiple."""
        return number * times

    assert double(4, times=3) == 12
    assert (double.__name__, double.__doc__) == ("double", "Return a multiple.")
    assert str(inspect.signature(double)) == "(number: 'int', *, times: 'int' = 2) -> 'int'"


def test_decorator_keeps_error_and_lines():
    problem = ValueError("no")

    @secrets.leaves_no_trace
    def fail(key):
        try:
            raise KeyError(key)
        except KeyError as exc:
            raise problem from exc

    with pytest.raises(ValueError, match="no") as caught:
        fail(KEY)
    assert caught.value is problem
    assert [entry.name for entry in caught.traceback][-2:] == ["call", "fail"]
    assert (problem.__cause__, problem.__context__) == (None, None)
    assert KEY not in everything_about(problem)


def test_decorated_examples_are_still_tested():
    finder = doctest.DocTestFinder(exclude_empty=True)
    names = {
        test.name.rpartition(".")[2] for test in finder.find(OAuth2, module=sys.modules[OAuth2.__module__])
    }
    assert names >= {"client_credentials", "password", "authorization_code", "implicit", "redirected"}
