from __future__ import annotations

import json

import pytest

from edgeanomaly_nb.errors import NotFoundError, RateLimitedError, StudioError
from edgeanomaly_nb.studio.http.session import Response
from edgeanomaly_nb.studio.http.transport import Operation
from edgeanomaly_nb.studio.responses import error_of, with_hint

BLOCK = Operation("block 3 of project 1", 1, 3)


def refusal(status, message=None, retry_after=None):
    return Response(status, json.dumps({"success": False, "error": message}).encode(), retry_after)


@pytest.mark.parametrize(
    ("response", "text"),
    [
        (refusal(404, "No such block."), 'it responded with status 404 ("No such block"). Check the ids'),
        (refusal(400), "it responded with status 400. Check the ids"),
        (refusal(418), "it responded with status 418. Check the base URL"),
        (refusal(200), "the operation failed. Check the ids"),
        (refusal(429, retry_after=12.4), "wait 12 s and try again"),
        (refusal(429, retry_after=86_400), "wait 86,400 s and try again"),
        (refusal(429), "wait a minute and try again"),
        (Response(403, b"\n<html>"), "it responded with status 403 and a web page. Check that the base URL"),
        (
            Response(502, b"<html>"),
            "it responded with status 502 and a web page. This is a fault of the service",
        ),
    ],
    ids=str,
)
def test_message_describes_the_failure_and_what_to_do(response, text):
    error = error_of(response, BLOCK, ())
    assert str(error).startswith("Studio did not return block 3 of project 1: ")
    assert text in str(error)
    assert (error.project_id, error.learn_id, error.status_code) == (1, 3, response.status)


def test_hint_keeps_type_and_facts():
    error = RateLimitedError(
        "No.", project_id=1, learn_id=3, status_code=429, studio_message="no", retry_after=5
    )
    hinted = with_hint(error, "Wait.")
    assert (type(hinted), str(hinted), vars(hinted)) == (RateLimitedError, "No. Wait.", vars(error))
    assert with_hint(error, "") is error
    assert isinstance(with_hint(NotFoundError("No."), "Look."), StudioError)
