from __future__ import annotations

from pathlib import Path

import pytest
import requests

from edgeanomaly_nb.block.config_body import body_class
from edgeanomaly_nb.block.schema import decode
from edgeanomaly_nb.studio.samples.adapter import SampleAdapter
from edgeanomaly_nb.studio.samples.catalogue import SAMPLE_BASE_URL, SAMPLE_KEY, SAMPLES
from tests.studio.samples.service import fetch_raw

ROOT = Path(__file__).parents[3]


@pytest.fixture
def session():
    with requests.Session() as session:
        session.trust_env = False
        session.adapters.clear()  # no way to any other host
        session.mount(SAMPLE_BASE_URL, SampleAdapter())
        session.headers["x-api-key"] = SAMPLE_KEY
        yield session


@pytest.fixture
def block(session):
    """The decoded body of a sample, by its name."""
    return lambda name: decode(fetch_raw(session, name), body_class(SAMPLES[name].type), what=name)
