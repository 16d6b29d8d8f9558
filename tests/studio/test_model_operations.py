"""Models, windows and test results over the wire: odd npy bodies, refusals, progress, limits, secrets."""

from __future__ import annotations

import io
import json
import pickle
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from edgeanomaly_nb.errors import (
    EdgeAnomalyError,
    InvalidResponseError,
    NotFoundError,
    OperationFailedError,
    RequestTimeoutError,
    ResponseTooLargeError,
    StudioError,
)
from tests.bodies import body
from tests.studio.server import KEY, answer, everything_about, refused, zipped

METADATA = {
    "success": True,
    "created": "2026-03-01T10:00:00.000Z",
    "axes": [0, 2],
    "mean": [1.0, 2.0],
    "scale": [0.5, 2.0],
    "clusters": [{"center": [0.0, 0.0], "maxError": 1.5}],
    "defaultMinimumConfidenceRating": 0.3,
    "thresholds": [],
}
GMM = {
    "success": True,
    "means": [[0.0, 0.0]],
    "covariances": [[[1.0, 0.0], [0.0, 1.0]]],
    "weights": [1.0],
}
CONFIG = {
    **body(),
    "axes": [{"ix": ix, "label": f"accX {ix}", "selected": ix != 1, "favourite": False} for ix in range(3)],
    "dependencies": {**body()["dependencies"], "featureCount": 3},
}
FIRST = np.arange(8, dtype=np.float32).reshape(4, 2)
SECOND = np.full((4, 1), 0.5, np.float32)
ORIGIN = np.array([[1, 7, 0, 2000], [1, 7, 500, 2500], [2, 9, 0, 2000], [3, 9, 500, 2500]], np.int32)


def npy(array, **options):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.asanyarray(array), **options)
    return stream.getvalue()


def data(content):
    return answer(content, Content_Type="application/octet-stream")


def impulses(block_type="anomaly", dsp=(12, 11)):
    block = {"id": 3, "type": block_type, "name": "Anomaly", "dsp": list(dsp)}
    return {"success": True, "impulses": [{"id": 1, "learnBlocks": [block], "dspBlocks": [{"id": 11}]}]}


def metadata_of(features, windows=4, **more):
    counts = {"windowCount": windows, "featureCount": features, "labels": ["idle", "leak"]}
    return {"success": True, **counts, "includedSamples": [], **more}


def paths(**changes):
    """Return the responses of a project with block 3, which reads processing blocks 12 and 11."""
    found = {
        "/api/1": {"success": True, "project": {"anomalyLabelsConfig": {"anomalyLabels": ["leak"]}}},
        "/api/1/impulses": impulses(),
        "/api/1/training/anomaly/3": CONFIG,
        "/api/1/training/anomaly/3/metadata": METADATA,
        "/api/1/training/anomaly/3/gmm/metadata": GMM,
        "/api/1/dsp/12/metadata": metadata_of(2),
        "/api/1/dsp/11/metadata": metadata_of(1),
        "/api/1/dsp-data/12/x/testing": data(npy(FIRST)),
        "/api/1/dsp-data/11/x/testing": data(npy(SECOND)),
        "/api/1/dsp-data/12/y/testing": data(npy(ORIGIN)),
    }
    return found | {path.replace("_", "/"): step for path, step in changes.items()}


def step_of(responses):
    def step(exchange, received):
        found = responses.get(urlsplit(received.path).path.removeprefix("/v1"))
        if callable(found):
            found(exchange)
        else:
            missing = answer({"success": False, "error": "No such path"}, 404)
            exchange.send(missing if found is None else found if isinstance(found, bytes) else answer(found))

    return step


@pytest.fixture
def client(serve, client_of):
    def make(changes=None, **options):
        server = serve(step_of({**paths(), **(changes or {})}))
        made = client_of(server, retries=0, **options)
        made.server = server
        return made

    return make


# --- the model --------------------------------------------------------------------------------------------


def test_model_of_k_means(client):
    model = client().get_anomaly_model(1, 3)
    assert model.kind.name == "K-means"
    assert model.axes == (0, 2)
    assert model.labels == ("accX 0", "accX 1", "accX 2")
    assert model.to_json() == json.dumps(METADATA)
    assert (model.source.project_id, model.source.learn_id, model.source.impulse_id) == (1, 3, 1)


