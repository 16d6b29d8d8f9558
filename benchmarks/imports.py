"""The time of imports, each in a new process with compiled files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.harness import Functions, Goal, interleaved, milliseconds, ratio

NOTHING = "pass"
OURS = "import edgeanomaly_nb"
PANDAS = "import pandas"
BOTH = "import pandas, requests"
FETCH = "import edgeanomaly_nb as ea; config = ea.load_sample('motion'); config.axes, config.thresholds"
VENDOR = "import edgeimpulse_api"
CLICK = "import click"
HELP = "edgeanomaly-nb --help"
COMMAND = Path(sys.executable).with_name("edgeanomaly-nb")


def run() -> list[Goal]:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def starting(code: str):
        return lambda: subprocess.run([sys.executable, "-c", code], check=True, env=environment)

    functions: Functions = {code: starting(code) for code in (NOTHING, OURS, PANDAS, BOTH, FETCH, VENDOR)}
    functions[CLICK] = starting(CLICK)
    functions[HELP] = lambda: subprocess.run(
        [COMMAND, "--help"], check=True, env=environment, stdout=subprocess.DEVNULL
    )
    seconds = interleaved(functions, rounds=9, repeats=2)
    print("\nwhole processes, milliseconds (median)")
    for name in (CLICK, HELP):
        print(f"{milliseconds(seconds, name):>9.1f}  {name}")
    # The time to start Python is subtracted in each round.
    for code in (OURS, PANDAS, BOTH, FETCH, VENDOR):
        seconds[code] = [max(a - b, 0) for a, b in zip(seconds[code], seconds[NOTHING], strict=True)]
    print("\nimports, milliseconds over starting Python (median)")
    for code in (OURS, PANDAS, BOTH, FETCH, VENDOR):
        print(f"{milliseconds(seconds, code):>9.1f}  {code}")
    inside = _seconds_inside(environment)
    return [
        Goal("import edgeanomaly_nb over import pandas, timed inside", inside, 0.01),
        Goal(
            "import, one sample fetch and both frames over pandas and requests",
            milliseconds(seconds, FETCH) / milliseconds(seconds, BOTH),
            1.3,
        ),
        Goal("edgeanomaly-nb --help over python -c 'import click'", ratio(seconds, HELP, CLICK), 1.5),
    ]


def _seconds_inside(environment: dict[str, str], rounds: int = 15) -> float:
    # 0.2 ms is less than the noise of starting a process, so it is timed inside the process.
    code = (
        "import time; a = time.perf_counter(); import edgeanomaly_nb; b = time.perf_counter(); "
        "import pandas; c = time.perf_counter(); print((b - a) / (c - b))"
    )
    ratios = sorted(
        float(subprocess.check_output([sys.executable, "-c", code], env=environment)) for _ in range(rounds)
    )
    return ratios[rounds // 2]
