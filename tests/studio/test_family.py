"""All kinds of anomaly blocks over the wire: each through its own operation, and all in one request."""

from __future__ import annotations

import json
import pickle

import pandas as pd
import pytest

import edgeanomaly_nb as ea
from tests.bodies import body, keras_body, threshold
from tests.studio.server import answer, block, by_path, impulses, refused

VISUAL = block(9, "keras-visual-anomaly", "Surface")
CUSTOM = block(12, "keras-anomaly", "Mine")
BLOCKS = (block(5), VISUAL, CUSTOM)
PAGE = answer(b"<!doctype html><html>Log in</html>", Content_Type="text/html")
CUSTOM_BODY = keras_body(
    name="Mine",
    type="keras-anomaly",
    thresholds=[],
    anomalyCapacity=...,
    customParameters={"layers": "24,12"},
)


def paths(server):
    return [received.path.removeprefix("/v1/api") for received in server.received]


def service(*, detailed=None, **more):
    known = {
        "v1_api_1_impulses": impulses(block(5), VISUAL, CUSTOM, block(13, "keras", "Classes")),
        "v1_api_1_training_anomaly_5": answer(body()),
        "v1_api_1_training_keras_9": answer(keras_body()),
        "v1_api_1_training_keras_12": answer(CUSTOM_BODY),
    }
    if detailed is not None:
        known["v1_api_1_impulses_detailed"] = answer({"success": True, "impulses": detailed})
    return by_path(**{**known, **more})


def without_success(found):
    return {name: value for name, value in found.items() if name != "success"}


def detailed_impulse(anomaly=(), keras=(), blocks=BLOCKS, **more):
    def entries(found):
        return [{"blockId": at, "config": without_success(config), "metadata": {}} for at, config in found]

    return {
        "impulse": {"id": 2, "name": "First", "learnBlocks": list(blocks)},
        "learnBlockAnomalyConfigs": entries(anomaly),
        "learnBlockKerasConfigs": entries(keras),
        "isStale": False,
        **more,
    }


WHOLE = detailed_impulse([(5, body())], [(9, keras_body()), (12, CUSTOM_BODY)])


# --- one block ---------------------------------------------------------------------------------------------


def test_all_kinds_are_listed(serve, client_of):
    listed = client_of(serve(service())).list_anomaly_blocks(1)
    assert listed.learn_id.tolist() == [5, 9, 12]
    assert listed.attrs == {}


def test_a_listed_block_is_read_with_its_own_operation(serve, client_of):
    server = serve(service())
    client = client_of(server)
    configs = [client.get_anomaly(1, learn) for learn in client.list_anomaly_blocks(1).learn_id]
    assert [config.kind.name for config in configs] == ["K-means", "visual", "custom"]
    assert paths(server) == [
        "/1/impulses",
        "/1/training/anomaly/5",
        "/1/training/keras/9",
        "/1/training/keras/12",
    ]
    assert [config.source.impulse_id for config in configs] == [1, 1, 1]


def test_a_visual_block(serve, client_of):
    server = serve(service())
    config = client_of(server).get_anomaly(1, 9, block_type="keras-visual-anomaly")
    assert paths(server) == ["/1/training/keras/9"]
    assert (config.anomaly_capacity, config.custom_parameters) == ("high", {})
    assert (config.cluster_count, config.selected_axes) == (None, ())
    assert config.thresholds["number"].tolist()[0] == 35
    assert config.thresholds["choice"].tolist()[1] == "max"
    motion = ea.load_sample("motion").axes
    assert len(config.axes) == 0
    pd.testing.assert_series_equal(config.axes.dtypes, motion.dtypes)
    assert config.axes.index.dtype == motion.index.dtype
    assert json.loads(config.to_json()) == keras_body()


def test_a_custom_block_has_its_parameters(serve, client_of):
    config = client_of(serve(service())).get_anomaly(1, 12, block_type="keras-anomaly")
    assert (config.anomaly_capacity, config.custom_parameters) == (None, {"layers": "24,12"})
    config.custom_parameters["layers"] = "other"
    assert config.custom_parameters == {"layers": "24,12"}


