"""Faults of proxies and certificates in the environment, each with a request that fails because of it."""

from __future__ import annotations

import os
import ssl

import pytest
import requests.adapters

from edgeanomaly_nb.errors import ConnectionFailedError
from edgeanomaly_nb.studio.auth.keys import ApiKey
from edgeanomaly_nb.studio.auth.oauth2 import OAuth2
from edgeanomaly_nb.studio.client import StudioClient
from edgeanomaly_nb.studio.http.setup_faults import proxy_name, setup_fault
from tests.bodies import body
from tests.studio.server import KEY, answer, everything_about

URL = "https://studio.invalid"
VARIABLES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "Https_Proxy")


def fails(client, text, *hidden):
    """Expect an error that matches `text` and shows neither the key nor the value of a variable."""
    with pytest.raises(ConnectionFailedError, match=text) as caught:
        client.get_anomaly(1, 3, block_type="anomaly")
    error = caught.value
    assert (error.project_id, error.learn_id, error.__cause__, error.__context__) == (1, 3, None, None)
    shown = everything_about(error)
    assert not [value for value in (KEY, *hidden) if value and value in shown]
    return str(error)


@pytest.fixture(params=["key", "token endpoint"])
def client(request):
    """A client whose first request goes to Studio, or to the token endpoint."""
    auth = ApiKey(KEY) if request.param == "key" else OAuth2.client_credentials("id", "sesame-sesame")
    return StudioClient(auth, base_url=URL)


@pytest.fixture(autouse=True)
def at_once(pauses):
    """Another attempt would fail too, so there is none."""
    yield
    assert pauses == []


# --- proxies -----------------------------------------------------------------------------------------------

NO_ADDRESS = [
    "http://",
    "://",
    "http:///path",
    "http:/proxy.lan:3128",
    "htp://x",
    "ftp://proxy.lan:21",
    "file:///etc/proxy",
    "proxy:3128",
    "localhost:3128",
    "http://proxy.lan:notaport",
    "http://proxy.lan:99999",
    "http://proxy.lan:-1",
    "http://proxy.lan:0",
    "http://[::1",
    "http://proxy..lan:3128",
    f"http://{64 * 'p'}.lan:3128",
    "http://ada:sesame@",
    "http://ada:sesame@:3128",
    "http://ada:ses#ame@proxy.lan:3128",
]


@pytest.mark.parametrize("value", NO_ADDRESS)
def test_proxy_without_an_address(monkeypatch, client, value):
    monkeypatch.setenv("HTTPS_PROXY", value)
    message = fails(
        client, "HTTPS_PROXY does not contain the address of a proxy", "sesame", "ses#ame", "proxy.lan"
    )
    assert message.endswith("Set it to an address such as http://proxy.example.com:3128, or unset it.")


@pytest.mark.parametrize("value", ["http://proxy.lan:3128 ", "http://pro xy.lan", "http://proxy.lan:3128\n"])
def test_proxy_with_white_space(monkeypatch, client, value):
    monkeypatch.setenv("https_proxy", value)
    fails(client, "https_proxy contains white space", "proxy.lan")


@pytest.mark.parametrize("variable", VARIABLES)
def test_variable_is_named_in_its_spelling(monkeypatch, client, variable):
    monkeypatch.setenv(variable, "http://")
    fails(client, f": {variable} does not contain")


def test_small_letters_come_first_and_all_proxy_last(monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "http://")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.lan")
    monkeypatch.setenv("https_proxy", "http://other.lan")
    assert proxy_name(URL) == "the proxy in https_proxy"
    assert proxy_name("http://studio.invalid") == "the proxy in ALL_PROXY"


def test_http_proxy_is_for_http_alone(serve, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "htp://x")
    client = StudioClient(ApiKey(KEY), base_url="http://studio.invalid", insecure_host="studio.invalid")
    fails(client, "HTTP_PROXY does not contain")
    assert setup_fault(OSError(), URL) is None


