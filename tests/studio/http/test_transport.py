"""What happens on the wire: every test talks to a real server on this machine."""

from __future__ import annotations

import datetime
import gc
import os
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from email.utils import format_datetime

import pytest

from edgeanomaly_nb.errors import (
    ConnectionFailedError,
    InvalidResponseError,
    RateLimitedError,
    RedirectRefusedError,
    RequestTimeoutError,
    ResponseTooLargeError,
    ServerError,
)
from edgeanomaly_nb.studio.auth.keys import ApiKey
from edgeanomaly_nb.studio.client import StudioClient
from edgeanomaly_nb.studio.http import session as wire
from edgeanomaly_nb.studio.http import transport
from tests.bodies import body
from tests.studio.server import KEY, answer, chunked, everything_about, packed, zipped

GOOD = answer(body())
BUSY = answer({"success": False, "error": "Too busy"}, 503)
# Far above what anything here may take, far below "for ever": the machine may be slow.
SOON_S = 15


def fails(client, kind, **match):
    """Expect an error within reasonable time, and no key in anything that it holds."""
    began = time.monotonic()
    with pytest.raises(kind, **match) as caught:
        client.get_anomaly(1, 3)
    assert time.monotonic() - began < SOON_S
    assert KEY not in everything_about(caught.value)
    assert (caught.value.project_id, caught.value.learn_id) == (1, 3)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return caught.value


def works(client):
    return client.get_anomaly(1, 3, block_type="anomaly").name


# --- what is sent -----------------------------------------------------------------------------------------


def test_request_holds_what_it_must_and_no_more(serve, client_of):
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


def test_this_machine_is_not_asked_through_a_proxy(serve, client_of, monkeypatch):
    server, proxy = serve(GOOD), serve(GOOD)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    works(client_of(server))
    assert proxy.received == []


def test_another_machine_is_asked_through_the_proxy_of_the_environment(serve, monkeypatch):
    proxy = serve(GOOD)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
    client = StudioClient(ApiKey(KEY), base_url="http://studio.invalid", insecure_host="studio.invalid")
    works(client)
    assert proxy.received[0].path == "http://studio.invalid/v1/api/1/training/anomaly/3"


# --- redirects --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [300, 301, 302, 303, 305, 306, 307, 308, 399])
@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("http://127.0.0.2:{port}/v1/x", "127.0.0.2"),
        ("http://127.0.0.1.nip.invalid:{port}/", "127.0.0.1.nip.invalid"),
        ("http://127.0.0.1:{port}/v1/x", "another address of the same host"),
        ("/elsewhere", "another address of the same host"),
        ("http://[broken/", "an address that makes no sense"),
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


def test_not_modified_is_no_redirect(serve, client_of, pauses):
    server = serve(answer(status=304, Location="https://elsewhere.example/"))
    error = fails(
        client_of(server), InvalidResponseError, match="304, “not modified”.* there is none here.*cache"
    )
    assert (error.status_code, "redirect" in str(error), len(server.received)) == (304, False, 1)


def test_redirect_that_names_no_address(serve, client_of):
    error = fails(
        client_of(serve(answer(status=303))), RedirectRefusedError, match=r"\(303\) that names no address"
    )
    assert error.status_code == 303


# --- informational responses ------------------------------------------------------------------------------


def early(status, **headers):
    return answer(status=status, Content_Length=None, Content_Type=None, **headers)


@pytest.mark.parametrize("status", [100, 102, 103, 104, 199])
@pytest.mark.parametrize("times", [1, 3])
def test_response_after_an_informational_one_is_read(serve, client_of, status, times):
    server = serve(
        early(status, Link="</x>") * times + answer(body(name="first")), answer(body(name="second"))
    )
    client = client_of(server)
    assert [works(client), works(client)] == ["first", "second"]


def test_response_that_follows_later_is_not_taken_for_the_next_one(serve, client_of):
    def step(exchange):
        exchange.send(early(103))
        exchange._server.is_over.wait(0.05)
        exchange.send(answer(body(name="first")))

    client = client_of(serve(step, answer(body(name="second"))))
    assert [works(client), works(client)] == ["first", "second"]