@pytest.mark.parametrize(
    "first",
    [refused(), refused("No", 404), refused("No", 400), refused("Cannot read properties of null", 500)],
    ids=["success false", "404", "400", "500"],
)
def test_a_visual_block_of_unknown_type_is_found(serve, client_of, first):
    server = serve(service(v1_api_1_training_anomaly_9=first))
    client = client_of(server)
    assert client.get_anomaly(1, 9).kind.name == "visual"
    assert paths(server) == ["/1/training/anomaly/9", "/1/impulses", "/1/training/keras/9"]
    assert client.get_anomaly(1, 9).kind.name == "visual"
    assert paths(server)[3:] == ["/1/training/keras/9"]


def test_a_server_that_responds_to_both_operations(serve, client_of):
    server = serve(service(v1_api_1_training_anomaly_9=answer(body(axes=[], selectedAxes=[]))))
    config = client_of(server).get_anomaly(1, 9)
    assert (config.kind.name, config.anomaly_capacity) == ("visual", "high")
    assert paths(server) == ["/1/training/anomaly/9", "/1/impulses", "/1/training/keras/9"]


def test_the_first_refusal_is_the_error_if_the_impulses_are_refused(serve, client_of):
    server = serve(service(v1_api_1_impulses=refused("No", 403)))
    with pytest.raises(ea.NotFoundError, match="No such path"):
        client_of(server).get_anomaly(1, 9)
    assert "/1/training/keras/9" not in paths(server)


BAD = {
    "success false": (refused("Not yet"), ea.OperationFailedError, "Not yet"),
    "404": (refused("No such block", 404), ea.NotFoundError, "No such block"),
    "403": (refused("No", 403), ea.PermissionDeniedError, "status 403"),
    "a page": (PAGE, ea.InvalidResponseError, "web page"),
    "a list": (answer([]), ea.InvalidResponseError, "does not fit"),
    "no name": (answer(keras_body(name=...)), ea.InvalidResponseError, "`name`"),
    "a wrong threshold": (
        answer(keras_body(thresholds=[{"key": 1}])),
        ea.InvalidResponseError,
        r"thresholds\[0\]",
    ),
    "getAnomaly": (answer({"success": True, "impulses": []}), ea.InvalidResponseError, "getKeras is needed"),
    "a classifier": (
        answer(keras_body(type="keras")),
        ea.InvalidResponseError,
        "“keras” block, not of an anomaly",
    ),
}


@pytest.mark.parametrize(("response", "error", "text"), BAD.values(), ids=BAD)
def test_a_bad_response_of_get_keras(serve, client_of, response, error, text):
    client = client_of(serve(service(v1_api_1_training_keras_9=response)))
    with pytest.raises(error, match=text) as caught:
        client.get_anomaly(1, 9, block_type="keras-visual-anomaly")
    assert (caught.value.project_id, caught.value.learn_id) == (1, 9)
    assert "block 9 of project 1" in str(caught.value)


def test_an_older_server_sends_fewer_fields(serve, client_of):
    old = {name: keras_body()[name] for name in ("success", "name", "trained", "dependencies")}
    config = client_of(serve(service(v1_api_1_training_keras_9=answer(old)))).get_anomaly(1, 9)
    assert (config.kind.name, len(config.thresholds)) == ("visual", 0)
    rated = answer({**old, "minimumConfidenceRating": 12.5})
    config = client_of(serve(service(v1_api_1_training_keras_9=rated))).get_anomaly(1, 9)
    assert config.thresholds[["number", "legacy"]].values.tolist() == [[12.5, True]]


# --- without a service --------------------------------------------------------------------------------------


def copies(config, tmp_path):
    yield pickle.loads(pickle.dumps(config))
    yield ea.AnomalyConfig.load(config.save(tmp_path / "saved.json"))
    yield ea.AnomalyConfig.from_json(config.to_json())
    (tmp_path / "bare.json").write_text(config.to_json())
    yield ea.AnomalyConfig.load(tmp_path / "bare.json")


@pytest.mark.parametrize("name", ["surface", "autoencoder"])
def test_a_block_without_axes_survives(tmp_path, name):
    config = ea.load_sample(name)
    for again in copies(config, tmp_path):
        assert again == config
        assert again.kind == config.kind
        assert (again.anomaly_capacity, again.custom_parameters) == (
            config.anomaly_capacity,
            config.custom_parameters,
        )
        pd.testing.assert_frame_equal(again.thresholds, config.thresholds)


