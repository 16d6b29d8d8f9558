"""Timeouts of a connection and the deadline of a complete call."""

from __future__ import annotations

import gc
import socket
import threading

import pytest

from edgeanomaly_nb.errors import (
    RequestTimeoutError,
)
from edgeanomaly_nb.studio.auth.keys import ApiKey
from edgeanomaly_nb.studio.client import StudioClient
from edgeanomaly_nb.studio.http import transport
from tests.studio.http.outcomes import (
    CUT,
    GOOD,
    HEAD,
    PATIENCE_S,
    fails,
    no_thread_is_at_work,
    threads_at_work,
    works,
)
from tests.studio.server import KEY, everything_about


def test_read_timeout_names_the_limit_and_how_to_change_it(serve, client_of, pauses):
    server = serve(lambda exchange: exchange.stall())
    error = fails(client_of(server, timeout_s=(1, 0.1)), RequestTimeoutError, match=r"for 0\.1 s.*timeout_s=")
    assert isinstance(error, TimeoutError)
    assert len(server.received) == 3


def test_stall_in_body_counts_as_an_attempt(serve, client_of, pauses):
    server = serve(lambda exchange: (exchange.send(CUT), exchange.stall()), GOOD)
    works(client_of(server, timeout_s=0.5))
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
            fails(client, RequestTimeoutError, match=r"no connection was established within 0\.1 s")


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
    fails(client, RequestTimeoutError, match=r"within the deadline of 0\.4 s")
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
    fails(client, RequestTimeoutError, match=r"within the deadline of 0\.4 s")
    no_thread_is_at_work()
    assert proxy.received[0].method == "CONNECT"
    gc.collect()


@pytest.mark.parametrize("when", ["before headers", "in body"])
def test_stall_is_ended_by_the_deadline(serve, client_of, when):
    parts = [] if when == "before headers" else [CUT]
    server = serve(lambda exchange: (exchange.send(*parts), exchange.stall()))
    fails(client_of(server, deadline_s=0.3), RequestTimeoutError, match=r"within the deadline of 0\.3 s")


def test_deadline_applies_to_all_attempts_together(serve, client_of, monkeypatch):
    monkeypatch.setattr(transport, "FIRST_PAUSE_S", 0.01)
    server = serve(lambda exchange: exchange.stall())
    fails(client_of(server, timeout_s=0.2, deadline_s=0.5), RequestTimeoutError)
    assert 2 <= len(server.received) <= 3


def test_name_look_up_that_hangs_is_ended_by_the_deadline(monkeypatch):
    hanging = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: hanging.wait(30) and [])
    client = StudioClient(ApiKey(KEY), base_url="https://studio.invalid", deadline_s=0.3)
    try:
        fails(client, RequestTimeoutError, match=r"within the deadline of 0\.3 s")
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
            thread.join(PATIENCE_S)
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


def test_handshake_that_stalls_is_ended_by_the_deadline(serve):
    server = serve(GOOD, wrap=lambda raw: (server.is_over.wait(PATIENCE_S), raw)[1])
    client = StudioClient(ApiKey(KEY), base_url=f"https://localhost:{server.port}", deadline_s=0.3)
    fails(client, RequestTimeoutError, match=r"within the deadline of 0\.3 s")
