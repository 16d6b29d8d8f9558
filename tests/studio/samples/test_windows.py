"""The windows and models of the samples: they agree with each other, and are served as by the service."""

from __future__ import annotations

import numpy as np
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.studio.samples.catalogue import SAMPLES

NAMES = [name for name, sample in SAMPLES.items() if sample.has_windows]
CLIENT = ea.StudioClient.sample()


def ids(name):
    return SAMPLES[name].project_id, SAMPLES[name].learn_id


def test_three_samples_have_windows():
    assert NAMES == ["motion", "fan", "one-class"]
    assert ea.list_samples().query("has_windows").index.tolist() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_model_windows_and_config_agree(name):
    config, model = ea.load_sample(name), ea.load_sample_model(name)
    windows = ea.load_sample_windows(name)
    assert model.axes == config.selected_axes
    assert model.kind == config.kind
    assert len(model.clusters) == config.cluster_count
    assert model.labels == tuple(config.axes["label"])
    assert windows.features.shape == (config.dependencies.sample_count, config.dependencies.feature_count)
    assert model.thresholds.equals(config.thresholds)
    assert CLIENT.count_windows(*ids(name)) == (*windows.features.shape, windows.features.nbytes)


@pytest.mark.parametrize("name", ["motion", "one-class"])
def test_k_means_was_fitted_to_the_training_windows(name):
    model, windows = ea.load_sample_model(name), ea.load_sample_windows(name)
    values = windows.features[:, list(model.axes)].astype(np.float64)
    np.testing.assert_allclose(values.mean(axis=0), model.scaler["mean"], rtol=1e-6)
    np.testing.assert_allclose(values.std(axis=0), model.scaler["scale"], rtol=1e-6)
    scores = model.score(windows)
    assert scores["score"].max() == 0  # the farthest member of a cluster is on its edge
    assert scores.loc[scores["score"] == 0, "nearest"].is_unique
    # Each centre is the mean of its members.
    z = (values - model.scaler["mean"].to_numpy()) / model.scaler["scale"].to_numpy()
    distances = np.linalg.norm(z[:, None] - model.centers.to_numpy(), axis=2)
    for cluster, center in enumerate(model.centers.to_numpy()):
        np.testing.assert_allclose(z[distances.argmin(axis=1) == cluster].mean(axis=0), center, atol=1e-5)


def test_gmm_was_fitted_to_the_training_windows():
    model = ea.load_sample_model("fan")
    logs = model.score(ea.load_sample_windows("fan"))["log_likelihood"]
    assert model.log_likelihood == pytest.approx((logs.mean(), logs.std(ddof=0)), rel=1e-6)
    assert model.clusters["weight"].sum() == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_testing_windows_have_both_outcomes(name):
    windows = ea.load_sample_windows(name, "testing")
    assert set(windows.origin["outcome"]) == {"anomaly", "no anomaly"}
    assert not set(windows.origin["sample_id"]) & set(ea.load_sample_windows(name).origin["sample_id"])
    sizes = windows.origin.groupby("sample_id").size()
    assert sizes.nunique() == 1
    flagged = ea.what_if(ea.load_sample_model(name).score(windows), ea.load_sample(name))
    row = flagged.loc[ea.load_sample(name).thresholds["number"].iloc[0]]
    assert 0 < row["recall"] < 1
    assert 0 < row["fp"] < row["tp"]


@pytest.mark.parametrize("name", NAMES)
def test_scores_of_the_service_are_those_of_the_model(name):
    block = CLIENT.list_anomaly_blocks(ids(name)[0]).set_index("learn_id").loc[ids(name)[1]]
    found = CLIENT.get_test_scores(ids(name)[0], int(block["impulse_id"]), ids(name)[1])
    made = ea.load_sample_model(name).score(ea.load_sample_windows(name, "testing"))
    np.testing.assert_array_equal(found["score"].astype(made["score"].dtype), made["score"])
    assert found["outcome"].tolist() == made["outcome"].tolist()
    assert found["sample_id"].tolist() == made["sample_id"].tolist()
    assert found.attrs == made.attrs


@pytest.mark.parametrize("call", ["get_anomaly_model", "get_windows"])
def test_other_samples_have_none(call):
    with pytest.raises(ea.OperationFailedError, match="motion, one-class and fan have them"):
        getattr(CLIENT, call)(*ids("raw"))
    with pytest.raises(ea.OperationFailedError, match="No validation data"):
        CLIENT.get_windows(*ids("motion"), category="validation")


def test_all_features_of_the_learn_block(session):
    body = session.get(f"{CLIENT.base_url}/api/481207/training/4/x")
    assert body.headers["Content-Type"] == "application/octet-stream"
    assert body.content[:6] == b"\x93NUMPY"


def test_together_they_are_small():
    from importlib.resources import files

    data = files("edgeanomaly_nb.studio.samples").joinpath("data")
    assert sum(len(entry.read_bytes()) for entry in data.iterdir()) < 1_500_000