def test_model_of_gmm_needs_the_mixture(client):
    gmm_metadata = {**METADATA, "mean": [-3.0], "scale": [1.5], "clusters": []}
    changes = {
        "/api/1/impulses": impulses("anomaly-gmm"),
        "/api/1/training/anomaly/3/metadata": gmm_metadata,
    }
    model = client(changes).get_anomaly_model(1, 3)
    assert (model.kind.name, model.log_likelihood) == ("GMM", (-3.0, 1.5))
    del changes["/api/1/impulses"]
    unknown = client(changes | {"/api/1/impulses": None, "/api/1/impulse": None})
    assert unknown.get_anomaly_model(1, 3) == model  # by the parts of its model
    with pytest.raises(NotFoundError, match="the trained model of block 3 of project 1"):
        client(
            {
                **changes,
                "/api/1/impulses": impulses("anomaly-gmm"),
                "/api/1/training/anomaly/3/gmm/metadata": None,
            }
        ).get_anomaly_model(1, 3)


def test_model_without_labels_if_the_config_cannot_be_fetched(client):
    assert client({"/api/1/training/anomaly/3": None}).get_anomaly_model(1, 3).labels is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"axes": "`[0]`"}, "axes are text with back-ticks, as in the example of the documentation"),
        ({"axes": [0, 0]}, "an axis is repeated - at `$.axes`"),
        ({"axes": [0, 3]}, "axis 3 does not exist, since the block has 3"),
        ({"mean": [1.0]}, "mean has 1 number, but there are 2 axes - at `$.mean`"),
        ({"scale": []}, "scale has 0 numbers, but there are 2 axes - at `$.scale`"),
        (
            {"clusters": [{"center": [0.0], "maxError": 1}]},
            "center has 1 number, but there are 2 axes - at `$.clusters[0].center`",
        ),
        ({"created": "yesterday"}, "$.created"),
    ],
)
def test_bad_model_is_a_typed_error(client, changes, message):
    bad = client({"/api/1/training/anomaly/3/metadata": {**METADATA, **changes}})
    with pytest.raises(InvalidResponseError, match="block 3 of project 1") as caught:
        bad.get_anomaly_model(1, 3)
    assert message in str(caught.value)
    assert (caught.value.project_id, caught.value.learn_id) == (1, 3)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"covariances": [[[1.0, 2.0], [2.0, 1.0]]]}, "not positive definite - at `$.covariances[0]`"),
        ({"covariances": [[[1.0, 0.0]]]}, "a covariance is not 2 × 2 - at `$.covariances[0]`"),
        ({"means": [[0.0]]}, "a mean has 1 number, but there are 2 axes - at `$.means[0]`"),
        ({"weights": []}, "1, 1 and 0 components"),
        ({"weights": [0.0]}, "a weight is not above 0"),
    ],
)
def test_bad_mixture_is_a_typed_error(client, changes, message):
    responses = {
        "/api/1/impulses": impulses("anomaly-gmm"),
        "/api/1/training/anomaly/3/metadata": {**METADATA, "mean": [-3.0], "scale": [1.5], "clusters": []},
        "/api/1/training/anomaly/3/gmm/metadata": {**GMM, **changes},
    }
    with pytest.raises(InvalidResponseError) as caught:
        client(responses).get_anomaly_model(1, 3)
    assert message in str(caught.value)


def test_model_of_an_untrained_block(client):
    responses = {"/api/1/training/anomaly/3/metadata": refused("Block is not trained")}
    with pytest.raises(OperationFailedError, match="Block is not trained"):
        client(responses).get_anomaly_model(1, 3)


# --- windows ----------------------------------------------------------------------------------------------


