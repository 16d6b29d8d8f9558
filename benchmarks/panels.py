"""Panels in the kernel: how long until they are made, and until a change is drawn."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import edgeanomaly_nb as ea
from benchmarks.bodies import ORDERS, body
from benchmarks.harness import Goal, interleaved, milliseconds
from edgeanomaly_nb.block.axes_filter import AxesFilter
from edgeanomaly_nb.panels.axes.table import pack
from edgeanomaly_nb.panels.thresholds.try_number import TryNumber

if TYPE_CHECKING:
    from collections.abc import Iterator


def run() -> list[Goal]:
    ea.AxesPanel(ea.load_sample("motion"))  # imports are not counted
    goals = []
    print("\npanels, milliseconds (median)")
    configs = {order: ea.AnomalyConfig.from_json(body(27_648, order)) for order in ORDERS}
    made = interleaved(
        {order: lambda config=config: ea.AxesPanel(config).close() for order, config in configs.items()},
        rounds=3,
        repeats=1,
    )
    for order in ORDERS:
        print(f"{milliseconds(made, order):>9.1f}  AxesPanel of 27,648 axes, {order}")
        what = f"AxesPanel of 27,648 axes, {order}"
        goals.append(Goal(what, milliseconds(made, order), 500, unit="ms"))
    axes = ea.AnomalyConfig.from_json(body(100_000)).axes
    axes_filter = AxesFilter(axes)
    panel = ea.ThresholdsPanel(ea.load_sample("dropdown"))
    control = next(widget for widget in _widgets_in(panel) if isinstance(widget, TryNumber))
    step = count(1)

    def move() -> None:
        control.value = 0.3 + next(step) / 1000

    seconds = interleaved({"pack": lambda: pack(axes, axes_filter), "move": move}, rounds=11)
    for name, what, limit in (
        ("pack", "packing 100,000 axes for the browser", 50),
        ("move", "drawing a threshold that was moved", 60),
    ):
        print(f"{milliseconds(seconds, name):>9.1f}  {what}")
        goals.append(Goal(what, milliseconds(seconds, name), limit, unit="ms"))
    return goals


def _widgets_in(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _widgets_in(child)
