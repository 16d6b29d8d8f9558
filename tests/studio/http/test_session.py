from __future__ import annotations

import gc
import os
import pickle
import threading

import pytest
from requests.adapters import BaseAdapter

from edgeanomaly_nb.studio.auth.keys import ApiKey
from edgeanomaly_nb.studio.client import StudioClient
from edgeanomaly_nb.studio.http.session import Response, Session
from tests.bodies import body
from tests.studio.server import KEY, answer, everything_about


class Faulty(BaseAdapter):
    """Stands for a mistake in this package: it fails as no network does."""

    def send(self, request, **options):
        header = request.headers["x-api-key"]
        raise KeyError("no such thing") from RuntimeError(header)

    def close(self):
        pass


def test_mistake_below_surfaces_as_itself_and_shows_no_key():
    client = StudioClient(ApiKey(KEY))
    client._transport.adapter = Faulty
    with pytest.raises(KeyError, match="no such thing") as caught:
        client.get_anomaly(1, 3)
    assert KEY not in everything_about(caught.value)


def test_response_does_not_show_its_body():
    shown = repr(Response(200, KEY.encode()))
    assert shown == "Response(status=200, retry_after=None)"


@pytest.mark.slow
@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="counts open files the way Linux shows them")  # noqa: PTH112
def test_connections_close_when_a_client_is_no_longer_used(serve, client_of):
    server = serve(answer(body()))
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for _ in range(5):
        client_of(server).get_anomaly(1, 3)
    gc.collect()
    # The server has its own end of each, which it closes when it sees that ours is gone.
    closed = threading.Event()
    for _ in range(200):
        if len(os.listdir("/proc/self/fd")) <= before:  # noqa: PTH208
            return
        closed.wait(0.02)
    pytest.fail("connections stay open")


def test_ended_session_cannot_be_used(serve, client_of):
    server = serve(answer(body()))
    client = client_of(server, retries=0)
    client.get_anomaly(1, 3, block_type="anomaly")
    client._transport._session().end()
    with pytest.raises(ConnectionError):
        client.get_anomaly(1, 3)
    assert len(server.received) == 1


def test_session_is_not_part_of_a_pickled_client(serve, client_of):
    client = client_of(serve(answer(body())))
    client.get_anomaly(1, 3)
    assert Session.__name__.encode() not in pickle.dumps(client)
