from __future__ import annotations

import pytest

from edgeanomaly_nb.studio.auth.keys import ApiKey
from edgeanomaly_nb.studio.client import StudioClient
from edgeanomaly_nb.studio.http.base_url import base_url_from_env
from tests.studio.server import KEY, everything_about

PUBLIC = "https://studio.edgeimpulse.com/v1"


def base_url_of(text, insecure_host=None):
    return StudioClient(ApiKey(KEY), base_url=text, insecure_host=insecure_host).base_url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (PUBLIC, PUBLIC),
        ("https://studio.edgeimpulse.com", PUBLIC),
        ("https://studio.edgeimpulse.com/", PUBLIC),
        ("https://studio.edgeimpulse.com/v1//", PUBLIC),
        (" HTTPS://Studio.EdgeImpulse.com:443/v1 ", PUBLIC),
        ("edgeimpulse.com", PUBLIC),
        ("studio.edgeimpulse.com", PUBLIC),
        ("Studio.edgeimpulse.com/v1/", PUBLIC),
        ("https://example.com:8443/studio", "https://example.com:8443/studio/v1"),
        ("example.com:8443", "https://studio.example.com:8443/v1"),
        ("localhost", "http://localhost/v1"),
        ("localhost:4800", "http://localhost:4800/v1"),
        ("127.0.0.1:4800", "http://127.0.0.1:4800/v1"),
        ("[::1]:4800", "http://[::1]:4800/v1"),
        ("http://localhost:4800/v1", "http://localhost:4800/v1"),
        ("http://127.8.9.10", "http://127.8.9.10/v1"),
        ("https://localhost", "https://localhost/v1"),
        ("192.168.1.5", "https://192.168.1.5/v1"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443/v1"),
        ("https://studio_1.lan", "https://studio_1.lan/v1"),
        ("https://host.docker.internal:4800", "https://host.docker.internal:4800/v1"),
    ],
)
def test_every_spelling_has_one_form(text, url):
    assert base_url_of(text) == url
    assert base_url_of(url) == url


@pytest.mark.parametrize(
    "server", ["https://studio.edgeimpulse.com", "studio.edgeimpulse.com", "edgeimpulse.com"]
)
@pytest.mark.parametrize(
    "page",
    [
        "/studio/12345",
        "/studio/12345/",
        "/studio/12345/learning/anomaly/7",
        "/studio/12345/impulse/1/learning/anomaly/7?tab=axes",
        "/studio/12345#keys",
        "/studio/12345?tab=keys#sesame",
        "/v1/studio/12345",
        "/public/12345/latest",
        "/public/12345",
        "/organization/12/data",
        "/studio/select-project?autoredirect=1",
        "/login",
        "/v1/api/12345/training/anomaly/7",
        "/v1/api/projects?impulseId=1",
    ],
)
def test_address_of_a_page_or_an_operation_means_its_server(server, page):
    assert base_url_of(server + page) == PUBLIC


def test_page_of_a_server_of_your_own():
    assert base_url_of("https://ei.example.com:8443/edge/studio/5") == "https://ei.example.com:8443/edge/v1"
    assert base_url_of("localhost:4800/studio/5?tab=1") == "http://localhost:4800/v1"
    with pytest.raises(ValueError, match="user name or password") as caught:
        base_url_of("https://ada:sesame@studio.example.com/studio/5?tab=1")
    assert "sesame" not in everything_about(caught.value)


@pytest.mark.parametrize("text", ["host.docker.internal", "HOST.docker.internal:4800"])
def test_docker_host_is_a_host_of_its_own(text):
    with pytest.raises(ValueError, match=r"insecure_host='host\.docker\.internal'"):
        base_url_of(text)
    assert base_url_of(text, "host.docker.internal").startswith("http://host.docker.internal")


@pytest.mark.parametrize(
    "text",
    [
        "http://studio.edgeimpulse.com/v1",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://192.168.1.5",
        "http://0.0.0.0",
        "http://studio.lan.evil.example",
        "http://[::2]",
    ],
)
def test_plain_http_is_refused_but_for_this_machine(text):
    with pytest.raises(ValueError, match="anyone on the way could read the key"):
        base_url_of(text, "studio.lan")


