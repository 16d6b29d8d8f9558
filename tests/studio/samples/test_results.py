"""The results of model testing in the sample service."""

from __future__ import annotations

import numpy as np
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.studio.samples.catalogue import SAMPLES
from tests.studio.samples.service import dsp_of, fetch, fetch_model, fetch_windows

NAMES = [name for name, sample in SAMPLES.items() if sample.has_windows]


def page(session, name, **query):
    _, impulse_id = dsp_of(session, name)
    path = f"{SAMPLES[name].project_id}/classify/all/result/page"
    return fetch(session, path, params={"impulseId": impulse_id, "category": "testing", **query})


@pytest.mark.parametrize("name", NAMES)
def test_scores_are_those_of_the_model(session, name):
    body = page(session, name).json()
    windows = fetch_windows(session, name, "testing")
    expected = fetch_model(session, name).score(windows)["score"].to_numpy()
    blocks = [found for result in body["result"] for found in result["classifications"]]
    scores = np.array([window["anomaly"] for found in blocks for window in found["result"]], expected.dtype)
    np.testing.assert_array_equal(scores, expected)
    assert {found["learnBlock"]["id"] for found in blocks} == {SAMPLES[name].learn_id}
    assert {found["learnBlock"]["type"] for found in blocks} == {SAMPLES[name].type}


@pytest.mark.parametrize("name", NAMES)
def test_each_result_describes_its_sample(session, block, name):
    origin = fetch_windows(session, name, "testing").origin
    outcomes = dict(zip(origin["sample_id"], origin["outcome"], strict=True))
    labels = dict(zip(origin["sample_id"], origin["label"], strict=True))
    results = page(session, name).json()["result"]
    assert [result["sampleId"] for result in results] == list(outcomes)
    for result in results:
        (found,) = result["classifications"]
        scores = [window["anomaly"] for window in found["result"]]
        assert result["sample"]["id"] == result["sampleId"]
        assert result["sample"]["label"] == labels[result["sampleId"]]
        assert found["expectedAnomalyOutcome"] == outcomes[result["sampleId"]]
        assert found["anomalyResult"]["maxScore"] == max(scores)
        assert found["anomalyResult"]["meanScore"] == pytest.approx(np.mean(scores))
        assert [t["value"] for t in found["thresholds"]] == [t.value for t in block(name).thresholds]


@pytest.mark.parametrize("limit", [1, 5, 1000])
def test_pages_together_are_all_results(session, limit):
    complete = page(session, "fan").json()
    joined, offset = [], 0
    while offset < complete["totalCount"]:
        body = page(session, "fan", limit=limit, offset=offset).json()
        assert body["totalCount"] == complete["totalCount"]
        joined += body["result"]
        offset += limit
    assert joined == complete["result"]
    assert page(session, "fan", offset=10**6).json()["result"] == []


@pytest.mark.parametrize("query", [{"limit": "x"}, {"limit": -1}, {"offset": "1.5"}, {"offset": "٣"}])
def test_wrong_numbers_are_400(session, query):
    response = page(session, "fan", **query)
    assert response.status_code == 400
    assert response.json()["success"] is False


def test_another_impulse_has_no_results_and_an_unknown_one_does_not_exist(session):
    refused = page(session, "motion", impulseId=2)
    assert refused.status_code == 200
    assert refused.json() == {"success": False, "error": "Model testing has not been run for impulse 2."}
    assert page(session, "motion", impulseId=99).status_code == 404


@pytest.mark.parametrize(("impulse", "learn", "n_scores"), [(1, 3, 55), (2, 6, 495)])
def test_visual_and_custom_samples_have_stored_results(impulse, learn, n_scores):
    client = ea.StudioClient.sample()
    scores = client.get_test_scores(734905, impulse, learn)
    assert (len(scores), scores["score"].isna().sum()) == (n_scores, 0)
    normal, odd = (scores.loc[scores["outcome"] == of, "score"] for of in ("no anomaly", "anomaly"))
    assert normal.median() < scores.attrs["suggestion"] < odd.median()
    assert len(client.get_test_scores(734905, impulse, learn, category="training")) == 0
