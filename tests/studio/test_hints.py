"""A second look at a refusal: what the block is, and what the key is for."""

from __future__ import annotations

import pytest

from edgeanomaly_nb.errors import (
    AuthenticationError,
    NotFoundError,
    PermissionDeniedError,
    StudioError,
)
from edgeanomaly_nb.studio.auth.keys import JwtHeader
from edgeanomaly_nb.studio.data_schema import Impulse, KeyInfoBody, LearnBlock
from edgeanomaly_nb.studio.hints import block_hint, key_hint
from edgeanomaly_nb.studio.secrets import Secret
from tests.studio.server import (
    TOKEN,
    answer,
    block,
    by_path,
    impulses,
    refused,
)

# --- through the client ------------------------------------------------------------------------------------


@pytest.mark.parametrize("refusal", [refused(), refused(status=404), refused(status=400)])
def test_block_of_another_type_is_named(serve, client_of, refusal):
    server = serve(
        by_path(
            v1_api_1_training_anomaly_3=refusal,
            v1_api_1_impulses=impulses(block(3, "keras", "Classifier"), block(5, name="Motion, K-means")),
        )
    )
    expected = (
        'Block 3 of project 1 is a "keras" block ("Classifier"), not an anomaly block. '
        'Its anomaly blocks are 5 ("Motion, K-means").'
    )
    with pytest.raises(StudioError) as caught:
        client_of(server).get_anomaly(1, 3)
    assert str(caught.value).endswith(expected)
    assert caught.value.studio_message == "No such block"


def test_message_for_a_missing_block(serve, client_of):
    server = serve(by_path(v1_api_1_impulses=impulses(block(5, "keras"))))
    with pytest.raises(NotFoundError, match=r"Project 1 has no block 3. It has no anomaly blocks"):
        client_of(server).get_anomaly(1, 3)


def test_failing_second_look_is_ignored(serve, client_of, pauses):
    server = serve(by_path(v1_api_1_impulses=answer(b"<html>", 503)))
    with pytest.raises(NotFoundError):
        client_of(server).get_anomaly(1, 3)
    assert len(server.received) == 2
    assert pauses == []


def test_second_look_ends_with_the_deadline(serve, client_of):
    server = serve(refused(status=404), lambda exchange: exchange.stall())
    with pytest.raises(NotFoundError):
        client_of(server, deadline_s=0.3).get_anomaly(1, 3)


@pytest.mark.parametrize("status", [401, 403])
def test_key_of_another_project_is_named(serve, client_of, status):
    server = serve(
        by_path(
            v1_api_1_training_anomaly_3=refused("No", status),
            v1_api_1_impulses=refused("No", status),
            v1_api_projects_api_key_info=answer({"success": True, "projectId": 42}),
        )
    )
    client = client_of(server)
    with pytest.raises(StudioError, match="This key is for project 42; use an API key of project 1"):
        client.get_anomaly(1, 3)
    with pytest.raises(StudioError, match="This key is for project 42; use an API key of project 1"):
        client.list_anomaly_blocks(1)


def test_role_of_the_key_is_in_a_refusal_and_not_in_that_of_an_unknown_key(serve, client_of):
    info = answer({"success": True, "projectId": 1, "role": "ingestiononly"})
    for status, said in ((403, True), (401, False)):
        server = serve(
            by_path(v1_api_1_training_anomaly_3=refused("No", status), v1_api_projects_api_key_info=info)
        )
        with pytest.raises(StudioError) as caught:
            client_of(server).get_anomaly(1, 3)
        assert ('its role is "ingestiononly", which cannot read blocks' in str(caught.value)) is said


def test_key_of_an_organisation(serve, client_of):
    server = serve(
        by_path(
            v1_api_1_training_anomaly_3=refused("No", 403),
            v1_api_projects_api_key_info=answer({"success": True, "role": "admin"}),
        )
    )
    with pytest.raises(PermissionDeniedError, match="that of an organisation: use an API key of project 1"):
        client_of(server).get_anomaly(1, 3)


def test_only_api_keys_are_looked_up(serve, client_of):
    server = serve(refused("No", 401))
    with pytest.raises(AuthenticationError):
        client_of(server, JwtHeader(TOKEN)).get_anomaly(1, 3)
    assert len(server.received) == 1


# --- the hints alone ---------------------------------------------------------------------------------------


def test_anomaly_block_needs_no_hint():
    assert block_hint([Impulse([LearnBlock(3, "anomaly-gmm", "Fan")])], 1, 3) == ""


def test_hint_lists_no_more_than_ten_blocks_and_nothing_hostile():
    blocks = [LearnBlock(n, "anomaly", f"Block\n{n}\x1b[31m" + "x" * 1000) for n in range(20)]
    hint = block_hint([Impulse(blocks)], 1, 99)
    assert hint.startswith('Project 1 has no block 99. Its anomaly blocks are 0 ("Block 0 [31mxxx')
    assert hint.endswith("and 10 more.")
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
def test_role_that_can_read_is_not_the_reason(role):
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


def test_visual_and_custom_blocks_are_listed():
    hint = block_hint([Impulse([VISUAL, CUSTOM])], 1, 4)
    assert hint == 'Project 1 has no block 4. Its anomaly blocks are 9 ("Surface"), 12 ("Mine").'


@pytest.mark.parametrize("block", [VISUAL, CUSTOM])
def test_a_refused_visual_or_custom_block_needs_no_hint(block):
    assert block_hint([Impulse([block])], 1, block.id) == ""


def test_a_type_of_the_future_is_described():
    new = LearnBlock(5, "anomaly-tomorrow", "New")
    hint = block_hint([Impulse([LearnBlock(3, "anomaly", "Motion"), new])], 1, 5)
    assert 'a "anomaly-tomorrow" block ("New"), not an anomaly block that this version knows. Its' in hint
    assert hint.endswith('Its anomaly blocks are 3 ("Motion").')
