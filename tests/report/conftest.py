from __future__ import annotations

import dataclasses
from datetime import datetime, timezone

import edgeanomaly_nb as ea

MADE_AT = datetime(2026, 11, 24, 6, 30, tzinfo=timezone.utc)


def sample(name: str) -> ea.AnomalyConfig:
    """Return a sample that was fetched at a fixed time."""
    config = ea.load_sample(name)
    return ea.AnomalyConfig.from_json(
        config.to_json(), source=dataclasses.replace(config.source, fetched_at=MADE_AT)
    )
