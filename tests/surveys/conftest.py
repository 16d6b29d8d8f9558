from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from tests.studio.server import KEY


@pytest.fixture
def estate(serve):
    """Start a service for an `Estate`; return its server and a client."""

    def start(estate, **options):
        server = serve(lambda exchange, received: estate.step(exchange, received))  # it counts parameters
        return server, ea.StudioClient(ea.ApiKey(KEY), base_url=server.url, **options)

    return start
