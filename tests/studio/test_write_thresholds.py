"""Thresholds are written once, if that is allowed, and what became of it is known."""

from __future__ import annotations

import logging
import pickle
import threading

import numpy as np
import pandas as pd
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.studio.http import transport
from tests.studio import writable_service as does
from tests.studio.server import KEY, TOKEN, answer, everything_about, refused
from tests.studio.writable_service import BUSY, METHODS, WritableService

BLOCK, IMPULSES = "GET /api/1/training/anomaly/3", "GET /api/1/impulses"
POST = "POST /api/1/impulse/1/set-thresholds"
ACCEPTED = answer({"success": True, "hadModelTestingResults": False})


@pytest.fixture
def service():
    """Start a service; it is stopped after the test."""
    started = []

    def start(*args, **settings):
        started.append(WritableService(*args, **settings).__enter__())
        return started[-1]

    yield start
    for one in started:
        one.__exit__()


@pytest.fixture
def prepare(client_of):
    """Prepare a change with a client that may write."""

    def make(service, values=None, *, auth=None, scores=None, **options):
        client = client_of(service, auth, **{"allow_writes": True, **options})
        config = client.get_anomaly(1, 3)
        return client.prepare_thresholds(config, values or {"min_score": 0.5}, scores=scores)

    return make


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


# --- conflicts ---------------------------------------------------------------------------------------------


def test_block_that_changed_since_it_was_fetched(service, client_of):
    server = service()
    client = client_of(server, allow_writes=True)
    config = client.get_anomaly(1, 3)
    server.values["min_score"], server.values[METHODS] = 0.4, "mean"
    with pytest.raises(ea.WriteConflictError) as caught:
        client.prepare_thresholds(config, {"min_score": 0.5})
    assert "min_score was 0.3 and is 0.4" in str(caught.value)
    assert "was “max” and is “mean”" in str(caught.value)
    assert server.posts == []


def test_block_that_changed_since_the_preview(service, prepare):
    server = service()
    change = prepare(server)
    server.values["limit"] = 36
    with pytest.raises(ea.WriteConflictError, match="since this change was prepared: limit was 35 and is 36"):
        change.apply()
    assert server.posts == []


def test_studio_has_another_value_afterwards(service, prepare):
    server = service(does.overruled)
    with pytest.raises(ea.WriteConflictError) as caught:
        prepare(server).apply()
    assert "min_score is 0.9, not the requested 0.5 (before: 0.3)" in str(caught.value)
    assert server.log.count(POST) == 1


def test_only_some_values_are_in_effect(service, prepare):
    def write_one(server, exchange, received):
        server.values["limit"] = 40
        exchange.send(server.accepted())

    with pytest.raises(ea.WriteConflictError, match=r"min_score is 0\.3, not the requested 0\.5"):
        prepare(service(write_one), {"min_score": 0.5, "limit": 40}).apply()


def test_accepted_but_without_effect(service, prepare):
    with pytest.raises(ea.WriteConflictError, match=r"min_score is 0\.3, not the requested 0\.5"):
        prepare(service(does.responds(ACCEPTED))).apply()


# --- refusals ----------------------------------------------------------------------------------------------


def test_read_only_key(service, prepare):
    server = service(does.responds(refused("Forbidden", 403)), role="readonly")
    with pytest.raises(ea.WriteRefusedError) as caught:
        prepare(server).apply()
    assert caught.value.status_code == 403
    assert 'The role of this key is "readonly", which cannot write' in str(caught.value)
    assert str(caught.value).endswith("Nothing was changed.")


@pytest.mark.parametrize(
    "message",
    [
        BUSY,
        "A job is already active for this project",
        "Model testing in progress",
        "Please wait until the classify job has finished",
        "Blocked by running jobs (id 7)",
    ],
)
@pytest.mark.parametrize("status", [200, 400, 409])
def test_job_under_way(service, prepare, message, status):
    server = service(does.responds(refused(message, status)))
    with pytest.raises(ea.JobRunningError, match="A job has to end first") as caught:
        prepare(server).apply()
    assert caught.value.studio_message == message
    assert server.log.count(POST) == 1


