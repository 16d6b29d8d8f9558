from __future__ import annotations

import pytest

from tests.studio.auth.oauth_server import OAuthServer


@pytest.fixture
def oauth(monkeypatch):
    # The check of the server itself; it does not apply to the client.
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with OAuthServer() as server:
        yield server
