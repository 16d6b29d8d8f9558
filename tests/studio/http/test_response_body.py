"""Bodies: their size, content encodings, and TLS."""

from __future__ import annotations

import tracemalloc
import zlib

import pytest

from edgeanomaly_nb.errors import (
    ConnectionFailedError,
    InvalidResponseError,
    ResponseTooLargeError,
    ServerError,
)
from edgeanomaly_nb.studio.auth.keys import ApiKey
from edgeanomaly_nb.studio.client import StudioClient
from tests.bodies import body
from tests.studio.http.outcomes import (
    GOOD,
    HEAD,
    fails,
    works,
)
from tests.studio.server import KEY, answer, chunked, packed, zipped

# --- size --------------------------------------------------------------------------------------------------

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
def test_large_response_is_refused_while_it_streams(serve, client_of, step):
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


def test_response_as_large_as_the_limit_is_read(serve, client_of):
    text = GOOD.partition(b"\r\n\r\n")[2]
    works(client_of(serve(GOOD), max_response_bytes=len(text)))
    fails(client_of(serve(GOOD), max_response_bytes=len(text) - 1), ResponseTooLargeError)


def test_endless_refusal_keeps_its_status(serve, client_of, pauses):
    def step(exchange):
        exchange.send(b"HTTP/1.1 503 Busy\r\nConnection: close\r\n\r\n")
        while True:
            exchange.send(b"x" * 65536)

    assert fails(client_of(serve(step)), ServerError).status_code == 503


# --- content encodings -------------------------------------------------------------------------------------


def test_gzip_and_deflate_are_decompressed(serve, client_of):
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
def test_wrong_content_encoding_is_an_invalid_response(serve, client_of, pauses, step):
    server = serve(step)
    fails(client_of(server), InvalidResponseError)
    assert len(server.received) == 1


# --- TLS ---------------------------------------------------------------------------------------------------


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
