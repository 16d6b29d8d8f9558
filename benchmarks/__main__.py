"""``python -m benchmarks [NAME ...]``: run all, or the named ones; exit 1 if a goal is missed."""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = ("imports", "frames", "filtering", "panels", "report", "browser", "scores", "scores_panel", "survey")


def main(names: list[str]) -> int:
    goals = [goal for name in names or NAMES for goal in import_module(f"benchmarks.{name}").run()]
    print("\ngoals")
    for goal in goals:
        print(goal)
    return 0 if all(goal.met for goal in goals) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
