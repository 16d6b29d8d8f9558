"""Thresholds are written once, and only if that is allowed."""

from __future__ import annotations

import pickle
import threading

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.studio.http import transport
from tests.studio import writable_service as does
from tests.studio.server import KEY, TOKEN, answer, everything_about, refused
from tests.studio.writable_service import METHODS

BLOCK, IMPULSES = "GET /api/1/training/anomaly/3", "GET /api/1/impulses"
POST = "POST /api/1/impulse/1/set-thresholds"
ACCEPTED = answer({"success": True, "hadModelTestingResults": False})


# --- it is written once ------------------------------------------------------------------------------------


def test_the_wire_log_of_a_change_has_one_post(service, prepare):
    server = service()
    written = prepare(server, {"min_score": 0.5, METHODS: "mean"}).apply()
    assert server.log == [BLOCK, IMPULSES, BLOCK, BLOCK, POST, BLOCK]
    assert server.posts == [
        {
            "thresholds": [
                {"blockId": 3, "key": "min_score", "value": 0.5},
                {"blockId": 3, "key": METHODS, "value": "mean"},
            ],
            "allowCreatingRegenerateModelTestingJobs": False,
        }
    ]
    assert written.config.thresholds.loc["min_score", "value"] == 0.5
    assert {value.key: (value.old, value.value) for value in written.values} == {
        "min_score": (0.3, 0.5),
        METHODS: ("max", "mean"),
    }


def test_request_has_the_key_and_is_json(service, prepare):
    server = service()
    prepare(server).apply()
    (post,) = [received for received in server.received if received.method == "POST"]
    assert post.all("x-api-key") == [KEY]
    assert post.all("Content-Type") == ["application/json"]
    assert post.all("Content-Length") == [str(len(post.body))]


def test_values_that_are_saved_already_are_not_sent(service, prepare):
    server = service()
    prepare(server, {"min_score": 0.3, "limit": 40}).apply()
    assert [one["key"] for one in server.posts[0]["thresholds"]] == ["limit"]


def test_second_apply_is_refused_without_a_request(service, prepare):
    server = service()
    change = prepare(server)
    change.apply()
    n_requests = len(server.log)
    with pytest.raises(ea.WriteError, match="applied before"):
        change.apply()
    assert len(server.log) == n_requests


def test_two_threads_write_once(service, prepare):
    server = service()
    change = prepare(server)
    errors = []

    def apply():
        try:
            change.apply()
        except ea.WriteError as error:
            errors.append(error)

    threads = [threading.Thread(target=apply) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(server.posts), len(errors)) == (1, 3)


# --- never twice -------------------------------------------------------------------------------------------

OPEN = [
    pytest.param(does.lost, does.written_and_lost, id="reset"),
    pytest.param(does.responds(b""), does.half(ACCEPTED), id="half a response"),
    *(
        pytest.param(
            does.responds(refused("Later", status)),
            does.responds(refused("Later", status), writes=True),
            id=str(status),
        )
        for status in (408, 500, 502, 503, 504)
    ),
    pytest.param(
        does.responds(answer(status=302, Location="https://elsewhere.example")),
        does.responds(answer(status=302, Location="https://elsewhere.example"), writes=True),
        id="redirect",
    ),
    pytest.param(
        does.responds(answer(b"<html>")), does.responds(answer(b"<html>"), writes=True), id="web page"
    ),
]


@pytest.mark.parametrize(("not_written", "written"), OPEN)
def test_without_a_response_the_state_is_read_and_nothing_is_sent_again(
    service, prepare, pauses, not_written, written
):
    server = service(written)
    result = prepare(server, retries=5, timeout_s=5).apply()
    assert server.log.count(POST) == 1
    assert server.log[-1] == BLOCK
    assert result.config.thresholds.loc["min_score", "value"] == 0.5
    assert result.status is None
    assert "the change is in effect" in repr(result)
    assert "is not known. Look at the page Model testing" in result.test_results
    server = service(not_written)
    change = prepare(server, retries=5, timeout_s=5)
    with pytest.raises(ea.WriteFailedError, match="nothing had been changed so far") as caught:
        change.apply()
    assert server.log.count(POST) == 1
    assert server.log[-1] == BLOCK
    assert (caught.value.project_id, caught.value.learn_id) == (1, 3)
    assert KEY not in everything_about(caught.value)
    with pytest.raises(ea.WriteError, match="applied before"):
        change.apply()
    assert pauses == []


def test_timeout_after_the_body_was_sent(service, prepare):
    server = service(does.silent)
    with pytest.raises(ea.WriteFailedError, match="the service may still be working"):
        prepare(server, timeout_s=0.2).apply()
    assert server.log.count(POST) == 1


def test_deadline_after_the_body_was_sent(service, client_of):
    server = service(lambda _service, exchange, _received: exchange.drip())
    client = client_of(server, allow_writes=True)
    change = client.prepare_thresholds(client.get_anomaly(1, 3), {"min_score": 0.5})
    client._transport.deadline_s = 0.5
    with pytest.raises(ea.WriteFailedError):
        change.apply()
    assert server.log.count(POST) == 1


