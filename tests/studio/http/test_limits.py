"""Limits that are refused where they are set."""

from __future__ import annotations

import pytest

from edgeanomaly_nb.studio.auth.keys import ApiKey
from edgeanomaly_nb.studio.client import StudioClient
from tests.studio.server import KEY


@pytest.mark.parametrize(
    "wrong",
    [
        {"timeout_s": 0},
        {"timeout_s": (5, -1)},
        {"timeout_s": None},
        {"timeout_s": True},
        {"timeout_s": float("nan")},
        {"deadline_s": float("inf")},
        {"deadline_s": "60"},
        {"retries": -1},
        {"retries": 2.0},
        {"retries": False},
        {"max_response_bytes": 0},
    ],
)
def test_invalid_numbers_are_refused(wrong):
    (name,) = wrong
    with pytest.raises((TypeError, ValueError), match=f"^{name} must be"):
        StudioClient(ApiKey(KEY), **wrong)