def test_plain_http_to_the_one_host_that_is_named():
    assert base_url_of("http://Studio.LAN:80", "studio.lan") == "http://studio.lan/v1"
    client = StudioClient(ApiKey(KEY), base_url="http://studio.lan/v1", insecure_host="studio.lan")
    assert client.host == "studio.lan"
    with pytest.raises(ValueError, match=r"insecure_host='other.lan'"):
        StudioClient(ApiKey(KEY), base_url="http://other.lan/v1", insecure_host="studio.lan")


@pytest.mark.parametrize(
    "text",
    [
        "https://ada:sesame@studio.example.com/v1",
        "https://sesame@studio.example.com/v1",
        "ada:sesame@studio.example.com",
        "https://studio.example.com/v1?key=sesame",
        "https://studio.example.com/v1#sesame",
        "https://studio.example.com\\@sesame/v1",
        "https://studio.example.com/sesame v1",
        "https://studio.example.com:sesame/v1",
        "https://[sesame/v1",
        "https://sesame\u200b.example.com",
        "https:///sesame",
        "ftp://sesame.example.com",
        "javascript:sesame",
        "https://studio.example.com:0/sesame",
        "[sesame",
        "https://-sesame.example.com",
    ],
)
def test_other_texts_are_refused_without_quoting_them(text):
    with pytest.raises(ValueError, match="base URL") as caught:
        base_url_of(text)
    assert "sesame" not in everything_about(caught.value)


def test_empty_and_wrong_type_are_refused():
    with pytest.raises(ValueError, match="is not a URL"):
        base_url_of("")
    with pytest.raises(TypeError, match="must be a str"):
        base_url_of(b"https://studio.example.com")


@pytest.mark.parametrize(
    ("variables", "url"),
    [
        ({}, PUBLIC),
        ({"EI_API_ENDPOINT": " ", "EI_HOST": ""}, PUBLIC),
        ({"EI_API_ENDPOINT": "https://studio.example.com/v1"}, "https://studio.example.com/v1"),
        ({"EI_API_ENDPOINT": "https://studio.example.com"}, "https://studio.example.com/v1"),
        ({"EI_HOST": "example.com"}, "https://studio.example.com/v1"),
        ({"EI_HOST": "localhost:4800"}, "http://localhost:4800/v1"),
        ({"EI_HOST": "localhost:80"}, "http://localhost/v1"),
        ({"EI_HOST": "localhost"}, "http://localhost:4800/v1"),
        ({"EI_HOST": " LOCALHOST "}, "http://localhost:4800/v1"),
        ({"EI_HOST": "127.0.0.1"}, "http://127.0.0.1:4800/v1"),
        ({"EI_HOST": "[::1]"}, "http://[::1]:4800/v1"),
        ({"EI_HOST": "localhost/studio/5?tab=1"}, "http://localhost:4800/v1"),
        ({"EI_HOST": "https://studio.edgeimpulse.com/studio/12345"}, PUBLIC),
        ({"EI_HOST": "acc2.edgeimpulse.com"}, "https://studio.acc2.edgeimpulse.com/v1"),
        ({"EI_API_ENDPOINT": "localhost"}, "http://localhost/v1"),
        ({"EI_API_ENDPOINT": "https://a.example", "EI_HOST": "b.example"}, "https://a.example/v1"),
    ],
)
def test_environment(monkeypatch, variables, url):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert base_url_from_env() == url
    assert StudioClient(ApiKey(KEY)).base_url == url


def test_bad_environment_names_the_variable(monkeypatch):
    monkeypatch.setenv("EI_API_ENDPOINT", "https://ada:sesame@studio.example.com")
    with pytest.raises(ValueError, match="EI_API_ENDPOINT") as caught:
        StudioClient(ApiKey(KEY))
    assert "sesame" not in everything_about(caught.value)


@pytest.mark.parametrize("host", ["host.docker.internal", "192.168.1.5"])
def test_bare_local_host_in_ei_host_is_read_as_the_vendor_does(monkeypatch, host):
    monkeypatch.setenv("EI_HOST", host)
    with pytest.raises(ValueError, match=f"EI_HOST means http://{host}:4800/v1.*insecure_host='{host}'"):
        StudioClient(ApiKey(KEY))
    assert StudioClient(ApiKey(KEY), insecure_host=host).base_url == f"http://{host}:4800/v1"
