"""The HTML report, compared with other ways to write the same frame as a table."""

from __future__ import annotations

import tracemalloc
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import great_tables
import itables
import skrub

import edgeanomaly_nb as ea
from benchmarks.bodies import body
from benchmarks.harness import Functions, Goal, interleaved, milliseconds, ratio

SIZES = (33, 2_000, 10_000, 100_000)
MOST_GREAT_TABLES = 2_000  # more take minutes
PAGE_LIMITS = {33: 200e3, 10_000: 1.5e6}


def functions(config: ea.AnomalyConfig, folder: Path) -> Functions:
    axes = config.axes
    made: Functions = {
        "ours": lambda: ea.write_report(config, folder / "ours.html"),
        "to_html": lambda: (folder / "to_html.html").write_text(axes.to_html()),
        "itables": lambda: (folder / "itables.html").write_text(
            itables.to_html_datatable(axes, connected=False, maxBytes=0)
        ),
        "skrub": lambda: skrub.TableReport(axes, verbose=0).write_html(folder / "skrub.html"),
    }
    if len(axes) <= MOST_GREAT_TABLES:
        made["great_tables"] = lambda: (folder / "gt.html").write_text(
            great_tables.GT(axes.reset_index()).as_raw_html()
        )
    return made


def run() -> list[Goal]:
    goals: list[Goal] = []
    print("\na complete report, or a table alone: milliseconds (median); kB of the report; memory per byte")
    print(
        f"{'axes':>8}"
        + "".join(f"{name:>13}" for name in ("ours", "to_html", "itables", "skrub", "great_tables"))
    )
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for size in SIZES:
            goals += _measure(size, Path(folder))
        return goals + _measure_pdf(Path(folder))


def _measure_pdf(folder: Path) -> list[Goal]:
    samples = [ea.load_sample(name) for name in ea.list_samples().index]
    large = ea.AnomalyConfig.from_json(body(10_000))
    made: Functions = {
        "samples": lambda: ea.write_report(samples, folder / "samples.pdf"),
        "as page": lambda: ea.write_report(samples, folder / "samples.html"),
        "10,000": lambda: ea.write_report(large, folder / "large.pdf"),
    }
    seconds = interleaved(made, rounds=3, repeats=1)
    print("\na report as PDF: milliseconds (median)")
    for name in made:
        print(f"{name:>8}{milliseconds(seconds, name):>13.0f}")
    return [
        Goal(
            f"all {len(samples)} samples in one PDF, over the same as HTML",
            ratio(seconds, "samples", "as page"),
            1.5,
        ),
        Goal("10,000 axes in one PDF, ms", milliseconds(seconds, "10,000"), 10_000, unit="ms"),
    ]


def _measure(size: int, folder: Path) -> list[Goal]:
    config = ea.AnomalyConfig.from_json(body(size))
    made = functions(config, folder)
    pair = {name: made[name] for name in ("ours", "to_html")}
    for function in pair.values():  # imports and fonts are loaded once and not counted
        function()
    slow = size > 10_000
    seconds = interleaved(pair, rounds=3 if slow else 11, repeats=1 if slow else 2)
    others = {name: function for name, function in made.items() if name not in pair}
    seconds |= interleaved(others, rounds=2, repeats=1)
    page = (folder / "ours.html").stat().st_size
    grown = _memory(config, folder / "ours.html") / page
    print(f"{size:>8}" + "".join(f"{milliseconds(seconds, name):>13.1f}" for name in made), end="")
    print(f"   {page / 1e3:,.0f} kB, {grown:.1f} B/B")
    goals = []
    if size >= 2_000:
        over = ratio(seconds, "ours", "to_html")
        goals.append(
            Goal(f"the complete report at {size:,} axes over DataFrame.to_html of the table", over, 1)
        )
        goals.append(Goal(f"memory at {size:,} axes, bytes per byte written", grown, 10, unit="B"))
    if size in PAGE_LIMITS:
        goals.append(Goal(f"the page at {size:,} axes, kB", page / 1e3, PAGE_LIMITS[size] / 1e3, unit="kB"))
    return goals


def _memory(config: ea.AnomalyConfig, path: Path) -> int:
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    ea.write_report(config, path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak - before
