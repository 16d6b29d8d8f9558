from __future__ import annotations

import pytest

from edgeanomaly_nb.errors import NotFoundError, RateLimitedError, StudioError
from edgeanomaly_nb.studio.http.transport import Operation
from edgeanomaly_nb.studio.responses import error_for_status, with_hint

BLOCK = Operation("block 3 of project 1", 1, 3)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            {"status": 404, "message": "No such block."},
            'it responded with status 404 ("No such block"). Check the ids',
        ),
        ({"status": 400}, "it responded with status 400. Check the ids"),
        ({"status": 418}, "it responded with status 418. Check the base URL"),
        ({"status": 200}, "the operation failed. Check the ids"),
        ({"status": 429, "retry_after": 12.4}, "wait 12 s and try again"),
        ({"status": 429}, "wait a minute and try again"),
        (
            {"status": 403, "is_page": True},
            "responded with status 403 and a web page. Check that the base URL",
        ),
        (
            {"status": 502, "is_page": True},
            "it responded with status 502 and a web page. This is a fault of the service",
        ),
    ],
)
def test_message_says_what_failed_and_what_to_do(facts, words):
    error = error_for_status(operation=BLOCK, **facts)
    assert str(error).startswith("Studio did not return block 3 of project 1: ")
    assert words in str(error)
    assert (error.project_id, error.learn_id, error.status_code) == (1, 3, facts["status"])


def test_hint_keeps_type_and_facts():
    error = RateLimitedError(
        "No.", project_id=1, learn_id=3, status_code=429, studio_message="no", retry_after=5
    )
    hinted = with_hint(error, "Wait.")
    assert (type(hinted), str(hinted), vars(hinted)) == (RateLimitedError, "No. Wait.", vars(error))
    assert with_hint(error, "") is error
    assert isinstance(with_hint(NotFoundError("No."), "Look."), StudioError)
