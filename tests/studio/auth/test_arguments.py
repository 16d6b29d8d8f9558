"""Arguments of a wrong type, in every public function of `edgeanomaly_nb.studio`."""

from __future__ import annotations

import inspect

import pytest

import edgeanomaly_nb as ea
from tests.studio.server import KEY

WRONG = [
    None,
    True,
    7,
    3.5,
    b"sesame-sesame",
    ["sesame-sesame"],
    ("sesame-sesame",),
    {"sesame-sesame": 1},
    object(),
]
SAMPLES = ea.StudioClient.sample()
REDIRECT = "http://127.0.0.1:8765/"
FUNCTIONS = {
    "ApiKey": (ea.ApiKey, {"key": KEY}),
    "JwtCookie": (ea.JwtCookie, {"token": "a.b.c"}),
    "JwtHeader": (ea.JwtHeader, {"token": "a.b.c"}),
    "OAuth2": (ea.OAuth2, {"token": "a.b.c"}),
    "client_credentials": (ea.OAuth2.client_credentials, {"client_id": "id", "client_secret": "word"}),
    "password": (ea.OAuth2.password, {"client_id": "id", "username": "ada", "password": "word"}),
    "authorization_code": (ea.OAuth2.authorization_code, {"client_id": "id", "redirect_uri": REDIRECT}),
    "implicit": (ea.OAuth2.implicit, {"client_id": "id", "redirect_uri": REDIRECT}),
    "redirected": (ea.OAuth2.implicit("id", REDIRECT).redirected, {"url": REDIRECT}),
    "StudioClient": (ea.StudioClient, {"auth": ea.ApiKey(KEY)}),
    "with_auth": (SAMPLES.with_auth, {"auth": ea.ApiKey(KEY)}),
    "get_anomaly": (SAMPLES.get_anomaly, {"project_id": 481207, "learn_id": 4}),
    "list_anomaly_blocks": (SAMPLES.list_anomaly_blocks, {"project_id": 481207}),
    "load_sample": (ea.load_sample, {"name": "motion"}),
}
# What a parameter takes besides text.
ALSO = {
    "timeout_s": (int, float),
    "deadline_s": (int, float),
    "retries": (int,),
    "max_response_bytes": (int,),
    "project_id": (int,),
    "learn_id": (int,),
    "scopes": (list, tuple),
    "allow_writes": (bool,),
}
CASES = [
    pytest.param(function, given, name, wrong, id=f"{label}-{name}-{type(wrong).__name__}")
    for label, (function, given) in FUNCTIONS.items()
    for name, parameter in inspect.signature(function).parameters.items()
    for wrong in WRONG
    if not (wrong is None and parameter.default is None) and type(wrong) not in ALSO.get(name, ())
]


@pytest.mark.parametrize(("function", "given", "name", "wrong"), CASES)
def test_wrong_type_is_refused_by_name(function, given, name, wrong):
    with pytest.raises((TypeError, ValueError)) as caught:
        function(**{**given, name: wrong})
    error = caught.value
    assert type(error) in (TypeError, ValueError)
    spelt = {"base_url": "base URL", "key": "API key", "token": "token", "url": "address"}.get(name, name)
    assert spelt in str(error)
    assert "must be" in str(error)
    assert "sesame-sesame" not in str(error)


@pytest.mark.parametrize("wrong", [(5,), (5, 30, 60), [], (None, 5), ("5", "30")])
def test_two_timeouts_are_two_numbers(wrong):
    with pytest.raises((TypeError, ValueError), match=r"^timeout_s must be"):
        ea.StudioClient(ea.ApiKey(KEY), timeout_s=wrong)


@pytest.mark.parametrize("scopes", [[1], ["openid", None], {"openid"}, iter("ab")])
def test_scopes_are_text(scopes):
    with pytest.raises(TypeError, match=r"^scopes must be a str, or a sequence of str"):
        ea.OAuth2.client_credentials("id", "word", scopes=scopes)
