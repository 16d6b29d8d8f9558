"""The four flows of OAuth2 at the server of `oauth_server`, and a sign-in as a browser does it."""

from __future__ import annotations

import requests

from edgeanomaly_nb.studio.auth.oauth2 import OAuth2
from edgeanomaly_nb.studio.client import StudioClient
from tests.bodies import body
from tests.studio.auth.oauth_server import PASSWORD, PLAIN_SECRET, REDIRECT
from tests.studio.server import answer


def client_credentials(**more):
    return OAuth2.client_credentials("basic-id", PLAIN_SECRET, **more)


def password(**more):
    return OAuth2.password("basic-id", "ada@é", PASSWORD, client_secret=PLAIN_SECRET, **more)


def authorization_code(**more):
    return OAuth2.authorization_code("basic-id", REDIRECT, client_secret=PLAIN_SECRET, **more)


def implicit(**more):
    return OAuth2.implicit("public-id", REDIRECT, **more)


def signed_in(auth, oauth, **options):
    """Make a client, and go where a browser would."""
    client = StudioClient(auth, base_url=oauth.url, **options)
    if auth._flow.needs_user:
        auth.redirected(browse(auth.authorization_url))
    return client


def browse(url, **cookies):
    response = requests.get(url, allow_redirects=False, timeout=20, cookies=cookies)
    assert response.status_code == 302, response.text
    return response.headers["Location"]


def works(client):
    assert client.get_anomaly(1, 3, block_type="anomaly").name == body()["name"]


FLOWS = [client_credentials, password, authorization_code, implicit]


def token(**fields):
    return answer({"access_token": "sesame-token", "token_type": "Bearer", "expires_in": 3600, **fields})
