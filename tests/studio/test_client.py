"""The client: credentials, responses, ids, many threads, and the samples."""

from __future__ import annotations

import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import numpy as np
import pytest

from edgeanomaly_nb.errors import (
    AuthenticationError,
    InvalidResponseError,
    MissingCredentialsError,
    NotFoundError,
    OperationFailedError,
    PermissionDeniedError,
    RateLimitedError,
    ServerError,
    StudioError,
)
from edgeanomaly_nb.studio.auth.keys import ApiKey, JwtCookie, JwtHeader
from edgeanomaly_nb.studio.auth.oauth2 import OAuth2
from edgeanomaly_nb.studio.client import StudioClient
from edgeanomaly_nb.studio.samples import SAMPLE_KEY
from tests.bodies import body
from tests.studio.lists import dtypes_are_right
from tests.studio.server import (
    KEY,
    TOKEN,
    answer,
    block,
    everything_about,
    impulses,
    refused,
)

GOOD = answer(body())


# --- credentials -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("auth", "header"),
    [
        (ApiKey(KEY), ("x-api-key", KEY)),
        (JwtCookie(TOKEN), ("Cookie", f"jwt={TOKEN}")),
        (JwtHeader(TOKEN), ("x-jwt-token", TOKEN)),
        (OAuth2(TOKEN), ("Authorization", f"Bearer {TOKEN}")),
    ],
)
def test_scheme_at_the_wire(serve, client_of, auth, header):
    server = serve(GOOD)
    client_of(server, auth).get_anomaly(1, 3)
    usual = {"Accept", "Accept-Encoding", "Connection", "Host", "User-Agent"}
    assert [pair for pair in server.received[0].headers if pair[0] not in usual] == [header]


def test_key_and_host_come_from_the_environment(serve, monkeypatch):
    server = serve(GOOD)
    monkeypatch.setenv("EI_API_KEY", KEY)
    monkeypatch.setenv("EI_API_ENDPOINT", f"http://127.0.0.1:{server.port}")
    assert StudioClient().get_anomaly(1, 3).name == body()["name"]
    assert server.received[0].all("x-api-key") == [KEY]


def test_no_key_at_all():
    with pytest.raises(MissingCredentialsError, match="EI_API_KEY"):
        StudioClient()


@pytest.mark.parametrize("wrong", [KEY, ("ada", KEY), {"x-api-key": KEY}])
def test_something_else_than_an_auth_object_is_refused_without_showing_it(wrong):
    with pytest.raises(TypeError, match=r"auth must be an ApiKey\(\.\.\.\)") as caught:
        StudioClient(wrong)
    assert KEY not in everything_about(caught.value)


# --- what comes back ---------------------------------------------------------------------------------------


def test_config_has_its_source(serve, client_of):
    before = datetime.now(timezone.utc)
    config = client_of(serve(GOOD)).get_anomaly(1, 3)
    assert config.source.host == "127.0.0.1"
    assert (config.source.project_id, config.source.learn_id) == (1, 3)
    assert before <= config.source.fetched_at <= datetime.now(timezone.utc)
    assert len(config.axes) == 2


STATUSES = [
    (400, StudioError),
    (401, AuthenticationError),
    (403, PermissionDeniedError),
    (404, NotFoundError),
    (405, StudioError),
    (418, StudioError),
    (429, RateLimitedError),
    (500, ServerError),
    (501, ServerError),
    (502, ServerError),
    (503, ServerError),
    (504, ServerError),
    (599, ServerError),
    (600, StudioError),
    (200, OperationFailedError),
    (201, OperationFailedError),
]


@pytest.mark.parametrize(("status", "kind"), STATUSES)
def test_refusal(serve, client_of, pauses, status, kind):
    client = client_of(serve(refused("Out of order", status)))
    with pytest.raises(StudioError, match=r'block 3 of project 1: .* \("Out of order"\)') as caught:
        client.get_anomaly(1, 3)
    error = caught.value
    assert type(error) is kind
    assert (error.status_code, error.studio_message) == (status, "Out of order")
    assert (error.project_id, error.learn_id) == (1, 3)
    assert str(status) in str(error) or status < 300
    assert type(pickle.loads(pickle.dumps(error))) is kind


