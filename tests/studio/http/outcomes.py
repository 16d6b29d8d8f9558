"""Requests to a real server on this machine, and the servers that break them."""

from __future__ import annotations

import threading

import pytest

from tests.bodies import body
from tests.studio.server import KEY, answer, everything_about

GOOD = answer(body())
# The beginning of a response, and a response without its end.
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CUT = GOOD[:-20]
# Seconds to wait for a thread that ends anyway.
PATIENCE_S = 15


def fails(client, kind, **match):
    """Expect an error with the ids and without the key, also in its frames and linked errors."""
    with pytest.raises(kind, **match) as caught:
        client.get_anomaly(1, 3)
    assert KEY not in everything_about(caught.value)
    assert (caught.value.project_id, caught.value.learn_id) == (1, 3)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return caught.value


def works(client):
    return client.get_anomaly(1, 3, block_type="anomaly").name


def threads_at_work():
    return [thread for thread in threading.enumerate() if thread.name == "edgeanomaly-nb request"]


def no_thread_is_at_work():
    for thread in threads_at_work():  # which may take a moment to notice that its socket is gone
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