@pytest.mark.slow
@pytest.mark.parametrize("status", [100, 102, 103, 150, 199])
@pytest.mark.parametrize("and_then", ["stall", "close", "reset", "nonsense"])
def test_informational_response_alone_is_named(serve, client_of, pauses, status, and_then):
    def step(exchange):
        exchange.send(early(status))
        if and_then == "stall":
            exchange.stall()
        if and_then == "nonsense":
            exchange.send(b"nonsense\r\n\r\n")
        exchange.keep_open = False
        if and_then == "reset":
            exchange.reset()

    server = serve(step)
    words = rf"it sent only an informational response \({status}\)"
    error = fails(client_of(server, timeout_s=0.3), InvalidResponseError, match=words)
    assert (error.status_code, len(server.received), pauses) == (status, 1, [])


def test_wait_after_an_informational_response_has_its_own_limit(serve, client_of, monkeypatch):
    monkeypatch.setattr(wire, "INFORMATIONAL_S", 0.1)
    server = serve(lambda exchange: (exchange.send(early(103)), exchange.stall()))
    fails(client_of(server), InvalidResponseError, match="only an informational response")


def test_endless_informational_responses_end_with_the_deadline(serve, client_of):
    def step(exchange):
        while not exchange._server.is_over.wait(0.02):
            exchange.send(early(102))

    fails(client_of(serve(step), deadline_s=0.4), RequestTimeoutError, match=r"within the 0\.4 s")
    no_thread_is_at_work()


def test_change_of_protocol_was_not_requested(serve, client_of, pauses):
    server = serve(early(101, Upgrade="websocket"))
    error = fails(client_of(server), InvalidResponseError, match="101, a change to another protocol")
    assert (error.status_code, len(server.received)) == (101, 1)


@pytest.mark.parametrize("status", [0, 42, 99, 1000, "abc", ""])
def test_status_that_is_none_is_no_http(serve, client_of, pauses, status):
    server = serve(answer(body(), status))
    fails(client_of(server, retries=0), ConnectionFailedError, match="what came back is not HTTP")


# --- tries and pauses -------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_busy_service_is_asked_again(serve, client_of, pauses, status):
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


def test_after_three_tries_the_last_answer_counts(serve, client_of, pauses):
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
def test_who_is_told_to_come_back_later_than_that_gives_up_at_once(serve, client_of, pauses, header):
    server = serve(answer(status=429, Retry_After=header() if callable(header) else header))
    error = fails(client_of(server), RateLimitedError, match=r"wait \d+ s")
    assert error.retry_after > 30
    assert len(server.received) == 1
    assert pauses == []


def test_no_pause_beyond_the_deadline(serve, client_of, pauses):
    server = serve(answer({"success": False, "error": "Busy"}, 503, Retry_After="20"))
    error = fails(client_of(server, deadline_s=15), ServerError, match='"Busy"')
    assert error.retry_after == 20
    assert pauses == []


# --- failing connections ----------------------------------------------------------------------------------


def broken(*parts, reset=False):
    """Send parts of an answer, then close or reset the connection."""

    def step(exchange):
        exchange.send(*parts)
        exchange.keep_open = False
        if reset:
            exchange.reset()

    return step


CUT = answer(body())[:-20]
BREAKS = {
    "closed before headers": broken(),
    "closed in body": broken(CUT),
    "closed in chunk": broken(chunked(b"x" * 100)[:-30]),
    "closed before last chunk": broken(chunked(b"{", b"}")[:-5]),
    "reset before headers": broken(reset=True),
    "reset in body": broken(CUT, reset=True),
    "content-length too large": broken(answer(b"{}", Content_Length=9)),
    "not HTTP": broken(b"220 smtp.example.com ready\r\n\r\n"),
    "bad chunk": broken(answer(b"zz\r\n", Content_Length=None, Transfer_Encoding="chunked")),
    "too many headers": broken(b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 200 + b"\r\n"),
    "endless header": broken(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 200_000),
}


