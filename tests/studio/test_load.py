"""Many threads at a server that fails in many ways: no response goes to another request, nothing stays."""

from __future__ import annotations

import gc
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psutil
import pytest

from tests.bodies import body
from tests.studio.server import answer, chunked, zipped

THREADS, REQUESTS = 16, 2000
PATIENCE_S = 20


def busy(exchange, complete):
    exchange.send(answer({"success": False, "error": "Too busy"}, 503, Retry_After="0"))


def reset(exchange, complete):
    exchange.send(complete[: len(complete) // 2])
    exchange.reset()


def cut(exchange, complete):
    exchange.send(complete[:-9])
    exchange.keep_open = False


def closed(exchange, complete):
    exchange.keep_open = False


def cut_chunk(exchange, complete):
    exchange.send(chunked(complete.partition(b"\r\n\r\n")[2])[:-12])
    exchange.keep_open = False


def early_hint(exchange, complete):
    exchange.send(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", complete)


def drip(exchange, complete):
    for at in range(0, len(complete), len(complete) // 4 + 1):
        exchange.send(complete[at : at + len(complete) // 4 + 1])
        exchange._server.is_over.wait(0.002)


def packed(exchange, complete):
    exchange.send(zipped(complete.partition(b"\r\n\r\n")[2]))


def good(exchange, complete):
    exchange.send(complete)


# What the first attempt of every request meets, by its number, and the second of every tenth.
FIRST = [busy, good, reset, drip, good, cut, closed, early_hint, good, cut_chunk, packed, good]
SECOND = [good] * 9 + [cut]


@pytest.mark.slow
def test_every_response_belongs_to_its_request(serve, client_of, pauses):
    attempts, lock = Counter(), threading.Lock()

    def step(exchange, received):
        learn = int(received.path.rpartition("/")[2])
        with lock:
            attempts[learn] += 1
            attempt = attempts[learn]
        acts = {1: FIRST, 2: SECOND}.get(attempt, [good])
        acts[learn % len(acts)](exchange, answer(body(name=f"block {learn}")))

    server = serve(step)
    with ThreadPoolExecutor(THREADS) as pool:
        fetch = partial(client_of(server).get_anomaly, 1, block_type="anomaly")
        configs = list(pool.map(fetch, range(REQUESTS)))
    assert [config.name for config in configs] == [f"block {learn}" for learn in range(REQUESTS)]
    fails = [act not in (good, drip, early_hint, packed) for act in FIRST]
    expected = sum(1 + fails[n % 12] + (fails[n % 12] and SECOND[n % 10] is cut) for n in range(REQUESTS))
    assert sum(attempts.values()) == expected
    assert len(pauses) == expected - REQUESTS

    del fetch
    gc.collect()
    for thread in server._threads[1:]:  # each ends when the client has closed its connection
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
    assert not [thread for thread in threading.enumerate() if thread.name == "edgeanomaly-nb request"]
    process = psutil.Process()
    opened = (process.net_connections if hasattr(process, "net_connections") else process.connections)("tcp")
    assert not [one for one in opened if one.raddr and one.raddr[1] == server.port]
