"""The configs of the bundled blocks in the sample service, one by one and by impulse."""

from __future__ import annotations

import json

from .blocks import find_sample
from .catalogue import JsonObject, read_data


def config_body(project: str, learn: str, operation: str) -> bytes | None:
    """Return the body of a config, if a block has one for the operation ``anomaly`` or ``keras``.

    Examples
    --------
    >>> config_body("481207", "4", "keras") is None, len(config_body("481207", "4", "anomaly")) > 1000
    (True, True)
    """
    sample = find_sample(project, learn)
    if sample is None or sample.type.startswith("keras") is not (operation == "keras"):
        return None
    return read_data(f"{sample.name}.json")


def detailed(project: str, impulse: JsonObject) -> JsonObject:
    """Return an impulse of ``getAllDetailedImpulses``; the configs in it have no ``success``.

    Examples
    --------
    >>> from edgeanomaly_nb.studio.samples.blocks import impulses_of
    >>> first = detailed("481207", impulses_of("481207")[0])
    >>> [found["blockId"] for found in first["learnBlockAnomalyConfigs"]], first["isStale"]
    ([4], False)
    """
    found = {operation: _configs(project, impulse, operation) for operation in ("anomaly", "keras")}
    configs = [entry["config"] for entries in found.values() for entry in entries]
    return {
        "impulse": impulse,
        "learnBlockAnomalyConfigs": found["anomaly"],
        "learnBlockKerasConfigs": found["keras"],
        "isStale": any(config["trained"] and _was_changed(config) for config in configs),
        "configured": True,
        "complete": all(config["trained"] for config in configs),
    }


def _configs(project: str, impulse: JsonObject, operation: str) -> list[JsonObject]:
    found = []
    for ident in [block["id"] for block in impulse["learnBlocks"]]:
        if body := config_body(project, str(ident), operation):
            config = json.loads(body)
            del config["success"]
            found.append({"blockId": ident, "config": config})
    return found


def _was_changed(config: JsonObject) -> bool:
    flags = [at for at, axis in enumerate(config.get("axes", ())) if axis["selected"]]
    return bool(flags != config.get("selectedAxes", []))