@pytest.mark.parametrize("step", BREAKS.values(), ids=BREAKS)
def test_broken_connection_is_tried_again_and_then_reported(serve, client_of, pauses, step):
    server = serve(step, step, GOOD)
    works(client_of(server))
    assert len(pauses) == 2
    server = serve(step)
    fails(
        client_of(server),
        ConnectionFailedError,
        match="Block 3 of project 1 could not be fetched from 127.0.0.1",
    )
    assert len(server.received) == 3


def test_headers_that_break_off_are_not_an_answer(serve, client_of):
    fails(client_of(serve(broken(b"HTTP/1.1 200 OK\r\nContent-"))), InvalidResponseError, match="not JSON")


def test_nothing_listens(pauses):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = StudioClient(ApiKey(KEY), base_url=f"http://127.0.0.1:{port}")
    fails(client, ConnectionFailedError, match="Connection refused.*Check the network")
    assert len(pauses) == 2


def test_name_that_does_not_exist(pauses):
    fails(
        StudioClient(ApiKey(KEY), base_url="https://studio.invalid"),
        ConnectionFailedError,
        match="from studio.invalid",
    )


# --- time -------------------------------------------------------------------------------------------------


def test_read_timeout_names_the_limit_and_how_to_change_it(serve, client_of, pauses):
    server = serve(lambda exchange: exchange.stall())
    error = fails(client_of(server, timeout_s=(1, 0.1)), RequestTimeoutError, match=r"for 0\.1 s.*timeout_s=")
    assert isinstance(error, TimeoutError)
    assert len(server.received) == 3


def test_stall_in_body_counts_as_a_try(serve, client_of, pauses):
    server = serve(lambda exchange: (exchange.send(CUT), exchange.stall()), GOOD)
    works(client_of(server, timeout_s=0.1))
    assert len(pauses) == 1


def test_connect_timeout(pauses):
    # Connections beyond the backlog of one who never accepts are neither made nor refused.
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        with socket.create_connection(deaf.getsockname()):
            client = StudioClient(
                ApiKey(KEY), base_url=f"http://127.0.0.1:{deaf.getsockname()[1]}", timeout_s=(0.1, 9)
            )
            fails(client, RequestTimeoutError, match=r"no connection was made within 0\.1 s")


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
DRIPS = {
    "status line": [b"HTTP/1.1 200 "],
    "headers": [HEAD, b"x-slow: "],
    "body": [HEAD, b"Content-Length: 1000000\r\n\r\n"],
    "body until close": [HEAD, b"Connection: close\r\n\r\n"],
    "chunk": [HEAD, b"Transfer-Encoding: chunked\r\n\r\nffffff\r\n"],
    "chunk length": [HEAD, b"Transfer-Encoding: chunked\r\n\r\n"],
}


@pytest.mark.slow
@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("parts", DRIPS.values(), ids=DRIPS)
def test_drip_is_ended_by_the_deadline(serve, client_of, tls, client_of_tls, parts, secure):
    def step(exchange):
        exchange.send(*parts)
        exchange.drip(b"0")

    server = serve(step, **({"wrap": tls} if secure else {}))
    client = (client_of_tls if secure else client_of)(server, deadline_s=0.4)
    fails(client, RequestTimeoutError, match=r"within the 0\.4 s")
    no_thread_is_at_work()
    server.script[:] = [GOOD]
    works(client)


# A socket that is reset just before its TLS handshake is left to the garbage collector by Python itself.
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_drip_of_a_proxy_is_ended_by_the_deadline(serve, monkeypatch):
    proxy = serve(lambda exchange: (exchange.send(HEAD), exchange.drip()))
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
    client = StudioClient(ApiKey(KEY), base_url="https://studio.invalid", deadline_s=0.4)
    fails(client, RequestTimeoutError, match=r"within the 0\.4 s")
    no_thread_is_at_work()
    assert proxy.received[0].method == "CONNECT"
    gc.collect()