@pytest.mark.parametrize("scheme", ["socks4", "socks5", "socks5h"])
def test_socks_without_its_package(monkeypatch, client, scheme):
    def missing(*args, **options):
        raise requests.exceptions.InvalidSchema("Missing dependencies for SOCKS support.")

    monkeypatch.setattr(requests.adapters, "SOCKSProxyManager", missing)
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://ada:sesame@127.0.0.1:1080")
    fails(client, "ALL_PROXY names a SOCKS proxy.*pip install PySocks", "sesame")


@pytest.mark.parametrize(
    ("login", "text"), [("", "needs a user name and password"), ("ada:sesame@", "refuses the user name")]
)
def test_proxy_that_needs_a_login(serve, monkeypatch, client, login, text):
    proxy = serve(answer(status=407))
    monkeypatch.setenv("https_proxy", f"http://{login}127.0.0.1:{proxy.port}")
    fails(client, f"the proxy in https_proxy {text}", "sesame@")
    assert KEY not in str(proxy.received)


def test_proxy_that_refuses(serve, monkeypatch, client):
    proxy = serve(answer(status=403))
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    fails(client, r"the proxy in HTTPS_PROXY refuses the connection \(status 403\)\. Ask.*NO_PROXY")


def test_proxy_whose_host_is_not_found(monkeypatch, client):
    monkeypatch.setenv("HTTPS_PROXY", "http://ada:sesame@proxy.invalid:3128")
    fails(client, "the host of the proxy in HTTPS_PROXY cannot be found", "sesame@", "proxy.invalid")


def test_proxy_without_tls(serve, monkeypatch, client):
    proxy = serve(answer(status=400))
    # It responds to requests that it cannot read, as HTTP servers do.
    proxy._receive = lambda connection: (connection.recv(1), proxy_request())[1]
    monkeypatch.setenv("HTTPS_PROXY", f"https://127.0.0.1:{proxy.port}")
    fails(client, "the proxy in HTTPS_PROXY does not use TLS.*with http://")


def proxy_request():
    from tests.studio.server import Received

    return Received("?", "?", [], b"")


@pytest.mark.parametrize(
    "value",
    [
        "*",
        " ",
        ",,",
        "studio.invalid:x",
        "10.0.0.0/99",
        "[::1",
        "http://studio.invalid",
        "%",
        "a" * 5000,
        "\ud800",
    ],
)
def test_no_proxy_of_any_kind_makes_no_fault(serve, monkeypatch, value):
    proxy = serve(answer(body()))
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv("NO_PROXY", "other.lan," + value.encode("utf-8", "ignore").decode())
    client = StudioClient(
        ApiKey(KEY), base_url="http://studio.invalid", insecure_host="studio.invalid", retries=0
    )
    if proxy_name("http://studio.invalid"):
        assert client.get_anomaly(1, 3, block_type="anomaly").name == body()["name"]
    else:
        fails(client, "could not be fetched from studio.invalid")


def test_valid_proxy_is_not_a_fault(monkeypatch):
    for value in (
        "http://proxy.lan:3128",
        "proxy.lan:3128",
        "HTTP://ada:s%40s@proxy.lan",
        "https://[::1]:3128",
    ):
        monkeypatch.setenv("https_proxy", value)
        assert setup_fault(OSError(), URL) is None


# --- certificates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_missing_certificates(monkeypatch, client, tmp_path, variable):
    monkeypatch.setenv(variable, str(tmp_path / "sesame.pem"))
    fails(client, f": {variable} names a file that does not exist. Name a file of certificates", "sesame.pem")


@pytest.mark.parametrize(
    "content",
    [b"", b"nothing", b"\x30\x82\x01\x00", b"-----BEGIN CERTIFICATE-----\nAAAA\n", b"\xff\xfe-\x00"],
)
def test_files_without_certificates(monkeypatch, client, tmp_path, content):
    (tmp_path / "sesame.pem").write_bytes(content)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "sesame.pem"))
    fails(client, "REQUESTS_CA_BUNDLE names a file without certificates", "sesame.pem")


