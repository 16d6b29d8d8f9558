from __future__ import annotations

import pickle
import warnings

import pytest
import requests

from edgeanomaly_nb.errors import MissingCredentialsError
from edgeanomaly_nb.studio.auth.keys import ApiKey, JwtCookie, JwtHeader, credentials_from_env
from edgeanomaly_nb.studio.auth.oauth2 import OAuth2
from tests.studio.server import KEY, TOKEN, dump, everything_about

SCHEMES = [(ApiKey, KEY), (JwtCookie, TOKEN), (JwtHeader, TOKEN), (OAuth2, TOKEN)]


def headers_of(auth):
    return dict(requests.Request("GET", "https://studio.example.com", auth=auth).prepare().headers)


@pytest.mark.parametrize(
    ("auth", "headers"),
    [
        (ApiKey(KEY), {"x-api-key": KEY}),
        (JwtCookie(TOKEN), {"Cookie": f"jwt={TOKEN}"}),
        (JwtHeader(TOKEN), {"x-jwt-token": TOKEN}),
        (OAuth2(TOKEN), {"Authorization": f"Bearer {TOKEN}"}),
    ],
)
def test_each_scheme_puts_its_header_and_no_other(auth, headers):
    assert headers_of(auth) == headers


@pytest.mark.parametrize(("scheme", "secret"), SCHEMES)
def test_secret_is_not_shown_and_survives_pickling(scheme, secret):
    auth = scheme(secret)
    assert secret not in dump(auth)
    assert repr(auth) == f"{scheme.__name__}(***)"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert headers_of(pickle.loads(pickle.dumps(auth))) == headers_of(auth)


@pytest.mark.parametrize(("scheme", "secret"), SCHEMES)
def test_white_space_around_a_secret_is_dropped(scheme, secret):
    assert headers_of(scheme(f" {secret}\n")) == headers_of(scheme(secret))


@pytest.mark.parametrize(("scheme", "secret"), SCHEMES)
@pytest.mark.parametrize("spoil", ["{}\r\nx-other: 1", "{}\x00", "{} {}", "{}é", "“{}”", "{}\x7f"])
def test_unfit_secret_is_refused_without_quoting_it(scheme, secret, spoil):
    with pytest.raises(ValueError, match="cannot be part") as caught:
        scheme(spoil.format(secret, secret))
    assert secret not in everything_about(caught.value)


@pytest.mark.parametrize(("scheme", "secret"), SCHEMES)
def test_empty_secret_and_wrong_type_are_refused(scheme, secret):
    with pytest.raises(ValueError, match="is empty"):
        scheme("  ")
    for wrong in (None, 7, secret.encode()):
        with pytest.raises(TypeError, match="must be a str") as caught:
            scheme(wrong)
        assert secret not in everything_about(caught.value)


def test_cookie_cannot_smuggle_a_second_one():
    with pytest.raises(ValueError, match="cookie"):
        JwtCookie(TOKEN + ";admin=1")


@pytest.mark.parametrize("odd", ["ei_0123", "0123456789" * 4, "my-key"])
def test_key_of_another_shape_warns_without_quoting_it(odd):
    with pytest.warns(UserWarning, match="does not look like") as caught:
        ApiKey(odd)
    assert odd not in str(caught[0].message)
    assert caught[0].filename == __file__


def test_project_key_comes_before_the_organisations(monkeypatch):
    monkeypatch.setenv("EI_API_KEY", "ei_" + 32 * "1")
    assert headers_of(credentials_from_env()) == {"x-api-key": "ei_" + 32 * "1"}
    monkeypatch.setenv("EI_PROJECT_API_KEY", "")
    assert headers_of(credentials_from_env()) == {"x-api-key": "ei_" + 32 * "1"}
    monkeypatch.setenv("EI_PROJECT_API_KEY", KEY)
    assert headers_of(credentials_from_env()) == {"x-api-key": KEY}


def test_message_for_a_missing_key():
    with pytest.raises(MissingCredentialsError, match=r"EI_API_KEY.*read-only.*StudioClient\.sample\(\)"):
        credentials_from_env()


def test_unfit_key_in_the_environment_names_the_variable(monkeypatch):
    monkeypatch.setenv("EI_API_KEY", KEY + " " + KEY)
    with pytest.raises(ValueError, match="EI_API_KEY") as caught:
        credentials_from_env()
    assert KEY not in everything_about(caught.value)
