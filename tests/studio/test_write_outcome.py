"""What became of a change of thresholds: conflicts, refusals, and model testing results."""

from __future__ import annotations

import logging

import pytest

import edgeanomaly_nb as ea
from tests.studio import writable_service as does
from tests.studio.server import KEY, answer, everything_about, refused
from tests.studio.writable_service import BUSY, METHODS

POST = "POST /api/1/impulse/1/set-thresholds"
ACCEPTED = answer({"success": True, "hadModelTestingResults": False})


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
