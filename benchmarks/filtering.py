"""Search and filter at 100,000 axes, against what people type in pandas."""

from __future__ import annotations

import edgeanomaly_nb as ea
from benchmarks.bodies import body
from benchmarks.harness import Goal, interleaved, milliseconds
from edgeanomaly_nb.filtering import AxesFilter

QUERIES = ("rms", "spectral", "ch17 ", "no such label")


def run() -> list[Goal]:
    axes = ea.AnomalyConfig.from_json(body(100_000)).axes
    axes_filter = AxesFilter(axes)
    functions = {
        f"{query!r} in {show}": lambda query=query, show=show: axes_filter.mask(query, show)
        for show in ("all", "favourite")
        for query in QUERIES
    }
    functions["str.contains(case=False)"] = lambda: axes.label.str.contains("rms", case=False, regex=False)
    seconds = interleaved(functions, rounds=15)
    print("\nsearch and filter at 100,000 axes, milliseconds (median)")
    for name in functions:
        print(f"{milliseconds(seconds, name):>9.3f}  {name}")
    worst = max(milliseconds(seconds, name) for name in functions if not name.startswith("str."))
    return [Goal("search and filter at 100,000 axes, the slowest query", worst, 2, unit="ms")]
