"""GET requests to the sample service."""

from __future__ import annotations

import io

import numpy as np

from edgeanomaly_nb.scores.model import AnomalyModel
from edgeanomaly_nb.scores.windows import Windows
from edgeanomaly_nb.studio.samples.catalogue import SAMPLE_BASE_URL, SAMPLES


def fetch(session, path, **options):
    return session.get(f"{SAMPLE_BASE_URL}/api/{path}", **options)


def fetch_raw(session, name):
    sample = SAMPLES[name]
    operation = "keras" if sample.type.startswith("keras") else "anomaly"
    return fetch(session, f"{sample.project_id}/training/{operation}/{sample.learn_id}").content


def fetch_npy(session, path):
    response = fetch(session, path)
    assert response.headers["Content-Type"] == "application/octet-stream"
    return np.load(io.BytesIO(response.content), allow_pickle=False)


def dsp_of(session, name):
    """Return the id of the processing block of a sample, and the id of its impulse."""
    sample = SAMPLES[name]
    for impulse in fetch(session, f"{sample.project_id}/impulses").json()["impulses"]:
        if sample.learn_id in [block["id"] for block in impulse["learnBlocks"]]:
            return impulse["dspBlocks"][0]["id"], impulse["id"]
    raise LookupError(name)


def fetch_model(session, name):
    sample = SAMPLES[name]
    path = f"{sample.project_id}/training/anomaly/{sample.learn_id}"
    gmm = fetch(session, f"{path}/gmm/metadata").text if sample.type == "anomaly-gmm" else None
    return AnomalyModel.from_json(fetch(session, f"{path}/metadata").text, gmm=gmm)


def fetch_windows(session, name, category):
    """Return the windows, as a client puts them together from four responses."""
    project, (dsp, _) = SAMPLES[name].project_id, dsp_of(session, name)
    features = fetch_npy(session, f"{project}/dsp-data/{dsp}/x/{category}")
    origin = fetch_npy(session, f"{project}/dsp-data/{dsp}/y/{category}")
    names = fetch(session, f"{project}/dsp/{dsp}/metadata", params={"category": category}).json()["labels"]
    outcomes = fetch(session, f"{project}").json()["anomalyLabelsConfig"]
    columns = dict(zip(("sample_id", "start_ms", "end_ms"), origin[:, 1:].T, strict=True))
    return Windows(
        features,
        {"label": [names[number - 1] for number in origin[:, 0]], **columns},
        anomaly_labels=outcomes["anomalyLabels"],
        no_anomaly_labels=outcomes["noAnomalyLabels"],
        category=category,
    )
