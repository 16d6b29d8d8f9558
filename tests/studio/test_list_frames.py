"""The frames that list blocks and projects."""

from __future__ import annotations

import pytest

from edgeanomaly_nb.errors import (
    InvalidResponseError,
    NotFoundError,
)
from tests.bodies import body
from tests.studio.lists import dtypes_are_right
from tests.studio.server import (
    answer,
    block,
    by_path,
    everything_about,
    impulses,
)

GOOD = answer(body())


def test_anomaly_blocks_of_all_impulses(serve, client_of):
    two = {
        "success": True,
        "impulses": [
            {
                "id": 1,
                "name": "First",
                "learnBlocks": [block(3, "keras"), block(5), block(6, "keras-anomaly")],
            },
            {
                "id": 2,
                "name": "Second",
                "learnBlocks": [block(8, "anomaly-gmm", "Fan", dsp=[2, 7], more=1)],
                "x": 1,
            },
            {"learnBlocks": [{"id": 9, "type": "anomaly", "name": "Old"}]},
        ],
    }
    frame = client_of(serve(answer(two))).list_anomaly_blocks(1)
    dtypes_are_right(frame)
    assert frame["learn_id"].tolist() == [5, 6, 8, 9]
    assert frame["type"].tolist() == ["anomaly", "keras-anomaly", "anomaly-gmm", "anomaly"]
    assert frame["dsp_ids"].tolist() == [(2,), (2,), (2, 7), ()]
    assert frame["impulse_id"][:3].tolist() == [1, 1, 2]
    assert frame.loc[3, ["impulse_id", "impulse_name", "title"]].isna().all()


@pytest.mark.parametrize(
    "body", [{"impulses": []}, {"impulses": [{"id": 1, "learnBlocks": [block(3, "keras")]}]}]
)
def test_no_anomaly_block_is_an_empty_frame(serve, client_of, body):
    frame = client_of(serve(answer({"success": True, **body}))).list_anomaly_blocks(1)
    assert len(frame) == 0
    dtypes_are_right(frame)


@pytest.mark.parametrize(
    ("impulse", "ids"),
    [({"impulse": {"id": 1, "learnBlocks": [block(5)]}}, [5]), ({}, []), ({"impulse": None}, [])],
)
def test_older_server_has_one_impulse(serve, client_of, impulse, ids):
    server = serve(by_path(v1_api_1_impulse=answer({"success": True, **impulse})))
    frame = client_of(server).list_anomaly_blocks(1)
    dtypes_are_right(frame)
    assert frame["learn_id"].tolist() == ids


def test_project_that_does_not_exist(serve, client_of):
    with pytest.raises(NotFoundError, match="the impulses of project 1") as caught:
        client_of(serve(by_path())).list_anomaly_blocks(1)
    assert (caught.value.project_id, caught.value.learn_id) == (1, None)


def test_projects_are_listed_and_nothing_else_of_them_is_kept(serve, client_of):
    secret = "ei_" + 40 * "7"
    projects = [{"id": 7, "name": "Fan", "developmentKeys": {"apiKey": secret}}, {"id": 8, "name": "Pump"}]
    frame = client_of(serve(answer({"success": True, "projects": projects}))).list_projects()
    assert frame.to_dict("list") == {"project_id": [7, 8], "name": ["Fan", "Pump"]}
    bad = [{"id": "seven", "name": "Fan", "developmentKeys": {"apiKey": secret}}]
    with pytest.raises(InvalidResponseError, match=r"projects\[0\]\.id") as caught:
        client_of(serve(answer({"success": True, "projects": bad}))).list_projects()
    assert secret not in everything_about(caught.value)


def test_ids_beyond_64_bits_are_refused(serve, client_of):
    for wrong in (impulses(block(2**63)), impulses(block(3), id=2**63)):
        with pytest.raises(InvalidResponseError, match=r"\.id"):
            client_of(serve(wrong)).list_anomaly_blocks(1)