def test_certificates_without_read_permission(monkeypatch, client, tmp_path):
    (tmp_path / "sesame.pem").touch()

    def refused(*args, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", refused)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "sesame.pem"))
    fails(client, "REQUESTS_CA_BUNDLE names a file without read permission", "sesame.pem")


def test_certificates_of_requests_that_are_gone(monkeypatch, client, tmp_path):
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "gone.pem"))
    fails(client, "certifi points to a file that does not exist. Run pip install --force-reinstall certifi")


def test_log_of_tls_keys_that_cannot_be_written(monkeypatch, tls_server, tmp_path):
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "missing" / "sesame.log"))
    fails(tls_server(), "SSLKEYLOGFILE names a file that cannot be written", "sesame.log")


def test_certificates_do_not_matter_without_tls(serve, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", os.devnull + "/missing")
    client = StudioClient(ApiKey(KEY), base_url=serve(answer(body())).url)
    assert client.get_anomaly(1, 3, block_type="anomaly").trained


@pytest.fixture
def tls_server(serve, tls):
    def start(host="localhost"):
        server = serve(answer(body()), wrap=tls)
        return StudioClient(ApiKey(KEY), base_url=f"https://{host}:{server.port}")

    return start


def test_certificate_that_is_not_trusted(tls_server, monkeypatch, tmp_path, make_certificate):
    client = tls_server()
    fails(client, "certificate verify failed: self.signed certificate. If a company.* REQUESTS_CA_BUNDLE")
    monkeypatch.setenv("CURL_CA_BUNDLE", str(make_certificate(tmp_path / "sesame.pem")))
    fails(client, "It is not signed by an authority in CURL_CA_BUNDLE", "sesame.pem")


def test_certificate_of_another_host(tls_server, monkeypatch, certificate):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    fails(tls_server("127.0.0.1"), "certificate verify failed: .*Check the host in the base URL")


@pytest.mark.parametrize("days", [(-3, -2), (2, 3)])
def test_certificate_of_another_time(serve, monkeypatch, tmp_path, make_certificate, days):
    path = make_certificate(tmp_path / "old.pem", days=days)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server = serve(answer(body()), wrap=lambda raw: context.wrap_socket(raw, server_side=True))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(path))
    client = StudioClient(ApiKey(KEY), base_url=f"https://localhost:{server.port}")
    fails(client, "certificate verify failed: certificate .*Check the clock of this machine")


def test_https_to_a_server_without_tls(serve):
    server = serve(answer(status=400))
    server._receive = lambda connection: (connection.recv(1), proxy_request())[1]
    client = StudioClient(ApiKey(KEY), base_url=f"https://localhost:{server.port}")
    fails(client, "it does not use TLS on this port. Check the base URL")


# --- hosts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "studio..edgeimpulse.com",
        "studio.example..com",
        "a" * 64 + ".example.com",
        "studio.x..",
        "a." * 127 + "com",
    ],
)
def test_host_that_cannot_be_looked_up(monkeypatch, host):
    with pytest.raises(ValueError, match="The base URL has a host name with"):
        StudioClient(ApiKey(KEY), base_url=f"https://{host}/v1")
    with pytest.raises(ValueError, match="token_url has a host name with"):
        OAuth2.client_credentials("id", "sesame-sesame", token_url=f"https://{host}/token")
    monkeypatch.setenv("EI_HOST", host)
    with pytest.raises(ValueError, match="The base URL in EI_HOST has a host name with"):
        StudioClient(ApiKey(KEY))


def test_host_with_a_dot_at_its_end_or_long_parts_is_fine():
    for host in ("studio.example.com.", "a" * 63 + ".example.com", "_studio.lan"):
        assert StudioClient(ApiKey(KEY), base_url=f"https://{host}").host == host
