"""Requests, redirects, and attempts after a failure: every test uses a real server on this machine."""

from __future__ import annotations

import datetime
import os
from email.utils import format_datetime

import pytest

from edgeanomaly_nb.errors import (
    InvalidResponseError,
    RateLimitedError,
    RedirectRefusedError,
    ServerError,
)
from edgeanomaly_nb.studio.auth.keys import ApiKey
from edgeanomaly_nb.studio.client import StudioClient
from tests.bodies import body
from tests.studio.http.outcomes import (
    GOOD,
    fails,
    works,
)
from tests.studio.server import KEY, answer

BUSY = answer({"success": False, "error": "Too busy"}, 503)


# --- what is sent ------------------------------------------------------------------------------------------


def test_request_has_only_the_necessary_headers(serve, client_of):
    server = serve(GOOD)
    works(client_of(server))
    (received,) = server.received
    assert (received.method, received.path, received.body) == ("GET", "/v1/api/1/training/anomaly/3", b"")
    assert sorted(received.headers) == [
        ("Accept", "application/json"),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "keep-alive"),
        ("Host", f"127.0.0.1:{server.port}"),
        ("User-Agent", "edgeanomaly-nb"),
        ("x-api-key", KEY),
    ]


def test_cookies_of_the_service_are_not_sent_back(serve, client_of):
    server = serve(answer(body(), Set_Cookie="session=1; Path=/"))
    client = client_of(server)
    works(client)
    works(client)
    assert [received.all("Cookie") for received in server.received] == [[], []]


def test_connection_is_used_again(serve, client_of):
    ports = []
    server = serve(
        lambda exchange: (ports.append(exchange._connection.getpeername()[1]), exchange.send(GOOD))
    )
    client = client_of(server)
    works(client)
    works(client)
    assert len(ports) == 2
    assert len(set(ports)) == 1


def test_forked_process_makes_its_own_connection(serve, client_of, monkeypatch):
    client = client_of(serve(GOOD))
    works(client)
    session = client._transport._session()
    monkeypatch.setattr(os, "getpid", lambda: -1)
    works(client)
    assert client._transport._session() is not session


def test_netrc_is_not_used(serve, client_of, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login ada password sesame")
    monkeypatch.setenv("NETRC", str(netrc))
    server = serve(GOOD)
    works(client_of(server))
    assert server.received[0].all("Authorization") == []


def test_this_machine_is_not_reached_through_a_proxy(serve, client_of, monkeypatch):
    server, proxy = serve(GOOD), serve(GOOD)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    works(client_of(server))
    assert proxy.received == []


def test_another_machine_is_reached_through_the_proxy_of_the_environment(serve, monkeypatch):
    proxy = serve(GOOD)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
    client = StudioClient(ApiKey(KEY), base_url="http://studio.invalid", insecure_host="studio.invalid")
    works(client)
    assert proxy.received[0].path == "http://studio.invalid/v1/api/1/training/anomaly/3"


# --- redirects ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [300, 301, 302, 303, 305, 306, 307, 308, 399])
@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("http://127.0.0.2:{port}/v1/x", "127.0.0.2"),
        ("http://127.0.0.1.nip.invalid:{port}/", "127.0.0.1.nip.invalid"),
        ("http://127.0.0.1:{port}/v1/x", "another address of the same host"),
        ("/elsewhere", "another address of the same host"),
        ("http://[broken/", "an invalid address"),
    ],
)
def test_redirect_is_refused(serve, client_of, status, location, named):
    other = serve(GOOD)
    server = serve(answer(status=status, Location=location.format(port=other.port)))
    error = fails(client_of(server), RedirectRefusedError, match=f"redirect to {named}")
    assert error.status_code == status
    assert "/v1/x" not in str(error)
    assert other.received == []
    assert len(server.received) == 1


def test_redirect_from_https_to_http_is_refused(serve, tls, client_of_tls):
    other = serve(GOOD)
    server = serve(answer(status=302, Location=f"http://localhost:{other.port}/"), wrap=tls)
    fails(client_of_tls(server), RedirectRefusedError, match="same host")
    assert other.received == []


