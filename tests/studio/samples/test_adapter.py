"""The sample service, through plain requests."""

from __future__ import annotations

import io
import json
import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.schema import AnomalyBody, decode
from edgeanomaly_nb.errors import OperationFailedError
from edgeanomaly_nb.studio.data_schema import ImpulseBody, ImpulsesBody, KeyInfoBody
from edgeanomaly_nb.studio.samples.adapter import SampleAdapter
from edgeanomaly_nb.studio.samples.catalogue import SAMPLE_BASE_URL, SAMPLE_KEY, SAMPLES
from tests.studio.samples.service import fetch, fetch_raw

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("project_id", sorted({sample.project_id for sample in SAMPLES.values()}))
def test_impulses_list_the_same_blocks_as_the_catalogue(session, project_id):
    body = decode(fetch(session, f"{project_id}/impulses").content, ImpulsesBody, what="impulses")
    blocks = [learn for impulse in body.impulses for learn in impulse.learn_blocks]
    assert len({learn.id for learn in blocks}) == len(blocks)
    assert len({impulse.id for impulse in body.impulses}) == len(body.impulses) > 1
    assert {learn.id: learn.type for learn in blocks if learn.type != "keras"} == {
        sample.learn_id: sample.type for sample in SAMPLES.values() if sample.project_id == project_id
    }


def test_ids_of_all_blocks_of_an_impulse_are_unique_and_its_learn_blocks_use_its_dsp_blocks(session):
    for project in fetch(session, "projects").json()["projects"]:
        impulses = fetch(session, f"{project['id']}/impulses").json()["impulses"]
        ids = [
            part["id"]
            for impulse in impulses
            for kind in ("inputBlocks", "dspBlocks", "learnBlocks")
            for part in impulse[kind]
        ]
        assert len(set(ids)) == len(ids)
        for impulse in impulses:
            dsp_ids = [dsp["id"] for dsp in impulse["dspBlocks"]]
            assert all(learn["dsp"] == dsp_ids for learn in impulse["learnBlocks"])


def test_impulse_is_the_first_or_the_requested_one(session):
    project_id = SAMPLES["motion"].project_id
    listed = fetch(session, f"{project_id}/impulses").json()["impulses"]
    response = fetch(session, f"{project_id}/impulse")
    assert response.json()["impulse"] == listed[0]
    assert decode(response.content, ImpulseBody, what="the impulse").impulse.id == listed[0]["id"]
    assert fetch(session, f"{project_id}/impulse?impulseId=2").json()["impulse"] == listed[1]
    assert fetch(session, f"{project_id}/impulse?impulseId=99").status_code == 404


def test_projects_are_those_of_the_catalogue(session):
    response = fetch(session, "projects").json()
    assert response["success"] is True
    assert {project["id"] for project in response["projects"]} == {s.project_id for s in SAMPLES.values()}
    assert all(project["name"] and project["description"] for project in response["projects"])


def test_key_info_names_a_role_and_no_single_project(session):
    body = decode(fetch(session, "projects/api-key-info").content, KeyInfoBody, what="the key")
    assert (body.role, body.project_id) == ("readonly", None)


def assert_refused(response, status):
    assert (response.status_code, type(response.status_code)) == (status, int)
    assert response.headers["Content-Type"].startswith("application/json")
    body = response.json()
    assert body["success"] is False
    assert body["error"]
    assert SAMPLE_KEY not in response.text


@pytest.mark.parametrize("key", [None, "", "ei_another", SAMPLE_KEY.upper(), SAMPLE_KEY + "x"])
@pytest.mark.parametrize("path", ["projects", "481207/training/anomaly/4", "no/such/path"])
def test_wrong_or_missing_key_is_401(session, key, path):
    assert_refused(fetch(session, path, headers={"x-api-key": key}), 401)


@pytest.mark.parametrize(
    "path",
    [
        "1/training/anomaly/4",
        "481207/training/anomaly/9999",
        "481207/training/anomaly/four",
        "481207/training/anomaly/9999/metadata",
        "481207/training/anomaly/4/metadata/more",
        "481207/training/anomaly/9999/gmm/metadata",
        "1/training/anomaly/4/metadata",
        "481207/training/9999/x",
        "1/training/4/x",
        "481207/training/keras/9999",
        "481207/dsp-data/9999/x/training",
        "481207/dsp-data/4/x/training",  # a learn block
        "1/dsp-data/2/x/training",
        "481207/dsp-data/2/z/training",
        "481207/dsp-data/2/x/everything",
        "481207/dsp/9999/metadata",
        "1/dsp/2/metadata",
        "1/classify/all/result/page",
        "1",
        "1/impulses",
        "1/impulse",
        "x/impulses",
        "..%2Fcatalogue/impulses",
        "projects/",
        "/evil/api/projects",
        "",
    ],
)
def test_unknown_path_is_404(session, path):
    assert_refused(fetch(session, path), 404)