def test_block_that_cannot_be_read_afterwards(service, prepare):
    def lose_and_fail(server, exchange, received):
        server.is_down = True
        exchange.reset()

    server = service(lose_and_fail)
    with pytest.raises(
        ea.WriteUnknownError, match="not known whether the new values are in effect"
    ) as caught:
        prepare(server).apply()
    assert server.log.count(POST) == 1
    assert KEY not in everything_about(caught.value)


def test_accepted_but_not_readable_afterwards(service, prepare):
    def accept_and_fail(server, exchange, received):
        server.write(received)
        server.is_down = True
        exchange.send(server.accepted())

    with pytest.raises(ea.WriteUnknownError, match="Studio accepted the change of thresholds of block 3"):
        prepare(service(accept_and_fail)).apply()


def test_server_that_is_gone_receives_nothing_and_the_change_can_be_applied_later(service, prepare):
    server = service()
    change = prepare(server, retries=0)
    server.__exit__()
    with pytest.raises(ea.ConnectionFailedError):  # of the read before
        change.apply()
    assert not change.applied


def test_connection_that_fails_before_the_body_is_not_a_write(service, prepare, monkeypatch):
    server = service()
    change = prepare(server)
    client = change._write.__self__
    read = client.get_anomaly

    def read_and_lose_the_server(*args, **options):
        config = read(*args, **options)
        client._transport.base_url = "http://127.0.0.1:9/v1"  # nothing listens there
        return config

    monkeypatch.setattr(client, "get_anomaly", read_and_lose_the_server)
    monkeypatch.setattr(type(client), "host", "127.0.0.1")
    with pytest.raises(ea.WriteFailedError, match=r"could not be sent to 127\.0\.0\.1.*Nothing was changed"):
        change.apply()
    assert server.posts == []
    assert not change.applied


@pytest.mark.parametrize("status", [401, 429])
def test_refusals_that_reading_retries_are_not_retried(service, prepare, pauses, status):
    server = service(does.responds(refused("No", status, Retry_After=1)))
    with pytest.raises(ea.WriteRefusedError, match="Nothing was changed") as caught:
        prepare(server, retries=5).apply()
    assert server.log.count(POST) == 1
    assert caught.value.status_code == status
    assert pauses == []


def test_retries_of_a_post_are_noticed(service, prepare, pauses, monkeypatch):
    """The tests above fail if the transport retries a POST."""
    send = transport.Transport._send
    monkeypatch.setattr(
        transport.Transport,
        "_send",
        lambda self, request, operation, retries: send(self, request, operation, 2),
    )
    server = service(does.lost)
    with pytest.raises(ea.WriteFailedError):
        prepare(server).apply()
    assert server.log.count(POST) == 3


# --- not by default ----------------------------------------------------------------------------------------


def test_client_does_not_write_by_default(service, prepare):
    server = service()
    change = prepare(server, allow_writes=False)
    n_requests = len(server.log)
    with pytest.raises(ea.WritesNotAllowedError, match=r"StudioClient\(\.\.\., allow_writes=True\)"):
        change.apply()
    assert len(server.log) == n_requests
    assert isinstance(change, type(prepare(server)))


def test_allow_writes_is_a_bool_and_stays_with_other_credentials(service, client_of):
    server = service()
    with pytest.raises(TypeError, match="allow_writes"):
        client_of(server, allow_writes="yes")
    client = client_of(server, allow_writes=True)
    assert client.allow_writes
    assert client.with_auth(ea.ApiKey("ei_" + 32 * "1")).allow_writes
    assert pickle.loads(pickle.dumps(client)).allow_writes
    assert not client_of(server).allow_writes


def test_samples_are_read_only_but_can_be_tried():
    client = ea.StudioClient.sample()
    change = client.prepare_thresholds(client.get_anomaly(481207, 4), {"min_score": 0.4})
    client._allow_writes = True
    with pytest.raises(ea.WritesNotAllowedError, match="bundled samples are read-only"):
        change.apply()


def test_allow_jobs_is_a_bool(service, prepare):
    server = service()
    with pytest.raises(TypeError, match="allow_jobs"):
        prepare(server).apply("yes")
    assert server.posts == []


# --- credentials -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("auth", "header"),
    [
        (ea.JwtCookie(TOKEN), ("Cookie", f"jwt={TOKEN}")),
        (ea.JwtHeader(TOKEN), ("x-jwt-token", TOKEN)),
        (ea.OAuth2(TOKEN), ("Authorization", f"Bearer {TOKEN}")),
    ],
)
def test_other_credentials(service, prepare, auth, header):
    server = service()
    prepare(server, auth=auth).apply()
    (post,) = [received for received in server.received if received.method == "POST"]
    assert header in post.headers


def test_new_token_is_not_used_to_send_a_change_again(service, prepare):
    tokens = []

    class Renewing(ea.OAuth2):
        def renew(self, *_):
            tokens.append(1)
            return True

    server = service(does.responds(refused("Expired", 401)))
    with pytest.raises(ea.WriteRefusedError, match="Check that the key or token is complete"):
        prepare(server, auth=Renewing(TOKEN)).apply()
    assert server.log.count(POST) == 1
    assert tokens == []
