"""Bytes -> both frames: against the floor, json_normalize and the vendor's binding."""

from __future__ import annotations

import msgspec
import pandas as pd
import requests
from edgeimpulse_api.models.anomaly_config_response import AnomalyConfigResponse

import edgeanomaly_nb as ea
from benchmarks.bodies import body
from benchmarks.harness import Functions, Goal, interleaved, milliseconds, ratio
from edgeanomaly_nb.studio.schema import AnomalyBody

SIZES = (33, 2_000, 10_000, 100_000)
TEXT = ("label", "sensor", "feature")


def functions(raw: bytes) -> Functions:
    config = ea.AnomalyConfig.from_json(raw)
    axes, thresholds = config.axes, config.thresholds
    decoder = msgspec.json.Decoder(AnomalyBody)
    ready = [
        {name: frame[name].tolist() if name in TEXT else frame[name].to_numpy() for name in frame}
        for frame in (axes, thresholds)
    ]
    index = axes.index.to_numpy()
    response = requests.Response()
    response._content = raw

    def ours() -> object:
        config = ea.AnomalyConfig.from_json(raw)
        return config.axes, config.thresholds

    def floor() -> object:
        decoder.decode(raw)
        return pd.DataFrame(ready[0], index=pd.Index(index, name="ix")), pd.DataFrame(ready[1])

    def normalize() -> object:
        decoded = response.json()
        return pd.json_normalize(decoded, record_path="axes"), pd.json_normalize(decoded["thresholds"])

    def vendor() -> object:
        decoded = AnomalyConfigResponse.from_json(raw.decode())
        axes = pd.DataFrame([axis.to_dict() for axis in decoded.axes]).set_index("ix")
        axes["configured"] = axes.index.isin(decoded.selected_axes)
        return axes, pd.DataFrame([threshold.to_dict() for threshold in decoded.thresholds])

    return {"ours": ours, "floor": floor, "normalize": normalize, "vendor": vendor}


def run() -> list[Goal]:
    goals = []
    print("\nbytes -> both frames, milliseconds (median)")
    print(f"{'axes':>8} {'strings':>8} {'ours':>9} {'floor':>9} {'normalize':>10} {'vendor':>9}")
    for storage in ("python", "pyarrow"):  # what pandas takes without pyarrow, and with it
        with pd.option_context("mode.string_storage", storage):
            for size in SIZES:
                seconds = interleaved(
                    functions(body(size)),
                    rounds=7 if size <= 10_000 else 3,
                    repeats=5 if size <= 10_000 else 2,
                )
                row = {name: milliseconds(seconds, name) for name in seconds}
                print(f"{size:>8} {storage:>8}", *(f"{figure:>9.3f}" for figure in row.values()))
                if size == 10_000:
                    goals += [
                        Goal(
                            f"both frames at 10,000 axes over the floor ({storage})",
                            ratio(seconds, "ours", "floor"),
                            1.5,
                        ),
                        Goal(
                            f"json_normalize over ours at 10,000 axes ({storage})",
                            ratio(seconds, "normalize", "ours"),
                            8,
                            at_most=False,
                        ),
                        Goal(
                            f"edgeimpulse-api over ours at 10,000 axes ({storage})",
                            ratio(seconds, "vendor", "ours"),
                            25,
                            at_most=False,
                        ),
                    ]
    return goals
