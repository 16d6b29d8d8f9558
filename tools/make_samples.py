"""Write the bundled sample projects, edgeanomaly_nb/studio/samples/data/*, from ``tools/samples``.

    python -m tools.make_samples            write the files
    python -m tools.make_samples --check    list the files that differ from these rules, if any, and exit 1

The windows are made from random numbers with a fixed seed, and scikit-learn fits the models to them. Nothing
is copied from a real project.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.samples.projects import PROJECTS
from tools.samples.responses import config_body, impulses_body, project_info_body, project_json
from tools.samples.results import results_body
from tools.samples.windows_files import make_windows_files, windows_differences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.samples.project import Impulse, Json, Project

FOLDER = Path(__file__).parent.parent / "edgeanomaly_nb" / "studio" / "samples" / "data"


def readable(body: Json) -> str:
    """Return JSON with one line per field, and one line per element where a field lists objects."""
    return (
        "{\n"
        + ",\n".join(f" {json.dumps(key)}: {field_text(value)}" for key, value in body.items())
        + "\n}\n"
    )


def field_text(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n  " + ",\n  ".join(json.dumps(item) for item in value) + "\n ]"
    return json.dumps(value, default=list)


def compact(body: Json) -> str:
    return json.dumps(body, separators=(",", ":")) + "\n"


def make_files() -> dict[str, str]:
    """Return the content of every file by its name."""
    files = {"projects.json": readable({"success": True, "projects": [project_json(p) for p in PROJECTS]})}
    catalogue: list[Json] = []
    for project in PROJECTS:
        impulses = impulses_body(project)
        files[f"impulses-{project.id}.json"] = readable(impulses)
        files[f"project-{project.id}.json"] = readable(project_info_body(project))
        for impulse, listed in zip(project.impulses, impulses["impulses"], strict=True):
            body = config_body(project, impulse)
            files[f"{impulse.sample}.json"] = (compact if len(impulse.labels) > 1000 else readable)(body)
            if results := results_body(project, impulse):
                files[f"{impulse.sample}-results.json"] = readable(results)
            catalogue.append(catalogue_entry(project, impulse, learn_id=listed["learnBlocks"][-1]["id"]))
    files["catalogue.json"] = readable({"samples": catalogue})
    return files


def catalogue_entry(project: Project, impulse: Impulse, learn_id: int) -> Json:
    return {
        "name": impulse.sample,
        "project_id": project.id,
        "learn_id": learn_id,
        "type": impulse.type,
        "n_axes": len(impulse.labels),
        "has_windows": impulse.has_windows,
        "purpose": impulse.purpose,
    }


def differences(files: dict[str, str], folder: Path) -> list[str]:
    """Return which files of `folder` differ from `files`; those of windows and models are not among them."""
    found = {path.name: path.read_bytes() for path in folder.glob("*.json") if "-model" not in path.name}
    made = {name: text.encode() for name, text in files.items()}
    return [
        *(f"{name} is missing" for name in sorted(made.keys() - found.keys())),
        *(f"{name} should not be there" for name in sorted(found.keys() - made.keys())),
        *(f"{name} differs" for name in made if name in found and found[name] != made[name]),
    ]


def check(files: dict[str, str]) -> int:
    problems = differences(files, FOLDER) + windows_differences(PROJECTS, FOLDER)
    if not problems:
        return 0
    print(*problems, "Run make samples, and look at the changes.", sep="\n")
    return 1


def main(arguments: Sequence[str]) -> int:
    files = make_files()
    if "--check" in arguments:
        return check(files)
    FOLDER.mkdir(exist_ok=True)
    contents = {name: text.encode() for name, text in files.items()} | dict(make_windows_files(PROJECTS))
    for path in FOLDER.iterdir():
        path.unlink()
    for name, content in contents.items():
        (FOLDER / name).write_bytes(content)
    print(f"wrote {len(contents)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