def test_windows_of_two_processing_blocks_in_the_order_of_the_block(client):
    made = client()
    windows = made.get_windows(1, 3, "testing")
    assert windows.features.tolist() == np.hstack([FIRST, SECOND]).tolist()
    assert windows.features.dtype == np.float32
    assert not windows.features.flags.writeable
    assert windows.origin["sample_id"].tolist() == [7, 7, 9, 9]
    assert windows.origin["start_ms"].tolist() == [0, 500, 0, 500]
    assert windows.origin["label"].tolist()[:3] == ["idle", "idle", "leak"]
    assert windows.origin["label"].isna().tolist() == [False, False, False, True]  # there is no label 3
    assert windows.origin["outcome"].tolist()[2] == "anomaly"
    assert windows.category == "testing"
    accepts = {urlsplit(it.path).path: it.all("Accept") for it in made.server.received}
    assert accepts["/v1/api/1/dsp-data/12/x/testing"] == ["application/octet-stream, application/json"]
    assert accepts["/v1/api/1/impulses"] == ["application/json"]
    asked = [urlsplit(it.path) for it in made.server.received if it.path.startswith("/v1/api/1/dsp/")]
    assert {tuple(parse_qs(it.query)["category"]) for it in asked} == {("testing",)}


def test_windows_and_model_give_scores(client):
    made = client()
    scores = made.get_anomaly_model(1, 3).score(made.get_windows(1, 3, "testing"))
    # First window: z = ((0 - 1) / 0.5, (0.5 - 2) / 2) = (-2, -0.75); its length is 2.136, minus 1.5.
    assert scores["score"].iloc[0] == np.float32(np.sqrt(4 + 0.5625)) - np.float32(1.5)
    assert list(scores) == ["score", "nearest", "sample_id", "start_ms", "end_ms", "label", "outcome"]


@pytest.mark.parametrize(
    "array",
    [FIRST.astype(np.float64), np.asfortranarray(FIRST), FIRST.astype(">f4"), FIRST.astype(np.int32)],
    ids=["float64", "Fortran order", "big-endian", "integers"],
)
def test_other_npy(client, array):
    windows = client({"/api/1/dsp-data/12/x/testing": data(npy(array))}).get_windows(1, 3, "testing")
    assert windows.features[:, :2].tolist() == FIRST.tolist()