@pytest.mark.parametrize("status", [200, 404, 500])
@pytest.mark.parametrize("said", [{}, {"error": None}, {"error": ""}])
def test_refusal_without_a_message(serve, client_of, status, said):
    with pytest.raises(StudioError) as caught:
        client_of(serve(answer({"success": False, **said}, status))).get_anomaly(1, 3)
    assert not caught.value.studio_message
    assert '("' not in str(caught.value)


def test_refusal_has_priority_over_the_rest_of_the_body(serve, client_of):
    with pytest.raises(OperationFailedError, match="Not now"):
        client_of(serve(answer(body(success=False, error="Not now")))).get_anomaly(1, 3)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"null",
        b"true",
        b"7",
        b"<!DOCTYPE html><title>Log in</title>",
        b"{",
        b'{"success": true}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"success": true, "axes": ' + b"[" * 100_000,
    ],
)
@pytest.mark.parametrize("method", ["get_anomaly", "list_anomaly_blocks"])
def test_body_that_is_not_a_response_of_the_service(serve, client_of, text, method):
    client = client_of(serve(answer(text)))
    with pytest.raises(InvalidResponseError, match="project 1") as caught:
        getattr(client, method)(*((1, 3) if method == "get_anomaly" else (1,)))
    assert caught.value.project_id == 1
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "text", [b"", b"<html>", b"null", b"[" * 100_000, b'{"error": 7}', b'{"success": true}']
)
@pytest.mark.parametrize(
    ("status", "kind"), [(404, NotFoundError), (502, ServerError), (403, PermissionDeniedError)]
)
def test_status_decides_if_the_body_has_no_error(serve, client_of, pauses, text, status, kind):
    with pytest.raises(kind) as caught:
        client_of(serve(answer(text, status))).get_anomaly(1, 3)
    assert ("and a web page" in str(caught.value)) == (text == b"<html>")


def test_schema_error_names_the_path(serve, client_of):
    with pytest.raises(InvalidResponseError, match=r"\$\.trained"):
        client_of(serve(answer(body(trained="yes")))).get_anomaly(1, 3)


def test_message_of_the_service_is_cut_and_has_no_key(serve, client_of):
    message = f"Key {KEY} is\n\n unknown. " + "x" * 500
    with pytest.raises(AuthenticationError) as caught:
        client_of(serve(refused(message, 401))).get_anomaly(1, 3)
    assert caught.value.studio_message.startswith("Key *** is unknown. xxx")
    assert len(caught.value.studio_message) == 300
    assert KEY not in everything_about(caught.value)


@pytest.mark.parametrize(
    ("status", "text"), [(204, b""), (205, b""), (206, b'{"success": true, "na'), (299, b"")]
)
def test_odd_success_with_an_incomplete_body_is_an_error(serve, client_of, status, text):
    message = {204: "announces that there is no body", 206: "announces only a part of the response"}
    with pytest.raises(InvalidResponseError, match="is not JSON") as caught:
        client_of(serve(answer(text, status))).get_anomaly(1, 3)
    assert message.get(status, "") in str(caught.value)
    assert (caught.value.status_code, caught.value.project_id) == (status, 1)


@pytest.mark.parametrize("status", [201, 206, 299])
def test_odd_success_with_a_complete_body_is_read(serve, client_of, status):
    assert client_of(serve(answer(body(), status))).get_anomaly(1, 3).name == body()["name"]


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (407, "comes from a proxy.*HTTP_PROXY"),
        (511, "The network requires you to log in first"),
        (600, "600 is not a status of HTTP"),
        (999, "999 is not a status of HTTP"),
    ],
)
@pytest.mark.parametrize("text", [b"", b"{}", b"nonsense"])
def test_odd_refusal_has_its_own_advice(serve, client_of, status, message, text):
    with pytest.raises(StudioError, match=message):
        client_of(serve(answer(text, status))).get_anomaly(1, 3)


# --- ids ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [True, "3", 3.0, None, [3], np.float64(3)])
def test_id_of_a_wrong_type(wrong):
    client = StudioClient.sample()
    with pytest.raises(TypeError, match=r"^learn_id must be an int, not"):
        client.get_anomaly(1, wrong)
    with pytest.raises(TypeError, match=r"^project_id must be an int, not"):
        client.list_anomaly_blocks(wrong)


@pytest.mark.parametrize("wrong", [-1, 2**63, pytest.param(10**5000, id="huge")])
def test_id_out_of_range(wrong):
    with pytest.raises(ValueError, match=r"^project_id must be from 0"):
        StudioClient.sample().get_anomaly(wrong, 3)