def threads_at_work():
    return [thread for thread in threading.enumerate() if thread.name == "edgeanomaly-nb request"]


def no_thread_is_at_work():
    for thread in threads_at_work():  # which may take a moment to notice that its socket is gone
        thread.join(SOON_S)
        assert not thread.is_alive()


@pytest.mark.parametrize("when", ["before headers", "in body"])
def test_stall_is_ended_by_the_deadline(serve, client_of, when):
    parts = [] if when == "before headers" else [CUT]
    server = serve(lambda exchange: (exchange.send(*parts), exchange.stall()))
    fails(client_of(server, deadline_s=0.3), RequestTimeoutError, match=r"within the 0\.3 s")


def test_deadline_holds_for_all_tries_together(serve, client_of, monkeypatch):
    monkeypatch.setattr(transport, "FIRST_PAUSE_S", 0.01)
    server = serve(lambda exchange: exchange.stall())
    fails(client_of(server, timeout_s=0.2, deadline_s=0.5), RequestTimeoutError)
    assert 2 <= len(server.received) <= 3


def test_name_look_up_that_hangs_is_not_waited_for(monkeypatch):
    hanging = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: hanging.wait(30) and [])
    client = StudioClient(ApiKey(KEY), base_url="https://studio.invalid", deadline_s=0.3)
    try:
        fails(client, RequestTimeoutError, match=r"within the 0\.3 s")
    finally:
        hanging.set()


def test_connection_made_after_the_deadline_sends_nothing(serve, client_of, monkeypatch):
    server, hanging, real = serve(GOOD), threading.Event(), socket.getaddrinfo

    def slow(*args, **kwargs):
        hanging.wait(30)
        return real(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", slow)
        client = client_of(server, deadline_s=0.2)
        fails(client, RequestTimeoutError)
        late = threads_at_work()
        hanging.set()
        for thread in late:
            thread.join(SOON_S)
    assert server.received == []


def test_interrupt_ends_the_request(serve, client_of, monkeypatch):
    server = serve(lambda exchange: exchange.stall())

    def interrupted(thread, timeout=None):
        if timeout is not None and timeout > 1:
            raise KeyboardInterrupt
        return join(thread, timeout)

    join = threading.Thread.join
    client = client_of(server)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "join", interrupted)
        with pytest.raises(KeyboardInterrupt) as caught:
            client.get_anomaly(1, 3)
    assert KEY not in everything_about(caught.value)
    no_thread_is_at_work()


# --- size -------------------------------------------------------------------------------------------------

MIB = 2**20


def endless(head, part):
    def step(exchange):
        exchange.send(HEAD, head, b"\r\n")
        while not exchange._server.is_over.is_set():
            exchange.send(part)

    return step


TOO_LARGE = {
    "announced": answer(b"", Content_Length=10 * MIB),
    "until close": endless(b"Connection: close\r\n", b"x" * 65536),
    "chunked": endless(b"Transfer-Encoding: chunked\r\n", b"10000\r\n" + b"x" * 65536 + b"\r\n"),
    "tiny chunks": endless(b"Transfer-Encoding: chunked\r\n", b"2\r\nxy\r\n" * 8000),
    "gzip bomb": zipped(b"\0" * (60 * MIB)),
    "chunked gzip bomb": chunked(packed(b"\0" * (60 * MIB)), Content_Encoding="gzip"),
    "deflate bomb": answer(zlib.compress(b"\0" * (60 * MIB)), Content_Encoding="deflate"),
}


