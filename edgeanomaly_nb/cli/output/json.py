"""Frames and configs as plain data, for ``--json``: fixed names, and None for missing values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...tables import records

if TYPE_CHECKING:
    import pandas as pd

    from ...block.config import AnomalyConfig
    from ...block.source import Source


def block_records(blocks: pd.DataFrame) -> list[dict[str, object]]:
    """Return one dict per row of a list of blocks, whose impulse may be missing and which holds lists.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> rows = block_records(ea.StudioClient.sample().list_anomaly_blocks(602318))
    >>> rows[0]["learn_id"], rows[0]["dsp_ids"]
    (3, [2])
    """
    return records(blocks.assign(dsp_ids=blocks["dsp_ids"].map(list)))


def source_record(source: Source) -> dict[str, object]:
    """Return where a config came from.

    Examples
    --------
    >>> from edgeanomaly_nb import Source
    >>> source_record(Source("studio.edgeimpulse.com", 1, 7))["learn_id"]
    7
    """
    fetched_at = source.fetched_at
    return {
        "host": source.host,
        "project_id": source.project_id,
        "learn_id": source.learn_id,
        "impulse_id": source.impulse_id,
        "type": source.block_type,
        "fetched_at": None if fetched_at is None else fetched_at.isoformat(),
        "fetched_by": source.fetched_by,
        "path": source.path,
    }


def config_record(config: AnomalyConfig) -> dict[str, object]:
    """Return all data of a config.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> record = config_record(ea.load_sample("motion"))
    >>> record["cluster_count"], record["thresholds"][0]["value"]
    (5, 0.3)
    """
    uses = config.dependencies
    return {
        "name": config.name,
        "source": source_record(config.source),
        "kind": config.kind.name,
        "sha256": config.sha256,
        "trained": config.trained,
        "cluster_count": config.cluster_count,
        "selected_axes": list(config.selected_axes),
        "minimum_confidence_rating": config.minimum_confidence_rating,
        "dependencies": {
            "classes": list(uses.classes),
            "block_names": list(uses.block_names),
            "feature_count": uses.feature_count,
            "sample_count": uses.sample_count,
            "output_classes": list(uses.output_classes),
        },
        "axes": records(config.axes),
        "thresholds": records(config.thresholds),
        "anomaly_capacity": config.anomaly_capacity,
        "custom_parameters": config.custom_parameters,
    }
