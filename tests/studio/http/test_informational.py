"""Informational responses (1xx) before the response, or instead of it."""

from __future__ import annotations

import pytest

from edgeanomaly_nb.errors import (
    ConnectionFailedError,
    InvalidResponseError,
    RequestTimeoutError,
)
from edgeanomaly_nb.studio.http import sockets as wire
from tests.bodies import body
from tests.studio.http.outcomes import (
    fails,
    no_thread_is_at_work,
    works,
)
from tests.studio.server import answer


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


def test_late_response_is_not_confused_with_the_next_one(serve, client_of):
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
    text = rf"only an informational response \({status}\) arrived"
    error = fails(client_of(server, timeout_s=1), InvalidResponseError, match=text)
    assert (error.status_code, len(server.received), pauses) == (status, 1, [])


def test_wait_after_an_informational_response_has_its_own_limit(serve, client_of, monkeypatch):
    monkeypatch.setattr(wire, "INFORMATIONAL_S", 0.1)
    server = serve(lambda exchange: (exchange.send(early(103)), exchange.stall()))
    fails(client_of(server), InvalidResponseError, match="only an informational response")


def test_endless_informational_responses_end_with_the_deadline(serve, client_of):
    def step(exchange):
        while not exchange._server.is_over.wait(0.02):
            exchange.send(early(102))

    fails(client_of(serve(step), deadline_s=0.4), RequestTimeoutError, match=r"within the deadline of 0\.4 s")
    no_thread_is_at_work()


def test_change_of_protocol_was_not_requested(serve, client_of, pauses):
    server = serve(early(101, Upgrade="websocket"))
    error = fails(client_of(server), InvalidResponseError, match="101, a change to another protocol")
    assert (error.status_code, len(server.received)) == (101, 1)


@pytest.mark.parametrize("status", [0, 42, 99, 1000, "abc", ""])
def test_invalid_status_is_not_http(serve, client_of, pauses, status):
    server = serve(answer(body(), status))
    fails(client_of(server, retries=0), ConnectionFailedError, match="the response is not HTTP")
