from __future__ import annotations

import pytest

from edgeanomaly_nb.block.schema import Impulse, KeyInfoBody, LearnBlock
from edgeanomaly_nb.errors import NotFoundError, RateLimitedError, StudioError
from edgeanomaly_nb.studio.http.transport import Operation
from edgeanomaly_nb.studio.hints import block_hint, key_hint
from edgeanomaly_nb.studio.other_blocks import describe_no_block
from edgeanomaly_nb.studio.responses import error_for_status, with_hint
from edgeanomaly_nb.studio.secrets import Secret

BLOCK = Operation("block 3 of project 1", 1, 3)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            {"status": 404, "message": "No such block."},
            'it answered 404 and says "No such block". Check the ids',
        ),
        ({"status": 400}, "it answered 400. Check the ids"),
        ({"status": 418}, "it answered 418. Check the base URL"),
        ({"status": 200}, "the operation failed. Check the ids"),
        ({"status": 429, "retry_after": 12.4}, "wait 12 s and try again"),
        ({"status": 429}, "wait a minute and try again"),
        ({"status": 403, "is_page": True}, "it answered 403 with a web page. Check that the base URL"),
        (
            {"status": 502, "is_page": True},
            "it answered 502 with a web page. That is the service's own fault",
        ),
    ],
)
def test_message_says_what_failed_and_what_to_do(facts, words):
    error = error_for_status(operation=BLOCK, **facts)
    assert str(error).startswith("Studio did not give block 3 of project 1: ")
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


def test_anomaly_block_needs_no_hint():
    assert block_hint([Impulse([LearnBlock(3, "anomaly-gmm", "Fan")])], 1, 3) == ""


def test_hint_lists_no_more_than_ten_blocks_and_nothing_hostile():
    blocks = [LearnBlock(n, "anomaly", f"Block\n{n}\x1b[31m" + "x" * 1000) for n in range(20)]
    hint = block_hint([Impulse(blocks)], 1, 99)
    assert hint.startswith('Project 1 has no block 99. Its anomaly blocks are 0 ("Block 0 [31mxxx')
    assert hint.endswith("and more.")
    assert hint.isprintable()
    assert len(hint) < 1000


def test_key_of_the_right_project_needs_no_hint():
    assert key_hint(KeyInfoBody(success=True, project_id=1), 1) == ""
    assert key_hint(KeyInfoBody(success=True, project_id=1, role="ingestiononly"), 1, known=False) == ""


@pytest.mark.parametrize("role", ["ingestiononly", "ingestion_deployment"])
def test_role_that_cannot_read_is_named_with_those_that_can(role):
    hint = key_hint(KeyInfoBody(success=True, project_id=1, role=role), 1)
    assert f'its role is "{role}", which cannot read blocks' in hint
    assert hint.endswith('use an API key of the role "readonly" or "admin" (Dashboard, Keys).')


@pytest.mark.parametrize("role", ["readonly", "admin", "wladmin"])
def test_role_that_can_read_is_not_blamed(role):
    hint = key_hint(KeyInfoBody(success=True, project_id=1, role=role), 1)
    assert f'its role is "{role}", which can read blocks' in hint
    assert "use an API key" not in hint


def test_unknown_role_is_shown_as_text_without_the_key():
    key = "ei_" + "5ec7e7" * 8
    role = f"new\n{key}\x1b[31m" + "x" * 500
    hint = key_hint(KeyInfoBody(success=True, project_id=1, role=role), 1, (Secret(key),))
    assert "which may not be enough to read blocks" in hint
    assert key not in hint
    assert hint.isprintable()
    assert len(hint) < 300


VISUAL, CUSTOM = LearnBlock(9, "keras-visual-anomaly", "Surface"), LearnBlock(12, "keras-anomaly", "Mine")


def test_project_with_visual_and_custom_blocks_alone_is_not_said_to_have_none():
    hint = block_hint([Impulse([VISUAL, CUSTOM])], 1, 4)
    assert hint == (
        "Project 1 has no block 4. Its anomaly blocks cannot be read by this version yet: "
        '9 ("Surface", visual), 12 ("Mine", custom).'
    )


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (VISUAL, 'a visual anomaly block ("Surface"), which this version cannot read yet'),
        (CUSTOM, 'a custom anomaly block ("Mine"), which this version cannot read yet'),
        (LearnBlock(5, "anomaly-tomorrow", "New"), 'a "anomaly-tomorrow" anomaly block ("New"), which this'),
    ],
)
def test_block_that_cannot_be_read_yet_is_named_as_what_it_is(block, words):
    hint = block_hint([Impulse([LearnBlock(3, "anomaly", "Motion"), block])], 1, block.id)
    assert words in hint
    assert hint.endswith('Its anomaly blocks are 3 ("Motion").')


def test_describe_no_block_cuts_and_cleans():
    others = [(n, "keras-anomaly\x1b[31m", "a\nb" * 100) for n in range(20)]
    words = describe_no_block(1, others)
    assert words.isprintable()
    assert words.endswith(" and more")
    assert len(words) < 2000
