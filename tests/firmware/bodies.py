"""Configs for headers."""

from __future__ import annotations

import json

import edgeanomaly_nb as ea
from tests.bodies import body

AGGREGATION = {
    "key": "aggregation_method",
    "description": "Aggregation method",
    "helpText": "",
    "value": "max",
    "dropdownOptions": [
        {"value": "max", "description": "Maximum"},
        {"value": "mean", "description": "Mean"},
    ],
}


def config_of(*, block_type="anomaly", host="studio.example.com", project_id=481207, learn_id=4, **changes):
    source = ea.Source(host, project_id, learn_id)
    return ea.AnomalyConfig.from_json(json.dumps(body(**changes)), source=source, block_type=block_type)