def test_the_shape_decides_where_no_type_is_known():
    config = ea.AnomalyConfig.from_json(json.dumps(keras_body(type=...)))
    assert (config.kind.full_name, config.kind.has_axes, len(config.axes)) == ("unknown", False, 0)
    assert pickle.loads(pickle.dumps(config)).kind == config.kind


def test_a_given_type_is_not_replaced_by_that_of_the_body():
    config = ea.AnomalyConfig.from_json(json.dumps(keras_body()), block_type="keras-anomaly")
    assert config.kind.name == "custom"


@pytest.mark.parametrize("classifier", [keras_body(type="keras"), keras_body(type=..., thresholds=...)])
def test_a_classifier_is_refused(tmp_path, classifier):
    classifier.pop("anomalyCapacity")
    with pytest.raises(
        ea.InvalidResponseError, match=r"“keras” block|response of getKeras, for neural networks"
    ):
        ea.AnomalyConfig.from_json(json.dumps(classifier))
    (tmp_path / "a.json").write_text(json.dumps(classifier))
    with pytest.raises(ea.InvalidFileError, match=r"“keras” block|response of getKeras"):
        ea.AnomalyConfig.load(tmp_path / "a.json")


# --- all blocks of a project -------------------------------------------------------------------------------


def assert_same(config, other):
    pd.testing.assert_frame_equal(config.axes, other.axes)
    pd.testing.assert_frame_equal(config.thresholds, other.thresholds)
    assert (config.kind, config.trained, config.dependencies) == (
        other.kind,
        other.trained,
        other.dependencies,
    )
    assert config.source.learn_id == other.source.learn_id


def test_all_blocks_in_one_request(serve, client_of):
    server = serve(service(detailed=[WHOLE]))
    client = client_of(server)
    configs = client.get_all_anomaly(1)
    assert paths(server) == ["/1/impulses-detailed"]
    assert [config.source.learn_id for config in configs] == [5, 9, 12]
    assert {(c.source.impulse_id, c.source.is_stale, c.source.project_id) for c in configs} == {(2, False, 1)}
    assert [json.loads(config.to_json()) for config in configs] == [
        without_success(sent) for sent in (body(), keras_body(), CUSTOM_BODY)
    ]
    for config in configs:
        assert_same(config, client.get_anomaly(1, config.source.learn_id))
    assert "/1/impulses" not in paths(server)  # the detailed impulses are remembered


def test_configs_of_one_request_survive(serve, client_of, tmp_path):
    for config in client_of(serve(service(detailed=[WHOLE]))).get_all_anomaly(1):
        for again in copies(config, tmp_path):
            assert again == config
        saved = ea.AnomalyConfig.load(config.save(tmp_path / "saved.json"))
        assert saved.source.is_stale is False


def test_an_older_server_takes_one_request_per_block(serve, client_of):
    server = serve(service())
    configs = client_of(server).get_all_anomaly(1)
    assert [config.kind.name for config in configs] == ["K-means", "visual", "custom"]
    assert [config.source.is_stale for config in configs] == [None, None, None]
    assert paths(server) == [
        "/1/impulses-detailed",
        "/1/impulses",
        "/1/training/anomaly/5",
        "/1/training/keras/9",
        "/1/training/keras/12",
    ]


def test_a_block_whose_config_is_missing_is_fetched(serve, client_of):
    some = detailed_impulse([(5, body())], [(9, keras_body())], learnBlockExtra=None)
    server = serve(service(detailed=[some]))
    assert [config.source.learn_id for config in client_of(server).get_all_anomaly(1)] == [5, 9, 12]
    assert paths(server) == ["/1/impulses-detailed", "/1/training/keras/12"]


def test_lists_of_configs_may_be_null(serve, client_of):
    nothing = detailed_impulse(
        blocks=[block(13, "keras")], learnBlockAnomalyConfigs=None, learnBlockKerasConfigs=None, isStale=None
    )
    assert client_of(serve(service(detailed=[nothing]))).get_all_anomaly(1) == []


def test_a_project_without_impulses(serve, client_of):
    assert client_of(serve(service(detailed=[]))).get_all_anomaly(1) == []


def test_an_unknown_project_is_an_error(serve, client_of):
    with pytest.raises(ea.NotFoundError, match="project 1"):
        client_of(serve(refused("No such project", 404))).get_all_anomaly(1)