def test_other_refusal(service, prepare):
    server = service(does.responds(refused("Threshold out of range")))
    with pytest.raises(
        ea.WriteRefusedError, match=r'"Threshold out of range".*Nothing was changed'
    ) as caught:
        prepare(server).apply()
    assert type(caught.value) is ea.WriteRefusedError


def test_refusal_with_an_effect_is_a_conflict(service, prepare):
    server = service(does.responds(refused("Threshold out of range"), writes=True))
    with pytest.raises(ea.WriteConflictError, match=r"Threshold out of range.*min_score is 0\.5"):
        prepare(server).apply()


def test_message_that_repeats_the_key(service, prepare, caplog):
    caplog.set_level(logging.DEBUG)
    server = service(does.responds(refused(f"Bad key {KEY}", 403)))
    with pytest.raises(ea.WriteRefusedError) as caught:
        prepare(server).apply()
    assert KEY not in everything_about(caught.value) + caplog.text


# --- what became of the test results -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "had_results", "job", "text"),
    [
        ("not_regenerated", False, None, "There are no model testing results"),
        ("not_regenerated", True, None, "still those of the earlier thresholds"),
        ("regenerated", True, None, "has computed its model testing results again"),
        ("started_job", True, 12, "Studio has started job 12 "),
        ("started_job", True, None, "Studio has started a job "),
        ("requires_job", True, None, "needs a job, which was not allowed"),
        ("postponed<b>", True, None, "Studio reports “postponed<b>”"),
        (None, None, None, "is not known"),
    ],
)
def test_test_results(service, prepare, status, had_results, job, text):
    server = service(status=status, had_results=had_results, job=job)
    written = prepare(server).apply(allow_jobs=status == "started_job")
    assert text in written.test_results
    assert (written.status, written.had_test_results, written.job_id) == (status, had_results, job)
    assert server.posts[0]["allowCreatingRegenerateModelTestingJobs"] is (status == "started_job")
    assert "<b>" not in written._repr_html_()
    assert "min_score is now 0.5, before 0.3." in repr(written)


def test_job_that_is_required_before_anything_is_written(service, prepare):
    response = answer({"success": True, "regenerateModelTestingStatus": "requires_job"})
    with pytest.raises(ea.WriteRefusedError, match=r"allow the job: apply\(allow_jobs=True\)"):
        prepare(service(does.responds(response))).apply()


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


# --- what is refused beforehand ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"min_scor": 0.5}, "Did you mean 'min_score'"),
        ({"min_score": "0.5"}, "is a number, not text: write 0.5 without quotes."),
        ({"min_score": "high"}, "is a number, so “high” cannot be its value"),
        ({METHODS: 1}, "is text, so 1 cannot be its value"),
        ({"min_score": float("nan")}, "finite number, not nan"),
        ({"min_score": -np.inf}, "finite number, not -inf"),
        ({"min_score": 10**400}, "finite number"),
        ({METHODS: "median"}, "“median” is not an option"),
        ({METHODS: "Mean"}, "It is the name of one: use “mean”"),
        ({METHODS: "max"}, "Nothing would change"),
        ({"min_score": 0.3, "limit": 35.0}, "Nothing would change: min_score is 0.3, limit is 35 already"),
        ({}, "No new value"),
        ({3: 0.5}, "There is no threshold '3'"),
    ],
)
def test_invalid_values(service, client_of, values, message):
    server = service()
    client = client_of(server, allow_writes=True)
    config = client.get_anomaly(1, 3)
    with pytest.raises(ea.InvalidChangeError) as caught:
        client.prepare_thresholds(config, values)
    assert message in str(caught.value)
    assert str(caught.value).startswith("Block 3 of project 1: ")
    assert server.posts == []