def test_ids_of_a_frame_can_be_used(serve, client_of):
    server = serve(GOOD)
    client_of(server).get_anomaly(np.int64(1), np.int32(3))
    assert server.received[0].path == "/v1/api/1/training/anomaly/3"


# --- many threads and pickling -----------------------------------------------------------------------------


def test_one_client_in_16_threads(serve, client_of):
    everyone = threading.Barrier(16)

    def step(exchange, received):
        if received.path.endswith("/impulses"):
            exchange.send(impulses(*map(block, range(64))))
            return
        everyone.wait(20)
        exchange.send(answer(body(name=received.path.rpartition("/")[2])))

    client = client_of(serve(step))
    with ThreadPoolExecutor(16) as pool:
        configs = list(pool.map(lambda learn: client.get_anomaly(1, learn), range(64)))
    assert [config.name for config in configs] == [str(learn) for learn in range(64)]
    assert {config.kind.name for config in configs} == {"K-means"}


def test_pickled_client_works_and_shows_no_key(serve, client_of):
    server = serve(GOOD)
    client = client_of(server, retries=2, timeout_s=(1, 2), deadline_s=9, max_response_bytes=10_000)
    client.get_anomaly(1, 3)
    again = pickle.loads(pickle.dumps(client))
    assert again.get_anomaly(1, 3).name == body()["name"]
    assert server.received[1].all("x-api-key") == [KEY]
    assert repr(again) == "StudioClient(host='127.0.0.1', auth=ApiKey(***))"
    hidden = ("_of_thread", "_auth")
    assert {k: v for k, v in vars(again._transport).items() if k not in hidden} == {
        k: v for k, v in vars(client._transport).items() if k not in hidden
    }


# --- samples -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_network")
def test_sample_client_needs_no_network_and_no_account():
    client = StudioClient.sample()
    blocks = client.list_anomaly_blocks(client.list_projects()["project_id"][0])
    dtypes_are_right(blocks)
    for learn_id in blocks["learn_id"]:
        assert client.get_anomaly(481207, learn_id).source.host == "samples.invalid"
    with ThreadPoolExecutor(2) as pool:
        assert pool.submit(pickle.loads(pickle.dumps(client)).get_anomaly, 481207, 4).result().trained


@pytest.mark.usefixtures("no_network")
def test_other_credentials_keep_the_samples():
    client = StudioClient.sample().with_auth(ApiKey(SAMPLE_KEY))
    for again in (client, pickle.loads(pickle.dumps(client)), client.with_auth(ApiKey(SAMPLE_KEY))):
        assert again.get_anomaly(481207, 4).name
        assert len(again.list_projects()) == 4
    with pytest.raises(AuthenticationError, match="an unknown key"):
        StudioClient.sample().with_auth(ApiKey(KEY)).list_projects()


def test_other_credentials_keep_everything_else(serve):
    server = serve(GOOD)
    limits = {"retries": 0, "timeout_s": (1, 2), "deadline_s": 9, "max_response_bytes": 10_000}
    client = StudioClient(ApiKey(KEY), base_url=server.url, insecure_host="studio.lan", **limits)
    client.get_anomaly(1, 3, block_type="anomaly")
    other = client.with_auth(JwtHeader(TOKEN))
    other.get_anomaly(1, 3, block_type="anomaly")
    assert [received.all("x-jwt-token") for received in server.received] == [[], [TOKEN]]
    assert other._transport.__getstate__() == client._transport.__getstate__()
    assert other._transport._session() is not client._transport._session()
    assert (client._auth, type(other._auth)) == (client._auth, JwtHeader)
    of_another_server = OAuth2.client_credentials("id", "word")
    StudioClient(of_another_server, base_url="https://a.example")
    with pytest.raises(ValueError, match="is for http"):
        client.with_auth(of_another_server)


@pytest.mark.usefixtures("no_network")
def test_sample_client_refuses_like_the_service():
    client = StudioClient.sample()
    with pytest.raises(OperationFailedError, match='Block 3 of project 481207 is a "keras" block'):
        client.get_anomaly(481207, 3)
    with pytest.raises(NotFoundError, match="Project 481207 has no block 99"):
        client.get_anomaly(481207, 99)
    with pytest.raises(NotFoundError, match="Check the ids"):
        client.get_anomaly(1, 3)