@pytest.mark.parametrize("step", TOO_LARGE.values(), ids=TOO_LARGE)
def test_large_answer_is_refused_while_it_streams(serve, client_of, step):
    server = serve(step)
    client = client_of(server, max_response_bytes=MIB // 8)
    tracemalloc.start()
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    try:
        fails(client, ResponseTooLargeError, match=r"limit of 131,072 bytes.*max_response_bytes")
        assert tracemalloc.get_traced_memory()[1] - before < 8 * MIB
    finally:
        tracemalloc.stop()
    assert len(server.received) == 1


def test_answer_of_just_the_limit_is_taken(serve, client_of):
    text = GOOD.partition(b"\r\n\r\n")[2]
    works(client_of(serve(GOOD), max_response_bytes=len(text)))
    fails(client_of(serve(GOOD), max_response_bytes=len(text) - 1), ResponseTooLargeError)


def test_endless_refusal_keeps_its_status(serve, client_of, pauses):
    def step(exchange):
        exchange.send(b"HTTP/1.1 503 Busy\r\nConnection: close\r\n\r\n")
        while True:
            exchange.send(b"x" * 65536)

    assert fails(client_of(serve(step)), ServerError).status_code == 503


# --- packing ----------------------------------------------------------------------------------------------


def test_gzip_and_deflate_are_unpacked(serve, client_of):
    plain = GOOD.partition(b"\r\n\r\n")[2]
    server = serve(
        zipped(plain),
        chunked(packed(plain)[:50], packed(plain)[50:], Content_Encoding="GZIP"),
        answer(zlib.compress(plain), Content_Encoding="deflate"),
    )
    client = client_of(server)
    assert [works(client), works(client), works(client)] == [body()["name"]] * 3


@pytest.mark.parametrize(
    "step",
    [
        answer(b"\x1f\x8b\x08\x00not gzip at all", Content_Encoding="gzip"),
        answer(packed(b"{}" * 99)[:-15], Content_Encoding="gzip"),
        answer(b"{}", Content_Encoding="gzip"),
        answer(b"{}", Content_Encoding="br"),
        answer(packed(packed(b"{}")), Content_Encoding="gzip, gzip"),
    ],
)
def test_wrong_packing_is_an_invalid_response(serve, client_of, pauses, step):
    server = serve(step)
    fails(client_of(server), InvalidResponseError)
    assert len(server.received) == 1


# --- TLS --------------------------------------------------------------------------------------------------


def test_https(serve, tls, client_of_tls):
    server = serve(GOOD, wrap=tls)
    works(client_of_tls(server))
    assert server.received[0].all("x-api-key") == [KEY]


def test_unknown_certificate_is_refused_before_the_key_is_sent(serve, tls, pauses):
    server = serve(GOOD, wrap=tls)
    client = StudioClient(ApiKey(KEY), base_url=f"https://localhost:{server.port}")
    fails(
        client,
        ConnectionFailedError,
        match=r"localhost: certificate verify failed: self.signed certificate\. If a company's.*CA_BUNDLE",
    )
    assert server.received == []
    assert pauses == []


def test_handshake_that_stalls_is_ended_by_the_deadline(serve):
    server = serve(GOOD, wrap=lambda raw: (server.is_over.wait(SOON_S), raw)[1])
    client = StudioClient(ApiKey(KEY), base_url=f"https://localhost:{server.port}", deadline_s=0.3)
    fails(client, RequestTimeoutError, match=r"within the 0\.3 s")


# --- parameters -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"timeout_s": 0},
        {"timeout_s": (5, -1)},
        {"timeout_s": None},
        {"timeout_s": True},
        {"timeout_s": float("nan")},
        {"deadline_s": float("inf")},
        {"deadline_s": "60"},
        {"retries": -1},
        {"retries": 2.0},
        {"retries": False},
        {"max_response_bytes": 0},
    ],
)
def test_numbers_that_make_no_sense_are_refused(wrong):
    (name,) = wrong
    with pytest.raises((TypeError, ValueError), match=f"^{name} must be"):
        StudioClient(ApiKey(KEY), **wrong)


# --- fixtures ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("tls") / "localhost.pem")


@pytest.fixture
def tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return lambda connection: context.wrap_socket(connection, server_side=True)


@pytest.fixture
def client_of_tls(certificate, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    return lambda server, **options: StudioClient(
        ApiKey(KEY), base_url=f"https://localhost:{server.port}", **options
    )


def make_certificate(path, days=(-1, 1)):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now + datetime.timedelta(days=days[0]))
        .not_valid_after(now + datetime.timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    no_password = serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_password)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
