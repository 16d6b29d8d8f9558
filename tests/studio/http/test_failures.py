"""Connections that break, and responses that are not HTTP."""

from __future__ import annotations

import socket

import pytest

from edgeanomaly_nb.errors import (
    ConnectionFailedError,
    InvalidResponseError,
)
from edgeanomaly_nb.studio.auth.keys import ApiKey
from edgeanomaly_nb.studio.client import StudioClient
from tests.studio.http.outcomes import (
    CUT,
    GOOD,
    fails,
    works,
)
from tests.studio.server import KEY, answer, chunked, closing

BREAKS = {
    "closed before headers": closing(),
    "closed in body": closing(CUT),
    "closed in chunk": closing(chunked(b"x" * 100)[:-30]),
    "closed before last chunk": closing(chunked(b"{", b"}")[:-5]),
    "reset before headers": closing(reset=True),
    "reset in body": closing(CUT, reset=True),
    "content-length too large": closing(answer(b"{}", Content_Length=9)),
    "not HTTP": closing(b"220 smtp.example.com ready\r\n\r\n"),
    "bad chunk": closing(answer(b"zz\r\n", Content_Length=None, Transfer_Encoding="chunked")),
    "too many headers": closing(b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 200 + b"\r\n"),
    "endless header": closing(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 200_000),
}


@pytest.mark.parametrize("step", BREAKS.values(), ids=BREAKS)
def test_broken_connection_is_retried_and_then_reported(serve, client_of, pauses, step):
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


def test_incomplete_headers_are_not_a_response(serve, client_of):
    fails(client_of(serve(closing(b"HTTP/1.1 200 OK\r\nContent-"))), InvalidResponseError, match="not JSON")


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
