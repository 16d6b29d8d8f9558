from __future__ import annotations

import dataclasses
import os
from datetime import datetime, timezone

import pytest

import edgeanomaly_nb as ea

MADE_AT = datetime(2026, 11, 24, 6, 30, tzinfo=timezone.utc)


def sample(name: str) -> ea.AnomalyConfig:
    """Give a sample that was fetched at a time that never changes."""
    config = ea.load_sample(name)
    return ea.AnomalyConfig.from_json(
        config.to_json(), source=dataclasses.replace(config.source, fetched_at=MADE_AT)
    )


@pytest.fixture(scope="session")
def pango() -> None:
    """Skip without the system libraries of WeasyPrint; in CI they must be there."""
    try:
        import weasyprint  # noqa: F401
    except OSError as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no Pango: CONTRIBUTING.md says how to get it ({missing})")
