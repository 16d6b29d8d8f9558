"""GET requests to the sample service."""

from __future__ import annotations

from edgeanomaly_nb.studio.samples.catalogue import SAMPLE_BASE_URL, SAMPLES


def fetch(session, path, **options):
    return session.get(f"{SAMPLE_BASE_URL}/api/{path}", **options)


def fetch_raw(session, name):
    sample = SAMPLES[name]
    return fetch(session, f"{sample.project_id}/training/anomaly/{sample.learn_id}").content