def test_redirect_that_repeats_the_key_does_not_get_it_into_the_message(serve, client_of):
    server = serve(answer(status=302, Location=f"https://{KEY}.example.com/"))
    fails(client_of(server), RedirectRefusedError, match=r"\*\*\*\.example\.com")


def test_body_of_a_redirect_is_not_read(serve, client_of):
    endless = answer(status=302, Location="/x", Content_Length=None)
    server = serve(lambda exchange: (exchange.send(endless), exchange.drip()))
    fails(client_of(server), RedirectRefusedError)


def test_not_modified_is_not_a_redirect(serve, client_of, pauses):
    server = serve(answer(status=304, Location="https://elsewhere.example/"))
    error = fails(
        client_of(server), InvalidResponseError, match="304, “not modified”.* there is none here.*cache"
    )
    assert (error.status_code, "redirect" in str(error), len(server.received)) == (304, False, 1)


def test_redirect_without_an_address(serve, client_of):
    error = fails(
        client_of(serve(answer(status=303))),
        RedirectRefusedError,
        match=r"\(303\) without an address",
    )
    assert error.status_code == 303


# --- attempts and pauses -----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_busy_service_gets_another_request(serve, client_of, pauses, status):
    server = serve(answer(status=status), GOOD)
    works(client_of(server))
    assert len(server.received) == 2
    assert 0.25 <= pauses[0] <= 0.75


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 500, 501])
def test_other_refusals_are_final(serve, client_of, pauses, status):
    server = serve(answer(status=status))
    with pytest.raises(Exception, match=str(status)):
        client_of(server).list_projects()
    assert len(server.received) == 1
    assert pauses == []


def test_after_three_attempts_the_last_response_is_the_error(serve, client_of, pauses):
    last = answer({"success": False, "error": "Slow down"}, 429, Retry_After="7")
    server = serve(BUSY, BUSY, last)
    error = fails(client_of(server), RateLimitedError, match='"Slow down".*wait 7 s')
    assert (error.status_code, error.studio_message, error.retry_after) == (429, "Slow down", 7)
    assert len(server.received) == 3
    assert pauses[1] > 0.5


@pytest.mark.parametrize("retries", [0, 1, 4])
def test_retries_are_further_attempts(serve, client_of, pauses, retries):
    server = serve(BUSY)
    fails(client_of(server, retries=retries), ServerError)
    assert (len(server.received), len(pauses)) == (retries + 1, retries)


def in_seconds(seconds):
    """Make a date when it is needed: collecting the tests takes a while."""
    later = datetime.timedelta(seconds=seconds)
    return lambda: format_datetime(datetime.datetime.now(datetime.timezone.utc) + later)


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("3", 3, 3),
        ("30", 30, 30),
        (in_seconds(20), 1, 20),
        (in_seconds(-20), 0.25, 0.75),
        ("0", 0.25, 0.75),
        ("-5", 0.25, 0.75),
        ("soon", 0.25, 0.75),
        ("", 0.25, 0.75),
        ("9" * 5000, 0.25, 0.75),
    ],
)
def test_retry_after(serve, client_of, pauses, header, least, most):
    server = serve(answer(status=503, Retry_After=header() if callable(header) else header), GOOD)
    works(client_of(server))
    assert least <= pauses[0] <= most


@pytest.mark.parametrize("header", ["31", "86400", "99999999999", in_seconds(3600)])
def test_longer_retry_after_gives_up_at_once(serve, client_of, pauses, header):
    server = serve(answer(status=429, Retry_After=header() if callable(header) else header))
    error = fails(client_of(server), RateLimitedError, match=r"wait [\d,]+ s")
    assert error.retry_after > 30
    assert len(server.received) == 1
    assert pauses == []


def test_no_pause_beyond_the_deadline(serve, client_of, pauses):
    server = serve(answer({"success": False, "error": "Busy"}, 503, Retry_After="20"))
    error = fails(client_of(server, deadline_s=15), ServerError, match='"Busy"')
    assert error.retry_after == 20
    assert pauses == []
