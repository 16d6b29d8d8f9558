"""Search and filter in Python, in every order of labels, compared with a search in pandas."""

from __future__ import annotations

import edgeanomaly_nb as ea
from benchmarks.bodies import ORDERS, body
from benchmarks.harness import Goal, interleaved, milliseconds
from edgeanomaly_nb.block.axes_filter import AxesFilter

SIZES = (27_648, 100_000)
QUERIES = ("rms", "spectral", "ch17 ", "17 r", "no such label")


def run() -> list[Goal]:
    goals = []
    print("\nsearch and filter, milliseconds (median): the slowest query, and a simple str.contains")
    for size in SIZES:
        for order in ORDERS:
            slowest, plain = measure(size, order)
            print(f"{size:>8} {order:24}{slowest:>9.3f}{plain:>9.3f}")
            if size == SIZES[0]:
                goals.append(Goal(f"the slowest query at {size:,} axes, {order}", slowest, 5, unit="ms"))
    return goals


def measure(size: int, order: str) -> tuple[float, float]:
    """Return milliseconds of our slowest query, and of pandas."""
    axes = ea.AnomalyConfig.from_json(body(size, order)).axes
    axes_filter = AxesFilter(axes)
    functions = {
        f"{query!r} in {show}": lambda query=query, show=show: axes_filter.mask(query, show)
        for show in ("all", "favourite")
        for query in QUERIES
    }
    functions["pandas"] = lambda: axes.label.str.contains("rms", case=False, regex=False)
    seconds = interleaved(functions, rounds=5, repeats=3)
    slowest = max(milliseconds(seconds, name) for name in functions if name != "pandas")
    return slowest, milliseconds(seconds, "pandas")
