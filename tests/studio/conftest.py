from __future__ import annotations

import threading

import pytest

from edgeanomaly_nb.studio.auth.keys import ApiKey
from edgeanomaly_nb.studio.client import StudioClient
from edgeanomaly_nb.studio.http import transport
from tests.studio.server import KEY

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in (
        "EI_API_KEY",
        "EI_PROJECT_API_KEY",
        "EI_API_ENDPOINT",
        "EI_HOST",
        "NETRC",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "SSLKEYLOGFILE",
    ):
        monkeypatch.delenv(name, raising=False)
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def no_thread_is_left_behind():
    yield
    for thread in threading.enumerate():
        if thread.name == "edgeanomaly-nb request":
            thread.join(5)
            assert not thread.is_alive()


@pytest.fixture
def pauses(monkeypatch):
    """The pauses between attempts, in seconds. The test does not wait for them."""
    made = []
    monkeypatch.setattr(transport, "sleep", made.append)
    return made


@pytest.fixture
def client_of():
    def make(server, auth=None, **options):
        return StudioClient(auth or ApiKey(KEY), base_url=server.url, **options)

    return make


@pytest.fixture
def prepare(client_of):
    """Prepare a change of thresholds with a client that may write."""

    def make(service, values=None, *, auth=None, scores=None, **options):
        client = client_of(service, auth, **{"allow_writes": True, **options})
        config = client.get_anomaly(1, 3)
        return client.prepare_thresholds(config, values or {"min_score": 0.5}, scores=scores)

    return make


@pytest.fixture
def no_network(monkeypatch):
    """Fail if a test uses the network."""

    def refuse(*args, **kwargs):
        raise AssertionError("the network was used")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
