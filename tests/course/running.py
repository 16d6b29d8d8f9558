"""Running notebooks as plain Python, with their folded solutions as the answers."""

from __future__ import annotations

import re

import matplotlib.pyplot as plt
import nbformat

from edgeanomaly_nb import course

SOLUTION = re.compile(r"<summary>Solution</summary>\n\n```python\n(.*?)```", re.DOTALL)
MAGIC = re.compile(r"^( *)%.*$", re.MULTILINE)  # commands of IPython, which are not Python


def verdicts(path):
    """Return the verdict on each folded solution, after running the code of the notebook with it."""
    cells = nbformat.read(path, as_version=4).cells
    namespace = {"display": print}
    found = {}
    for at, cell in enumerate(cells):
        if cell.cell_type != "code":
            continue
        exercise = re.search(r'course\.check\("([^"]+)"', cell.source)
        source = SOLUTION.search(cells[at + 1].source)[1] if exercise else cell.source
        exec(MAGIC.sub(r"\1pass", source), namespace)
        if exercise:
            found[exercise[1]] = course.check(exercise[1], namespace["answer"])
    plt.close("all")
    return found
