from __future__ import annotations

import dataclasses

import edgeanomaly_nb as ea
from edgeanomaly_nb.report import summarize
from tests.report.conftest import sample


def test_provenance_names_host_project_block_time_program_and_hash():
    config = sample("motion")
    elsewhere = dataclasses.replace(
        config.source, host="studio.example.com", path="/home/someone/secret/a.json"
    )
    summary = summarize([ea.AnomalyConfig.from_json(config.to_json(), source=elsewhere)])
    assert dict(summary.blocks[0].provenance) == {
        "host": "studio.example.com",
        "project": "481207",
        "impulse": "1",
        "block": "4",
        "fetched": "2026-11-24 06:30:00 UTC",
        "fetched by": f"edgeanomaly_nb {ea.__version__}",
        "file": "a.json",  # without its folders, which may be private
        "SHA-256 of the response": config.sha256,
    }
