"""Bytes -> both frames in every order of labels: growth, and times of floor, json_normalize and vendor."""

from __future__ import annotations

import msgspec
import pandas as pd
import requests
from edgeimpulse_api.models.anomaly_config_response import AnomalyConfigResponse

import edgeanomaly_nb as ea
from benchmarks.bodies import ORDERS, body
from benchmarks.harness import Functions, Goal, interleaved, milliseconds, ratio
from edgeanomaly_nb.block.schema import AnomalyBody

SIZES = (33, 100, 1_000, 10_000, 27_648, 100_000)
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
    return [*_growth(), *_comparison()]


def _growth() -> list[Goal]:
    """Measure every size in turn, so that the speed of the machine is the same for all."""
    goals = []
    print("\nbytes -> both frames, milliseconds (median)")
    print(f"{'labels':24}" + "".join(f"{size:>10,}" for size in SIZES))
    for order in ORDERS:
        ours = {f"{size:,}": functions(body(size, order))["ours"] for size in SIZES}
        seconds = interleaved(ours, rounds=5, repeats=2)
        print(f"{order:24}" + "".join(f"{milliseconds(seconds, size):>10.3f}" for size in ours))
        growth = ratio(seconds, "100,000", "10,000")
        goals.append(Goal(f"both frames at 100,000 axes over 10,000, {order}", growth, 13))
    return goals


def _comparison() -> list[Goal]:
    goals = []
    print("\nbytes -> both frames at 10,000 axes, milliseconds (median)")
    print(f"{'labels':24} {'strings':>8} {'ours':>9} {'floor':>9} {'normalize':>10} {'vendor':>9}")
    for storage in ("python", "pyarrow"):  # the default of pandas without pyarrow, and with it
        for order in ORDERS:
            with pd.option_context("mode.string_storage", storage):
                seconds = interleaved(functions(body(10_000, order)), rounds=5, repeats=3)
            row = (f"{milliseconds(seconds, name):>9.3f}" for name in seconds)
            print(f"{order:24} {storage:>8}", *row)
            what = f"at 10,000 axes, {order} ({storage})"
            floor, others = ratio(seconds, "ours", "floor"), {"normalize": 4, "vendor": 10}
            goals.append(Goal(f"both frames over the floor {what}", floor, 3))
            for name, least in others.items():
                over = ratio(seconds, name, "ours")
                goals.append(Goal(f"{name} over ours {what}", over, least, at_most=False))
    return goals