BAD_DETAILS = {
    "success false": (refused("Not now"), ea.OperationFailedError, "Not now"),
    "401": (refused("No", 401), ea.AuthenticationError, "status 401"),
    "503": (refused("Down", 503), ea.ServerError, "status 503"),
    "a page": (PAGE, ea.InvalidResponseError, "not JSON"),
    "no impulses": (answer({"success": True}), ea.InvalidResponseError, "`impulses`"),
    "a wrong config": (
        answer({"success": True, "impulses": [detailed_impulse([(5, body(axes="`[]`"))])]}),
        ea.InvalidResponseError,
        "block 5 of project 1",
    ),
}


@pytest.mark.parametrize(("response", "error", "text"), BAD_DETAILS.values(), ids=BAD_DETAILS)
def test_a_bad_response_of_get_all_detailed_impulses(serve, client_of, response, error, text):
    client = client_of(serve(service(v1_api_1_impulses_detailed=response)), retries=0)
    with pytest.raises(error, match=text) as caught:
        client.get_all_anomaly(1)
    assert caught.value.project_id == 1


@pytest.mark.parametrize("project", sorted(set(ea.list_samples().project_id)))
def test_the_samples_are_the_same_in_one_request_and_one_by_one(project):
    client = ea.StudioClient.sample()
    configs = client.get_all_anomaly(project)
    assert [c.source.learn_id for c in configs] == client.list_anomaly_blocks(project).learn_id.tolist()
    for config in configs:
        assert_same(config, client.get_anomaly(project, config.source.learn_id))
    stale = {config.source.learn_id for config in configs if config.source.is_stale}
    assert stale == ({16, 19} if project == 519640 else set())


# --- scores of the service ----------------------------------------------------------------------------------


def results(*classified):
    found = [
        {"sampleId": at, "classifications": [{"learnBlock": {"id": 9}, **one}]}
        for at, one in enumerate(classified)
    ]
    return answer({"success": True, "totalCount": len(found), "result": found})


def scores_of(serve, client_of, learn, method, *classified):
    thresholds = [] if method is None else [threshold("anomaly_scoring_aggregation_method", method)]
    routes = service(v1_api_1_training_keras_9=answer(keras_body(thresholds=thresholds)))
    page = results(*classified)

    def step(exchange, received):
        exchange.send(page) if "/result/page" in received.path else routes(exchange, received)

    return client_of(serve(step)).get_test_scores(1, 1, learn)


BOTH = {"result": [{}], "anomalyResult": [{"meanScore": 2.5, "maxScore": 40}]}


@pytest.mark.parametrize(
    ("method", "classified", "score"),
    [
        ("max", {"result": [{"anomaly": 7}]}, 7),
        ("max", BOTH, 40),
        ("mean", BOTH, 2.5),
        ("mean", {**BOTH, "anomalyResult": {"meanScore": 2.5, "maxScore": 40}}, 2.5),
        ("max", {**BOTH, "result": [{"anomaly": 7}]}, 7),  # the number of the service itself
        ("max", {**BOTH, "result": []}, 40),
        ("median", BOTH, None),
        (None, BOTH, None),  # it is not known which of the two counts
        (None, {"result": [{}], "anomalyResult": [{"maxScore": 40}]}, 40),
        ("max", {"result": [{}], "anomalyResult": None}, None),
    ],
)
def test_scores_of_images(serve, client_of, method, classified, score):
    scores = scores_of(serve, client_of, 9, method, classified)
    assert (
        scores["score"].tolist() == [pytest.approx(score)]
        if score is not None
        else scores["score"].isna().all()
    )
    assert len(scores) == 1
    assert scores.attrs["block_type"] == "keras-visual-anomaly"


def test_scores_of_images_of_another_form_are_an_error(serve, client_of):
    with pytest.raises(ea.InvalidResponseError, match="test results of block 9 of project 1"):
        scores_of(serve, client_of, 9, "max", {"result": [{}], "anomalyResult": [{"maxScore": "high"}]})


def test_a_visual_block_has_no_model_to_fetch(serve, client_of):
    with pytest.raises(ea.NotFoundError, match=r"is a visual block, so .*get_test_scores\(1, 1, 9\)"):
        client_of(serve(service())).get_anomaly_model(1, 9)