@pytest.mark.parametrize("value", [True, None, [0.5], {"a": 1}, b"0.5"])
def test_values_of_another_type(service, prepare, value):
    with pytest.raises(TypeError, match="A new value must be a number or text"):
        prepare(service(), {"min_score": value})


def test_numpy_numbers_and_choices_are_numbers(service, prepare):
    server = service()
    choice = ea.threshold_for([0.1, 0.2, 0.6], 0.4)
    change = prepare(server, {"min_score": choice, "limit": np.int64(7)})
    change.apply()
    assert server.values["min_score"] == float(choice)
    assert server.values["limit"] == 7


def test_configs_that_cannot_be_written(service, client_of):
    server = service()
    client = client_of(server, allow_writes=True)
    with pytest.raises(TypeError, match="config must be an AnomalyConfig"):
        client.prepare_thresholds({"min_score": 0.3}, {"min_score": 0.5})
    with pytest.raises(ea.InvalidChangeError, match=r"comes from samples\.invalid, but this client is for"):
        client.prepare_thresholds(ea.load_sample("motion"), {"min_score": 0.5})
    bare = ea.AnomalyConfig.from_json(client.get_anomaly(1, 3).to_json())
    with pytest.raises(ea.InvalidChangeError, match="does not show from which project"):
        client.prepare_thresholds(bare, {"min_score": 0.5})
    with pytest.raises(TypeError, match="values must be a mapping"):
        client.prepare_thresholds(client.get_anomaly(1, 3), [("min_score", 0.5)])


def test_saved_file_can_be_written_later(service, client_of, tmp_path):
    server = service()
    client = client_of(server, allow_writes=True)
    config = ea.AnomalyConfig.load(client.get_anomaly(1, 3).save(tmp_path / "block.json"))
    client.prepare_thresholds(config, {"min_score": 0.5}).apply()
    assert server.values["min_score"] == 0.5


def test_older_server_without_impulses(service, client_of):
    server = service()
    server.body_of = lambda path, of=server.body_of: refused("No", 404) if "impulse" in path else of(path)
    client = client_of(server, allow_writes=True)
    with pytest.raises(ea.InvalidChangeError, match="impulse of block 3 of project 1 is not known"):
        client.prepare_thresholds(client.get_anomaly(1, 3), {"min_score": 0.5})


# --- the preview -------------------------------------------------------------------------------------------


def test_preview(service, prepare):
    change = prepare(service(), {"min_score": 0.2, METHODS: "mean"})
    shown = repr(change)
    assert "(min_score): 0.3 → 0.2; 0.1 lower, so it flags more; suggested 0.5" in shown
    assert "Maximum (max) → Mean (mean)" in shown
    assert "only with apply(allow_jobs=True)" in shown
    assert "Nothing is written yet" in shown


def test_preview_counts_windows(service, prepare):
    scores = pd.DataFrame({"score": [0.1, 0.25, 0.4, 0.9]})
    change = prepare(service(), {"min_score": 0.2}, scores=scores)
    assert "flags 3 of 4 windows (75 %); before: 2 of 4 windows (50 %)" in repr(change)
    assert "flags 3 of 4 windows (75 %)" in change._repr_html_()
    other = prepare(service(), {"limit": 40}, scores=scores)
    assert "windows" not in repr(other)
    with pytest.raises(ValueError, match="no scores"):
        prepare(service(), {"limit": 40}, scores=scores.iloc[:0])


def test_preview_escapes_text_of_the_service(service, prepare):
    server = service()
    hostile = {"key": "<img src=x>", "description": "<b>", "helpText": "", "value": 1}
    thresholds = server.thresholds
    server.thresholds = lambda: [*thresholds(), hostile]
    change = prepare(server, {"<img src=x>": 2})
    assert "<img" not in change._repr_html_()
    assert "&lt;b&gt;" in change._repr_html_()
    assert "<img src=x>" in repr(change)


def test_preview_after_it_was_applied(service, prepare):
    change = prepare(service())
    change.apply()
    assert "This change was applied." in repr(change)
    assert "Nothing is written yet" not in change._repr_html_()