def test_block_of_another_type_is_success_false_with_status_200(session):
    impulses = fetch(session, "481207/impulses").json()["impulses"]
    classifier = next(b for i in impulses for b in i["learnBlocks"] if b["type"] == "keras")
    response = fetch(session, f"481207/training/anomaly/{classifier['id']}")
    assert_refused(response, 200)
    with pytest.raises(OperationFailedError, match="is not an anomaly detection block"):
        decode(response.content, AnomalyBody, what="the block")
    for learn_id in (classifier["id"], SAMPLES["motion"].learn_id):
        response = fetch(session, f"481207/training/keras/{learn_id}")
        assert_refused(response, 200)
        assert "is not a visual or custom anomaly block" in response.text


@pytest.mark.parametrize("path", ["metadata", "gmm/metadata"])
@pytest.mark.parametrize(
    ("learn", "error"),
    [
        ("602318/training/anomaly/9", "Block 9 has not been trained yet"),
        (
            "602318/training/anomaly/6",
            "Block 6 is a sample without a model and windows: motion",
        ),
        ("481207/training/anomaly/3", "Block 3 is not an anomaly detection block"),
    ],
)
def test_block_without_a_model_is_success_false_with_status_200(session, path, learn, error):
    response = fetch(session, f"{learn}/{path}")
    assert_refused(response, 200)
    assert response.json()["error"].startswith(error)


def test_mixture_of_k_means_is_refused(session):
    response = fetch(session, "481207/training/anomaly/4/gmm/metadata")
    assert_refused(response, 200)
    assert response.json()["error"] == "Block 4 is not a GMM."


@pytest.mark.parametrize(
    "path",
    [
        "602318/training/6/x",
        "481207/training/3/x",
        "602318/dsp-data/5/x/training",
        "602318/dsp-data/5/y/testing",
        "602318/dsp/5/metadata",
        "481207/dsp-data/2/x/validation",
        "481207/dsp/2/metadata?category=validation",
    ],
)
def test_windows_that_do_not_exist_are_refused_as_json(session, path):
    assert_refused(fetch(session, path), 200)


def test_project_info_has_labels_and_no_secrets(session):
    for project in fetch(session, "projects").json()["projects"]:
        response = fetch(session, str(project["id"]))
        body = response.json()
        assert set(body) == {"success", "project", "anomalyLabelsConfig"}
        assert body["project"] == project
        assert set(body["anomalyLabelsConfig"]) == {"anomalyLabels", "noAnomalyLabels"}
        assert "@" not in response.text
        assert "ei_" not in response.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_405(session, method):
    response = session.request(method, f"{SAMPLE_BASE_URL}/api/projects")
    assert_refused(response, 405)
    assert response.headers["Allow"] == "GET"


def test_stream_mode(session):
    url = f"{SAMPLE_BASE_URL}/api/519640/training/anomaly/{SAMPLES['large'].learn_id}"
    complete = session.get(url).content
    with session.get(url, stream=True) as response:
        assert int(response.headers["Content-Length"]) == len(complete)
        assert b"".join(response.iter_content(1000)) == complete
    with session.get(url, stream=True) as response:
        first = response.raw.read(10, decode_content=True)
        assert first + response.raw.read(decode_content=True) == complete
    with session.get(url, stream=True) as response:
        body = io.BytesIO()
        while chunk := response.raw.read(65536, decode_content=True):
            body.write(chunk)
        assert body.getvalue() == complete


def test_response_has_the_attributes_of_requests(session):
    response = fetch(session, "projects", timeout=(1, 1))
    assert (response.ok, response.reason, response.encoding) == (True, "OK", "utf-8")
    assert response.url == f"{SAMPLE_BASE_URL}/api/projects"
    assert response.request.headers["x-api-key"] == SAMPLE_KEY
    assert isinstance(response.connection, SampleAdapter)


def test_only_the_sample_host_is_served(session):
    session.mount("https://", SampleAdapter())
    for url in (
        "https://studio.edgeimpulse.com/v1/api/projects",
        "https://samples.invalid.example.com/v1/api/projects",
        "https://samples.invalid/v2/api/projects",
    ):
        with pytest.raises(requests.exceptions.InvalidURL, match="served below"):
            session.get(url)


def test_base_url_and_key_cannot_be_real():
    assert SAMPLE_BASE_URL == "https://samples.invalid/v1"
    assert re.fullmatch(r"ei_[a-z]{29,}", SAMPLE_KEY)


def test_adapter_is_picklable(session):
    session.mount(SAMPLE_BASE_URL, pickle.loads(pickle.dumps(SampleAdapter())))
    assert fetch(session, "projects").ok


def test_one_adapter_serves_many_threads(session):
    adapter = SampleAdapter()

    def read(name):
        with requests.Session() as own:
            own.mount(SAMPLE_BASE_URL, adapter)
            own.headers["x-api-key"] = SAMPLE_KEY
            return json.loads(fetch_raw(own, name))

    names = list(SAMPLES) * 4
    with ThreadPoolExecutor(16) as pool:
        responses = list(pool.map(read, names))
    assert responses == [json.loads(fetch_raw(session, name)) for name in names]


def test_the_key_of_the_samples_hides_no_word_of_their_messages():
    with pytest.raises(OperationFailedError) as failed:
        ea.StudioClient.sample().get_anomaly_model(481207, 7)
    assert "***" not in str(failed.value)
    assert "sample" in str(failed.value)
