"""Content that is not the response of getAnomaly is named, in a file, in from_json and in the command."""

from __future__ import annotations

import json

import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.block.content import describe_content
from tests.bodies import body

SECRET = "ei_0123456789abcdef"
CONFIG = body(success=...)
SNAKE = {
    "success": True,
    "name": "A",
    "dependencies": {},
    "axes": [],
    "trained": True,
    "selected_axes": [],
    "cluster_count": 5,
}


def ok(**fields):
    return json.dumps({"success": True, **fields}).encode()


RESPONSES = {
    "getAnomalyMetadata": ok(created="x", scale=[1], mean=[0], clusters=[{"center": [0], "maxError": 1}]),
    "getGmmMetadata": ok(means=[[0]], covariances=[[[1]]], weights=[1]),
    "getKeras": ok(name="NN", selectedModelType="int8", visualLayers=[], trainingCycles=30, thresholds=[]),
    "getImpulse:": ok(impulse={"learnBlocks": []}),
    "getAllImpulses": ok(impulses=[{"learnBlocks": []}]),
    "getAllDetailedImpulses": ok(
        impulses=[{"impulse": {}, "learnBlockAnomalyConfigs": [{"config": CONFIG}]}]
    ),
    "listProjects": ok(projects=[{"id": 1}]),
    "getProjectInfo": ok(project={"id": 1}, developmentKeys={"apiKey": SECRET}),
    "getCurrentApiKeyInfo": ok(projectId=1, role="readonly"),
    "the start of a job": ok(id=12345),
    "getJobStatus": ok(job={"id": 1}),
    "anomalyTrainedFeatures": ok(totalSampleCount=1, data=[]),
    "vendor's Python binding": json.dumps(SNAKE).encode(),
    "under “config”": json.dumps({"config": body()}).encode(),
    "under “data”": ok(data=json.dumps(body())),
    "a list of 1;": json.dumps([body()]).encode(),
    "encoded twice": json.dumps(json.dumps(body())).encode(),
    "a web page": b"\xef\xbb\xbf\n<!DOCTYPE html><html><body>Log in</body></html>",
    "a dict as Python prints it": str(body()).encode(),
    "repr of text": repr(json.dumps(body())).encode(),
    "YAML": b"# a block\nsuccess: true\nname: Anomaly detection\naxes:\n- ix: 0\n",
    "(CSV)": ea.load_sample("motion").axes.to_csv().encode(),
    "JSON lines": (json.dumps(body()) + "\n").encode() * 2,
    "curl -i": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}",
    "XML": b'<?xml version="1.0"?><a/>',
    "not text": b"\x1f\x8b\x08\x00\x00",
    "a notebook": json.dumps({"cells": [], "metadata": {}, "nbformat": 4}).encode(),
    "(HAR)": json.dumps({"log": {"entries": []}}).encode(),
    "TOML": b"[tool.edgeanomaly_nb]\nname = 'a'\n",
    "an error message of a server": json.dumps({"message": f"no {SECRET}", "statusCode": 404}).encode(),
    "with comments": b"{\n// a block\nsuccess: true}",
}
parametrize = pytest.mark.parametrize(("text", "content"), RESPONSES.items(), ids=RESPONSES)


@parametrize
def test_a_file_of_something_else_is_named(tmp_path, text, content):
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(ea.InvalidFileError) as caught:
        ea.AnomalyConfig.load(tmp_path / "a.json")
    assert text in str(caught.value)
    assert "getAnomaly" in str(caught.value)
    assert "base URL" not in str(caught.value)
    assert SECRET not in str(caught.value)


@parametrize
def test_from_json_names_it_too(text, content):
    with pytest.raises((ea.InvalidResponseError, ea.OperationFailedError)) as caught:
        ea.AnomalyConfig.from_json(content)
    if content.isascii():
        assert text in str(caught.value)
    assert SECRET not in str(caught.value)


def test_the_fields_are_recognised_in_both_spellings():
    assert describe_content(b'{"selected_model_type": "int8"}') == describe_content(RESPONSES["getKeras"])


def test_output_of_the_command_is_named():
    from edgeanomaly_nb.cli.output.json import config_record, records

    motion = ea.load_sample("motion")
    assert "show --json" in describe_content(json.dumps([config_record(motion)]).encode())
    assert "check --json" in describe_content(json.dumps(records(motion.findings())).encode())
    assert "a table of axes" in describe_content(json.dumps(records(motion.axes)).encode())


@pytest.mark.parametrize("name", ea.list_samples().index)
def test_a_config_has_no_description(name):
    assert describe_content(ea.load_sample(name).to_json().encode()) == ""


@pytest.mark.parametrize(
    "content",
    [b"", b" ", b"[]", b"null", b"1", b"{}", b"[" * 10**5, b'{"a":' * 10**5, b"\xff\xfe", b"\x00" * 9],
)
def test_unrecognised_content_has_no_description(content):
    assert describe_content(content) == ""


@pytest.mark.parametrize("content", [b"[1,2", b'[{"label": "a', b"[1,2\n"])
def test_a_list_that_ends_too_early_is_incomplete(content):
    assert describe_content(content) == "incomplete JSON"


def test_a_broken_file_of_any_size_is_described():
    for content in (b"a," * 10**6, b"#\n" * 10**6, b"{" + b" " * 10**6 + b"'", b"[" + b"a" * 10**6):
        describe_content(content)


def test_the_text_of_a_saved_file_is_recognised(tmp_path):
    saved = ea.load_sample("motion").save(tmp_path / "a.json")
    with pytest.raises(
        ea.InvalidResponseError, match=r"a saved config, which AnomalyConfig\.load reads"
    ) as caught:
        ea.AnomalyConfig.from_json(saved.read_text())
    assert "proxy" not in str(caught.value)  # no service is involved


@pytest.mark.parametrize("value", [{"success": True}, ["a"], None, 3])
def test_message_for_a_body_that_is_not_text(value):
    with pytest.raises(TypeError, match=r"JSON text .* not \w+; json\.dumps"):
        ea.AnomalyConfig.from_json(value)