class Bomb:
    """Creates a file where it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


def test_pickled_npy_is_never_unpickled(client, tmp_path):
    trap = tmp_path / "unpickled"
    array = np.empty((4, 2), object)
    array[:] = Bomb(trap)
    body_of_it = npy(array, allow_pickle=True)
    with pytest.raises(InvalidResponseError, match=r"Python objects \(pickled\)"):
        client({"/api/1/dsp-data/12/x/testing": data(body_of_it)}).get_windows(1, 3, "testing")
    assert not trap.exists()
    pickle.loads(pickle.dumps(Bomb(trap))).close()
    assert trap.exists()  # the trap works


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (
            answer(b"<!doctype html><html>", Content_Type="text/html"),
            InvalidResponseError,
            "a web page (HTML)",
        ),
        (refused("Features are not generated"), OperationFailedError, "Features are not generated"),
        (refused("Not found", 404), NotFoundError, "Not found"),
        (data(b""), InvalidResponseError, "is empty"),
        (data(npy(FIRST)[:-3]), InvalidResponseError, "incomplete or damaged"),
        (data(npy(FIRST) + b"more"), InvalidResponseError, "more data behind its array"),
        (
            data(npy(FIRST[:, :1])),
            InvalidResponseError,
            "has 4 × 1, where windows × 2 features",
        ),
        (data(npy(FIRST.ravel())), InvalidResponseError, "has 8, where windows × 2"),
        (data(npy(FIRST[:3])), InvalidResponseError, "3 windows for one processing block and 4"),
        (data(npy(np.array([["a", "b"]]))), InvalidResponseError, "not of real numbers"),
        (data(npy(FIRST.astype(complex))), InvalidResponseError, "not of real numbers"),
        (data(b"\x93NUMPY\x01\x00\xff\xff"), InvalidResponseError, "npy"),
        (answer([1, 2]), InvalidResponseError, "is not npy"),
    ],
)
def test_features_that_cannot_be_read(client, content, kind, message):
    with pytest.raises(kind) as caught:
        client({"/api/1/dsp-data/12/x/testing": content}).get_windows(1, 3, "testing")
    assert message in str(caught.value)
    assert "the testing windows of block 3 of project 1" in str(caught.value)


def test_compressed_features(client):
    windows = client({"/api/1/dsp-data/12/x/testing": zipped(npy(FIRST))}).get_windows(1, 3, "testing")
    assert windows.features[:, :2].tolist() == FIRST.tolist()


@pytest.mark.parametrize(
    "origin", [None, data(npy(ORIGIN[:3])), data(b"junk"), data(npy(ORIGIN[:, :2])), refused("Not supported")]
)
def test_windows_without_their_origin(client, origin):
    samples = metadata_of(2, includedSamples=[{"id": 7, "windowCount": 1}, {"id": 8, "windowCount": 3}])
    changes = {"/api/1/dsp-data/12/y/testing": origin, "/api/1/dsp/12/metadata": samples}
    windows = client(changes).get_windows(1, 3, "testing")
    assert windows.origin["sample_id"].tolist() == [7, 8, 8, 8]  # by the number of windows of each
    assert windows.origin[["label", "start_ms", "outcome"]].isna().all(axis=None)


def test_defaults_if_the_project_cannot_be_read(client):
    labels = metadata_of(2, labels=["no anomaly", "anomaly"])
    windows = client({"/api/1": None, "/api/1/dsp/12/metadata": labels}).get_windows(1, 3, "testing")
    assert windows.origin["outcome"].tolist()[:3] == ["no anomaly", "no anomaly", "anomaly"]


def test_features_of_another_number_than_the_block_has(client):
    with pytest.raises(InvalidResponseError, match="has 4 features, but the block has 3"):
        client({"/api/1/dsp/11/metadata": metadata_of(2)}).get_windows(1, 3, "testing")


def test_limit_is_checked_before_features_are_fetched(client):
    made = client()
    with pytest.raises(ResponseTooLargeError, match=r"48 bytes, more than the limit of 40 bytes.*max_bytes="):
        made.get_windows(1, 3, "testing", max_bytes=40)
    assert not [it for it in made.server.received if "dsp-data" in it.path]


def test_limit_applies_to_what_is_sent(client):
    many = np.zeros((1000, 2), np.float32)
    with pytest.raises(ResponseTooLargeError, match="max_bytes="):
        client({"/api/1/dsp-data/12/x/testing": data(npy(many))}).get_windows(1, 3, "testing", max_bytes=500)


def test_limit_of_responses_does_not_apply_to_windows(client):
    many = np.zeros((2000, 2), np.float32)
    changes = {
        "/api/1/dsp-data/12/x/testing": data(npy(many)),
        "/api/1/dsp-data/11/x/testing": data(npy(many[:, :1])),
        "/api/1/dsp-data/12/y/testing": None,
    }
    assert len(client(changes, max_response_bytes=8000).get_windows(1, 3, "testing")) == 2000


def test_progress(client):
    reports = []
    client().get_windows(1, 3, "testing", progress=lambda done, total: reports.append((done, total)))
    assert {total for _, total in reports} == {48}
    assert reports == sorted(reports)
    assert reports[-1][0] >= 48  # npy headers are on top


def test_progress_can_stop_the_transfer(client):
    def send_half(exchange):
        exchange.send(data(npy(np.zeros((30_000, 2), np.float32)))[:200_000])
        exchange.stall()

    def stop(done, total):
        if done:
            raise KeyboardInterrupt

    made = client({"/api/1/dsp-data/12/x/testing": send_half})
    with pytest.raises(KeyboardInterrupt):
        made.get_windows(1, 3, "testing", progress=stop)


def test_deadline_of_windows_is_its_own(client):
    def drip(exchange):
        exchange.send(data(npy(FIRST))[:200])
        exchange.drip()

    with pytest.raises(RequestTimeoutError, match=r"0\.3 s"):
        client({"/api/1/dsp-data/12/x/testing": drip}).get_windows(1, 3, "testing", deadline_s=0.3)


def test_category_and_block_that_do_not_exist(client):
    with pytest.raises(
        ValueError, match="category must be 'training', 'testing' or 'validation', not 'test'"
    ):
        client().get_windows(1, 3, "test")
    with pytest.raises(InvalidResponseError, match="the block is not in the impulses of the project"):
        client().get_windows(1, 99)
    with pytest.raises(InvalidResponseError, match="the block has no processing blocks"):
        client({"/api/1/impulses": impulses(dsp=())}).get_windows(1, 3)


def test_count_of_windows(client):
    assert client().count_windows(1, 3, "testing") == (4, 3, 48)


# --- scores of the service --------------------------------------------------------------------------------


def result_of(sample_id, scores, **more):
    other = {"learnBlock": {"id": 2, "type": "keras"}, "result": [{"idle": 0.5}, [0.5, "other forms"]]}
    found = {"learnBlock": {"id": 3, "type": "anomaly"}, "result": scores, **more}
    return {"sampleId": sample_id, "sample": {"label": "leak"}, "classifications": [other, found]}


def pages_of(*results, total=None, size=2):
    def step(exchange, received):
        query = parse_qs(urlsplit(received.path).query)
        offset = int(query["offset"][0])
        count = len(results) if total is None else total
        page = {"success": True, "totalCount": count, "result": results[offset : offset + size]}
        exchange.send(answer(page))

    return step


def serving(pages):
    others = step_of(paths())

    def step(exchange, received):
        is_page = "/result/page" in received.path
        (pages if is_page else others)(exchange, received)

    return step


def test_scores_of_the_service_over_pages(serve, client_of):
    results = [
        result_of(7, [{"anomaly": -0.5}, {"anomaly": 2}]),
        result_of(8, [{"anomaly": None}, {"visual": 1}]),
        result_of(9, [{"anomaly": 0.25}], expectedAnomalyOutcome="no anomaly"),
        {"sampleId": 10, "classifications": []},
        {"sampleId": 11},
    ]
    server = serve(serving(pages_of(*results)))
    reports = []
    scores = client_of(server).get_test_scores(1, 1, 3, progress=lambda *it: reports.append(it))
    assert scores["score"].dropna().tolist() == [-0.5, 2, 0.25]
    assert scores["score"].isna().tolist() == [False, False, True, True, False]
    assert scores["sample_id"].tolist() == [7, 7, 8, 8, 9]
    assert scores["outcome"].tolist() == ["anomaly"] * 4 + ["no anomaly"]
    assert scores["nearest"].isna().all()
    assert reports == [(2, 5), (4, 5), (5, 5)]
    asked = [parse_qs(urlsplit(it.path).query) for it in server.received if "/result/page" in it.path]
    assert [it["offset"] for it in asked] == [["0"], ["2"], ["4"]]
    assert asked[0]["impulseId"] == ["1"]


@pytest.mark.parametrize("total", [0, 10**9])
def test_pages_end_even_if_the_total_is_wrong(serve, client_of, total):
    scores = client_of(serve(serving(pages_of(result_of(7, [{"anomaly": 1}]), total=total))))
    assert len(scores.get_test_scores(1, 1, 3)) == 1


def test_no_results_give_an_empty_frame(serve, client_of):
    scores = client_of(serve(serving(pages_of()))).get_test_scores(1, 1, 3)
    assert scores.empty
    assert str(scores["sample_id"].dtype) == "Int64"


def test_results_of_another_form(serve, client_of):
    server = serve(serving(pages_of(result_of(7, [{"anomaly": "high"}]))))
    with pytest.raises(InvalidResponseError, match="the test results of block 3 of project 1"):
        client_of(server).get_test_scores(1, 1, 3)


# --- secrets ----------------------------------------------------------------------------------------------


def test_project_keys_and_addresses_are_not_kept(client):
    secret = "ei_" + "f00d" * 16
    project = {
        "success": True,
        "project": {"developmentKeys": {"apiKey": secret}, "collaborators": ["ada@example.com"]},
    }
    windows = client({"/api/1": project}).get_windows(1, 3, "testing")
    kept = repr(vars(windows)) + repr(pickle.dumps(windows.origin))
    assert secret not in kept
    assert "ada@example.com" not in kept


@pytest.mark.parametrize("call", ["get_anomaly_model", "get_windows", "count_windows"])
def test_errors_do_not_contain_the_key(client, call):
    repeating = refused(f"No access for {KEY}", 403)
    responses = dict.fromkeys(paths(), repeating)
    with pytest.raises(StudioError) as caught:
        getattr(client(responses), call)(1, 3)
    assert KEY not in everything_about(caught.value)
    assert isinstance(caught.value, EdgeAnomalyError)
