from __future__ import annotations

import pytest

import edgeanomaly_nb as ea
from tests.panels.explorer.service import settled
from tests.studio.server import KEY


@pytest.fixture
def serve(serve):
    """``serve(step)`` starts a server, and returns it with a client of it."""

    def start(*script):
        server = serve(*script)
        return server, ea.StudioClient(ea.ApiKey(KEY), base_url=server.url, retries=0)

    return start


@pytest.fixture
def opened():
    """``opened(...)`` opens an explorer, waits until it has its lists, and closes it after the test."""
    panels = []

    def open_explorer(*args, **kwargs):
        panel = ea.AnomalyExplorer(*args, **kwargs)
        panels.append(panel)
        return settled(panel)

    yield open_explorer
    for panel in panels:
        panel.close()
